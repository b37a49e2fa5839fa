package desk

import (
	"context"

	"switchboard/internal/core/access"
	"switchboard/internal/core/pass"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
)

// approvalPass lets the one to whom a letter asks decide this step; empty where they are asked no more.
func approvalPass(key []byte, t ticket.Ticket, to people.ID, number int) string {
	a, ok := askedNow(t, number, to)
	if !ok {
		return ""
	}
	return pass.Make(key, pass.Pass{Purpose: passToApprove, Ticket: t.ID, Nth: number, Step: a.Step, Person: to})
}

func askedNow(t ticket.Ticket, number int, who people.ID) (ticket.Approval, bool) {
	if number < 1 || number > len(t.Approvals) {
		return ticket.Approval{}, false
	}
	a := t.Approvals[number-1]
	return a, a.AskedNow(who)
}

// LinkedApproval shows what a link asks, to whoever has it. Errors: NotFound for a link that the desk did not make;
// Conflict when its step was decided, or its time is over.
func (d *Desk) LinkedApproval(ctx context.Context, _ access.Actor, link string) (ApprovalSheet, error) {
	who, p, err := d.holder(ctx, passToApprove, link)
	if err != nil {
		return ApprovalSheet{}, err
	}
	var out ApprovalSheet
	err = d.db.Read(ctx, func(q sqldb.Q) (err error) {
		out, err = d.approvalSheet(ctx, q, who, p.Ticket, p.Nth)
		return err
	})
	if fault.Is(err, fault.NotFound) || err == nil && (out.Approval.Step != p.Step || !d.Now().Before(out.Approval.Until)) {
		return ApprovalSheet{}, tooLate()
	}
	return out, err
}

// DecideByLink is the word of the person to whom a link was sent. Errors: as LinkedApproval, and Invalid.
func (d *Desk) DecideByLink(ctx context.Context, _ access.Actor, link string, said ticket.Verdict) (ticket.Ticket, error) {
	who, p, err := d.holder(ctx, passToApprove, link)
	if err != nil {
		return ticket.Ticket{}, err
	}
	said.ByLink = true
	t, err := d.change(ctx, who, access.DecideApproval, On{Ticket: p.Ticket}, func(ctx context.Context, tx *sqldb.Tx, m moment) ([]ticket.Event, error) {
		if a, ok := askedNow(m.ticket, p.Nth, who.ID); !ok || a.Step != p.Step || !m.now.Before(a.Until) {
			return nil, tooLate()
		}
		if err := m.stillAsked(said.Seen); err != nil {
			return nil, err
		}
		stages, err := m.stagesOf(ctx, tx, p.Nth)
		if err != nil {
			return nil, err
		}
		return ticket.DecideApproval(m.ticket, p.Nth, who.ID, said, stages, m.now)
	})
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
		return t, tooLate()
	}
	return t, err
}

// tooLate is the one answer for a link whose step is over, whatever ended it.
func tooLate() error {
	return fault.New(fault.Conflict, "this approval is decided or no longer needed; nothing is left to do")
}
