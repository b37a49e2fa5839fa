package desk

import (
	"context"

	"switchboard/internal/core/access"
	"switchboard/internal/core/calendar"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/form"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Filled is what somebody answers of a request form, by the ids of its questions. A question that is not named keeps its
// answer; one that is named without a value loses it.
type Filled struct {
	Answers form.Answers
	Reason  string   // needed where an answer becomes another one
	Files   []Upload // each names the question that it answers
}

// FillForm answers questions of a ticket's request form after it was opened, by the rules by which it is opened. A customer
// neither sees nor changes what only the desk's people are asked. Errors: Invalid with the question, Conflict.
func (d *Desk) FillForm(ctx context.Context, who access.Actor, on On, in Filled) (ticket.Ticket, error) {
	all, err := kept(in.Files, true)
	if err != nil {
		return ticket.Ticket{}, err
	}
	return d.change(ctx, who, access.FillForm, on, func(ctx context.Context, tx *sqldb.Tx, m moment) ([]ticket.Event, error) {
		rules := m.form(m.ticket).Rules()
		had := rules.Of(m.ticket.Request.Answers)
		answering := brought{files: all}.answering(in.Files, had)
		answers, faults := rules.Check(answering.named(form.Apply(had, in.Answers)), form.By{Today: m.today(),
			Staff: access.SeesInternal(who, m.ticket), Files: answering.names(), Kept: had})
		if err := faults.Err(); err != nil {
			return nil, err
		}
		changes := form.Changes(had, answers)
		answering = answering.stands(rules, answers)
		events, err := m.redated(ticket.Fill(m.ticket, ticket.FormFilled{Answers: changes, Reason: in.Reason, Internal: onlyStaff(rules, changes), Files: answering.shown()}))
		if err != nil || len(events) == 0 || len(all) == 0 {
			return events, err
		}
		return answering.carry(events), store.AddFiles(ctx, tx, m.ticket.ID, answering.files)
	})
}

// CheckIdentity writes down how somebody of the desk made sure who asks (OK-27).
func (d *Desk) CheckIdentity(ctx context.Context, who access.Actor, on On, e ticket.Identified) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.CheckIdentity, on, func(m moment) ([]ticket.Event, error) { return ticket.Identify(m.ticket, e) })
}

// formOf is the form that a ticket is asked, of the definition in force.
func (d *Desk) formOf(t ticket.Ticket) definition.Form {
	return d.Definition().Form(t.Type, t.Request.Service)
}

// AnswersOf are the answers that somebody may see who sees the ticket: the desk's people all of them, anybody else those to
// questions that are asked of customers.
func (d *Desk) AnswersOf(who access.Actor, t ticket.Ticket) form.Answers {
	if access.SeesInternal(who, t) {
		return t.Request.Answers
	}
	var public form.Form
	for _, x := range d.formOf(t).Rules() {
		if !x.Staff {
			public = append(public, x)
		}
	}
	if of := public.Of(t.Request.Answers); len(of) > 0 {
		return of
	}
	return nil
}

// Today is the date where the desk is.
func (d *Desk) Today() calendar.Date { return calendar.DateOf(d.Now().In(d.Definition().Zone())) }

// NeedsIdentity reports whether a ticket cannot be resolved before somebody has made sure who asks.
func (d *Desk) NeedsIdentity(t ticket.Ticket) bool { return needsIdentity(d.Definition(), t) }

func needsIdentity(def *definition.Definition, t ticket.Ticket) bool {
	class, ok := def.ClassInfo(t.Class)
	return ok && class.Identity && t.Identity.How == ""
}

func (m moment) form(t ticket.Ticket) definition.Form {
	return m.book.at(m.now).Form(t.Type, t.Request.Service)
}

// today is the date at the desk when this happens: a mail is of the day on which it arrived.
func (m moment) today() calendar.Date {
	at := m.now
	if !m.brought.at.IsZero() {
		at = m.brought.at
	}
	return calendar.DateOf(at.In(m.book.at(m.now).Zone()))
}

// answered checks the answers of a new request, and says of its files which question each answers. A mail cannot fill in a form,
// and a part that the desk splits off was asked for already: these open, and what is missing is seen to before they are handed
// up (CO-12). The files of a mail answer the one question for files, where its form has just one.
func (m moment) answered(def *definition.Definition, in Request, typ string) (form.Answers, brought, error) {
	rules := def.Form(typ, in.Service).Rules()
	b := m.brought.answering(in.Files, nil)
	if b.mail != 0 {
		b = b.answeringAll(rules.OnlyFile(in.Answers))
	}
	answers, faults := rules.Check(b.named(in.Answers), form.By{Today: m.today(), Staff: m.who.Role.Staff(), Files: b.names()})
	if len(faults) > 0 && b.mail == 0 && in.splitFrom == 0 {
		return nil, b, faults
	}
	b = b.stands(rules, answers)
	if len(answers) == 0 {
		return nil, b, nil
	}
	return answers, b, nil
}

// dated says by which date a ticket is to be ready as its form has it, and how far ahead that is asked (ME-52, ME-56).
func (m moment) dated(t ticket.Ticket) []ticket.Event {
	by := m.form(t).Rules().ReadyBy(t.Request.Answers)
	if by.IsZero() {
		return ticket.Want(t, ticket.DateWanted{})
	}
	n := m.book.at(m.now).Notice(t.Type, t.Request.Service, m.today(), by)
	return ticket.Want(t, ticket.DateWanted{By: by.String(), Given: n.Given, Needed: n.Needed, Business: n.Business, Duty: n.Duty, Short: n.Short()})
}

// redated lets the date follow what was decided: other answers, another type or service.
func (m moment) redated(events []ticket.Event, err error) ([]ticket.Event, error) {
	if err != nil || len(events) == 0 {
		return events, err
	}
	return append(events, m.dated(ticket.Apply(m.ticket, m.stamp(events)...))...), nil
}

// formComplete refuses to hand up what the form requires and nobody has answered (CO-12).
func (m moment) formComplete() error {
	f := m.form(m.ticket)
	missing := f.Rules().Missing(m.ticket.Request.Answers, true)
	if len(missing) == 0 {
		return nil
	}
	var labels definition.Texts
	for _, id := range missing {
		x, _ := f.Field(id)
		labels = append(labels, x.Label)
	}
	return fault.Field("answers."+missing[0], "the form is not complete; before {the ticket} is handed up, have this answered: %s", labels)
}

// identified refuses to resolve before somebody has made sure who asks, where the class wants that (OK-27).
func (m moment) identified() error {
	if needsIdentity(m.book.at(m.now).Definition, m.ticket) {
		return fault.New(fault.Conflict, "make sure first who asks, and write down how; until then this cannot be resolved")
	}
	return nil
}

func onlyStaff(rules form.Form, changes form.Answers) bool {
	for id := range changes {
		if x, ok := rules.Field(id); !ok || !x.Staff {
			return false
		}
	}
	return len(changes) > 0
}
