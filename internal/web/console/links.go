package console

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
)

func hasLinks(t ticket.Ticket) bool     { return len(t.Links) > 0 }
func notTask(t ticket.Ticket) bool      { return t.Request.Parent == 0 }
func canHaveTasks(t ticket.Ticket) bool { return isOpen(t) && notTask(t) }

func linkFields(x *item) []control { return []control{x.numberField("other")} }

func doLink(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	other, err := in.otherTicket("other")
	if err != nil {
		return err
	}
	_, err = d.Link(ctx, who, on, other)
	return err
}

func unlinkFields(x *item) []control {
	var options []ui.Option
	for _, id := range slices.Sorted(maps.Keys(x.Sheet.Ticket.Links)) {
		n := strconv.FormatInt(id, 10)
		options = append(options, ui.Option{Value: n, Text: n})
	}
	return []control{x.pick("other", options, ""), x.text("reason", 2)}
}

func doUnlink(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	other, err := in.otherTicket("other")
	if err != nil {
		return err
	}
	_, err = d.Unlink(ctx, who, on, other, in.Get("reason"))
	return err
}

func taskFields(x *item) []control {
	options := []ui.Option{{Text: x.Words.T("console.choose")}}
	for _, t := range x.desk.Teams {
		options = append(options, ui.Option{Value: t.ID, Text: t.Name.In(x.lang())})
	}
	step := x.line("step", "", true)
	step.Label = x.Words.T("console.task.step")
	return []control{x.pick("team", options, ""), step, x.optional("details", 3)}
}

func doTask(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	_, err := d.OpenTask(ctx, who, on, ticket.Task{Team: in.Get("team"), Step: in.Get("step"), Details: in.Get("details")})
	return err
}

func splitFields(x *item) []control {
	var options []ui.Option
	for i := range x.Sheet.Entries {
		if text, err := ticket.Message(x.Sheet.Entries, i+1); err == nil {
			when := x.when(x.Sheet.Entries[i].At)
			options = append(options, ui.Option{Value: strconv.Itoa(i + 1), Text: when + ": " + beginning(text)})
		}
	}
	subject := x.line("subject", "", true)
	service := x.pick("service", serviceOptions(x.frame), "")
	service.Required = false
	return []control{x.pick("entry", options, ""), subject, service}
}

// beginning is the first words of a message, for a list.
func beginning(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return text
}

func doSplit(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	entry, err := strconv.Atoi(in.Get("entry"))
	if err != nil {
		return fault.Field("entry", "choose a message of {the customer}")
	}
	_, err = d.Split(ctx, who, on, desk.Part{Entry: entry, Subject: in.Get("subject"), Service: in.Get("service")})
	return err
}

// linking says what happened between a ticket, those it is linked with, and its tasks.
func (f frame) linking(e ticket.Event) string {
	say := func(key string, id int64, args ...string) string {
		return f.Words.T("console.fact."+key, append([]string{"number", strconv.FormatInt(id, 10)}, args...)...)
	}
	switch ev := e.(type) {
	case ticket.Linked:
		return say("linked", ev.Ticket)
	case ticket.Unlinked:
		return say("unlinked", ev.Ticket, "why", ev.Reason)
	case ticket.SplitOff:
		return say("split", ev.Ticket)
	case ticket.TaskOpened:
		return say("task", ev.Ticket, "to", f.teamName(ev.Team), "step", ev.Step)
	case ticket.TaskEnded:
		if ev.Left == 0 {
			return say("task.last", ev.Ticket)
		}
		return say("task.ended", ev.Ticket, "left", f.Words.Number(ev.Left))
	case ticket.TaskReopened:
		return say("task.reopened", ev.Ticket)
	case ticket.ParentUpdated:
		return say("parent", ev.Ticket)
	}
	return ""
}
