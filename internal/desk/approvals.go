package desk

import (
	"context"

	"switchboard/internal/core/access"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// AskedApproval is an approval on the list of somebody who was asked.
type AskedApproval = store.Asked

// MyApprovals lists what waits for the actor's word or, with decided, what they said, a page of at most MaxPage; next is
// where the next page begins, zero where there is none.
func (d *Desk) MyApprovals(ctx context.Context, who access.Actor, decided bool, page Page) (all []AskedApproval, next int64, err error) {
	if err := access.May(who, access.DecideApproval); err != nil {
		return nil, 0, err
	}
	limit := min(max(page.Limit, 1), MaxPage)
	all, err = store.AskedOf(ctx, d.db.Reader(), who.ID, !decided, page.After.ID, limit+1)
	if len(all) > limit {
		all = all[:limit]
		next = all[limit-1].ID
	}
	return all, next, err
}

// ApprovalSheet is all that somebody who is asked gets to know: what is wanted, by whom, why and at what cost, what those
// before them said, and by when they answer. Neither what was said on the ticket nor the rest of it.
type ApprovalSheet struct {
	Ticket   int64
	Version  int64 // at which this is what is asked
	Request  ticket.Opened
	Type     string
	Approval ticket.Approval
	Chain    definition.Chain // its words now; zero where it is gone
	For      people.ID        // in whose place the reader is asked
	People   map[people.ID]people.Person
}

// ApprovalSheet shows an approval to somebody who is asked. Errors: NotFound for everybody else who may not see the ticket,
// and Forbidden for who may.
func (d *Desk) ApprovalSheet(ctx context.Context, who access.Actor, id int64, number int) (ApprovalSheet, error) {
	var out ApprovalSheet
	err := d.db.Read(ctx, func(q sqldb.Q) (err error) {
		out, err = d.approvalSheet(ctx, q, who, id, number)
		return err
	})
	return out, err
}

func (d *Desk) approvalSheet(ctx context.Context, q sqldb.Q, who access.Actor, id int64, number int) (ApprovalSheet, error) {
	m, err := d.load(ctx, q, id, who, d.Now())
	if err != nil {
		return ApprovalSheet{}, err
	}
	if err := access.Can(who, access.DecideApproval, m.ticket); err != nil {
		return ApprovalSheet{}, err
	}
	a, ok := askedNow(m.ticket, number, who.ID)
	if !ok { // of another approval of the same ticket
		return ApprovalSheet{}, access.NoSuchTicket(id)
	}
	out := ApprovalSheet{Ticket: id, Version: m.ticket.Version, Request: m.ticket.Request, Type: m.ticket.Type, Approval: a}
	out.Chain, _ = m.book.at(m.now).Chain(a.Chain)
	ids := []people.ID{out.Request.Requester, out.Request.Customer, a.AskedBy}
	for _, as := range a.Asked {
		ids = append(ids, as.For)
		if as.Person == who.ID {
			out.For = as.For
		}
	}
	for _, said := range a.Decisions {
		ids = append(ids, said.Person, said.For)
	}
	out.People, err = store.People(ctx, q, ids)
	return out, err
}

// AgencyManager is somebody whom an agency has authorised to sign for it, under the desk's name.
type AgencyManager = store.AgencyManager

// SetAgencyManager says who may sign for an agency, and for how long (ME-60). What was said of the same person and agency
// before is replaced; an end in the past takes it back. Errors: Invalid, NotFound.
func (d *Desk) SetAgencyManager(ctx context.Context, who access.Actor, m AgencyManager) error {
	if err := access.May(who, access.ManageDirectory); err != nil {
		return err
	}
	var err error
	if m.Agency, err = agencyName(m.Agency); err != nil {
		return err
	}
	if !m.Until.IsZero() && !m.From.Before(m.Until) {
		return fault.Field("until", "the end comes after the beginning")
	}
	return d.acted(ctx, who, Act{Kind: store.ManagerFact, Person: m.Person, What: m.Agency}, func(tx *sqldb.Tx) error {
		return store.SetAgencyManager(ctx, tx, m)
	})
}

// Substitute is who decides in somebody's place, under the desk's name.
type Substitute = store.Substitute

// SetSubstitute says who decides in the actor's place, by their address, and when; nobody where the address is empty.
// Errors: Invalid.
func (d *Desk) SetSubstitute(ctx context.Context, who access.Actor, address string, s Substitute) error {
	if err := access.May(who, access.NameSubstitute); err != nil {
		return err
	}
	s.For, s.By = who.ID, 0
	if !s.Until.IsZero() && !s.From.Before(s.Until) {
		return fault.Field("until", "the end comes after the beginning")
	}
	return d.db.Write(ctx, func(tx *sqldb.Tx) error {
		if address != "" {
			p, err := d.substitute(ctx, tx, who, address)
			if err != nil {
				return err
			}
			s.By = p
		}
		return store.SetSubstitute(ctx, tx, s)
	})
}

// substitute finds a person of the directory who can stand in for somebody. Whether an address is known is told to nobody
// who may not know it: only people of the same agency, and of the desk, can be named.
func (d *Desk) substitute(ctx context.Context, q sqldb.Q, who access.Actor, address string) (people.ID, error) {
	none := fault.Field("address", "nobody of your agency, or of the desk, has this address")
	email, err := people.Address(address)
	if err != nil {
		return 0, fault.At("address", err)
	}
	p, err := store.PersonByEmail(ctx, q, email)
	switch {
	case fault.Is(err, fault.NotFound):
		return 0, none
	case err != nil:
		return 0, err
	case p.ID == who.ID:
		return 0, fault.Field("address", "somebody else decides in your place")
	case !p.Proven || who.Role.Staff() != p.Role.Staff() || !who.Role.Staff() && (who.Agency == "" || p.Agency != who.Agency):
		return 0, none
	}
	return p.ID, nil
}

// MySubstitute is who decides in the actor's place; the zero By where they named nobody.
func (d *Desk) MySubstitute(ctx context.Context, who access.Actor) (Substitute, people.Person, error) {
	if err := access.May(who, access.NameSubstitute); err != nil {
		return Substitute{}, people.Person{}, err
	}
	s, err := store.SubstituteOf(ctx, d.db.Reader(), who.ID)
	if err != nil || s.By == 0 {
		return s, people.Person{}, err
	}
	p, err := store.Person(ctx, d.db.Reader(), s.By)
	return s, p, err
}
