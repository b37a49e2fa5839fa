package console

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/web/ui"
)

const auditPath = home + "/audit"

// Bounds of one page, and of one sheet, of the log.
const (
	auditRows  = 50
	auditSheet = 5000
)

// auditPage is the log of acts that need a right which few have, and of refused attempts (ME-70).
type auditPage struct {
	frame
	Person   ui.Field
	Table    ui.Table
	Pager    ui.Pager
	CSV      string
	Problems []ui.Problem
}

func (c *console) showAudit(w http.ResponseWriter, r *http.Request) error {
	p := &auditPage{frame: c.frame(r, c.visits.Printer(r).T("audit.title"))}
	person := r.FormValue("person")
	before, _ := strconv.ParseInt(r.FormValue("before"), 10, 64) // what is no number begins at the newest
	status := http.StatusOK
	found, err := c.desk.Audit(r.Context(), p.who, person, before, auditRows)
	if problem, ok := ui.ProblemOf(p.Words, err); ok {
		p.Problems, status, err = []ui.Problem{problem}, http.StatusUnprocessableEntity, nil
	}
	if err != nil {
		return err
	}
	p.Person = ui.Field{Name: "person", Label: p.Words.T("audit.person"), Hint: p.Words.T("audit.person.hint"), Type: "email", MaxLength: 254, Optional: true,
		Value: person, Error: ui.ErrorFor(p.Problems, "person")}
	p.Table = ui.Table{Caption: p.Words.T("audit.title"), Columns: []ui.Column{{Title: p.Words.T("audit.when")}, {Title: p.Words.T("audit.who")},
		{Title: p.Words.T("audit.what")}, {Title: p.Words.T("audit.on")}}}
	for _, a := range found.Acts {
		on := ui.Cell{Text: p.auditOn(found, a)}
		if a.Ticket != 0 {
			on = ui.Cell{Body: plainLink(p.ticketPath("", a.Ticket), on.Text)}
		}
		p.Table.Rows = append(p.Table.Rows, []ui.Cell{{Body: ui.Time(a.At, a.At.In(p.desk.Zone()).Format(time.DateTime))}, {Text: p.auditWho(found, a.By)}, {Text: p.auditWhat(a)}, on})
	}
	query := url.Values{"person": {person}}
	p.CSV = auditPath + ".csv?" + query.Encode()
	if before > 0 {
		p.Pager.Previous = auditPath + "?" + query.Encode()
	}
	if found.Next != 0 {
		query.Set("before", strconv.FormatInt(found.Next, 10))
		p.Pager.Next = auditPath + "?" + query.Encode()
	}
	return ui.Render(w, r, status, auditRoom(p))
}

// auditWho names who acted; the desk's own rules and the operator of its machine have no account.
func (f frame) auditWho(found desk.Audit, id people.ID) string {
	if id == 0 {
		return f.Words.T("audit.desk")
	}
	return found.People[id].NameOrAddress()
}

// auditWhat says what was done, and with what.
func (f frame) auditWhat(a desk.Act) string {
	what := a.What
	switch a.Kind {
	case "person.role":
		what = f.Words.T("directory.role." + what)
	case "directory.imported":
		what = f.Words.T("directory.list." + what)
	case "ticket.unsealed":
		what = f.teamName(what)
	case "rule.paused", "rule.resumed":
		for _, rule := range f.desk.Rules {
			if rule.ID == a.What {
				what = rule.Name.In(f.lang())
			}
		}
	case "ticket.denied":
		what = definition.Label(what)
	}
	return f.Words.T("audit.did."+a.Kind, "what", what, "n", f.Words.Number(a.Count))
}

// auditOn names the ticket or the person that it was done to.
func (f frame) auditOn(found desk.Audit, a desk.Act) string {
	person := found.People[a.Person].NameOrAddress()
	switch {
	case a.Ticket == 0:
		return person
	case person == "":
		return strconv.FormatInt(a.Ticket, 10)
	}
	return strconv.FormatInt(a.Ticket, 10) + ", " + person
}

// auditCSV writes the newest of the log as a sheet, a page of it after the other.
func (c *console) auditCSV(w http.ResponseWriter, r *http.Request) error {
	f := c.frame(r, "")
	out := c.visits.Sheet(w, r, "audit.csv", "audit.when", "audit.who", "audit.what", "audit.on", "audit.kind")
	for before, left := int64(0), auditSheet; left > 0; {
		found, err := c.desk.Audit(r.Context(), f.who, r.FormValue("person"), before, min(left, desk.MaxPage))
		if err != nil {
			return out.End(err)
		}
		for _, a := range found.Acts {
			out.Row(a.At.In(f.desk.Zone()).Format(time.RFC3339), f.auditWho(found, a.By), f.auditWhat(a), f.auditOn(found, a), a.Kind)
		}
		if before, left = found.Next, left-len(found.Acts); before == 0 {
			break
		}
	}
	return out.End(nil)
}
