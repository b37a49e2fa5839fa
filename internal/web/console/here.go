package console

import (
	"net/http"
	"strconv"
	"strings"

	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// hereTable says who is here and who is away, since when and by whose word, with a button that says otherwise.
func (p *skillsOf) hereTable(all []desk.Present) ui.Table {
	t := ui.Table{Caption: p.Words.T("console.here.all")}
	for _, name := range []string{"who", "teams", "is", "change"} {
		t.Columns = append(t.Columns, ui.Column{Title: p.Words.T("console.here." + name)})
	}
	for _, x := range all {
		says, key, do := p.Words.T("console.here.yes"), "console.here.set.away", "away"
		if !x.Away.IsZero() {
			says, key, do = p.Words.T("console.here.away.by", "when", p.when(x.Away), "who", x.By.NameOrAddress()), "console.here.set.here", "here"
		}
		var teams []string
		for _, id := range x.Teams {
			teams = append(teams, p.teamName(id))
		}
		button := hereButton(p, personValue(x.ID), do, p.Words.T(key, "name", x.NameOrAddress()))
		t.Rows = append(t.Rows, []ui.Cell{{Text: x.NameOrAddress()}, {Text: strings.Join(teams, ", ")}, {Text: says}, {Body: button}})
	}
	return t
}

// setHere says that somebody is away, or here again: the reader, or whom the form names.
func (c *console) setHere(w http.ResponseWriter, r *http.Request) error {
	who, away := visit.Actor(r), r.PostFormValue("do") == "away"
	person, back, key := who.ID, rulesPath, "console.here.came"
	if named := r.PostFormValue("person"); named != "" {
		id, err := strconv.ParseInt(named, 10, 64)
		if err != nil {
			return fault.Field("person", "choose a person of the list")
		}
		person, back = people.ID(id), skillsPath
	}
	if err := c.desk.SetAvailability(r.Context(), who, person, away); err != nil {
		return err
	}
	if away {
		key = "console.here.went"
	}
	if person != who.ID {
		key += ".other"
	}
	c.visits.Say(r, c.visits.Printer(r).T(key))
	http.Redirect(w, r, back, http.StatusSeeOther)
	return nil
}
