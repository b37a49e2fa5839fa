package console

import (
	"strconv"
	"strings"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/web/message"
	"switchboard/internal/web/ui"
)

// timeline tells the history of a ticket: what was said by whom, what only the desk reads, and between them what happened.
func (f frame) timeline(s desk.Sheet, all letters) []ui.Entry {
	out := make([]ui.Entry, 0, len(s.Entries))
	var under [][]message.Below // of each of them
	for i, e := range s.Entries {
		entry := f.entry(s, e)
		if d, ok := e.Event.(ticket.DeliveryReported); entry.Text == "" || ok && all.told(d) {
			continue
		}
		_, ruled := e.Event.(ticket.RuleApplied) // what a rule has done begins a line, to which the rule leads back
		if n := len(out); !ruled && entry.Kind == ui.Happened && n > 0 && out[n-1].Kind == ui.Happened && e.At.Equal(out[n-1].At) && entry.Who == out[n-1].Who {
			out[n-1].Text += " · " + entry.Text // what one act has done is one line
			under[n-1] = append(under[n-1], f.below(e, all))
			continue
		}
		if entry.Kind != ui.Happened {
			entry.Body = message.Text(entry.Text)
		}
		entry.At, entry.ID = e.At, "e-"+strconv.Itoa(i+1)
		entry.When = f.when(e.At)
		if o, ok := e.Event.(ticket.Opened); ok {
			entry.When += ", " + f.channel(o.Channel)
		}
		out, under = append(out, entry), append(under, []message.Below{f.below(e, all)})
	}
	for i := range out {
		out[i].Under = together(under[i])
		if e := &out[i]; e.Kind == ui.Happened && e.Who != "" {
			e.Text += " · " + f.Words.T("console.fact.by", "who", e.Who)
		}
	}
	return out
}

// when says an instant of the past in little room, and never without its hour: "9:12 a.m.", "Mon 9:12 a.m.", "Nov 3, 8:41 a.m.".
func (f frame) when(t time.Time) string {
	zone := f.desk.Zone()
	short, clock := f.Words.Short(t, f.Now, zone), f.Words.Clock(t.In(zone))
	if strings.Contains(short, clock) {
		return short
	}
	return short + ", " + clock
}

// entry says one event. Words of people are shown as they wrote them; all else is a sentence of ours.
func (f frame) entry(s desk.Sheet, e ticket.Entry) ui.Entry {
	by := f.name(s, e.By)
	desk := func(text string) ui.Entry { return ui.Entry{Kind: ui.FromDesk, Who: by, Text: text} }
	customer := func(text string) ui.Entry { return ui.Entry{Kind: ui.FromCustomer, Who: by, Text: text} }
	switch ev := e.Event.(type) {
	case ticket.Opened:
		in := customer(ev.Description)
		if ev.Description == "" {
			in.Text = ev.Subject
		}
		in.Who = f.name(s, ev.Requester)
		return in
	case ticket.Wrote:
		return customer(ev.Body)
	case ticket.Answered:
		return customer(ev.Body)
	case ticket.Replied:
		return desk(ev.Body)
	case ticket.Asked:
		return desk(ev.Question + "\n\n" + f.Words.T("console.fact.reply_by", "by", f.by(ev.ReplyBy)))
	case ticket.UpdatePublished:
		return desk(f.Words.T("console.fact.update") + "\n\n" + ev.Body)
	case ticket.Resolved:
		return desk(f.Words.T("console.fact.resolved", "method", f.method(ev.Method)) + "\n\n" + ev.Text)
	case ticket.EscalationAnswered:
		return desk(f.Words.T("console.fact.escalation.answered", "level", f.Words.Number(ev.Level)) + "\n\n" + ev.Text)
	case ticket.Contested:
		return customer(f.contested(ev) + "\n\n" + ev.Text)
	case ticket.ContestAnswered:
		return desk(f.contestAnswered(ev) + "\n\n" + ev.Reason)
	case ticket.Rated:
		return ui.Entry{Kind: ui.InternalNote, Who: by, Text: f.rated(ev)}
	case ticket.PassedOn:
		return ui.Entry{Kind: ui.InternalNote, Who: by, Text: f.Words.T("console.fact.passed", "number", strconv.FormatInt(ev.Ticket, 10)) + "\n" + ev.Body}
	case ticket.Reviewed:
		return ui.Entry{Kind: ui.InternalNote, Who: by, Text: f.reviewed(ev)}
	case ticket.Noted:
		return ui.Entry{Kind: ui.InternalNote, Who: by, Text: ev.Body}
	}
	return ui.Entry{Kind: ui.Happened, Who: f.actor(s, e), Text: f.fact(s, e)}
}

// actor is who did what happened; nobody where the desk's rules did, as for the first class and team of a ticket.
func (f frame) actor(s desk.Sheet, e ticket.Entry) string {
	switch ev := e.Event.(type) {
	case ticket.Classified:
		if e.At.Equal(s.Ticket.ReceivedAt) {
			return ""
		}
	case ticket.Routed:
		if ev.From == "" {
			return ""
		}
	}
	if e.By == 0 {
		return ""
	}
	return f.within(s, e.By)
}

// name is what the timeline calls a person; zero is the desk's own rules.
func (f frame) name(s desk.Sheet, id people.ID) string {
	switch {
	case id == 0:
		return f.Words.T("console.by.rule")
	case id == f.who.ID:
		return f.Words.T("console.with.you")
	}
	if p, ok := s.People[id]; ok {
		return p.NameOrAddress()
	}
	return f.Words.T("console.by.unknown", "id", strconv.FormatInt(int64(id), 10))
}

// within is what a sentence calls a person.
func (f frame) within(s desk.Sheet, id people.ID) string {
	if id == f.who.ID && id != 0 {
		return f.Words.T("console.within.you")
	}
	return f.name(s, id)
}

func (f frame) by(t time.Time) string { return f.Words.By(t, f.Now, f.desk.Zone()) }

func (f frame) channel(id string) string {
	if c, ok := f.desk.Channel(id); ok {
		return c.Name.In(f.lang())
	}
	return id
}

func (f frame) method(id string) string {
	if key := "console.method." + id; f.Words.Has(key) {
		return f.Words.T(key)
	}
	return id
}
