package console

import (
	"maps"
	"slices"

	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/web/message"
	"switchboard/internal/web/ui"
)

func (x *item) requester() people.Person { return x.Sheet.People[x.Sheet.Ticket.Request.Requester] }

// contacts are the lines under the requester's name, those that are known.
func (x *item) contacts() []string {
	p, asked := x.requester(), x.Sheet.Ticket.Request
	lines := []string{p.Email, asked.Agency, first(asked.Phone, p.Phone), first(asked.Location, p.Location)}
	if asked.Alternate != "" {
		lines = append(lines, x.Words.T("console.about.alternate", "who", asked.Alternate))
	}
	if c, ok := x.Sheet.People[asked.Customer]; ok && asked.Customer != asked.Requester {
		lines = append(lines, x.Words.T("console.about.for", "who", c.NameOrAddress()))
	}
	lines = slices.DeleteFunc(lines, func(s string) bool { return s == "" })
	if lines[0] == p.NameOrAddress() { // the address is the heading already
		lines = lines[1:]
	}
	return lines
}

// aboutSections say what an analyst wants to know at a glance: the plan, the question, the service, the wish.
func (x *item) aboutSections() []ui.Fact {
	t := x.Sheet.Ticket
	var out []ui.Fact
	add := func(key, text string) {
		if text != "" {
			out = append(out, ui.Fact{Term: x.Words.T("console.about." + key), Text: text})
		}
	}
	if t.Plan != nil {
		add("plan", x.Words.T("console.plan.says", "step", t.Plan.Step, "owner", x.within(x.Sheet, t.Plan.Owner), "due", x.by(t.Plan.Due)))
	}
	if t.Question != nil {
		add("question", t.Question.Question+"\n"+x.Words.T("console.fact.reply_by", "by", x.by(t.Question.ReplyBy)))
	}
	for _, id := range slices.Sorted(maps.Keys(t.Unmet)) {
		add("unmet", x.duty(id)+"\n"+t.Unmet[id].Evidence)
	}
	add("service", x.serviceName(t.Request.Service))
	out = append(out, x.answers()...)
	x.terms(add)
	add("wish", x.wish())
	add("team", x.responders())
	if t.Handovers > 0 || t.Returns > 0 {
		add("route", x.Words.N("console.about.handovers", t.Handovers)+", "+x.Words.N("console.about.returns", t.Returns))
	}
	add("escalation", x.escalation())
	add("approvals", x.approvals())
	add("contest", x.contest())
	add("rating", x.satisfaction())
	add("review", x.review())
	add("entitled", x.entitled())
	if links := x.Sheet.Heed.Policies; len(links) > 0 {
		out = append(out, ui.Fact{Term: x.Words.T("console.about.policies"), Body: message.Policies(x.Words, links)})
	}
	return out
}

// wish is whom the requester asked for, and what became of it (OK-13).
func (x *item) wish() string {
	t := x.Sheet.Ticket
	text := t.Request.WantPerson
	if team := t.Request.WantTeam; team != "" {
		if text != "" {
			text += ", "
		}
		text += x.teamName(team)
	}
	switch {
	case text == "":
		return ""
	case t.Wish == nil:
		return text + "\n" + x.Words.T("console.wish.open")
	case t.Wish.Honoured:
		return text + "\n" + x.Words.T("console.wish.was.yes", "why", t.Wish.Reason)
	}
	return text + "\n" + x.Words.T("console.wish.was.no", "why", t.Wish.Reason)
}

// responders are the people on task for an urgent incident, with their parts (ME-42, ME-43).
func (x *item) responders() string {
	var all []ticket.Member
	responders := x.Sheet.Ticket.Responders
	for _, id := range slices.Sorted(maps.Keys(responders)) {
		if r := responders[id]; r.Released.IsZero() {
			all = append(all, ticket.Member{Person: id, Part: r.Part})
		}
	}
	return x.members(x.Sheet, all)
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// buttonKind makes the button of the form that is open stand out; there is one of them.
func (x *item) buttonKind(v verb) ui.ButtonKind {
	if v.name == x.Do.name {
		return ui.Primary
	}
	return ui.Plain
}
