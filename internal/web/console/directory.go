package console

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
)

// Addresses of the directory.
const (
	peoplePath    = home + "/people"
	agenciesPath  = home + "/agencies"
	agencyAt      = home + "/agency"
	directoryPath = home + "/directory"
)

func personPath(id people.ID) string   { return peoplePath + "/" + strconv.FormatInt(int64(id), 10) }
func newFor(p people.Person) string    { return home + "/new?email=" + url.QueryEscape(p.Email) }
func agencyPath(key string) string     { return agencyAt + "?key=" + url.QueryEscape(key) }
func peopleOf(key string) string       { return peoplePath + "?agency=" + url.QueryEscape(key) }
func (f frame) maySet() bool           { return access.May(f.who, access.ManageDirectory) == nil }
func (f frame) say(key string) string  { return f.Words.T("directory." + key) }
func (f frame) day(t time.Time) string { return f.Words.DateWithin(t, f.Now, f.desk.Zone()) }

// lastDay is the last day of a span.
func (f frame) lastDay(s people.Span) string { return f.day(s.Until.Add(-time.Millisecond)) }

// span says since when and until when something holds.
func (f frame) span(s people.Span) string {
	switch {
	case s.From.IsZero() && s.Until.IsZero():
		return f.say("always")
	case s.Until.IsZero():
		return f.Words.T("directory.since", "day", f.day(s.From))
	case s.From.IsZero():
		return f.Words.T("directory.until", "day", f.lastDay(s))
	}
	return f.Words.T("directory.between", "from", f.day(s.From), "until", f.lastDay(s))
}

// inDirectory reports whether a page is one of the directory.
func inDirectory(path string) bool {
	for _, at := range []string{peoplePath, agenciesPath, agencyAt, directoryPath} {
		if path == at || strings.HasPrefix(path, at+"/") {
			return true
		}
	}
	return false
}

// peopleRows is how many people one page lists.
const peopleRows = 50

// peoplePage is a page of the directory.
type peopleList struct {
	frame
	Agency, Named ui.Field
	Table         ui.Table
	Pager         ui.Pager
	Near          string // that nobody has the name, and these nearly
}

// showPeople lists people by name.
func (c *console) showPeople(w http.ResponseWriter, r *http.Request) error {
	f := c.frame(r, c.visits.Printer(r).T("directory.people"))
	agency, named := r.FormValue("agency"), r.FormValue("name")
	after, _ := strconv.ParseInt(r.FormValue("after"), 10, 64) // what is no number begins at the first
	found, err := c.desk.FindPeople(r.Context(), f.who, agency, named, people.ID(max(after, 0)), peopleRows)
	if err != nil {
		return err
	}
	p := &peopleList{frame: f}
	p.Named = ui.Field{Name: "name", Label: f.say("named"), Value: named, MaxLength: people.MaxLine, Type: "search"}
	p.Agency = ui.Field{Name: "agency", Label: f.say("agency"), Value: agency, MaxLength: people.MaxLine}
	p.Table = ui.Table{Caption: f.say("people"), Columns: []ui.Column{{Title: f.say("name")}, {Title: f.say("email")}, {Title: f.say("agency")}, {Title: f.say("role")}}}
	for _, one := range found.People {
		p.Table.Rows = append(p.Table.Rows, []ui.Cell{{Body: plainLink(personPath(one.ID), one.NameOrAddress())}, {Text: one.Email}, {Text: one.Agency},
			{Text: f.say("role." + string(one.Role))}})
	}
	if found.Near {
		p.Near = f.say("near")
	}
	query := url.Values{"agency": {agency}, "name": {named}}
	if after > 0 {
		p.Pager.Previous = peoplePath + "?" + query.Encode()
	}
	if found.Next != 0 {
		query.Set("after", strconv.FormatInt(int64(found.Next), 10))
		p.Pager.Next = peoplePath + "?" + query.Encode()
	}
	return ui.Render(w, r, http.StatusOK, peoplePage(p))
}

// personSheet is one person.
type personSheet struct {
	frame
	desk.Profile
	Facts      []ui.Fact
	Supervisor ui.Field
	Problems   []ui.Problem
}

func (c *console) showPerson(w http.ResponseWriter, r *http.Request) error {
	return c.renderPerson(w, r, http.StatusOK, nil)
}

func (c *console) renderPerson(w http.ResponseWriter, r *http.Request, status int, problems []ui.Problem) error {
	id, err := strconv.ParseInt(r.PathValue("person"), 10, 64)
	if err != nil || id < 1 {
		return fault.New(fault.NotFound, "")
	}
	f := c.frame(r, "")
	profile, err := c.desk.Profile(r.Context(), f.who, people.ID(id))
	if err != nil {
		return err
	}
	p := &personSheet{frame: f, Profile: profile, Problems: problems}
	p.Title = profile.Person.NameOrAddress()
	p.Facts = p.facts()
	p.Supervisor = ui.Field{Name: "supervisor", Label: f.say("supervisor"), Type: "email", MaxLength: 254, Optional: true, Hint: f.say("supervisor.hint"),
		Value: profile.Supervisor.Email, Error: ui.ErrorFor(problems, "supervisor")}
	if problems != nil {
		p.Supervisor.Value = r.PostFormValue("supervisor")
	}
	return ui.Render(w, r, status, personPage(p))
}

func (p *personSheet) facts() []ui.Fact {
	var out []ui.Fact
	add := func(key, text string) {
		if text != "" {
			out = append(out, ui.Fact{Term: p.say(key), Text: text})
		}
	}
	one := p.Profile.Person
	address := one.Email
	if !one.Proven {
		address += ", " + p.say("claimed")
	}
	add("email", address)
	add("role", p.say("role."+string(one.Role)))
	var teams []string
	for _, t := range one.Teams {
		teams = append(teams, p.teamName(t))
	}
	add("teams", strings.Join(teams, ", "))
	add("phone", one.Phone)
	add("location", one.Location)
	return append(out, p.reachOf(p.Profile)...)
}

// supervise says whom a person reports to.
func (c *console) supervise(w http.ResponseWriter, r *http.Request) error {
	id, err := strconv.ParseInt(r.PathValue("person"), 10, 64)
	if err != nil || id < 1 {
		return fault.New(fault.NotFound, "")
	}
	f := c.frame(r, "")
	err = c.desk.SupervisorAt(r.Context(), f.who, people.ID(id), r.PostFormValue("supervisor"))
	if problem, ok := ui.ProblemOf(f.Words, err); ok {
		return c.renderPerson(w, r, http.StatusUnprocessableEntity, []ui.Problem{problem})
	}
	if err != nil {
		return err
	}
	c.visits.Say(r, f.say("saved"))
	http.Redirect(w, r, personPath(people.ID(id)), http.StatusSeeOther)
	return nil
}
