package server_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/kb"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/webtest"
)

// TestWalkToAnArticle: from the one question to an article that solves it; no ticket is opened, and it is counted. CO-14.
func TestWalkToAnArticle(t *testing.T) {
	w := settle(t, "maine")
	_, _, err := w.Desk.ImportArticle(t.Context(), access.System, desk.ImportedArticle{Path: "screen.md", Content: kb.Content{Kind: kb.HowTo, Audience: kb.Public,
		Services: []string{"workstation"}, Texts: map[string]kb.Text{
			"en": {Title: "The screen stays black", Body: "Most screens wake by themselves.\n\n## Steps\n\n1. Press the power button once.", Keywords: []string{"display"}},
			"es": {Title: "La pantalla queda negra", Body: "La mayoría se enciende sola.\n\n## Pasos\n\n1. Pulse una vez el botón.", Keywords: []string{"monitor"}}}}})
	w.must(err)
	inEachWay(t, func(t *testing.T, how way, i int) {
		w.person(numbered("dana", i), people.Customer)
		dana := w.enter(t, how, numbered("dana", i))
		dana.open("/")
		dana.write("#q", map[string]string{"en": "black screen", "es": "pantalla negra"}[how.lang])
		dana.press("form.find .btn")
		dana.press("#answers .list a")
		dana.says("h1", "The screen stays black", "La pantalla queda negra")
		dana.press("[name=says][value=solved]")
		dana.says(".notice", "no issue was needed", "tampoco un asunto")
	})
	list, err := w.Desk.List(t.Context(), access.System, "any", desk.Page{Limit: 1})
	w.must(err)
	if len(list.Rows) > 0 {
		t.Error("a problem that an article solved has become a ticket")
	}
}

// TestWalkIn: a customer and an analyst sign in by the page, and come to what is theirs.
func TestWalkIn(t *testing.T) {
	w := settle(t, "maine")
	w.person("dana", people.Customer)
	w.person("luis", people.Analyst, "desk")
	inEachWay(t, func(t *testing.T, how way, _ int) {
		for _, name := range []string{"dana", "luis"} {
			one := w.guest(t, how)
			one.look()
			one.open("/signin")
			one.write("#f-email", name+"@example.gov")
			one.write("#f-password", password)
			one.press("main form button.btn")
			if one.Has("form[action='/signin']") || !one.Has("form[action='/signout']") {
				t.Errorf("%s is not signed in at %s", name, one.Address())
			}
			if one.open("/console"); one.Has("#queue") != (name == "luis") {
				t.Errorf("%s sees a queue at %s: %v", name, one.Address(), one.Has("#queue"))
			}
		}
	})
}

// TestWalkThroughATicket: from the question to the catalog, its form, a ticket with its number and times at once, a question
// of the desk, the answer, and the rating by the letter's link, without signing in. CO-35, ME-18, ME-21, ME-34.
func TestWalkThroughATicket(t *testing.T) {
	w := settle(t, "maine")
	luis := w.person("luis", people.Analyst, "desk", "deskside")
	inEachWay(t, func(t *testing.T, how way, i int) {
		name := numbered("dana", i)
		w.person(name, people.Customer)
		dana := w.enter(t, how, name)
		dana.open("/")
		dana.write("#q", map[string]string{"en": "install approved software", "es": "instalar software aprobado"}[how.lang])
		dana.press("form.find .btn")
		dana.press("#answers a[href*=software]")
		dana.write("#f-subject", "QGIS 3.40")
		dana.pick("[name=impact][value=person]")
		dana.pick("[name=urgency][value=can_work]")
		dana.write("[name='answers.software']", "QGIS")
		dana.pick("[name='answers.approved'][value=on_list]")
		dana.press("form[action='/ask'] .verbs .btn")
		id := dana.number()
		dana.says(".notice", fmt.Sprint(id), fmt.Sprint(id))
		dana.says(".notice", "First word from us: by", "primera respuesta: para")
		dana.Expect("main", "QGIS")

		on := desk.On{Ticket: id}
		for _, do := range []func() (ticket.Ticket, error){
			func() (ticket.Ticket, error) { return w.Desk.Accept(t.Context(), luis, on) },
			func() (ticket.Ticket, error) {
				return w.Desk.Ask(t.Context(), luis, on, ticket.Asked{Question: "Which computer?", ReplyBy: time.Now().Add(72 * time.Hour)})
			},
		} {
			_, err := do()
			w.must(err)
		}
		dana.open("/")
		if !dana.Has("main .narrow a[href='/tickets/" + strconv.FormatInt(id, 10) + "']") {
			t.Error("the start page does not begin with the last ticket")
		}
		dana.open("/tickets")
		dana.press("main a[href='/tickets/" + strconv.FormatInt(id, 10) + "']")
		dana.Expect("[aria-labelledby=question]", "Which computer?")
		dana.write("form[action$='/answer'] textarea", "ME-4711.")
		dana.press("form[action$='/answer'] button.btn")
		dana.Expect("#said", "ME-4711.")
		_, err := w.Desk.Resolve(t.Context(), luis, on, ticket.Resolved{Text: "It is installed.", Method: "remote"})
		w.must(err)

		guest := w.guest(t, how)
		guest.open(w.linkTo(name, "It is installed.", "/rate?pass="))
		guest.pick("[name=overall][value='5']")
		guest.press("main form button.btn")
		guest.says("main", "Thank you", "Gracias")
		if a := w.sheet(id).Survey.Answer; a == nil || a.Overall != 5 {
			t.Errorf("the rating is %+v", a)
		}
	})
}

// TestWalkToANewUser: a new user is asked for a week ahead, which is short notice and said at once (ME-56, A20); the
// supervisor approves by the letter's link, without signing in, and the customer reads that.
func TestWalkToANewUser(t *testing.T) {
	w := settle(t, "maine")
	inEachWay(t, func(t *testing.T, how way, i int) {
		name, boss := numbered("dana", i), numbered("sue", i)
		who, sue := w.person(name, people.Customer), w.person(boss, people.Customer)
		w.must(w.Desk.SetSupervisor(t.Context(), access.System, who.ID, sue.ID))
		dana := w.enter(t, how, name)
		dana.open("/services/new_user")
		dana.says("main", "Approved by, before work begins", "Quién aprueba antes de empezar")
		dana.press("main .verbs a.btn")
		dana.write("#f-subject", "An account for Rosa")
		dana.write("[name='answers.person']", "Rosa Marín")
		dana.date("[name='answers.start_date']", time.Now().AddDate(0, 0, 7))
		dana.press("form[action='/ask'] .verbs .btn")
		id := dana.number()
		dana.says(".notice", "Short notice", "Aviso corto")
		dana.says("[aria-labelledby=given]", "Rosa Marín", "Rosa Marín")
		if got := w.sheet(id); !got.Wanted.Short {
			t.Errorf("wanted is %+v", got.Wanted)
		}
		guest := w.guest(t, how)
		guest.open(w.linkTo(boss, "An account for Rosa", "/approve?pass="))
		guest.Expect("main", "An account for Rosa", "Rosa Marín")
		guest.press("[name=decision][value=yes]")
		dana.open("/tickets/" + strconv.FormatInt(id, 10))
		dana.says("[aria-labelledby=approvals]", "approved", "aprob")
		if a := w.sheet(id).Approvals; len(a) != 1 || a[0].State != ticket.StateApproved {
			t.Errorf("the approval is %+v", a)
		}
	})
}

// TestWalkToAHome: a technician of the state is not sent to a private home (ME-59); a contractor is, once the agency's
// consultant has approved it by the letter's link (ME-60); then it is done.
func TestWalkToAHome(t *testing.T) {
	w := settle(t, "maine")
	w.person("luis", people.Analyst, "desk")
	tess := w.person("tess", people.Customer)
	w.must(w.Desk.SetConsultant(t.Context(), access.System, desk.Consultant{Agency: "Revenue", Person: tess.ID}))
	inEachWay(t, func(t *testing.T, how way, i int) {
		who := w.person(numbered("dana", i), people.Customer)
		o, err := w.Desk.Open(t.Context(), who, desk.Request{Subject: fmt.Sprint("The dock at home is dead ", i), Type: "incident", Channel: "portal", Service: "workstation",
			Impact: "person", Urgency: "partly", Location: "1 Elm St"})
		w.must(err)
		id := o.Ticket.ID
		page := fmt.Sprint("/console/tickets/", id)
		luis := w.enter(t, how, "luis")
		luis.open(page + "?do=scope")
		luis.choose("#f-place", "home")
		luis.press("#act form .verbs button.btn")
		luis.open(page + "?do=dispatch")
		if luis.Has("[name=place] option[value=home]") {
			t.Error("a technician's form offers a private home")
		}
		webtest.Eval[bool](luis.Tab, sendHome) // as somebody may who knows how
		luis.press("#act form .verbs button.btn")
		luis.says("#act .problems", "will not dispatch state technicians to a private home", "domicilios particulares")
		luis.open(page + "?do=draft_order")
		luis.write("#f-company", "Fixit")
		luis.write("#f-estimate", "400.00")
		luis.write("#f-cost_code", "A-17")
		luis.write("#f-reason", "Cannot come in.")
		luis.press("#act form .verbs button.btn")
		if got := w.sheet(id).Orders; len(got) != 1 || got[0].State != ticket.OrderWaiting {
			t.Fatalf("the orders are %+v", got)
		}
		guest := w.guest(t, how)
		guest.open(w.linkTo("tess", fmt.Sprint("The dock at home is dead ", i), "/approve?pass="))
		guest.Expect("main", fmt.Sprint("The dock at home is dead ", i), "Fixit")
		guest.press("[name=decision][value=yes]")
		for _, verb := range []string{"issue_order", "finish_order"} {
			luis.open(page + "?do=" + verb)
			if verb == "finish_order" {
				luis.write("#f-note", "The dock is replaced.")
			}
			luis.press("#act form .verbs button.btn")
		}
		if got := w.sheet(id).Orders[0].State; got != ticket.OrderDone {
			t.Errorf("the order is %s", got)
		}
		dana := w.enter(t, how, numbered("dana", i))
		dana.open(fmt.Sprint("/tickets/", id))
		dana.Expect("[aria-labelledby=terms]", "Fixit")
	})
}

// sendHome puts a private home into the form of a technician's trip, and chooses it.
const sendHome = `document.querySelector("#act [name=place]").add(new Option("home", "home", true, true)), true`

// TestWalkToAnOutage: who is reached by an outage that the desk knows of says so with one press, and hears of it. CO-22.
func TestWalkToAnOutage(t *testing.T) {
	w := settle(t, "colorado")
	luis := w.person("luis", people.Analyst, "desk")
	o, err := w.Desk.Open(t.Context(), luis, desk.Request{Subject: "Mail is down", Type: "incident", Channel: "phone", Service: "email", Outage: true, Email: "ann@example.gov"})
	w.must(err)
	inEachWay(t, func(t *testing.T, how way, i int) {
		name := numbered("dana", i)
		who := w.person(name, people.Customer)
		dana := w.enter(t, how, name)
		dana.open("/")
		dana.press("form[action$='/join'] .btn")
		dana.open("/")
		dana.says("#answers", "You are told of every change", "Le avisamos de cada cambio")
		if joined := w.sheet(o.Ticket.ID).Joined; !slices.Contains(joined, who.ID) {
			t.Errorf("joined are %v", joined)
		}
	})
}
