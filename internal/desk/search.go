package desk

import (
	"context"
	"strconv"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/store"
)

// maxQuery bounds what is searched for, in bytes.
const maxQuery = 500

// Search finds tickets by a number, ours or an old one, else by words; among the newest, those with the words in the
// subject come first. The index follows the log, within moments.
func (d *Desk) Search(ctx context.Context, who access.Actor, query string, limit int) ([]Row, error) {
	if err := access.May(who, access.ViewTicket); err != nil {
		return nil, err
	}
	query = strings.TrimSpace(query)
	if len(query) > maxQuery {
		return nil, fault.Field("q", "search for at most %d characters", maxQuery)
	}
	if limit < 1 || limit > MaxPage {
		return nil, fault.Field("limit", "a page has 1 to %d {tickets}", MaxPage)
	}
	scope, err := d.scope(ctx, who)
	if err != nil {
		return nil, err
	}
	if rows, err := d.byNumber(ctx, scope, query); err != nil || len(rows) > 0 {
		return rows, err
	}
	return store.Search(ctx, d.db.Reader(), store.Terms(query), scope, limit)
}

// byNumber finds one ticket and, where it was merged, the one that is worked on in its place first.
func (d *Desk) byNumber(ctx context.Context, scope access.Scope, query string) ([]Row, error) {
	if query == "" || strings.Contains(query, " ") || !ticket.Plain(query) {
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
	rows, err := store.RowOf(ctx, d.db.Reader(), id, scope)
	if err != nil || len(rows) == 0 || rows[0].Status != ticket.StatusMerged {
		return rows, err
	}
	survivor, err := store.Survivor(ctx, d.db.Reader(), id)
	if err != nil {
		return nil, err
	}
	first, err := store.RowOf(ctx, d.db.Reader(), survivor, scope)
	return append(first, rows...), err
}
