package console

import (
	"net/http"
	"slices"
	"strconv"

	"switchboard/internal/core/compose"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/fault/faulthttp"
	"switchboard/internal/web/message"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// act does a verb. What cannot be done is said on the ticket's own page, over the form as it was sent: no text is lost.
func (c *console) act(w http.ResponseWriter, r *http.Request) error {
	id, err := number(r)
	if err != nil {
		return err
	}
	v, ok := verbNamed(r.PathValue("verb"))
	if !ok {
		return fault.New(fault.NotFound, "nothing of that name can be done to {a ticket}")
	}
	f := c.frame(r, "")
	seen, err := strconv.ParseInt(r.PostFormValue("seen"), 10, 64)
	if err != nil || seen < 1 {
		return fault.Field("seen", "the form does not say which state of {the ticket} it was written over; open {the ticket} again")
	}
	on := desk.On{Ticket: id, Seen: seen, Draft: v.name, Saved: number64(r, "used")}
	if did, err := c.desk.Did(r.Context(), f.who); err != nil || did {
		if err != nil {
			return err
		}
		return c.actAgain(w, r, f, v, id)
	}
	var out desk.Outgoing
	err = c.try(r, f, v, on, &out)
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		return c.showProblem(w, r, f, v, id, seen, err)
	}
	if err != nil {
		return err
	}
	c.sayDone(r, f, v, id, out)
	c.looks(f.who.ID, id)
	http.Redirect(w, r, f.ticketPath(r.PostFormValue("view"), id), http.StatusSeeOther)
	return nil
}

// actAgain answers an act that is done already: that it was sent again changed nothing.
func (c *console) actAgain(w http.ResponseWriter, r *http.Request, f frame, v verb, id int64) error {
	if err := c.desk.DiscardDraft(r.Context(), f.who, id, v.name); err != nil {
		return err
	}
	c.forget(r, f, id, v.name)
	c.visits.Say(r, f.Words.T("console.done.again"))
	http.Redirect(w, r, f.ticketPath(r.PostFormValue("view"), id)+"#time", http.StatusSeeOther)
	return nil
}

// try does the verb. Where only the desk's own rules have written since the form was opened (a warning, a missed
// promise), nothing has changed for the one who writes, and it is tried once more over the present state.
func (c *console) try(r *http.Request, f frame, v verb, on desk.On, out *desk.Outgoing) error {
	files, err := visit.Files(r)
	if err != nil {
		return err
	}
	in := input{Values: r.PostForm, zone: f.desk.Zone(), files: files, out: out, called: c.colleague(r)}
	err = v.do(r.Context(), c.desk, f.who, on, in)
	if !fault.Is(err, fault.Conflict) {
		return err
	}
	sheet, errNow := c.desk.Ticket(r.Context(), f.who, on.Ticket)
	if errNow != nil || sheet.Ticket.Version == on.Seen {
		return err
	}
	for _, e := range since(sheet, on.Seen) {
		if !quiet(e) && !ownReply(e, f.who) {
			return err
		}
	}
	on.Seen = sheet.Ticket.Version
	return v.do(r.Context(), c.desk, f.who, on, in)
}

// since are the entries that came after a version.
func since(s desk.Sheet, seen int64) []ticket.Entry {
	return s.Entries[min(max(seen, 0), int64(len(s.Entries))):]
}

// ownReply reports whether an entry is a reply of the actor's that went out after they had written it: no news to them.
func ownReply(e ticket.Entry, who desk.Actor) bool {
	switch e.Event.(type) {
	case ticket.Replied, ticket.ArticleLinked:
		return e.By == who.ID
	}
	return false
}

func quiet(e ticket.Entry) bool {
	switch e.Event.(type) {
	case ticket.ClockWarned, ticket.ClockMissed, ticket.Denied, ticket.DeliveryReported, ticket.Read:
		return true
	}
	return false
}

// showProblem shows the ticket as it is now, what is new on it, and the form with what was written.
func (c *console) showProblem(w http.ResponseWriter, r *http.Request, f frame, v verb, id, seen int64, why error) error {
	view := r.PostFormValue("view")
	if !f.known(view) {
		view = ""
	}
	x, err := c.loadItem(r, f, view, id, v.name)
	if err != nil {
		return err
	}
	if x.Do.name != v.name && v.fields != nil { // it is not offered any more: what was written is shown all the same
		x.Do, x.Focus, x.Controls = v, true, v.fields(x)
	}
	fresh := since(x.Sheet, seen)
	problem := ui.Problem{Text: f.Words.Fault(why)}
	if p, ok := ui.ProblemOf(f.Words, why); ok {
		problem = p
	} else if len(fresh) > 0 {
		problem.Text = f.Words.N("console.conflict", len(fresh))
	}
	x.refill(r.PostForm, message.Again(r, f.Words, []ui.Problem{problem}))
	if err := c.offerColleagues(r, f, x.Controls); err != nil {
		return err
	}
	for i, e := range x.Timeline {
		if n, _ := strconv.Atoi(e.ID[len("e-"):]); int64(n) > seen && fault.Is(why, fault.Conflict) {
			x.Fresh = append(x.Fresh, x.Timeline[i])
			x.Fresh[len(x.Fresh)-1].ID = "" // the anchor stays with the entry itself
		}
	}
	return c.renderItem(w, r, faulthttp.Status(why), x)
}

// sayDone tells the next page what was done, and the browser which drafts it may forget.
func (c *console) sayDone(r *http.Request, f frame, v verb, id int64, out desk.Outgoing) {
	text := f.Words.T("console.done." + v.name)
	switch {
	case out.State == compose.Waiting:
		text = f.Words.T("console.done.reply.waits")
	case out.Soon != "":
		text = f.Words.T("console.done.reply." + out.Soon)
	}
	if v.name == "assign" && slices.Contains([]string{personValue(f.who.ID), f.Person}, r.PostFormValue("person")) {
		text = f.Words.T("console.done.mine")
	}
	c.visits.Say(r, text)
	c.forget(r, f, id, v.name)
}

// forget tells the browser which drafts it may forget.
func (c *console) forget(r *http.Request, f frame, id int64, verb string) {
	var drafts []string
	for _, name := range textFields {
		if r.PostForm.Has(name) {
			drafts = append(drafts, draftName(f.who.ID, id, verb, name))
		}
	}
	c.visits.Sent(r, drafts...)
}

// textFields are the fields whose text the browser keeps as a draft.
var textFields = []string{"body", "question", "step", "reason", "text", "how", "why", "evidence", "consent", "cause", "details", "despite", "said", "agreed", "note"}
