package portal

import (
	"github.com/a-h/templ"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/ticket"
	"switchboard/internal/web/ui"
)

// field is a labelled field of the form, with its words from the catalogue under portal.ask.NAME.
func (p askPage) field(name, value string) ui.Field {
	f := ui.Field{Name: name, Label: p.T("portal.ask." + name), Value: value, MaxLength: ticket.MaxLine, Error: ui.ErrorFor(p.Problems, name)}
	if p.Has("portal.ask." + name + ".hint") {
		f.Hint = p.T("portal.ask." + name + ".hint")
	}
	return f
}

// extra is a field that may stay empty.
func (p askPage) extra(name, value string) ui.Field {
	f := p.field(name, value)
	f.Optional = true
	return f
}

func (p askPage) subject() ui.Field {
	f := p.field("subject", p.In.Subject)
	f.Required = true
	f.Attrs = templ.Attributes{"data-suggest": "/answers?from=ask"} // CO-14: answers also while the form is filled in
	return f
}

func (p askPage) description() ui.Field {
	f := p.extra("description", p.In.Description)
	f.Rows, f.MaxLength, f.Draft = 7, ticket.MaxText, askDraft
	return f
}

// types asks what it is about, in the definition's own words (OK-14, OK-15).
func (p askPage) types() ui.Field {
	f := p.field("type", p.In.Type)
	f.Required = true
	for _, t := range p.def.Types {
		f.Options = append(f.Options, ui.Option{Value: t.ID, Text: p.text(t.Name), Hint: p.text(t.Ask)})
	}
	return f
}

// matrix reports whether the desk asks for impact and urgency: of the type that is chosen where they decide its class, of all as
// long as none is.
func (p askPage) matrix() bool {
	if _, chosen := p.def.Type(p.In.Type); chosen {
		return byMatrix(p.def, p.In.Type)
	}
	for _, t := range p.def.Types {
		if byMatrix(p.def, t.ID) {
			return true
		}
	}
	return false
}

func (p askPage) impact() ui.Field  { return p.grades("impact", p.In.Impact, p.def.Impact) }
func (p askPage) urgency() ui.Field { return p.grades("urgency", p.In.Urgency, p.def.Urgency) }

func (p askPage) grades(name, value string, grades []definition.Grade) ui.Field {
	f := p.field(name, value)
	f.Hint = p.gradesHint()
	for _, g := range grades {
		f.Options = append(f.Options, ui.Option{Value: g.ID, Text: p.text(g.Name)})
	}
	return f
}

// gradesHint says for which types impact and urgency count, where they do not for all.
func (p askPage) gradesHint() string {
	var names []string
	for _, t := range p.def.Types {
		if byMatrix(p.def, t.ID) {
			names = append(names, p.text(t.Name))
		}
	}
	if len(names) == len(p.def.Types) {
		return ""
	}
	return p.T("portal.ask.grades.hint", "types", p.list(names))
}

func (p askPage) asksOutage() bool { return p.def.MajorClass() != "" }

func (p askPage) outage() ui.Field {
	f := p.field("outage", "")
	if p.In.Outage {
		f.Value = "yes"
	}
	f.MaxLength = 0
	return f
}

func (p askPage) service() ui.Field {
	f := p.extra("service", p.In.Service)
	f.MaxLength = 0
	f.Options = []ui.Option{{Text: p.T("portal.ask.service.unknown")}}
	for _, s := range p.def.Services {
		f.Options = append(f.Options, ui.Option{Value: s.ID, Text: p.text(s.Name)})
	}
	return f
}

func (p askPage) phone() ui.Field {
	f := p.extra("phone", p.In.Phone)
	f.Type, f.Autocomplete = "tel", "tel"
	return f
}

func (p askPage) location() ui.Field {
	f := p.extra("location", p.In.Location)
	f.Autocomplete = "street-address"
	return f
}

// alternate is whom to ask when the requester is away (ME-53).
func (p askPage) alternate() ui.Field { return p.extra("alternate", p.In.Alternate) }

func (p askPage) customer() ui.Field {
	f := p.extra("customer", p.In.Customer)
	f.Type, f.Autocomplete = "email", "off"
	return f
}

// wantPerson and wantTeam are wishes: "you can name, we decide" (OK-13).
func (p askPage) wantPerson() ui.Field { return p.extra("want_person", p.In.WantPerson) }

func (p askPage) wantTeam() ui.Field {
	f := p.extra("want_team", p.In.WantTeam)
	f.MaxLength = 0
	f.Options = []ui.Option{{Text: p.T("portal.ask.want_team.none")}}
	for _, t := range p.def.Teams {
		f.Options = append(f.Options, ui.Option{Value: t.ID, Text: p.text(t.Name)})
	}
	return f
}

// wishes reports whether the folded part of the form holds something.
func (p askPage) wishes() bool {
	if p.In.Customer != "" || p.In.WantPerson != "" || p.In.WantTeam != "" {
		return true
	}
	for _, problem := range p.Problems {
		if problem.Field == "customer" || problem.Field == "want_person" || problem.Field == "want_team" {
			return true
		}
	}
	return false
}
