package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// A link in the letter to an approver lets that one person decide that one step, without signing in. It holds a random
// token of 128 bits of which the desk keeps a digest alone; it is good while its step waits for them. To open it changes
// nothing: programs that look through mail follow links.

// maxToken bounds what may stand in a link.
const maxToken = 100

func digestOf(token string) string {
	sum := sha256.Sum256([]byte("approval " + token))
	return hex.EncodeToString(sum[:])
}

// newApprovalLink makes a token for the one to whom a letter asks; empty where they are asked no more.
func (d *Desk) newApprovalLink(ctx context.Context, t ticket.Ticket, to people.ID, number int) (token string, err error) {
	err = d.db.Write(ctx, func(tx *sqldb.Tx) error {
		a, ok := askedNow(t, number, to)
		if token = ""; !ok {
			return nil
		}
		token = rand.Text()
		return store.AddApprovalLink(ctx, tx, digestOf(token), store.ApprovalLink{Ticket: t.ID, Number: number, Step: a.Step, Person: to, Until: a.Until})
	})
	return token, err
}

func askedNow(t ticket.Ticket, number int, who people.ID) (ticket.Approval, bool) {
	if number < 1 || number > len(t.Approvals) {
		return ticket.Approval{}, false
	}
	a := t.Approvals[number-1]
	return a, a.AskedNow(who)
}

// LinkedApproval shows what a link asks, to whoever has it. Errors: NotFound for a link that the desk did not make or that
// is long over; Conflict when its step was decided, or its time is over.
func (d *Desk) LinkedApproval(ctx context.Context, _ access.Actor, token string) (ApprovalSheet, error) {
	var out ApprovalSheet
	err := d.db.Read(ctx, func(q sqldb.Q) error {
		l, who, err := d.linked(ctx, q, token)
		if err != nil {
			return err
		}
		out, err = d.approvalSheet(ctx, q, who, l.Ticket, l.Number)
		if fault.Is(err, fault.NotFound) || err == nil && out.Approval.Step != l.Step {
			return tooLate()
		}
		return err
	})
	return out, err
}

// DecideByLink is the word of the person to whom a link was sent. Errors: as LinkedApproval, and Invalid.
func (d *Desk) DecideByLink(ctx context.Context, _ access.Actor, token string, said ticket.Verdict) (ticket.Ticket, error) {
	l, who, err := d.linked(ctx, d.db.Reader(), token)
	if err != nil {
		return ticket.Ticket{}, err
	}
	said.ByLink = true
	t, err := d.change(ctx, who, access.DecideApproval, On{Ticket: l.Ticket}, func(ctx context.Context, tx *sqldb.Tx, m moment) ([]ticket.Event, error) {
		if a, ok := askedNow(m.ticket, l.Number, who.ID); !ok || a.Step != l.Step {
			return nil, tooLate()
		}
		stages, err := m.stagesOf(ctx, tx, l.Number)
		if err != nil {
			return nil, err
		}
		return ticket.DecideApproval(m.ticket, l.Number, who.ID, said, stages, m.now)
	})
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
		return t, tooLate()
	}
	return t, err
}

// linked finds what a token is good for, and the one for whom it was made, with the rights that they have now.
func (d *Desk) linked(ctx context.Context, q sqldb.Q, token string) (store.ApprovalLink, access.Actor, error) {
	if len(token) > maxToken {
		token = ""
	}
	l, err := store.ApprovalLinkOf(ctx, q, digestOf(token))
	if err != nil {
		return l, access.Actor{}, err
	}
	if !d.Now().Before(l.Until) {
		return l, access.Actor{}, tooLate()
	}
	p, err := store.Person(ctx, q, l.Person)
	return l, actorOf(p), err
}

// tooLate is the one answer for a link whose step is over, whatever ended it.
func tooLate() error {
	return fault.New(fault.Conflict, "this approval is decided or no longer needed; nothing is left to do")
}
