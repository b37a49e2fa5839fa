package console

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/web/ui"
)

// control is one input of a form and the way in which it is shown.
type control struct {
	ui.Field
	Kind controlKind
}

type controlKind int

const (
	plain  controlKind = iota // a line, a text or a list, as ui.Field says
	choice                    // a few options, all in sight
	tick                      // a box
)

// responderRows is how many people the form of a response team takes at once.
const responderRows = 4

// label is the catalogue's word for a field of this page.
func (x *item) label(name string) string { return x.Words.T("console.field." + name) }

// text is a field of several lines; what is written into it is kept as a draft.
func (x *item) text(name string, rows int) control {
	return control{Field: ui.Field{Name: name, Label: x.label(name), Rows: rows, Required: true, Draft: x.draft(name)}}
}

func (x *item) pick(name string, options []ui.Option, value string) control {
	return control{Field: ui.Field{Name: name, Label: x.label(name), Options: options, Value: value, Required: true}}
}

func (x *item) at(name string, t time.Time) control {
	return control{Field: ui.Field{Name: name, Label: x.label(name), Type: "datetime-local", Required: true,
		Value: t.In(x.desk.Zone()).Format(wallTime), Hint: x.Words.T("console.hint.zone", "zone", x.desk.Timezone)}}
}

// draft names what is being written here, so that the browser keeps it.
func (x *item) draft(field string) string {
	return draftName(x.who.ID, x.Sheet.Ticket.ID, x.Do.name, field)
}

// draftName is of one person: several may use one browser.
func draftName(who people.ID, id int64, verb, field string) string {
	return "p" + personValue(who) + "-t" + strconv.FormatInt(id, 10) + "-" + verb + "-" + field
}

func reasonField(name string) func(*item) []control {
	return func(x *item) []control { return []control{x.text(name, 2)} }
}

func replyFields(x *item) []control {
	c := x.text("body", 3)
	c.Label = x.Words.T("console.reply.to", "name", x.name(x.Sheet, x.Sheet.Ticket.Request.Requester))
	c.Placeholder = c.Label + ". " + x.Words.T("console.reply.kept")
	c.HideLabel = true
	return []control{c}
}

func noteFields(x *item) []control {
	c := x.text("body", 3)
	c.Label = x.Words.T("console.note.label")
	c.Placeholder, c.HideLabel = c.Label, true
	return []control{c}
}

func updateFields(x *item) []control {
	c := x.text("body", 3)
	c.Label, c.Hint = x.Words.T("console.update.label"), x.Words.T("console.update.hint")
	return []control{c}
}

func askFields(x *item) []control {
	about := control{Field: ui.Field{Name: "field", Label: x.label("field"), Optional: true, MaxLength: ticket.MaxLine}}
	return []control{x.text("question", 3), x.at("reply_by", x.evening(3)), about}
}

// evening is five in the afternoon of the desk, some days on.
func (x *item) evening(days int) time.Time {
	y, m, d := x.Now.In(x.desk.Zone()).Date()
	return time.Date(y, m, d+days, 17, 0, 0, 0, x.desk.Zone())
}

func planFields(x *item) []control {
	t := x.Sheet.Ticket
	due, promised := x.evening(1), ticket.PromisedEnd(x.Sheet.Clocks)
	if !promised.IsZero() && promised.Before(due) && promised.After(x.Now) {
		due = promised
	}
	owner := x.me()
	if p, ok := x.Sheet.People[t.Assignee]; ok && t.Assignee != 0 {
		owner = p.NameOrAddress()
	}
	why := x.text("reason", 2)
	why.Label, why.Required, why.Optional = x.Words.T("console.plan.reason"), false, true
	return []control{x.text("step", 2), x.colleague("owner", owner), x.at("due", due), why}
}

func assignFields(x *item) []control {
	return []control{x.colleague("person", "")}
}

func personValue(id people.ID) string { return strconv.FormatInt(int64(id), 10) }

func routeFields(x *item) []control {
	options := []ui.Option{{Text: x.Words.T("console.choose")}}
	for _, t := range x.desk.Teams {
		if t.ID != x.Sheet.Ticket.Team {
			options = append(options, ui.Option{Value: t.ID, Text: t.Name.In(x.lang())})
		}
	}
	return slices.Concat([]control{x.pick("team", options, "")}, x.triage(), []control{x.text("reason", 2)})
}

// triage asks for what a team behind the desk needs to begin and nobody has said yet (CO-12, ME-53).
func (x *item) triage() []control {
	t := x.Sheet.Ticket
	if t.Team != x.desk.DeskTeam() {
		return nil
	}
	known := ticket.Known(t)
	var out []control
	for _, name := range x.desk.HandUp(t.Type) {
		if known[name] != "" {
			continue
		}
		switch name {
		case "service":
			out = append(out, x.pick("service", serviceOptions(x.frame), ""))
		case "impact":
			out = append(out, x.pick("impact", gradeOptions(x.frame, x.desk.Impact), ""))
		case "urgency":
			out = append(out, x.pick("urgency", gradeOptions(x.frame, x.desk.Urgency), ""))
		case "location":
			out = append(out, x.line("location", "", true))
		case "contact":
			out = append(out, x.line("phone", "", true))
		case "alternate_contact":
			out = append(out, x.line("alternate", "", true))
		}
	}
	return out
}

// line is a field of one line.
func (x *item) line(name, value string, needed bool) control {
	return control{Field: ui.Field{Name: name, Label: x.label(name), Value: value, Required: needed, Optional: !needed, MaxLength: ticket.MaxLine}}
}

func amendFields(x *item) []control {
	in := x.Sheet.Ticket.Request
	service := x.pick("service", serviceOptions(x.frame), in.Service)
	service.Required = false
	return []control{service, x.line("location", in.Location, false), x.line("phone", in.Phone, false), x.line("alternate", in.Alternate, false)}
}

func resolveFields(x *item) []control {
	var methods []ui.Option
	for _, m := range ticket.Methods {
		methods = append(methods, ui.Option{Value: m, Text: x.method(m)})
	}
	code := control{Field: ui.Field{Name: "code", Label: x.label("code"), Optional: true, MaxLength: ticket.MaxLine}}
	text := x.text("text", 3)
	text.Hint = x.Words.T("console.resolve.hint")
	out := []control{text, x.pick("method", methods, ticket.Methods[0]), code}
	if x.needsIdentity() {
		out = append([]control{x.identityField()}, out...)
	}
	if n := x.Sheet.Ticket.OpenTasks(); n > 0 {
		despite := x.text("despite", 2)
		despite.Hint = x.Words.N("console.hint.despite", n)
		out = append(out, despite)
	}
	return out
}

func classifyFields(x *item) []control {
	t := x.Sheet.Ticket
	out := []control{x.pick("type", typeOptions(x.frame), t.Type)}
	if len(x.desk.Impact) > 0 {
		out = append(out, x.pick("impact", gradeOptions(x.frame, x.desk.Impact), t.Impact))
	}
	if len(x.desk.Urgency) > 0 {
		out = append(out, x.pick("urgency", gradeOptions(x.frame, x.desk.Urgency), t.Urgency))
	}
	return append(out, x.text("why", 2))
}

func typeOptions(f frame) []ui.Option {
	out := make([]ui.Option, len(f.desk.Types))
	for i, t := range f.desk.Types {
		out[i] = ui.Option{Value: t.ID, Text: t.Name.In(f.lang())}
	}
	return out
}

func gradeOptions(f frame, grades []definition.Grade) []ui.Option {
	out := make([]ui.Option, len(grades))
	for i, g := range grades {
		out[i] = ui.Option{Value: g.ID, Text: g.Name.In(f.lang())}
	}
	return out
}

func wishFields(x *item) []control {
	yesNo := x.pick("honoured", []ui.Option{{Value: "yes", Text: x.Words.T("console.wish.yes")}, {Value: "no", Text: x.Words.T("console.wish.no")}}, "")
	yesNo.Kind = choice
	return []control{yesNo, x.text("reason", 2)}
}

func unmetFields(x *item) []control {
	var options []ui.Option
	for _, d := range x.desk.Duties {
		if _, on := x.Sheet.Ticket.Unmet[d.ID]; !on {
			options = append(options, ui.Option{Value: d.ID, Text: d.Says.In(x.lang())})
		}
	}
	return []control{x.pick("duty", options, ""), x.text("evidence", 2)}
}

func metFields(x *item) []control {
	var options []ui.Option
	for _, id := range slices.Sorted(maps.Keys(x.Sheet.Ticket.Unmet)) {
		options = append(options, ui.Option{Value: id, Text: x.duty(id)})
	}
	return []control{x.pick("duty", options, "")}
}

func teamFields(x *item) []control {
	var out []control
	for i := range responderRows {
		n := strconv.Itoa(i + 1)
		person := x.colleague("members"+n, "")
		person.Label, person.Required, person.Optional = x.Words.T("console.field.member", "n", n), false, true
		part := control{Field: ui.Field{Name: "part" + n, Label: x.Words.T("console.field.part", "n", n), Optional: true, MaxLength: ticket.MaxLine}}
		out = append(out, person, part)
	}
	return out
}

func releaseFields(x *item) []control {
	var options []ui.Option
	responders := x.Sheet.Ticket.Responders
	for _, id := range slices.Sorted(maps.Keys(responders)) {
		if responders[id].Released.IsZero() {
			options = append(options, ui.Option{Value: personValue(id), Text: x.name(x.Sheet, id)})
		}
	}
	return []control{x.pick("person", options, ""), x.text("reason", 2)}
}
