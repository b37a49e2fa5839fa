package console

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
)

// input is what a form brought, read in the desk's zone.
type input struct {
	url.Values
	zone  *time.Location
	files []desk.Upload
	out   *desk.Outgoing // what became of a reply

	called func(field, said string) (people.ID, error) // the one of the staff whom words mean
}

// person reads who of the staff is named, by number or by name; empty is nobody. Errors: Invalid.
func (in input) person(field string) (people.ID, error) {
	text := in.Get(field)
	if text == "" {
		return 0, nil
	}
	if id, err := strconv.ParseInt(text, 10, 64); err == nil {
		return people.ID(id), nil
	}
	return in.called(field, text)
}

// wallTime is what <input type="datetime-local"> sends (HTML, 4.10.5.1.11); browsers may add seconds.
const wallTime = "2006-01-02T15:04"

// moment reads a local date and time of the desk's zone.
func (in input) moment(field string) (time.Time, error) {
	text := in.Get(field)
	if len(text) > len(wallTime) {
		text = text[:len(wallTime)]
	}
	t, err := time.ParseInLocation(wallTime, text, in.zone)
	if err != nil {
		return t, fault.Field(field, "give a day and a time, such as 2026-12-04T17:00")
	}
	return t, nil
}

type deed = func(context.Context, *desk.Desk, access.Actor, desk.On, input) error

// of makes a deed of a verb that takes one text.
func of(field string, call func(*desk.Desk, context.Context, access.Actor, desk.On, string) (ticket.Ticket, error)) deed {
	return func(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
		_, err := call(d, ctx, who, on, in.Get(field))
		return err
	}
}

// bare makes a deed of a verb that takes nothing.
func bare(call func(*desk.Desk, context.Context, access.Actor, desk.On) (ticket.Ticket, error)) deed {
	return func(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, _ input) error {
		_, err := call(d, ctx, who, on)
		return err
	}
}

var (
	doUpdate   = of("body", (*desk.Desk).PublishUpdate)
	doReturn   = of("reason", (*desk.Desk).Return)
	doUnassign = of("reason", (*desk.Desk).Unassign)
	doRestore  = of("how", (*desk.Desk).Restore)
	doDeclare  = of("why", (*desk.Desk).DeclareMajor)
	doClose    = of("why", (*desk.Desk).Close)
	doReopen   = of("reason", (*desk.Desk).Reopen)
	doMet      = of("duty", (*desk.Desk).DutyMet)
	doAccept   = bare((*desk.Desk).Accept)
	doRead     = bare((*desk.Desk).Read)
)

// doNote writes a note whatever has happened meanwhile: it answers nobody and changes nothing.
func doNote(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	on.Seen = 0
	_, err := d.Note(ctx, who, on, in.Get("body"), in.files...)
	return err
}

func doAsk(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	by, err := in.moment("reply_by")
	if err != nil {
		return err
	}
	_, err = d.Ask(ctx, who, on, ticket.Asked{Question: in.Get("question"), Field: in.Get("field"), ReplyBy: by})
	return err
}

func doPlan(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	due, err := in.moment("due")
	if err != nil {
		return err
	}
	owner, err := in.person("owner")
	if err != nil {
		return err
	}
	_, err = d.Plan(ctx, who, on, ticket.Planned{Step: in.Get("step"), Owner: owner, Due: due, Reason: in.Get("reason")})
	return err
}

func doAssign(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	person, err := in.person("person")
	if err != nil {
		return err
	}
	_, err = d.Assign(ctx, who, on, person)
	return err
}

// doRoute hands a ticket over. The form also asks for what the team behind the desk needs to begin and nobody has said
// yet (CO-12), so triage and hand-over are one screen.
func doRoute(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	for _, needed := range []string{"team", "reason"} { // nothing is half done for want of these
		if strings.TrimSpace(in.Get(needed)) == "" {
			return fault.Field(needed, "needed to hand it over")
		}
	}
	over := desk.On{Ticket: on.Ticket, Seen: on.Seen} // the last step alone uses the draft up
	if add := in.amended(); add != (ticket.Amended{}) {
		t, err := d.Amend(ctx, who, over, add)
		if err != nil {
			return err
		}
		over.Seen = t.Version
	}
	if in.Has("impact") || in.Has("urgency") {
		sheet, err := d.Ticket(ctx, who, on.Ticket)
		if err != nil {
			return err
		}
		t, err := d.Classify(ctx, who, over, desk.Reclassify{Type: sheet.Ticket.Type, Impact: first(in.Get("impact"), sheet.Ticket.Impact),
			Urgency: first(in.Get("urgency"), sheet.Ticket.Urgency), Why: in.Get("reason")})
		if err != nil {
			return err
		}
		over.Seen = t.Version
	}
	on.Seen = over.Seen
	_, err := d.Route(ctx, who, on, in.Get("team"), in.Get("reason"))
	return triageField(err)
}

// amended reads the fields that complete a ticket.
func (in input) amended() ticket.Amended {
	get := func(name string) string { return strings.TrimSpace(in.Get(name)) }
	return ticket.Amended{Service: get("service"), Location: get("location"), Phone: get("phone"), Alternate: get("alternate")}
}

// triageFields are the inputs of what a definition asks for by another name.
var triageFields = map[string]string{"contact": "phone", "alternate_contact": "alternate"}

// triageField leads what is missing to the input that brings it.
func triageField(err error) error {
	if f := (*fault.Error)(nil); errors.As(err, &f) && triageFields[f.Field] != "" {
		return fault.At(triageFields[f.Field], err)
	}
	return err
}

// doAmend sends what differs from what is known already.
func doAmend(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	sheet, err := d.Ticket(ctx, who, on.Ticket)
	if err != nil {
		return err
	}
	a, was := in.amended(), sheet.Ticket.Request
	for _, f := range []struct {
		name, was string
		now       *string
		emptied   *bool
	}{{"service", was.Service, &a.Service, new(bool)}, {"location", was.Location, &a.Location, &a.Emptied.Location},
		{"phone", was.Phone, &a.Phone, &a.Emptied.Phone}, {"alternate", was.Alternate, &a.Alternate, &a.Emptied.Alternate}} {
		if *f.now == f.was {
			*f.now = ""
		} else {
			*f.emptied = *f.now == "" && in.Has(f.name)
		}
	}
	_, err = d.Amend(ctx, who, on, a)
	return err
}

func doResolve(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	if in.Get("identity") != "" { // the check and the resolution are one screen (OK-27)
		t, err := d.CheckIdentity(ctx, who, desk.On{Ticket: on.Ticket, Seen: on.Seen}, ticket.Identified{How: in.Get("identity")})
		if err != nil {
			return err
		}
		on.Seen = t.Version
	}
	_, err := d.Resolve(ctx, who, on, ticket.Resolved{Text: in.Get("text"), Method: in.Get("method"), Code: in.Get("code"), Despite: in.Get("despite")})
	return err
}

func doClassify(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	_, err := d.Classify(ctx, who, on, desk.Reclassify{Type: in.Get("type"), Impact: in.Get("impact"), Urgency: in.Get("urgency"),
		Outage: in.Get("outage") != "", Why: in.Get("why")})
	return err
}

func doCall(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	if in.Get("reached") == "" {
		return fault.Field("reached", "say whether you reached them")
	}
	_, err := d.Call(ctx, who, on, ticket.Called{Reached: in.Get("reached") == "yes", Note: in.Get("note")})
	return err
}

func doWish(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	if in.Get("honoured") == "" {
		return fault.Field("honoured", "say whether the wish is met")
	}
	_, err := d.AnswerWish(ctx, who, on, in.Get("honoured") == "yes", in.Get("reason"))
	return err
}

func doUnmet(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	_, err := d.DutyUnmet(ctx, who, on, in.Get("duty"), in.Get("evidence"))
	return err
}

func doTeam(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	var members []ticket.Member
	for i := range responderRows {
		n := strconv.Itoa(i + 1)
		person, err := in.person("members" + n)
		if err != nil {
			return err
		}
		if person != 0 {
			members = append(members, ticket.Member{Person: person, Part: strings.TrimSpace(in.Get("part" + n))})
		}
	}
	if len(members) == 0 {
		return fault.Field("members1", "name at least one person")
	}
	_, err := d.IdentifyTeam(ctx, who, on, members)
	return err
}

func doRelease(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	person, err := in.person("person")
	if err != nil {
		return err
	}
	_, err = d.Release(ctx, who, on, person, in.Get("reason"))
	return err
}
