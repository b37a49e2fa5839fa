package render

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/scope"
)

func (b builder) duties() []Line {
	var out []Line
	for _, d := range b.d.Duties {
		out = append(out, Line{ID: d.ID, Text: b.in(d.Says), Note: b.remark(d.Mark), Ref: d.Ref})
	}
	return out
}

// dataClasses says of each class of data what to heed, and which policies bind (ME-70).
func (b builder) dataClasses() []Line {
	var out []Line
	for _, c := range b.d.DataClasses {
		text := b.in(c.Name) + ": " + b.in(c.Says)
		for _, p := range c.Policies {
			text += " " + b.p.T("service.data.policy", "title", b.in(p.Title))
		}
		out = append(out, Line{ID: c.ID, Text: text, Note: b.remark(c.Mark), Ref: c.Ref})
	}
	return out
}

func (b builder) scope() []Line {
	var out []Line
	for _, s := range b.d.Scope {
		text := b.in(s.When) + ": " + b.in(s.Then)
		if !s.At.IsZero() {
			text += ", " + b.in(s.At)
		}
		if len(s.ApprovedBy) > 0 {
			text += " (" + b.list(joining(s), b.roles(s.ApprovedBy)) + ")"
		}
		text = strings.Join(notEmpty(text+".", b.in(s.Says), b.in(s.Instead)), " ")
		out = append(out, Line{Text: text, Note: b.remark(s.Mark), Ref: s.Ref})
	}
	return out
}

// joining is the word between those who approve: any one of them, but both sides of a charge (ME-60, ME-63).
func joining(s definition.Scope) string {
	if s.Outcome == scope.Negotiate {
		return "service.word.and"
	}
	return "service.word.or"
}

// approvals says who approves what before work on it begins, step by step.
func (b builder) approvals() []Line {
	var out []Line
	for _, c := range b.d.Approvals {
		line := Line{ID: c.ID, Text: b.in(c.Name) + ": " + b.steps(c) + ".", Note: b.remark(c.Mark), Ref: c.Ref}
		out = append(out, line)
	}
	return out
}

// steps says whose word a chain needs, in order.
func (b builder) steps(c definition.Chain) string {
	var steps []string
	for _, s := range c.Steps {
		word := "service.word.or"
		if s.All {
			word = "service.word.and"
		}
		steps = append(steps, b.list(word, b.roles(s.Roles)))
	}
	return strings.Join(steps, b.p.T("service.approval.then"))
}

// escalation says the customer's own ladder; those of the desk are its own affair.
func (b builder) escalation() []Line {
	var out []Line
	for _, l := range b.d.Escalation {
		if l.For != "customer" {
			continue
		}
		for _, step := range l.Steps {
			out = append(out, Line{Text: upperFirst(Role(b.p, step.Who)), Ref: l.Ref})
		}
		out[0].Note = b.in(l.Note) // a ladder has at least one step
	}
	return out
}

// rules are those that the file gives to the public; the others are the desk's own affair.
func (b builder) rules() []Line {
	var out []Line
	for _, r := range b.d.Rules {
		if r.Public {
			out = append(out, Line{ID: r.ID, Text: b.in(r.Name), Note: b.remark(r.Mark), Ref: r.Ref})
		}
	}
	return out
}

// hidden reports whether a part of the file is not shown to the public.
func (b builder) hidden(path string) bool {
	id, is := strings.CutPrefix(path, "rules.")
	r, _ := b.d.Rule(id)
	return is && !r.Public
}

func (b builder) services() []Service {
	var out []Service
	for _, s := range b.d.Services {
		team, _ := b.d.Team(s.Team)
		out = append(out, Service{ID: s.ID, Name: b.in(s.Name), Team: b.in(team.Name), Note: first(b.in(s.Note), b.word("catalog.level.", s.Support)), Asks: b.asks(s)})
	}
	return out
}

// asks names what a service's form asks of everybody, so that one can have it at hand.
func (b builder) asks(s definition.Service) string {
	var names []string
	for _, x := range b.d.Form(b.d.TypeOf(s.ID), s.ID) {
		if s.Type == "" && len(s.Form) == 0 || x.Staff {
			continue
		}
		names = append(names, strings.TrimRight(b.in(x.Label), "?."))
	}
	if len(names) == 0 {
		return ""
	}
	return b.p.T("service.asks", "questions", strings.Join(names, "; "))
}

func (b builder) facts() []Fact {
	d := b.d
	facts := []Fact{{Term: b.p.T("service.operator"), Text: b.in(d.Operator)}, {Term: b.p.T("service.for"), Text: b.whoMay()}}
	owner := Fact{Term: b.p.T("service.owner"), Text: strings.Join(notEmpty(d.Owner.Person, b.in(d.Owner.Role)), ", "), Open: d.Owner.Person == ""}
	facts = append(facts, owner)
	if d.Charges != nil {
		cost := b.in(d.Charges.Basis)
		if d.Charges.Code != "" {
			cost = b.p.T("service.cost.code", "basis", cost, "code", d.Charges.Code)
		}
		facts = append(facts, Fact{Term: b.p.T("service.cost"), Text: cost})
	}
	facts = append(facts, Fact{Term: b.p.T("service.reopen"), Text: b.p.T("service.reopen.within", "time", b.amount(d.Reopen.Amount))})
	if d.Source.Title != "" {
		text := d.Source.Title
		if published, err := time.ParseInLocation(time.DateOnly, d.Source.Published, d.Zone()); err == nil {
			text = b.p.T("service.source.dated", "title", text, "date", b.date(published))
		}
		facts = append(facts, Fact{Term: b.p.T("service.source"), Text: text})
	}
	if d.Version > 0 {
		facts = append(facts, Fact{Term: b.p.T("service.version"), Text: b.p.Number(d.Version)})
	}
	return slices.DeleteFunc(facts, func(f Fact) bool { return f.Text == "" && !f.Open })
}

// open lists what the file marks as blank or assumed, and what the linter finds so.
func (b builder) open() []OpenPoint {
	today := b.today
	if today.IsZero() {
		today = time.Unix(0, 0)
	}
	var out []OpenPoint
	for _, p := range b.d.Check(today) {
		if (p.Level == definition.Blank || p.Level == definition.Assumed) && !b.hidden(p.Path) {
			about := definition.Label(strings.ReplaceAll(p.Path, ".", ", "))
			lang := definition.Text{En: "en"}
			if p.Es != "" {
				lang.Es = "es"
			}
			out = append(out, OpenPoint{Level: string(p.Level), Kind: b.p.T("service." + string(p.Level)), About: about, Text: b.in(definition.Text{En: p.Text, Es: p.Es}), Lang: b.in(lang), Ref: p.Ref})
		}
	}
	return out
}

// upperFirst makes a sentence begin as one does.
func upperFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}
