package store

import (
	"context"
	"fmt"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/sqldb"
)

// Mention is somebody's name in a note.
type Mention struct {
	Ticket  int64
	Entry   int64 // which of the ticket, from 1
	Subject string
	Author  people.ID
	At      time.Time
	Read    bool
}

// AddMentions writes down who was named in an entry of a ticket.
func AddMentions(ctx context.Context, tx *sqldb.Tx, ticket, entry int64, author people.ID, named []people.ID) error {
	for _, id := range named {
		if _, err := tx.Exec(ctx, `INSERT INTO mention (person_id, ticket_id, entry, author, mentioned_at) VALUES ($1, $2, $3, $4, $5)`,
			int64(id), ticket, entry, int64(author), sqldb.At(tx.Now)); err != nil {
			return fmt.Errorf("store: mention on ticket %d: %w", ticket, err)
		}
	}
	return nil
}

// knownTo is the condition that somebody of the desk may know of ticket t: it is not sealed, or with a team of theirs, or they
// were let in (ME-57). Its parameters begin with $1, the person.
func knownTo(who access.Actor) (where string, params []any) {
	params = []any{int64(who.ID)}
	where = `(NOT t.sealed OR EXISTS (SELECT 1 FROM party y WHERE y.person_id = $1 AND y.ticket_id = t.id)`
	if len(who.Teams) > 0 {
		for _, team := range who.Teams {
			params = append(params, team)
		}
		where += ` OR t.team IN ` + sqldb.In(2, len(who.Teams))
	}
	return where + `)`, params
}

// Mentions are where a person was named and may read it, the last first.
func Mentions(ctx context.Context, q sqldb.Q, who access.Actor, limit int) ([]Mention, error) {
	where, params := knownTo(who)
	params = append(params, limit)
	return sqldb.All(ctx, q, func(r sqldb.Row) (Mention, error) {
		var m Mention
		var read time.Time
		err := r.Scan(&m.Ticket, &m.Entry, &m.Subject, &m.Author, sqldb.Into(&m.At), sqldb.Into(&read))
		m.Read = !read.IsZero()
		return m, err
	}, `SELECT m.ticket_id, m.entry, t.subject, m.author, m.mentioned_at, m.read_at FROM mention m JOIN ticket t ON t.id = m.ticket_id
		WHERE m.person_id = $1 AND `+where+` ORDER BY m.mentioned_at DESC, m.ticket_id DESC, m.entry DESC LIMIT `+fmt.Sprintf("$%d", len(params)), params...)
}

// UnreadMentions counts those that they have not seen, up to limit.
func UnreadMentions(ctx context.Context, q sqldb.Q, who access.Actor, limit int) (int, error) {
	where, params := knownTo(who)
	params = append(params, limit)
	return sqldb.One(ctx, q, sqldb.Value[int], `SELECT count(*) FROM (SELECT 1 FROM mention m JOIN ticket t ON t.id = m.ticket_id
		WHERE m.person_id = $1 AND m.read_at IS NULL AND `+where+` LIMIT `+fmt.Sprintf("$%d", len(params))+`) AS unread`, params...)
}

// UnreadOn reports whether a person was named on a ticket and has not seen it.
func UnreadOn(ctx context.Context, q sqldb.Q, who people.ID, ticket int64) (bool, error) {
	n, err := sqldb.One(ctx, q, sqldb.Value[int], `SELECT count(*) FROM mention WHERE person_id = $1 AND ticket_id = $2 AND read_at IS NULL`, int64(who), ticket)
	return n > 0, err
}

// ReadMentions writes down that a person has seen where they are named on a ticket.
func ReadMentions(ctx context.Context, tx *sqldb.Tx, who people.ID, ticket int64) error {
	_, err := tx.Exec(ctx, `UPDATE mention SET read_at = $3 WHERE person_id = $1 AND ticket_id = $2 AND read_at IS NULL`, int64(who), ticket, sqldb.At(tx.Now))
	return err
}
