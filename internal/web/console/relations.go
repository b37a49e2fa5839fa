package console

import (
	"context"
	"strconv"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
)

// numberField asks for the number of another ticket.
func (x *item) numberField(name string) control {
	c := x.line(name, "", true)
	c.Attrs = map[string]any{"inputmode": "numeric"}
	return c
}

func (x *item) optional(name string, rows int) control {
	c := x.text(name, rows)
	c.Required, c.Optional = false, true
	if key := "console.hint." + name; x.Words.Has(key) {
		c.Hint = x.Words.T(key)
	}
	return c
}

func (x *item) box(name string) control {
	return control{Kind: tick, Field: ui.Field{Name: name, Label: x.label(name)}}
}

// otherTicket reads the number of another ticket, with or without a sign before it.
func (in input) otherTicket(field string) (int64, error) {
	id, err := strconv.ParseInt(strings.TrimPrefix(strings.TrimSpace(in.Get(field)), "#"), 10, 64)
	if err != nil || id < 1 {
		return 0, fault.Field(field, "give the number of {a ticket}, such as 100042")
	}
	return id, nil
}

func mergeFields(x *item) []control {
	why := x.text("reason", 2)
	why.Label, why.Hint = x.Words.T("console.merge.reason"), x.Words.T("console.merge.hint")
	return []control{x.numberField("into"), why, x.box("duplicate"), x.optional("consent", 2), x.optional("cause", 2)}
}

func doMerge(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	into, err := in.otherTicket("into")
	if err != nil {
		return err
	}
	_, err = d.Merge(ctx, who, on, into, ticket.Merger{Reason: in.Get("reason"), Duplicate: in.Get("duplicate") != "",
		Cause: in.Get("cause"), Consent: in.Get("consent")})
	return err
}

func includeFields(x *item) []control {
	email := x.line("email", "", true)
	email.Type, email.Autocomplete = "email", "off"
	consent := x.text("consent", 2)
	consent.Hint = x.Words.T("console.hint.consent")
	return []control{email, consent}
}

func doInclude(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	_, err := d.Include(ctx, who, on, in.Get("email"), in.Get("consent"))
	return err
}

// relation is how another ticket stands to this one, for a list of links.
type relation struct {
	Text   string
	Number string
	Href   string
	Title  string
	Status string
}

// relations are the tickets that have to do with this one.
func (x *item) relations() []relation {
	out := make([]relation, len(x.Sheet.Related))
	for i, r := range x.Sheet.Related {
		out[i] = relation{Text: x.Words.T("console.relation." + r.Kind), Number: strconv.FormatInt(r.ID, 10), Href: x.ticketPath("", r.ID),
			Title: r.Subject, Status: x.status(r.Status)}
	}
	return out
}

// merger says on a merged ticket where it went; empty on any other.
func (x *item) merger() relation {
	id := x.Sheet.Ticket.MergedInto
	if id == 0 {
		return relation{}
	}
	return relation{Text: x.Words.T("console.merged"), Number: strconv.FormatInt(id, 10), Href: x.ticketPath("", id)}
}

// relating says what happened between tickets, and who came to take part.
func (f frame) relating(s desk.Sheet, e ticket.Event) string {
	say := func(key string, args ...string) string { return f.Words.T("console.fact."+key, args...) }
	number := func(id int64) string { return strconv.FormatInt(id, 10) }
	switch ev := e.(type) {
	case ticket.MergedInto:
		if ev.Duplicate {
			return say("duplicate", "number", number(ev.Survivor), "why", ev.Reason)
		}
		return say("merged", "number", number(ev.Survivor), "why", ev.Reason)
	case ticket.TookOver:
		switch {
		case ev.Cause != "":
			return say("took.own", "number", number(ev.Ticket), "why", ev.Cause)
		case !ev.Received.IsZero():
			return say("took.time", "number", number(ev.Ticket), "moment", f.Words.MomentWithin(ev.Received, f.Now, f.desk.Zone()))
		}
		return say("took", "number", number(ev.Ticket))
	case ticket.Included:
		return say("included", "person", f.within(s, ev.Person), "why", ev.Consent)
	}
	return ""
}
