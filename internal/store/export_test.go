package store

import (
	"context"
	"time"

	"switchboard/internal/sqldb"
)

// PageSQL is the text that answers a page, for tests that ask how a database would go about it.
func PageSQL(ctx context.Context, q sqldb.Q, look Look, p Page) (string, []any, error) {
	x := look.question()
	chosen, err := pathsFor(ctx, q, []question{x})
	if err != nil {
		return "", nil, err
	}
	var a args
	text := x.pageText(&a, chosen[0], p)
	return text, a, nil
}

// ApartSQL is the query of ApartIn with its parameters.
func ApartSQL(months []time.Time, now time.Time) (string, []any) {
	var a args
	text := apartText(&a, months, now)
	return text, a
}

// ActsText is the query of Acts.
func ActsText(one bool) string { return actsText(one) }
