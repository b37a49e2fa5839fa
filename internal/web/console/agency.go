package console

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"switchboard/internal/core/access"
	"switchboard/internal/core/filter"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/web/ui"
)

// showAgencies lists the agencies that were written down.
func (c *console) showAgencies(w http.ResponseWriter, r *http.Request) error {
	f := c.frame(r, c.visits.Printer(r).T("directory.agencies"))
	all, err := c.desk.Agencies(r.Context(), f.who)
	if err != nil {
		return err
	}
	t := ui.Table{Caption: f.Title, Columns: []ui.Column{{Title: f.say("agency")}, {Title: f.say("branch")}, {Title: f.say("supported")}}}
	for _, a := range all {
		t.Rows = append(t.Rows, []ui.Cell{{Body: plainLink(agencyPath(a.Key), a.In(f.lang()))}, {Text: f.branch(a.Branch)}, {Text: f.span(a.Support)}})
	}
	return ui.Render(w, r, http.StatusOK, agenciesPage(f, t))
}

// branch is a branch of government in the reader's words; a state may write down others than the three.
func (f frame) branch(name string) string {
	if slices.Contains([]string{"executive", "legislative", "judicial"}, strings.ToLower(name)) {
		return f.say("branch." + strings.ToLower(name))
	}
	return name
}

// agencySheet is one agency: what is known of it, and for those who may, the forms that change it.
type agencySheet struct {
	frame
	desk.AgencySheet
	Facts        []ui.Fact
	Consultants  ui.Table
	Managers     ui.Table
	Arrangements ui.Table
	Devices      ui.Table
	Incidents    string // where its incidents of the last 90 days are listed (ME-10)
	People       string
	Usage        string    // what it uses (CO-41), for the desk's managers
	Change       []control // of the agency
	Consult      []control // to name a consultant
	Manage       []control // to name a manager
	Arrange      []control // to write an arrangement down
	Problems     []ui.Problem
}

func (c *console) showAgency(w http.ResponseWriter, r *http.Request) error {
	return c.renderAgency(w, r, http.StatusOK, "", nil)
}

// renderAgency shows an agency; form is the one that could not be taken, and is shown as it was sent.
func (c *console) renderAgency(w http.ResponseWriter, r *http.Request, status int, form string, problems []ui.Problem) error {
	f := c.frame(r, "")
	sheet, err := c.desk.AgencySheet(r.Context(), f.who, r.URL.Query().Get("key"))
	if err != nil {
		return err
	}
	p := &agencySheet{frame: f, AgencySheet: sheet, Problems: problems}
	p.Title = sheet.In(f.lang())
	p.Facts, p.Consultants, p.Managers, p.Arrangements, p.Devices = p.facts(), p.consultants(), p.managers(), p.arrangements(), p.devices()
	terms := filter.Filter{Terms: []filter.Term{{Field: "agency", Values: []string{sheet.Key}}, {Field: "type", Values: []string{"incident"}}}}
	p.Incidents = search + "?q=" + url.QueryEscape(terms.String()+" received>=-90d sort:-received")
	p.People = peopleOf(sheet.Key)
	if access.May(f.who, access.SeeUsage) == nil {
		p.Usage = "/usage?agency=" + url.QueryEscape(sheet.Key)
	}
	if f.maySet() {
		p.Change, p.Consult, p.Manage, p.Arrange = p.changeForm(), p.consultForm(), p.manageForm(), p.arrangeForm()
		for name, controls := range map[string][]control{"agency": p.Change, "consultant": p.Consult, "manager": p.Manage, "arrangement": p.Arrange} {
			if name == form {
				fill(controls, r.PostForm, problems)
			}
		}
	}
	return ui.Render(w, r, status, agencyPage(p))
}

// fill puts back what was written into a form, and what is wrong with it.
func fill(controls []control, values url.Values, problems []ui.Problem) {
	for i := range controls {
		in := &controls[i]
		in.Value, in.Error = values.Get(in.Name), ui.ErrorFor(problems, in.Name)
	}
}

func (p *agencySheet) facts() []ui.Fact {
	out := []ui.Fact{{Term: p.say("key"), Text: p.Key}}
	if !p.Known {
		return append(out, ui.Fact{Term: p.say("supported"), Text: p.say("agency.unknown")})
	}
	if p.Branch != "" {
		out = append(out, ui.Fact{Term: p.say("branch"), Text: p.branch(p.Branch)})
	}
	out = append(out, ui.Fact{Term: p.say("supported"), Text: p.span(p.Support)})
	var names []string
	for _, s := range p.Services {
		names = append(names, p.serviceName(s))
	}
	if len(names) > 0 {
		out = append(out, ui.Fact{Term: p.say("services"), Text: strings.Join(names, ", ")})
	}
	if p.FTE > 0 {
		out = append(out, ui.Fact{Term: p.say("fte"), Text: p.FTE.String()})
	}
	for _, s := range []struct {
		key   string
		shade people.Shade
	}{{"supervisors_see", p.Shades.Supervisor}, {"consultants_see", p.Shades.Consultant}, {"managers_see", p.Shades.Manager}} {
		out = append(out, ui.Fact{Term: p.say(s.key), Text: p.say("shade." + string(s.shade))})
	}
	return out
}

// lacks says in one line what is not written down of the agency, instead of an empty card for each.
func (p *agencySheet) lacks() string {
	var out []string
	for _, part := range []struct {
		table ui.Table
		key   string
	}{{p.Consultants, "consultants.none"}, {p.Managers, "managers.none"}, {p.Arrangements, "arrangements.none"}, {p.Devices, "devices.none"}} {
		if len(part.table.Rows) == 0 {
			out = append(out, p.say(part.key))
		}
	}
	return strings.Join(out, " ")
}

func (p *agencySheet) consultants() ui.Table {
	t := ui.Table{Caption: p.say("consultants"), Columns: []ui.Column{{Title: p.say("name")}, {Title: p.say("part")}, {Title: p.say("when")}}}
	for _, c := range p.AgencySheet.Consultants {
		part := p.desk.Words.Consultant.One.In(p.lang())
		if c.Deputy {
			part = p.say("deputy")
		}
		t.Rows = append(t.Rows, []ui.Cell{{Body: p.person(c.Person)}, {Text: part}, {Text: p.span(people.Span{From: c.From, Until: c.Until})}})
	}
	return t
}

func (p *agencySheet) managers() ui.Table {
	t := ui.Table{Caption: p.say("managers"), Columns: []ui.Column{{Title: p.say("name")}, {Title: p.say("when")}}}
	for _, m := range p.AgencySheet.Managers {
		t.Rows = append(t.Rows, []ui.Cell{{Body: p.person(m.Person)}, {Text: p.span(people.Span{From: m.From, Until: m.Until})}})
	}
	return t
}

func (p *agencySheet) person(id people.ID) templ.Component {
	who := p.AgencySheet.People[id]
	return plainLink(personPath(id), who.NameOrAddress())
}

func (p *agencySheet) arrangements() ui.Table {
	t := ui.Table{Caption: p.say("arrangements"), Columns: []ui.Column{{Title: p.say("ref")}, {Title: p.say("what")}, {Title: p.say("when")}}}
	for _, a := range p.AgencySheet.Arrangements {
		t.Rows = append(t.Rows, []ui.Cell{{Text: a.Ref}, {Text: a.What}, {Text: p.span(a.Span)}})
	}
	return t
}

func (p *agencySheet) devices() ui.Table {
	t := ui.Table{Caption: p.say("devices"), Columns: []ui.Column{{Title: p.say("tag")}, {Title: p.say("device")}, {Title: p.say("owner")}, {Title: p.say("holder")}}}
	for _, d := range p.AgencySheet.Devices {
		holder := ui.Cell{}
		if d.Person != 0 {
			holder.Body = p.person(d.Person)
		}
		t.Rows = append(t.Rows, []ui.Cell{{Text: d.Tag}, {Text: strings.Trim(d.Kind+", "+d.Model, ", ")}, {Text: p.owner(d).Text}, holder})
	}
	return t
}

func (p *agencySheet) field(name, value string) control {
	return control{Field: ui.Field{Name: name, Label: p.say(name), Value: value, MaxLength: people.MaxLine, Optional: true}}
}

func (p *agencySheet) dayField(name string, t time.Time) control {
	in := p.field(name, "")
	switch name { // the words for a span say the day
	case "since":
		in.Label = p.say("day.first")
	case "until":
		in.Label = p.say("day.last")
	}
	if in.Type = "date"; !t.IsZero() {
		in.Value = t.In(p.desk.Zone()).Format(time.DateOnly)
	}
	return in
}

// lastField is the last day of a span, which ends with it.
func (p *agencySheet) lastField(name string, s people.Span) control {
	if s.Until.IsZero() {
		return p.dayField(name, time.Time{})
	}
	return p.dayField(name, s.Until.Add(-time.Millisecond))
}

func (p *agencySheet) changeForm() []control {
	services := p.field("services", strings.Join(p.Services, " "))
	services.Hint = p.Words.T("directory.services.hint", "all", strings.Join(serviceKeys(p.frame), " "))
	services.MaxLength = 4000
	notes := control{Field: ui.Field{Name: "notes", Label: p.say("notes"), Hint: p.say("notes.hint"), Value: p.Notes, Rows: 6, Optional: true}}
	out := []control{p.field("name", p.Name), p.field("name_es", p.NameEs), p.field("branch", p.Branch), p.dayField("supported_from", p.Support.From),
		p.lastField("supported_until", p.Support), services, p.field("fte", p.FTE.String()), notes}
	for _, s := range []struct {
		name  string
		value people.Shade
	}{{"supervisors_see", p.Shades.Supervisor}, {"consultants_see", p.Shades.Consultant}, {"managers_see", p.Shades.Manager}} {
		in := p.field(s.name, string(s.value))
		in.Optional = false
		for _, shade := range people.AllShades {
			in.Options = append(in.Options, ui.Option{Value: string(shade), Text: p.say("shade." + string(shade))})
		}
		out = append(out, in)
	}
	return out
}

func serviceKeys(f frame) []string {
	var out []string
	for _, s := range f.desk.Services {
		out = append(out, s.ID)
	}
	slices.Sort(out)
	return out
}

func (p *agencySheet) consultForm() []control {
	who := control{Field: ui.Field{Name: "person", Label: p.say("email"), Type: "email", Required: true, MaxLength: 254}}
	deputy := control{Field: ui.Field{Name: "deputy", Label: p.say("deputy.box")}, Kind: tick}
	return []control{who, deputy, p.dayField("since", time.Time{}), p.dayField("until", time.Time{})}
}

func (p *agencySheet) manageForm() []control {
	out := []control{{Field: ui.Field{Name: "person", Label: p.say("email"), Type: "email", Required: true, MaxLength: 254}},
		p.dayField("since", time.Time{}), p.dayField("until", time.Time{})}
	for i := range out {
		out[i].Suffix = "managed"
	}
	return out
}

func (p *agencySheet) arrangeForm() []control {
	ref, what := p.field("ref", ""), p.field("what", "")
	ref.Optional, what.Optional, ref.Required, what.Required = false, false, true, true
	from, until := p.dayField("since", time.Time{}), p.dayField("until", time.Time{})
	from.Suffix, until.Suffix = "arranged", "arranged"
	return []control{ref, what, from, until}
}
