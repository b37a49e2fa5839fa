package portal

import (
	"strconv"
	"strings"

	"switchboard/internal/core/ticket"
	"switchboard/internal/web/asking"
	"switchboard/internal/web/message"
	"switchboard/internal/web/ui"
)

// story is what was said and what happened, the latest first. Only what is public is in it, whoever reads.
func (r reader) story() []ui.Entry {
	var out []ui.Entry
	team, classes := "", 0
	for _, en := range r.sheet.Entries {
		switch e := en.Event.(type) {
		case ticket.Routed:
			team = e.Team
		case ticket.Returned:
			team = e.To
		case ticket.Classified:
			if classes++; classes == 1 {
				continue // what it was received as stands in the details
			}
		}
		if !en.Event.Public() {
			continue
		}
		if entry, ok := r.entry(en, team); ok {
			if entry.Kind != ui.Happened {
				entry.Body = message.Text(entry.Text)
			}
			entry.Under = r.below(en).Shown()
			entry.ID, entry.At, entry.When = "e"+strconv.FormatInt(en.Seq, 10), en.At, r.moment(en.At)
			out = append(out, entry)
		}
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}

// entry says one event; false for those that say nothing to the reader.
func (r reader) entry(en ticket.Entry, team string) (ui.Entry, bool) {
	switch e := en.Event.(type) {
	case ticket.Opened:
		text := e.Description
		if strings.TrimSpace(text) == "" {
			text = e.Subject
		}
		return ui.Entry{Kind: ui.FromCustomer, Who: r.asker(en, e), Text: text}, true
	case ticket.Wrote:
		return r.customer(en, e.Body), true
	case ticket.Answered:
		return r.customer(en, e.Body), true
	case ticket.Replied:
		return r.staff(en, team, e.Body), true
	case ticket.Asked:
		return r.staff(en, team, e.Question), true
	case ticket.UpdatePublished:
		return r.staff(en, team, e.Body), true
	case ticket.Resolved:
		return r.staff(en, team, e.Text), true
	case ticket.EscalationAnswered:
		return r.staff(en, team, e.Text), true
	case ticket.Contested:
		return r.customer(en, r.objection(e)), true
	case ticket.ContestAnswered:
		return r.staff(en, team, r.T(map[bool]string{true: "portal.story.contest.upheld", false: "portal.story.contest.kept"}[e.Upheld])+"\n\n"+e.Reason), true
	}
	text := r.happened(en)
	return ui.Entry{Kind: ui.Happened, Text: text}, text != ""
}

// asker is whose words opened the ticket, and who took them down where that was somebody else.
func (r reader) asker(en ticket.Entry, e ticket.Opened) string {
	if en.By == e.Requester || en.By == 0 {
		return r.name(e.Requester)
	}
	return r.T("portal.story.taken", "name", r.name(e.Requester), "who", r.name(en.By))
}

func (r reader) customer(en ticket.Entry, text string) ui.Entry {
	return ui.Entry{Kind: ui.FromCustomer, Who: r.name(en.By), Text: text}
}

func (r reader) staff(en ticket.Entry, team, text string) ui.Entry {
	return ui.Entry{Kind: ui.FromDesk, Who: join(r.name(en.By), r.team(team)), Text: text}
}

// happened says an event that is no message, in one line.
func (r reader) happened(en ticket.Entry) string {
	who := r.name(en.By)
	switch e := en.Event.(type) {
	case ticket.Routed:
		if e.From == "" {
			return r.T("portal.story.routed", "to", r.team(e.Team), "reason", r.rule(e))
		}
		return r.T("portal.story.handed", "to", r.team(e.Team), "from", r.team(e.From), "reason", r.reason(e.Rule))
	case ticket.Returned:
		return r.T("portal.story.returned", "to", r.team(e.To), "from", r.team(e.From), "reason", e.Reason)
	case ticket.Classified:
		return r.T("portal.story.classified", "class", r.class(e.Class), "why", r.reason(e.Why))
	case ticket.Amended:
		if len(r.amended(e)) == 0 {
			return r.T("portal.story.contact.confirmed", "name", who)
		}
		return r.T("portal.story.amended", "name", who, "what", r.list(r.amended(e)))
	case ticket.FormFilled:
		return asking.Filled(r.Printer, who, r.form(), e, false)
	case ticket.FormWanted:
		return asking.Wanted(r.Printer, r.form(), e)
	case ticket.DateWanted:
		return sentence(asking.Wants(r.Printer, e))
	case ticket.Identified:
		return r.T("asking.identified." + e.How)
	case ticket.Assigned:
		if e.Person == en.By {
			return "" // who takes it themselves says so by accepting
		}
		return r.T("portal.story.assigned", "name", r.name(e.Person), "who", who)
	case ticket.Accepted:
		return r.T("portal.story.accepted", "name", r.name(e.Person))
	case ticket.Planned:
		return r.T("portal.story.planned", "step", e.Step, "by", r.by(e.Due), "name", r.name(e.Owner))
	case ticket.Called:
		if e.Reached {
			return r.T("portal.story.called.reached", "who", who)
		}
		return r.T("portal.story.called.missed", "who", who)
	case ticket.Wished:
		return r.T("portal.story.wished", "name", who, "whom", join(e.Person, r.team(e.Team)))
	case ticket.ContestLapsed:
		return r.T("portal.contest.lapsed")
	case ticket.StatusAsked:
		if e.Caller != "" {
			return r.T("portal.story.told", "name", e.Caller, "who", who)
		}
		return r.T("portal.story.status_asked", "name", who)
	case ticket.WishAnswered:
		if e.Honoured {
			return r.T("portal.story.wish.yes", "reason", e.Reason)
		}
		return r.T("portal.story.wish.no", "reason", e.Reason)
	case ticket.DutyUnmet:
		return r.T("portal.story.unmet", "duty", r.duty(e.Duty), "evidence", e.Evidence)
	case ticket.DutyMet:
		return r.T("portal.story.met", "duty", r.duty(e.Duty))
	case ticket.TeamIdentified:
		var names []string
		for _, m := range e.Members {
			names = append(names, r.name(m.Person))
		}
		return r.T("portal.story.identified", "names", r.list(names))
	case ticket.Restored:
		return r.T("portal.story.restored", "how", e.How)
	case ticket.Confirmed:
		return r.T("portal.story.confirmed", "name", who)
	case ticket.Reopened:
		return r.T("portal.story.reopened", "name", who, "reason", e.Reason)
	case ticket.Closed:
		return r.T("portal.story.closed")
	case ticket.MergedInto:
		return r.T("portal.story.merged", "number", strconv.FormatInt(e.Survivor, 10), "reason", e.Reason)
	case ticket.SplitOff:
		return r.T("portal.story.split", "number", strconv.FormatInt(e.Ticket, 10))
	case ticket.Escalated:
		return r.escalated(e)
	case ticket.ApprovalAsked, ticket.ApprovalDecided, ticket.ApprovalLapsed, ticket.ApprovalEnded:
		return r.approvalStory(en)
	case ticket.EscalationLapsed:
		return r.T("portal.story.lapsed", "level", r.Number(e.Level))
	case ticket.Included:
		return r.T("portal.story.included", "name", r.name(e.Person))
	}
	return r.termed(en)
}

// amended names the details that were completed or put right.
func (r reader) amended(e ticket.Amended) []string {
	var out []string
	for _, one := range []struct {
		key, value string
		emptied    bool
	}{{"service", e.Service, false}, {"phone", e.Phone, e.Emptied.Phone}, {"alternate", e.Alternate, e.Emptied.Alternate}, {"location", e.Location, e.Emptied.Location}} {
		switch name := lower(r.T("portal.fact." + one.key)); {
		case one.emptied:
			out = append(out, r.T("portal.story.emptied", "what", name))
		case one.value != "":
			out = append(out, name)
		}
	}
	return out
}

// duty says a duty of the customer in the definition's words.
func (v voice) duty(id string) string {
	for _, d := range v.def.Duties {
		if d.ID == id {
			return strings.TrimSuffix(v.text(d.Says), ".")
		}
	}
	return id
}

// list joins names as a sentence does: "a, b and c".
func (v voice) list(names []string) string {
	switch n := len(names); n {
	case 0:
		return ""
	case 1:
		return names[0]
	default:
		return v.T("portal.list", "first", strings.Join(names[:n-1], ", "), "last", names[n-1])
	}
}
