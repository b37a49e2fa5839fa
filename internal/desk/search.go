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
	q, scope := d.db.Reader(), access.ScopeOf(who)
	if rows, err := d.byNumber(ctx, who, query); err != nil || len(rows) > 0 {
		return rows, err
	}
	return store.Search(ctx, q, store.Terms(query), scope, limit)
}

func (d *Desk) byNumber(ctx context.Context, who access.Actor, query string) ([]Row, error) {
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
	return store.RowOf(ctx, d.db.Reader(), id, access.ScopeOf(who))
}
