package desk

import (
	"context"
	"slices"

	"switchboard/internal/core/access"
	"switchboard/internal/core/notice"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/job"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Letter is a mail of the desk, and how it ended.
type Letter = store.Letter

// LetterState is how telling somebody stands.
type LetterState = store.LetterState

// How telling somebody stands, under the desk's name.
const (
	LetterQueued     = store.LetterQueued
	LetterAccepted   = store.LetterAccepted
	LetterRefused    = store.LetterRefused
	LetterBounced    = store.LetterBounced
	LetterSuppressed = store.LetterSuppressed
	LetterFailed     = store.LetterFailed
)

// follows says which state may come after which. What has come to an end is not said again, but what the next server took
// may still come back.
var follows = map[LetterState][]LetterState{
	LetterQueued:   {LetterAccepted, LetterRefused, LetterBounced, LetterSuppressed, LetterFailed},
	LetterAccepted: {LetterBounced},
}

// ReportDelivery writes down how a letter ended, and for a letter to a customer the fact on its ticket (CO-18); what is
// known already changes nothing. The ticket is zero where the letter is of none. Errors: NotFound, Invalid.
func (d *Desk) ReportDelivery(ctx context.Context, who access.Actor, letter int64, state LetterState, detail string) (t ticket.Ticket, err error) {
	if err := access.May(who, access.ReceiveMail); err != nil {
		return t, err
	}
	err = d.db.Write(ctx, func(tx *sqldb.Tx) error {
		t, err = d.report(ctx, tx, who, letter, state, detail)
		return err
	})
	return t, err
}

// SettleSent is ReportDelivery for whoever sends: the letter and the job that sent it end together.
func (d *Desk) SettleSent(ctx context.Context, who access.Actor, j *job.Job, letter int64, state LetterState, detail string) error {
	if err := access.May(who, access.ReceiveMail); err != nil {
		return err
	}
	return d.db.Write(ctx, func(tx *sqldb.Tx) error {
		if err := j.Done(ctx, tx); err != nil {
			return err
		}
		_, err := d.report(ctx, tx, who, letter, state, detail)
		return err
	})
}

// report is ReportDelivery within a transaction. How letters to the desk's own people end stays with the letter: a
// bounce of a colleague's mailbox never touches a ticket (DESIGN 9.10).
func (d *Desk) report(ctx context.Context, tx *sqldb.Tx, who access.Actor, letter int64, state LetterState, detail string) (ticket.Ticket, error) {
	l, err := store.LetterByID(ctx, tx, letter)
	if err != nil {
		return ticket.Ticket{}, err
	}
	if !slices.Contains(follows[LetterQueued], state) {
		return ticket.Ticket{}, fault.Field("state", "no letter can be %q", state)
	}
	if !slices.Contains(follows[l.State], state) {
		return ticket.Ticket{}, nil
	}
	detail = remark(detail)
	if err := store.SettleLetter(ctx, tx, l.ID, l.State, state, detail); err != nil {
		return ticket.Ticket{}, err
	}
	if l.Ticket == 0 || notice.Kind(l.Kind).Staff() {
		return ticket.Ticket{}, nil
	}
	m, err := d.load(ctx, tx, l.Ticket, who, tx.Now)
	if err != nil {
		return m.ticket, err
	}
	return d.save(ctx, tx, m, []ticket.Event{ticket.DeliveryReported{Letter: l.ID, Kind: l.Kind, Of: l.Cause, Person: l.Person,
		Address: l.Address, Channel: "mail", State: string(state), Detail: detail}})
}

// maxRemark bounds what another server's words may take up, in bytes.
const maxRemark = 500

// remark is what another server said, as one line of plain text.
func remark(s string) string {
	return sqldb.Clip(straight(s), maxRemark)
}

// Letters are the letters about a ticket, in order, for who reads what is internal. Errors: NotFound, Forbidden.
func (d *Desk) Letters(ctx context.Context, who access.Actor, id int64) ([]Letter, error) {
	if err := access.May(who, access.UseConsole); err != nil {
		return nil, err
	}
	var out []Letter
	err := d.db.Read(ctx, func(q sqldb.Q) error {
		m, err := d.load(ctx, q, id, who, d.Now())
		if err != nil {
			return err
		}
		if err := access.Can(who, access.ViewTicket, m.ticket); err != nil {
			return err
		}
		if !access.SeesInternal(who, m.ticket) {
			return fault.New(fault.Forbidden, "this is not yours to do")
		}
		out, err = store.LettersOf(ctx, q, id)
		return err
	})
	return out, err
}
