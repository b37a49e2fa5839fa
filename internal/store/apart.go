package store

import (
	"context"
	"fmt"
	"time"

	"switchboard/internal/core/figures"
	"switchboard/internal/sqldb"
)

// maxApart bounds how many agencies and months are told apart.
const maxApart = 10_000

// ApartIn counts by month and agency what is reported apart, and what became of its promises to finish (ME-31, ME-56). What was
// merged into another ticket counts there; sealed tickets are counted and not named. Each kind has an index that holds nothing
// else, so that the many ordinary tickets cost nothing.
func ApartIn(ctx context.Context, q sqldb.Q, months []time.Time, now time.Time) ([]figures.Apart, error) {
	var a args
	text := apartText(&a, months, now)
	all, err := sqldb.All(ctx, q, func(r sqldb.Row) (figures.Apart, error) {
		var x figures.Apart
		var n int
		var short bool
		var k figures.Kept
		if err := r.Scan(&short, &n, &x.Agency, &k.Tickets, &k.Met, &k.Missed); err != nil {
			return x, err
		}
		if x.Month = months[n]; short {
			x.ShortNotice = k
		} else {
			x.Nonstandard = k
		}
		return x, nil
	}, text, a...)
	if err != nil {
		return nil, fmt.Errorf("store: reported apart: %w", err)
	}
	return all, nil
}

func apartText(a *args, months []time.Time, now time.Time) string {
	one := func(short, kind string) string {
		return "SELECT " + short + ", m.n, t.agency, " + keptText(a, kind, now) + ` FROM month m
			JOIN ticket t ON t.received_at >= m.since AND t.received_at < m.until
			WHERE ` + kind + " AND t.parent IS NULL AND t.merged_into IS NULL GROUP BY m.n, t.agency"
	}
	return monthsText(a, months) + " " + one("TRUE", "t.short_notice") + " UNION ALL " + one("FALSE", "t.nonstandard") + " LIMIT " + a.add(maxApart)
}
