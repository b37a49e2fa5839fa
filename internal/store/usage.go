package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"switchboard/internal/core/figures"
	"switchboard/internal/sqldb"
)

// Used is whose tickets are summed up: those of an agency that are no tasks; the sealed ones only where they are asked for.
type Used struct {
	Agency string
	Major  string // the class of major incidents; empty where the desk has none
	Sealed bool
}

// UsageIn sums up what an agency used, by month and service, the latest month first, from the rows of its tickets alone. A month
// lasts from one of the instants up to the next. A promise to finish that has not been kept by now is missed once its instant is
// past.
func UsageIn(ctx context.Context, q sqldb.Q, u Used, months []time.Time, now time.Time) ([]figures.Use, error) {
	var a args
	text := monthsText(&a, months) + ` SELECT m.n, t.service, count(*), count(CASE WHEN t.class = ` + a.add(u.Major) + ` AND t.class <> '' THEN 1 END),
		coalesce(sum(t.minutes), 0), ` + keptText(&a, "t.short_notice", now) + `, ` + keptText(&a, "t.nonstandard", now) + `
		FROM month m JOIN ticket t ON t.received_at >= m.since AND t.received_at < m.until
		WHERE t.agency = ` + a.add(u.Agency) + ` AND t.parent IS NULL AND (NOT t.sealed OR ` + a.add(u.Sealed) + `)
		GROUP BY m.n, t.service ORDER BY m.n DESC, t.service`
	all, err := sqldb.All(ctx, q, func(r sqldb.Row) (figures.Use, error) {
		var u figures.Use
		var n int
		err := r.Scan(&n, &u.Service, &u.Tickets, &u.Major, &u.Minutes, &u.ShortNotice.Tickets, &u.ShortNotice.Met, &u.ShortNotice.Missed,
			&u.Nonstandard.Tickets, &u.Nonstandard.Met, &u.Nonstandard.Missed)
		if err == nil {
			u.Month = months[n]
		}
		return u, err
	}, text, a...)
	if err != nil {
		return nil, fmt.Errorf("store: usage of %s: %w", u.Agency, err)
	}
	return all, nil
}

// monthsText is the beginning of a query that knows months by their place in the list.
func monthsText(a *args, months []time.Time) string {
	rows := make([]string, len(months)-1)
	for i := range rows { // a bound number alone would be text to PostgreSQL
		rows[i] = fmt.Sprintf("(%d, CAST(%s AS BIGINT), CAST(%s AS BIGINT))", i, a.add(months[i].UnixMilli()), a.add(months[i+1].UnixMilli()))
	}
	return "WITH month (n, since, until) AS (VALUES " + strings.Join(rows, ", ") + ")"
}

// keptText counts the tickets of a kind, those whose promise to finish was kept, and those whose was missed.
func keptText(a *args, kind string, now time.Time) string {
	return "count(CASE WHEN " + kind + " THEN 1 END), count(CASE WHEN " + kind + " AND t.end_state = 'met' THEN 1 END), count(CASE WHEN " + kind +
		" AND (t.end_state = 'missed' OR t.end_state = 'running' AND t.end_due < " + a.add(now.UnixMilli()) + ") THEN 1 END)"
}
