package console

import (
	"strings"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/definition/render"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/web/asking"
)

// fact says what happened in one line; empty for what needs no line of its own.
func (f frame) fact(s desk.Sheet, e ticket.Entry) string {
	say := func(key string, args ...string) string { return f.Words.T("console.fact."+key, args...) }
	switch ev := e.Event.(type) {
	case ticket.Classified:
		return say("classified", "class", f.className(ev.Class), "why", f.reason(ev.Why))
	case ticket.Amended:
		return say("amended", "what", f.amended(ev))
	case ticket.Routed:
		if e.By == 0 || ev.From == "" {
			return say("routed", "to", f.teamName(ev.Team), "rule", f.reason(ev.Rule))
		}
		return say("handed", "to", f.teamName(ev.Team), "from", f.teamName(ev.From), "rule", f.reason(ev.Rule))
	case ticket.Returned:
		return say("returned", "to", f.teamName(ev.To), "from", f.teamName(ev.From), "why", ev.Reason)
	case ticket.Assigned:
		return say("assigned", "person", f.within(s, ev.Person))
	case ticket.RuleApplied:
		return f.ruled(s, ev)
	case ticket.Unassigned:
		return say("unassigned", "person", f.within(s, ev.Person), "why", f.ruleReason(ev.Reason))
	case ticket.Accepted:
		return say("accepted")
	case ticket.Read:
		return say("read")
	case ticket.WishAnswered:
		if ev.Honoured {
			return say("wish.yes", "why", ev.Reason)
		}
		return say("wish.no", "why", ev.Reason)
	case ticket.Planned:
		return f.planned(s, ev)
	case ticket.DutyUnmet:
		return say("unmet", "duty", f.duty(ev.Duty), "why", ev.Evidence)
	case ticket.DutyMet:
		return say("met", "duty", f.duty(ev.Duty))
	case ticket.TeamIdentified:
		return say("team", "people", f.members(s, ev.Members))
	case ticket.Released:
		return say("released", "person", f.within(s, ev.Person), "why", ev.Reason)
	case ticket.Restored:
		return say("restored", "how", ev.How)
	case ticket.Confirmed:
		return say("confirmed")
	case ticket.Reopened:
		return say("reopened", "why", ev.Reason)
	case ticket.Closed:
		return say("closed", "why", f.reason(ev.Why))
	case ticket.MergedInto, ticket.TookOver, ticket.Included:
		return f.relating(s, ev)
	case ticket.Linked, ticket.Unlinked, ticket.SplitOff, ticket.TaskOpened, ticket.TaskEnded, ticket.TaskReopened, ticket.ParentUpdated:
		return f.linking(ev)
	case ticket.Escalated:
		return f.escalated(s, ev)
	case ticket.EscalationLapsed:
		return say("escalation.lapsed", "level", f.Words.Number(ev.Level))
	case ticket.ApprovalAsked, ticket.ApprovalDecided, ticket.ApprovalReminded, ticket.ApprovalLapsed, ticket.ApprovalEnded:
		return f.approvalFact(s, e)
	case ticket.ReviewDue:
		return f.reviewDue(s, ev)
	case ticket.ContestLapsed:
		return say("contest.lapsed")
	case ticket.Sealed:
		return say("sealed", "to", f.teamName(ev.Team))
	case ticket.Unsealed:
		return say("unsealed", "to", f.teamName(ev.Team))
	case ticket.Admitted:
		return say("admitted", "person", f.within(s, ev.Person), "why", ev.Reason)
	case ticket.ClockWarned:
		return say("warned", "what", f.metric(sla.Metric(ev.Metric)), "span", f.Words.Span(ev.Due.Sub(e.At)))
	case ticket.ClockMissed:
		return say("missed", "what", f.metric(sla.Metric(ev.Metric)))
	case ticket.Denied:
		return say("denied", "act", definition.Label(ev.Act))
	case ticket.DeliveryReported:
		if ev.Channel == ticket.ByWaking {
			return say("unwoken", "person", f.within(s, ev.Person), "why", f.Words.Recorded(ev.Detail))
		}
		return f.Words.T("console.fact.delivery."+ev.State, "address", ev.Address, "detail", f.Words.Recorded(ev.Detail))
	}
	return f.mailFact(s, e)
}

// mailFact says what mail, calls and knowledge added.
func (f frame) mailFact(s desk.Sheet, e ticket.Entry) string {
	say := func(key string, args ...string) string { return f.Words.T("console.fact."+key, args...) }
	switch ev := e.Event.(type) {
	case ticket.Flagged:
		return say("flagged."+ev.Flag, "why", ev.Why)
	case ticket.Called:
		text := say("called.missed")
		if ev.Reached {
			text = say("called.reached")
		}
		if ev.Note != "" {
			text += ": " + ev.Note
		}
		return text
	case ticket.Wished:
		return say("wished", "whom", joined(ev.Person, f.teamName(ev.Team)))
	case ticket.StatusAsked:
		if ev.Caller != "" {
			return say("told", "who", ev.Caller, "channel", f.channel(ev.Channel))
		}
		return say("status_asked", "channel", f.channel(ev.Channel))
	case ticket.Joined:
		return say("joined", "person", f.within(s, ev.Person))
	case ticket.ArticleLinked:
		return say("article_linked", "title", ev.Title)
	case ticket.FormFilled:
		return f.filled(s, e.By, ev)
	case ticket.FormWanted:
		return asking.Wanted(f.Words, f.desk.Form(s.Ticket.Type, s.Ticket.Request.Service), ev)
	case ticket.DateWanted:
		return asking.Wants(f.Words, ev)
	case ticket.Identified:
		return joined(f.Words.T("asking.identified."+ev.How), ev.Note)
	case ticket.AutoAnswered:
		return say("auto_answered", "text", ev.Body)
	}
	return f.termFact(s, e)
}

// joined names those of two that are there.
func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}

// reason says what the desk's own rules gave as a reason in the reader's language.
func (f frame) reason(said string) string { return render.Reason(f.desk, f.Words, said) }

func (f frame) planned(s desk.Sheet, p ticket.Planned) string {
	text := f.Words.T("console.fact.planned", "step", p.Step, "owner", f.within(s, p.Owner), "due", f.by(p.Due))
	if p.Reason != "" {
		text += " (" + p.Reason + ")"
	}
	return text
}

func (f frame) amended(a ticket.Amended) string {
	var out []string
	for _, part := range []string{f.serviceName(a.Service), a.Location, a.Phone, a.Alternate} {
		if part != "" {
			out = append(out, part)
		}
	}
	for _, part := range []struct {
		name    string
		emptied bool
	}{{"location", a.Emptied.Location}, {"phone", a.Emptied.Phone}, {"alternate", a.Emptied.Alternate}} {
		if part.emptied {
			out = append(out, f.Words.T("portal.story.emptied", "what", f.Words.T("console.field."+part.name)))
		}
	}
	if a.Confirmed {
		out = append(out, f.Words.T("console.fact.confirmed_contact"))
	}
	return strings.Join(out, ", ")
}

func (f frame) members(s desk.Sheet, all []ticket.Member) string {
	names := make([]string, len(all))
	for i, m := range all {
		names[i] = f.within(s, m.Person)
		if m.Part != "" {
			names[i] += " (" + m.Part + ")"
		}
	}
	return strings.Join(names, ", ")
}

func (f frame) className(id string) string {
	if c, ok := f.desk.ClassInfo(id); ok {
		return c.Name.In(f.lang())
	}
	return id
}

func (f frame) typeName(id string) string {
	if t, ok := f.desk.Type(id); ok {
		return t.Name.In(f.lang())
	}
	return id
}

func (f frame) serviceName(id string) string {
	if s, ok := f.desk.Service(id); ok {
		return s.Name.In(f.lang())
	}
	return id
}

func (f frame) duty(id string) string {
	for _, d := range f.desk.Duties {
		if d.ID == id {
			return d.Says.In(f.lang())
		}
	}
	return id
}
