package portal

import (
	"net/http"
	"strconv"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// peoplePage shows what those have asked for whom the reader answers, in the shade that their agency allows (ASKS row 16).
type peoplePage struct {
	ui.Page
	voice
	Charges []charge
	Usage   bool // they see what an agency uses
}

// charge is one capacity in which the reader answers for others.
type charge struct {
	ID, Title, Text string
	Lines           []line // of people.Whole: each leads to the ticket
	Shown           []line // of people.Lines: to be read here alone
}

func (p portal) people(w http.ResponseWriter, r *http.Request) error {
	all, err := p.desk.MyPeople(r.Context(), visit.Actor(r))
	if err != nil {
		return err
	}
	page, v := p.page(r, "directory.portal.title")
	out := peoplePage{Page: page, voice: v}
	for i, c := range all {
		out.Charges = append(out.Charges, v.charge(i, c))
		out.Usage = out.Usage || c.As != access.AsSupervisor && c.Shade.AtLeast(people.Counts)
	}
	return ui.Render(w, r, http.StatusOK, myPeople(out))
}

func (v voice) charge(i int, c desk.Charge) charge {
	out := charge{ID: "charge-" + strconv.Itoa(i), Title: v.T("directory.portal."+string(c.As), "name", c.Agency.In(string(v.Lang())))}
	if !c.Shade.AtLeast(people.Counts) {
		out.Text = v.T("directory.portal.none")
		return out
	}
	out.Text = v.T("directory.portal.counts", "open", v.many(c.Open), "past", v.many(c.Past))
	for _, r := range c.Rows {
		if c.Shade.AtLeast(people.Whole) {
			out.Lines = append(out.Lines, v.theirs([]desk.Row{r})...)
			continue
		}
		out.Shown = append(out.Shown, line{Number: r.ID, Subject: r.Subject, Chip: ui.Chip{Text: v.T("console.status." + string(r.Status)), Plain: true},
			Text: v.T("directory.portal.of", "name", r.RequesterName, "day", v.Printer.DateWithin(r.Received, v.now, v.def.Zone()))})
	}
	return out
}

// theirs are the lines of what others have asked for: who reads them is not the one who is to answer.
func (v voice) theirs(rows []desk.Row) []line {
	out := v.lines(rows)
	for i, r := range rows {
		if r.Status == ticket.StatusPending {
			out[i].Chip.Text = v.T("portal.status.pending.theirs")
			out[i].Text = v.T("portal.next.pending.theirs", "to", v.team(r.Team), "since", v.since(r.Changed))
		}
		out[i].Text = r.RequesterName + ". " + out[i].Text
	}
	return out
}

// many says a count, which may not have counted all.
func (v voice) many(c desk.Count) string {
	if c.More {
		return v.Number(c.N) + "+"
	}
	return v.Number(c.N)
}

// mePage is what the reader says of themselves.
type mePage struct {
	ui.Page
	voice
	Facts    []ui.Fact
	Fields   []ui.Field
	Problems []ui.Problem
}

func (p portal) me(w http.ResponseWriter, r *http.Request) error {
	who := visit.Person(r)
	return p.showMe(w, r, http.StatusOK, people.Contact{Phone: who.Phone, Location: who.Location, Details: who.Details}, nil)
}

func (p portal) showMe(w http.ResponseWriter, r *http.Request, status int, in people.Contact, problems []ui.Problem) error {
	who := visit.Person(r)
	if err := access.May(visit.Actor(r), access.ChangeDetails); err != nil {
		return err
	}
	me, err := p.desk.Person(r.Context(), visit.Actor(r), who.ID)
	if err != nil {
		return err
	}
	page, v := p.page(r, "directory.me.title")
	m := mePage{Page: page, voice: v, Problems: problems}
	m.Facts = []ui.Fact{{Term: v.T("directory.name"), Text: me.NameOrAddress()}, {Term: v.T("directory.email"), Text: me.Email}}
	if me.Agency != "" {
		m.Facts = append(m.Facts, ui.Fact{Term: v.T("directory.agency"), Text: me.Agency})
	}
	m.Fields = v.contactFields(in, problems)
	return ui.Render(w, r, status, details(m))
}

// contactFields are the inputs of what somebody says of themselves.
func (v voice) contactFields(in people.Contact, problems []ui.Problem) []ui.Field {
	text := func(name, value, complete string) ui.Field {
		return ui.Field{Name: name, Label: v.T("directory." + name), Value: value, MaxLength: people.MaxLine, Autocomplete: complete, Optional: true}
	}
	prefers := ui.Field{Name: "prefers", Label: v.T("directory.prefers"), Value: string(in.Prefers)}
	for _, w := range people.Ways {
		prefers.Options = append(prefers.Options, ui.Option{Value: string(w), Text: v.T("directory.prefers." + firstWord(string(w)))})
	}
	language := ui.Field{Name: "language", Label: v.T("directory.language"), Value: in.Language}
	for _, l := range people.Languages {
		language.Options = append(language.Options, ui.Option{Value: l, Text: v.T("directory.language." + firstWord(l))})
	}
	out := []ui.Field{text("phone", in.Phone, "tel"), text("second_phone", in.SecondLine, "tel"), prefers, text("location", in.Location, ""),
		text("department", in.Department, ""), text("alternate", in.Alternate, ""), language}
	for i := range out {
		out[i].Error = ui.ErrorFor(problems, out[i].Name)
	}
	return out
}

// firstWord names the choice of nothing.
func firstWord(s string) string { return first(s, "none") }

func (p portal) saveMe(w http.ResponseWriter, r *http.Request) error {
	if err := p.only(r, "phone", "second_phone", "prefers", "location", "department", "alternate", "language"); err != nil {
		return err
	}
	value := r.PostFormValue
	in := people.Contact{Phone: value("phone"), Location: value("location"), Details: people.Details{Alternate: value("alternate"),
		SecondLine: value("second_phone"), Department: value("department"), Prefers: people.Way(value("prefers")), Language: value("language")}}
	err := p.desk.SetDetails(r.Context(), visit.Actor(r), in)
	if problems := p.voice(r).problems(err); len(problems) > 0 {
		return p.showMe(w, r, http.StatusUnprocessableEntity, in, problems)
	}
	if err != nil {
		return err
	}
	p.visits.Say(r, p.visits.Printer(r).T("directory.me.saved"))
	http.Redirect(w, r, "/me", http.StatusSeeOther)
	return nil
}
