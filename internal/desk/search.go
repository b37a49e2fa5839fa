package desk

import (
	"context"
	"strconv"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/filter"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/store"
)

// Search finds tickets by a number, ours or an old one, else by a filter; words in it are looked for in the text. Among
// the newest, those with the words in the subject come first. The index follows the log, within moments.
func (d *Desk) Search(ctx context.Context, who access.Actor, query string, limit int) (List, error) {
	if err := access.May(who, access.ViewTicket); err != nil {
		return List{}, err
	}
	query = strings.TrimSpace(query)
	if rows, err := d.byNumber(ctx, who, query); err != nil || len(rows) > 0 {
		return List{Rows: rows}, err
	}
	if query == "" {
		return List{}, nil
	}
	return d.Find(ctx, who, Looking{Filter: query}, Page{Limit: limit})
}

// Numbered finds the ticket that somebody means by a number, ours or one that it had elsewhere; zero where they may see none of
// that number (ME-54).
func (d *Desk) Numbered(ctx context.Context, who access.Actor, number string) (int64, error) {
	if err := access.May(who, access.ViewTicket); err != nil {
		return 0, err
	}
	rows, err := d.byNumber(ctx, who, strings.TrimSpace(number))
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	return rows[0].ID, nil
}

// byNumber finds one ticket and, where it was merged, the one that is worked on in its place first.
func (d *Desk) byNumber(ctx context.Context, who access.Actor, query string) ([]Row, error) {
	if query == "" || len(query) > filter.MaxLength || strings.Contains(query, " ") || !ticket.Plain(query) {
		return nil, nil
	}
	id, err := strconv.ParseInt(strings.TrimPrefix(query, "#"), 10, 64)
	if err != nil {
		id, err = store.TicketOfOldNumber(ctx, d.db.Reader(), query)
	}
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	q := d.db.Reader()
	scope := access.ScopeOf(who)
	rows, err := store.RowsOf(ctx, q, scope, id)
	if err != nil || len(rows) == 0 || rows[0].Status != ticket.StatusMerged {
		return rows, err
	}
	survivor, err := store.Survivor(ctx, q, id)
	if err != nil {
		return nil, err
	}
	found, err := store.RowsOf(ctx, q, scope, survivor)
	return append(found, rows...), err
}
