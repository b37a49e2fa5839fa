package console

import (
	"net/http"
	"strconv"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/wording"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/fault/faulthttp"
	"switchboard/internal/web/message"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// mailPath is where mail that waits for somebody of the desk is listed.
const mailPath = home + "/mail"

// heldRows is how many of them one page shows.
const heldRows = 50

// heldPage lists mail that waits.
type heldPage struct {
	frame
	Rows []heldRow
	More string
}

// heldRow is one mail that waits, in words.
type heldRow struct {
	Href, Subject, Who, When, Why, Ticket string
}

// showHeld lists the mail that waits for somebody of the desk.
func (c *console) showHeld(w http.ResponseWriter, r *http.Request) error {
	after, _ := strconv.ParseInt(r.URL.Query().Get("after"), 10, 64) // what is no number begins at the first
	f := c.frame(r, c.visits.Printer(r).T("console.held"))
	all, err := c.desk.HeldMail(r.Context(), f.who, max(after, 0), heldRows+1)
	if err != nil {
		return err
	}
	p := heldPage{frame: f}
	if len(all) > heldRows {
		all = all[:heldRows]
		p.More = mailPath + "?after=" + strconv.FormatInt(all[heldRows-1].ID, 10)
	}
	for _, m := range all {
		p.Rows = append(p.Rows, f.heldRow(m))
	}
	return ui.Render(w, r, http.StatusOK, heldList(p))
}

func (f frame) heldRow(m desk.Mail) heldRow {
	row := heldRow{Href: message.OriginalPath(home, m.ID), Subject: m.Subject, Who: m.Author, When: f.when(m.Arrived), Why: f.reason(m.Reason)}
	if row.Subject == "" {
		row.Subject = f.Words.T("console.held.nosubject")
	}
	if m.Ticket != 0 {
		row.Ticket = f.Words.T("console.held.names", "number", strconv.FormatInt(m.Ticket, 10))
	}
	return row
}

// mailPage is one mail whole, and where it waits, what can be done with it.
type mailPage struct {
	frame
	Original message.Original
	Became   []ui.Fact
	Ticket   string // address of the ticket that it is on or names, where this person sees it
	Held     bool
	Number   ui.Field // of the ticket that it is put on
	Reason   ui.Field
	Problems []ui.Problem
}

func (c *console) showMail(w http.ResponseWriter, r *http.Request) error {
	return c.renderMail(w, r, http.StatusOK, nil)
}

// renderMail shows a mail, with what could not be done with it.
func (c *console) renderMail(w http.ResponseWriter, r *http.Request, status int, problems []ui.Problem) error {
	id, err := message.MailNumber(r)
	if err != nil {
		return err
	}
	f := c.frame(r, "")
	if err := access.May(f.who, access.HandleMail); err != nil {
		return err
	}
	o, err := message.ReadOriginal(r.Context(), c.desk, f.who, id)
	if err != nil {
		return err
	}
	p := mailPage{frame: f, Original: o, Problems: problems, Held: o.Mail.State == heldState}
	p.Title = o.Mail.Subject
	if p.Title == "" {
		p.Title = f.Words.T("console.held.nosubject")
	}
	p.Became = message.Became(f.Words, o, f.when(o.Mail.Arrived), f.reason(o.Mail.Reason))
	number := ""
	if o.Mail.Ticket != 0 {
		number = strconv.FormatInt(o.Mail.Ticket, 10)
		p.Ticket = f.ticketPath("", o.Mail.Ticket)
	}
	p.Number = ui.Field{Name: "ticket", Label: f.Words.T("console.held.ticket"), Required: true, MaxLength: 20, Value: number, Error: ui.ErrorFor(problems, "ticket")}
	p.Reason = ui.Field{Name: "reason", Label: f.Words.T("console.held.reason"), Required: true, MaxLength: 250, Error: ui.ErrorFor(problems, "reason")}
	if problems != nil {
		p.Number.Value, p.Reason.Value = r.PostFormValue("ticket"), r.PostFormValue("reason")
	}
	message.Framing(w)
	return ui.Render(w, r, status, mailWhole(p))
}

// heldState marks a mail that waits.
const heldState = "held"

// actMail decides a mail that waits: onto a ticket, a ticket of its own, or aside.
func (c *console) actMail(w http.ResponseWriter, r *http.Request) error {
	id, err := message.MailNumber(r)
	if err != nil {
		return err
	}
	to, said, err := c.decideMail(r, id)
	if p, ok := ui.ProblemOf(c.visits.Printer(r), err); ok {
		return c.renderMail(w, r, http.StatusUnprocessableEntity, []ui.Problem{p})
	}
	if fault.Is(err, fault.Conflict) {
		return c.renderMail(w, r, faulthttp.Status(err), []ui.Problem{{Text: c.visits.Printer(r).Fault(err)}})
	}
	if err != nil {
		return err
	}
	c.visits.Say(r, c.visits.Printer(r).T("console.held.done."+said))
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

func (c *console) decideMail(r *http.Request, id int64) (to, said string, err error) {
	ctx, who, f := r.Context(), visit.Actor(r), c.frame(r, "")
	switch verb := r.PathValue("verb"); verb {
	case "thread":
		number, err := strconv.ParseInt(strings.TrimPrefix(strings.TrimSpace(r.PostFormValue("ticket")), "#"), 10, 64)
		if err != nil || number < 1 {
			return "", "", fault.Field("ticket", "write the number of {the ticket}")
		}
		t, err := c.desk.ThreadHeld(ctx, who, id, number)
		if fault.Is(err, fault.NotFound) {
			return "", "", fault.At("ticket", fault.New(fault.Invalid, "there is {no ticket} %d, or none that you may see", number))
		}
		return f.ticketPath("", t.ID), verb, err
	case "open":
		t, err := c.desk.OpenHeld(ctx, who, id)
		return f.ticketPath("", t.ID), verb, err
	case "drop":
		return mailPath, verb, c.desk.DropHeld(ctx, who, id, r.PostFormValue("reason"))
	}
	return "", "", fault.New(fault.NotFound, "nothing of that name can be done to a mail")
}

// act is the address of a decision on this mail.
func (p mailPage) act(verb string) string {
	return message.OriginalPath(home, p.Original.Mail.ID) + "/" + verb
}

// first lets the likely decision stand out: onto the ticket that it names, else a new one.
func (p mailPage) first(verb string) ui.ButtonKind {
	if (verb == "thread") == (p.Original.Mail.Ticket != 0) {
		return ui.Primary
	}
	return ui.Plain
}

// heldLink leads to the mail that waits, and counts it; false for who has nothing to do with it. A count that cannot be
// had is left out: it is no reason to show nothing else.
func (c *console) heldLink(r *http.Request, f frame, words wording.Printer) (ui.Link, bool) {
	n, err := c.desk.HeldCount(r.Context(), f.who)
	if err != nil {
		return ui.Link{}, false
	}
	link := ui.Link{Text: words.T("console.held"), Href: mailPath, Current: strings.HasPrefix(r.URL.Path, mailPath), Below: true}
	switch {
	case n >= desk.MaxHeld:
		link.Count = words.Number(desk.MaxHeld) + "+"
	case n > 0:
		link.Count = words.Number(n)
	}
	return link, true
}
