package portal

import (
	"strings"

	"switchboard/internal/core/definition/render"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/web/ui"
)

// approvalShown is one approval of a ticket, as the one who asked sees it.
type approvalShown struct {
	Name string
	Chip ui.Chip
	Text string   // who is waited for, or what came of it
	Said []string // what was said, in order
}

// approvals are those of the ticket, the last first.
func (r reader) approvals() []approvalShown {
	var out []approvalShown
	for i := len(r.sheet.Ticket.Approvals) - 1; i >= 0; i-- {
		a := r.sheet.Ticket.Approvals[i]
		one := approvalShown{Name: r.approvalName(a.Chain, a.Purpose), Chip: r.approvalChip(a.State), Text: r.approvalText(a)}
		for _, d := range a.Decisions {
			one.Said = append(one.Said, r.decision(d))
		}
		out = append(out, one)
	}
	return out
}

func (v voice) approvalChip(s ticket.ApprovalState) ui.Chip {
	chip := ui.Chip{Text: v.T("portal.approval.state." + string(s)), Plain: true}
	switch s {
	case ticket.StateWaiting:
		chip.Kind = ui.Soon
	case ticket.StateApproved:
		chip.Kind, chip.Plain = ui.Met, false
	}
	return chip
}

// approvalText says who is waited for since when and by when they answer, or why it has ended.
func (r reader) approvalText(a ticket.Approval) string {
	switch {
	case a.State == ticket.StateWaiting:
		return r.T("portal.approval.waits", "names", r.list(r.approvers(a.Asked)), "since", r.since(a.Since), "by", r.by(a.Until))
	case len(a.Missing) > 0:
		return r.T("portal.approval.missing", "who", r.list(r.roles(a.Missing)))
	case a.Why != "":
		return sentence(a.Why)
	}
	return r.T("portal.approval.ended", "moment", r.within(a.EndedAt))
}

// approvers names people with their roles: "Sue Allard (supervisor)".
func (r reader) approvers(all []ticket.Approver) []string {
	var out []string
	for _, a := range all {
		out = append(out, r.name(a.Person)+" ("+r.office(a.Role, a.For)+")")
	}
	return out
}

// office is the role in which somebody speaks, and for whom.
func (r reader) office(role string, of people.ID) string {
	if of != 0 {
		return r.T("portal.approval.office.for", "who", render.Role(r.Printer, role), "name", r.name(of))
	}
	return render.Role(r.Printer, role)
}

func (r reader) roles(all []string) []string {
	out := make([]string, len(all))
	for i, role := range all {
		out[i] = render.Role(r.Printer, role)
	}
	return out
}

func (r reader) decision(d ticket.Decision) string {
	key := "portal.approval.gave"
	if !d.Yes {
		key = "portal.approval.denied"
	}
	return strings.TrimSpace(r.T(key, "name", r.name(d.Person), "who", r.office(d.Role, d.For), "moment", r.within(d.At)) + " " + d.Text)
}

// approvalStory is a line of the ticket's story.
func (r reader) approvalStory(en ticket.Entry) string {
	name := func(number int) string {
		if number < 1 || number > len(r.sheet.Ticket.Approvals) {
			return ""
		}
		a := r.sheet.Ticket.Approvals[number-1]
		return r.approvalName(a.Chain, a.Purpose)
	}
	switch e := en.Event.(type) {
	case ticket.ApprovalAsked:
		if len(e.Of) == 0 {
			return ""
		}
		return r.T("portal.story.approval.asked", "what", name(e.Number), "names", r.list(r.approvers(e.Of)), "by", r.by(e.Until))
	case ticket.ApprovalDecided:
		return r.decision(ticket.Decision{Approver: ticket.Approver{Person: en.By, Role: e.Role, For: e.For}, Yes: e.Yes, Text: e.Text, At: en.At})
	case ticket.ApprovalLapsed:
		return r.T("portal.story.approval.late", "what", name(e.Number))
	case ticket.ApprovalEnded:
		text := r.T("portal.story.approval."+string(e.State), "what", name(e.Number))
		if len(e.Missing) > 0 {
			text += " " + r.T("portal.approval.missing", "who", r.list(r.roles(e.Missing)))
		}
		return text
	}
	return ""
}
