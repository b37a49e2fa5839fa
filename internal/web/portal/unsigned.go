package portal

import (
	"crypto/rand"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// Bounds of what comes in without signing in, in a quarter of an hour: of one address, and of all.
const (
	mostOfAddress = 3
	mostOfAll     = 200
)

// unsignedPage is the form for somebody who cannot sign in (CO-13).
type unsignedPage struct {
	ui.Page
	voice
	In       desk.Unsigned
	Problems []ui.Problem
	Sent     string // the number, once it is sent
	Outage   *outage
}

var unsignedFields = []string{"name", "email", "phone", "subject", "description", "key"}

// askUnsigned shows the form; whoever is signed in has the better one.
func (p portal) askUnsigned(w http.ResponseWriter, r *http.Request) error {
	if visit.Actor(r).ID != 0 {
		http.Redirect(w, r, "/ask", http.StatusSeeOther)
		return nil
	}
	return p.showUnsigned(w, r, http.StatusOK, desk.Unsigned{Subject: r.URL.Query().Get("subject"), Key: rand.Text()}, nil)
}

func (p portal) showUnsigned(w http.ResponseWriter, r *http.Request, status int, in desk.Unsigned, problems []ui.Problem) error {
	page, v := p.page(r, "portal.unsigned.title")
	u := unsignedPage{Page: page, voice: v, In: in, Problems: problems}
	if o, ok := v.outage(); ok {
		u.Outage = &o
	}
	return ui.Render(w, r, status, unsigned(u))
}

// sendUnsigned takes it in. Sent twice it is one ticket; whose address it is, and what else they asked, nobody learns here.
func (p portal) sendUnsigned(w http.ResponseWriter, r *http.Request) error {
	if err := p.only(r, unsignedFields...); err != nil {
		return err
	}
	in := desk.Unsigned{Name: r.PostFormValue("name"), Email: r.PostFormValue("email"), Phone: r.PostFormValue("phone"),
		Subject: r.PostFormValue("subject"), Description: r.PostFormValue("description"), Key: r.PostFormValue("key")}
	v := p.voice(r)
	if c, ok := v.def.Channel(channelID); ok && c.Intake {
		in.Channel = c.ID
	}
	of, all := "ask "+strings.ToLower(strings.TrimSpace(in.Email)), "ask"
	if err := errors.Join(p.visits.Room(of, mostOfAddress), p.visits.Room(all, mostOfAll)); err != nil {
		return err
	}
	opened, err := p.desk.OpenUnsigned(r.Context(), in)
	if errors.Is(err, desk.ErrKeyTaken) { // sent before, changed, and sent again
		in.Key = rand.Text()
		return p.showUnsigned(w, r, http.StatusConflict, in, []ui.Problem{{Text: v.T("portal.ask.changed")}})
	}
	if problem, ok := ui.ProblemOf(v.Printer, err); ok {
		problem.Field = strings.TrimPrefix(problem.Field, "requester.")
		return p.showUnsigned(w, r, http.StatusUnprocessableEntity, in, []ui.Problem{problem})
	}
	if err != nil {
		return err
	}
	if !opened.Again {
		p.visits.Count(of)
		p.visits.Count(all)
	}
	page, v := p.page(r, "portal.unsigned.sent")
	return ui.Render(w, r, http.StatusOK, unsigned(unsignedPage{Page: page, voice: v, In: in, Sent: strconv.FormatInt(opened.Ticket.ID, 10)}))
}

func (p unsignedPage) fields() []ui.Field {
	field := func(name, value, kind, complete string) ui.Field {
		f := ui.Field{Name: name, Label: p.T("portal.unsigned." + name), Value: value, Type: kind, Autocomplete: complete, MaxLength: ticket.MaxLine,
			Required: name != "phone", Optional: name == "phone", Error: ui.ErrorFor(p.Problems, name)}
		if key := "portal.unsigned." + name + ".hint"; p.Has(key) {
			f.Hint = p.T(key)
		}
		return f
	}
	about := ui.Field{Name: "description", Label: p.T("portal.ask.description"), Value: p.In.Description, Rows: 5, MaxLength: ticket.MaxText, Optional: true,
		Error: ui.ErrorFor(p.Problems, "description")}
	subject := field("subject", p.In.Subject, "", "")
	subject.Label = p.T("portal.ask.subject")
	return []ui.Field{subject, about, field("name", p.In.Name, "", "name"), field("email", p.In.Email, "email", "email"), field("phone", p.In.Phone, "tel", "tel")}
}
