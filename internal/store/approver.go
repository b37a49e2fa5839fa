package store

import (
	"context"
	"fmt"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/sqldb"
)

// Asked is one approval that somebody was asked for, on their own list.
type Asked struct {
	ID        int64 // in the order in which they were asked
	Ticket    int64
	Number    int
	Step      int
	Purpose   string
	State     string // asked, yes, no; over: somebody else decided, or time did
	Subject   string // of the ticket
	Requester string
	Until     time.Time
	Decided   time.Time
}

// SaveApprovers writes down whom these entries ask, what they said, and who is asked no more; t is the ticket after them.
func SaveApprovers(ctx context.Context, tx *sqldb.Tx, t ticket.Ticket, entries []ticket.Entry) error {
	for _, en := range entries {
		var err error
		switch e := en.Event.(type) {
		case ticket.ApprovalAsked:
			if err = noLongerAsked(ctx, tx, t.ID, e.Number); err == nil {
				err = addApprovers(ctx, tx, t, e)
			}
		case ticket.ApprovalDecided:
			err = decided(ctx, tx, t.ID, en, e)
		case ticket.ApprovalEnded:
			err = noLongerAsked(ctx, tx, t.ID, e.Number)
		}
		if err != nil {
			return fmt.Errorf("store: approvers of ticket %d: %w", t.ID, err)
		}
	}
	return nil
}

func noLongerAsked(ctx context.Context, tx *sqldb.Tx, id int64, number int) error {
	_, err := tx.Exec(ctx, `UPDATE approver SET state = 'over' WHERE ticket_id = $1 AND number = $2 AND state = 'asked'`, id, number)
	return err
}

func addApprovers(ctx context.Context, tx *sqldb.Tx, t ticket.Ticket, e ticket.ApprovalAsked) error {
	purpose := ""
	if e.Number >= 1 && e.Number <= len(t.Approvals) {
		purpose = t.Approvals[e.Number-1].Purpose
	}
	for _, a := range e.Of {
		_, err := tx.Exec(ctx, `INSERT INTO approver (ticket_id, number, step, person_id, purpose, state, until) VALUES ($1, $2, $3, $4, $5, 'asked', $6)
			ON CONFLICT (ticket_id, number, step, person_id) DO UPDATE SET state = 'asked', until = excluded.until`,
			t.ID, e.Number, e.Step, int64(a.Person), purpose, sqldb.At(e.Until))
		if err != nil {
			return err
		}
	}
	return nil
}

func decided(ctx context.Context, tx *sqldb.Tx, id int64, en ticket.Entry, e ticket.ApprovalDecided) error {
	state := "no"
	if e.Yes {
		state = "yes"
	}
	_, err := tx.Exec(ctx, `UPDATE approver SET state = $1, decided_at = $2 WHERE ticket_id = $3 AND number = $4 AND step = $5 AND person_id = $6`,
		state, sqldb.At(en.At), id, e.Number, e.Step, int64(en.By))
	return err
}

// AskedOf lists what somebody is asked to approve (waiting) or what they have decided, from an id on, the next first for
// what waits and the last first for what is done. What became sealed since is on nobody's list (ME-57).
func AskedOf(ctx context.Context, q sqldb.Q, person people.ID, waiting bool, after int64, limit int) ([]Asked, error) {
	which, order := `a.state = 'asked' AND a.id > $2`, `a.id`
	if !waiting {
		which, order = `a.state IN ('yes', 'no') AND ($2 = 0 OR a.id < $2)`, `a.id DESC`
	}
	all, err := sqldb.All(ctx, q, scanAsked, `SELECT a.id, a.ticket_id, a.number, a.step, a.purpose, a.state, t.subject,
			coalesce(nullif(r.name, ''), r.email), a.until, a.decided_at
		FROM approver a JOIN ticket t ON t.id = a.ticket_id JOIN person r ON r.id = t.requester
		WHERE a.person_id = $1 AND `+which+` AND NOT t.sealed ORDER BY `+order+` LIMIT $3`, int64(person), after, limit)
	if err != nil {
		return nil, fmt.Errorf("store: approvals asked of %d: %w", person, err)
	}
	return all, nil
}

func scanAsked(r sqldb.Row) (a Asked, err error) {
	err = r.Scan(&a.ID, &a.Ticket, &a.Number, &a.Step, &a.Purpose, &a.State, &a.Subject, &a.Requester, sqldb.Into(&a.Until), sqldb.Into(&a.Decided))
	return a, err
}

// MaxAsked bounds the count of what waits for somebody.
const MaxAsked = 100
