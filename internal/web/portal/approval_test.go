package portal_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/eventlog"
	"switchboard/internal/follow/notify"
	"switchboard/internal/store"
	"switchboard/internal/webtest"
)

// wantsUser is a Maine desk at which dana asks for a new user, which sue, her supervisor, has to approve; it answers the
// ticket's number.
func wantsUser(t testing.TB) (h *house, sue access.Actor, id int64) {
	h = open(t, "maine", friday)
	sue = h.person("sue.allard", "Sue Allard", people.Customer)
	h.must(h.SetSupervisor(t.Context(), access.System, h.dana.ID, sue.ID))
	h.must(notify.Begin(t.Context(), h.DB))
	return h, sue, h.wants("An account for Rosa")
}

func (h *house) wants(subject string) int64 {
	return h.opens(func(in *desk.Request) {
		in.Subject, in.Type, in.Service, in.Description = subject, "new_user", "new_user", "Rosa Marín, payroll, a laptop and a badge."
		in.Answers = map[string][]string{"person": {"Rosa Marín"}, "start_date": {"2027-02-01"}, "location": {"Augusta"}, "supervisor": {"sue@example.gov"}}
	})
}

// link is the token in the last letter that asks sue.
func (h *house) link(id int64) string {
	h.t.Helper()
	ctx := h.t.Context()
	h.must(eventlog.Drain(ctx, h.DB, notify.Follower(notify.Config{Domain: "desk.example.gov", DeskTeam: func() string { return "desk" }})))
	letters, err := store.LettersOf(ctx, h.DB.Reader(), id)
	h.must(err)
	for _, l := range slices.Backward(letters) {
		if l.Kind == "approval_wanted" {
			p, err := h.Post(ctx, access.System, l.ID)
			h.must(err)
			return p.Facts.Pass
		}
	}
	h.t.Fatal("no letter asks")
	return ""
}

func (h *house) state(id int64) ticket.ApprovalState {
	s, err := h.Ticket(h.t.Context(), access.System, id)
	h.must(err)
	return s.Ticket.Approvals[0].State
}

// ME-56, ASKS 15: the link in the letter shows what is asked to whoever has it, changes nothing when it is opened, takes one
// word, and then says kindly that nothing is left to do.
func TestApprovalByTheLinkInTheLetter(t *testing.T) {
	h, _, id := wantsUser(t)
	pass := h.link(id)
	if again := h.link(id); again != pass {
		t.Errorf("the letter written again has another link: %s, %s", pass, again)
	}
	b := h.browse("")
	for range 3 { // programs that look through mail follow links
		b.get("/approve?pass=" + pass).expect(http.StatusOK)
		b.says("main", "An account for Rosa", "Rosa Marín", "Dana Whitfield", "Does this person start work with you", "Name of the new user", "First day of work", "Monday, February 1, 2027")
		b.has("dl.facts dt:contains('Name of the new user')", 1) // each answer once
	}
	answer, err := b.client.Head(h.url + "/approve?pass=" + pass)
	h.must(err)
	if got := answer.Header.Get("Referrer-Policy"); got != "no-referrer" || answer.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("Referrer-Policy: %s, %v", got, answer.Header)
	}
	if h.state(id) != ticket.StateWaiting {
		t.Fatalf("to look at it made it %s", h.state(id))
	}
	b.get("/approve?pass="+pass).post("form[action='/approve']", url.Values{"decision": {"no"}}).expect(http.StatusUnprocessableEntity)
	b.says("main", "Write something here first")
	b.post("form[action='/approve']", url.Values{"decision": {"perhaps"}}).expect(http.StatusUnprocessableEntity)
	form := b.filled(b.Doc.Find("form[action='/approve']"), url.Values{"decision": {"yes"}})
	b.send("/approve", form).expect(http.StatusOK)
	b.says("body", "You approved it", "Thank you")
	if h.state(id) != ticket.StateApproved {
		t.Fatalf("it is %s", h.state(id))
	}
	b.send("/approve", form).expect(http.StatusOK) // its answer was lost: it is done once, and said again
	b.says("body", "You approved it", "Thank you")
	form.Set("once", "of a form in another tab")
	b.send("/approve", form).expect(http.StatusGone)
	b.get("/approve?pass=" + pass).expect(http.StatusGone)
	b.says("main", "Nothing is left to do here")
	h.browse("dana.whitfield").get(at(id)).says("[aria-labelledby=approvals]", "A new user", "approved", "Sue Allard (supervisor) approved it")
}

// A link is good for its step, its person and its time alone, and what is none is told so, and bounded.
func TestLinksThatAreNone(t *testing.T) {
	h, _, id := wantsUser(t)
	pass := h.link(id)
	b := h.browse("")
	for _, other := range []string{"", "x", pass + "A", pass[1:], fmt.Sprint(id), string(make([]byte, 500))} {
		b.get("/approve?pass=" + url.QueryEscape(other)).expect(http.StatusNotFound)
		b.says("main", "We do not know this link")
	}
	h.Pass(13 * 24 * time.Hour) // before the timers have looked
	b.get("/approve?pass=" + pass).expect(http.StatusGone)
	h.must(h.Tick(t.Context(), access.System, id))
	b.get("/approve?pass=" + pass).expect(http.StatusGone)
	if h.state(id) != ticket.StateLapsed {
		t.Errorf("it is %s", h.state(id))
	}
	for range 101 {
		b.get("/approve?pass=none")
	}
	b.expect(http.StatusTooManyRequests)
}

// Who is asked finds it under Approvals, decides it there, and sees nothing else of the ticket; others find nothing.
func TestApprovalsOfMine(t *testing.T) {
	h, _, id := wantsUser(t)
	path := fmt.Sprintf("/approvals/%d/1", id)
	sue := h.browse("sue.allard")
	sue.get("/").says("header", "Approvals")
	sue.get("/approvals").says("[aria-labelledby=waiting]", "A new user", "An account for Rosa", "Dana Whitfield")
	sue.get(at(id)).expect(http.StatusNotFound)
	for _, who := range []string{"eve.stone", "dana.whitfield", "luis.ortega"} {
		status := h.browse(who).get(path).Status
		if status != http.StatusNotFound && status != http.StatusForbidden {
			t.Errorf("%s gets %d", who, status)
		}
		h.browse(who).get("/approvals").says("[aria-labelledby=waiting]", "Nothing waits")
	}
	h.browse("").get(path).has("form[action='/signin']", 1)
	sue.get(fmt.Sprintf("/approvals/%d/2", id)).expect(http.StatusNotFound)
	h.browse("dana.whitfield").get(at(id)).says("[aria-labelledby=approvals]", "Waiting for Sue Allard (supervisor)")
	sue.get(path).post("form[action='"+path+"']", url.Values{"decision": {"no"}, "text": {"Rosa comes in June."}})
	sue.says("body", "You did not approve it")
	sue.says("[aria-labelledby=decided]", "An account for Rosa", "not approved")
	sue.get(path).expect(http.StatusNotFound)
	h.browse("dana.whitfield").get(at(id)).says("[aria-labelledby=approvals]", "not approved", "Rosa comes in June.")
}

// Who is away names somebody of their agency, from a day to the end of another; nobody else can be named.
func TestWhoDecidesInMyPlace(t *testing.T) {
	h, _, _ := wantsUser(t)
	tom := h.person("tom.reed", "Tom Reed", people.Customer)
	other, err := h.AddPerson(t.Context(), access.System, people.Person{Email: "vera@example.gov", Role: people.Customer, Agency: "Transportation", Proven: true}, "")
	h.must(err)
	sue := h.browse("sue.allard").get("/approvals")
	name := func(address, from, until string) *browser {
		return sue.send("/approvals/substitute", sue.filled(sue.get("/approvals").Doc.Find("form:has(input[name=address])"), url.Values{"address": {address}, "from": {from}, "until": {until}}))
	}
	for _, wrong := range [][3]string{{"vera@example.gov", "2025-11-21", ""}, {"sue.allard@example.gov", "2025-11-21", ""}, {"nobody@example.gov", "2025-11-21", ""},
		{"tom.reed@example.gov", "2025-11-21", "2025-11-19"}, {"tom.reed@example.gov", "tomorrow", ""}, {"", "2025-11-21", ""}} {
		name(wrong[0], wrong[1], wrong[2]).expect(http.StatusUnprocessableEntity)
	}
	name("tom.reed@example.gov", "2025-11-21", "2025-11-24")
	sue.says("[aria-labelledby=standin]", "Tom Reed decides in your place")
	id := h.wants("An account for Max")
	h.browse("tom.reed").get(fmt.Sprintf("/approvals/%d/1", id)).says("main", "in place of Sue Allard")
	s, err := h.Ticket(t.Context(), access.System, id)
	h.must(err)
	if a := s.Ticket.Approvals[0]; !a.AskedNow(tom.ID) || a.AskedNow(other) {
		t.Errorf("asked are %+v", a.Asked)
	}
	sue.get("/approvals").post("form:has(button[name=nobody])", url.Values{"nobody": {"yes"}})
	sue.has("form:has(button[name=nobody])", 0)
}

// The page behind the link works in a real browser without script, for phones and desks, light and dark, in both languages.
func TestApprovalPagesLook(t *testing.T) {
	h, _, _ := wantsUser(t)
	for i, view := range []langView{{webtest.View{Width: 320, NoScript: true, Dark: true}, "es"}, {webtest.View{Width: 1280}, "en"}} {
		id := h.wants(fmt.Sprint("An account for person ", i))
		pass := h.link(id)
		tab := webtest.Open(t, view.View)
		tab.Go(h.url + "/approve?pass=" + pass + "&lang=" + view.lang)
		shoot(t, tab, view, "maine", "approval")
		tab.Fill("#f-text", "Sí, empieza en mayo.")
		tab.Follow("main form button[value=yes]")
		shoot(t, tab, view, "maine", "approval-thanks")
		if h.state(id) != ticket.StateApproved {
			t.Errorf("it is %s", h.state(id))
		}
		tab.Go(h.url + "/approve?pass=" + pass)
		shoot(t, tab, view, "maine", "approval-over")
		for who, path := range map[string]string{"sue.allard": "/approvals", "dana.whitfield": at(id)} {
			tab.Go(h.url + "/signin")
			tab.Fill("#f-email", who+"@example.gov")
			tab.Fill("#f-password", password)
			tab.Follow("main form button")
			tab.Go(h.url + path)
			webtest.Eval[bool](tab, "document.querySelectorAll('details:not(.rooms)').forEach(d => d.open = true), true")
			shoot(t, tab, view, "maine", "approvals-"+who)
		}
	}
}

// Who approves reads the answers that they approve: a day, a place, and nothing that only the desk is asked.
func TestAnApproverReadsTheAnswers(t *testing.T) {
	h, _, id := wantsUser(t)
	b := h.browse("").get("/approve?pass=" + h.link(id))
	b.expect(http.StatusOK)
	for _, want := range []string{"First day of work", "Augusta"} {
		b.says("main", want)
	}
}
