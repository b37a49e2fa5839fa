package store

import (
	"context"
	"fmt"
	"strings"

	"switchboard/internal/core/ticket"
	"switchboard/internal/sqldb"
)

// timerColumn is when a ticket is looked at again. It says nothing of the ticket: a timer may be put aside, and rules set it.
const timerColumn = "timer_at"

// Differs names the columns of a ticket's row that are not what its history adds up to; all of them where there is no row.
func Differs(ctx context.Context, q sqldb.Q, t ticket.Ticket, due ticket.Timing) ([]string, error) {
	names := strings.FieldsFunc(ticketColumns, func(r rune) bool { return r == ',' || r == ' ' || r == '\n' || r == '\t' })
	want := rowOf(t, due)
	got, err := sqldb.All(ctx, q, func(r sqldb.Row) ([]any, error) {
		row := make([]any, len(names))
		into := make([]any, len(names))
		for i := range row {
			into[i] = &row[i]
		}
		return row, r.Scan(into...)
	}, `SELECT `+ticketColumns+` FROM ticket WHERE id = $1`, t.ID)
	if err != nil {
		return nil, fmt.Errorf("store: ticket %d: %w", t.ID, err)
	}
	if len(got) == 0 {
		return names, nil
	}
	var out []string
	for i, name := range names {
		if name != timerColumn && fmt.Sprint(alike(got[0][i])) != fmt.Sprint(alike(want[i])) {
			out = append(out, name)
		}
	}
	return out, nil
}

// alike is a value as either database answers it: SQLite has no booleans of its own.
func alike(v any) any {
	switch v {
	case true:
		return int64(1)
	case false:
		return int64(0)
	}
	return v
}
