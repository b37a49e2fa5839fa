package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/eventlog"
	"switchboard/internal/sqldb"
)

// RungFact is the kind of the fact that people have news in the page; it is of no ticket, and names nobody but them.
const RungFact = "notice.rung"

// Rung is its body.
type Rung struct {
	People []people.ID `json:"people"`
}

// Bell is what somebody is told in the page.
type Bell struct {
	ID      int64
	Person  people.ID
	Ticket  int64 // 0: of none
	Subject string
	Kind    string
	Cause   int64
	Insists bool
	At      time.Time
	Read    time.Time // zero: not yet
}

const (
	bellsAtOnce = 200
	bellKept    = 90 * 24 * time.Hour
	pruneAtOnce = 500
	// UnreadMost is as far as unread news are counted.
	UnreadMost = 100
)

// Ring puts news into people's pages, once of each cause, forgets what is old, and writes into the log who should look
// again.
func Ring(ctx context.Context, tx *sqldb.Tx, all []Bell) error {
	if len(all) == 0 {
		return nil
	}
	var who []people.ID
	for some := range slices.Chunk(all, bellsAtOnce) {
		args := make([]any, 0, 6*len(some))
		for _, b := range some {
			args = append(args, int64(b.Person), numberOrNull(b.Ticket), b.Kind, b.Cause, b.Insists, sqldb.At(tx.Now))
		}
		rung, err := sqldb.All(ctx, tx, sqldb.Value[people.ID], `INSERT INTO bell (person_id, ticket_id, kind, cause, insists, at)
			VALUES `+sqldb.Tuples(len(some), 6)+` ON CONFLICT (person_id, kind, cause) DO NOTHING RETURNING person_id`, args...)
		if err != nil {
			return fmt.Errorf("store: ring: %w", err)
		}
		who = append(who, rung...)
	}
	for _, table := range []struct{ name, at string }{{"bell", "at"}, {"push", "created_at"}} {
		_, err := tx.Exec(ctx, `DELETE FROM `+table.name+` WHERE id IN (SELECT id FROM `+table.name+` WHERE `+table.at+` < $1 ORDER BY `+table.at+` LIMIT $2)`,
			sqldb.At(tx.Now.Add(-bellKept)), pruneAtOnce)
		if err != nil {
			return fmt.Errorf("store: forget old news: %w", err)
		}
	}
	return NoteRung(ctx, tx, who)
}

// NoteRung writes into the log that these people should look at their news again.
func NoteRung(ctx context.Context, tx *sqldb.Tx, who []people.ID) error {
	if len(who) == 0 {
		return nil
	}
	body, err := json.Marshal(Rung{slices.Compact(slices.Sorted(slices.Values(who)))})
	if err != nil {
		return err
	}
	return eventlog.Append(ctx, tx, eventlog.Fact{Kind: RungFact, Body: string(body)})
}

// Bells are the news of a person, the latest first, from before a number on (0: all); of tickets only those that the scope
// shows now, whatever was so when they were written (ME-57).
func Bells(ctx context.Context, q sqldb.Q, person people.ID, s access.Scope, before int64, limit int) ([]Bell, error) {
	if before == 0 {
		before = 1<<63 - 1
	}
	var a args
	text := `SELECT b.id, b.person_id, coalesce(b.ticket_id, 0), coalesce(t.subject, ''), b.kind, b.cause, b.insists, b.at, b.read_at ` +
		bellsWithin(s, &a, person) + ` AND b.id < ` + a.add(before) + ` ORDER BY b.id DESC LIMIT ` + a.add(limit)
	all, err := sqldb.All(ctx, q, scanBell, text, a...)
	if err != nil {
		return nil, fmt.Errorf("store: news of %d: %w", person, err)
	}
	return all, nil
}

// bellsWithin are the news of a person, of tickets within a scope.
func bellsWithin(s access.Scope, a *args, person people.ID) string {
	text := `FROM bell b LEFT JOIN ticket t ON t.id = b.ticket_id WHERE b.person_id = ` + a.add(int64(person))
	if within := scoped(s).sql(a); within != "" {
		text += ` AND (b.ticket_id IS NULL OR (` + within + `))`
	}
	return text
}

func scanBell(r sqldb.Row) (b Bell, err error) {
	err = r.Scan(&b.ID, &b.Person, &b.Ticket, &b.Subject, &b.Kind, &b.Cause, &b.Insists, sqldb.Into(&b.At), sqldb.Into(&b.Read))
	return b, err
}

// Unread counts the news that a person has not read, as Bells shows them, up to UnreadMost.
func Unread(ctx context.Context, q sqldb.Q, person people.ID, s access.Scope) (int, error) {
	var a args
	text := `SELECT count(*) FROM (SELECT 1 ` + bellsWithin(s, &a, person) + ` AND b.read_at IS NULL LIMIT ` + a.add(UnreadMost) + `) AS counted`
	return sqldb.One(ctx, q, sqldb.Value[int], text, a...)
}

// HasUnread reports whether there are news that a person has not read: of a ticket or, where that is zero, any, also what they may
// no longer see.
func HasUnread(ctx context.Context, q sqldb.Q, person people.ID, ticket int64) (bool, error) {
	text, params := ``, []any{int64(person)}
	if ticket != 0 {
		text, params = ` AND ticket_id = $2`, append(params, ticket)
	}
	n, err := sqldb.All(ctx, q, sqldb.Value[int], `SELECT 1 FROM bell WHERE person_id = $1`+text+` AND read_at IS NULL LIMIT 1`, params...)
	return len(n) > 0, err
}

// ReadBells marks the news of a person as read: of one ticket or, where that is zero, all; changed tells how many.
func ReadBells(ctx context.Context, tx *sqldb.Tx, person people.ID, ticket int64) (changed int64, err error) {
	text, params := ``, []any{sqldb.At(tx.Now), int64(person)}
	if ticket != 0 {
		text, params = ` AND ticket_id = $3`, append(params, ticket)
	}
	changed, err = tx.Exec(ctx, `UPDATE bell SET read_at = $1 WHERE person_id = $2 AND read_at IS NULL`+text, params...)
	if err != nil {
		return 0, fmt.Errorf("store: read news of %d: %w", person, err)
	}
	return changed, nil
}
