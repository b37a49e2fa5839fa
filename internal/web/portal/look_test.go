package portal_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/webtest"
)

// maxWire is what a page may weigh cold, with style, script and face (DESIGN 6).
const maxWire = 100 << 10

// TestLook shows every page of the portal in a real browser, to people with phones and with desks, light and dark, in both
// languages, with script and without, in each desk's words: "request help anytime from any device" (CO-06).
func TestLook(t *testing.T) {
	for _, definition := range []string{"colorado", "maine", "oklahoma"} {
		t.Run(definition, func(t *testing.T) {
			h := open(t, definition, friday)
			pages := h.everyState()
			for _, view := range views(definition) {
				t.Run(fmt.Sprintf("%d dark=%v script=%v %s", view.Width, view.Dark, !view.NoScript, view.lang), func(t *testing.T) {
					look(t, h, pages, view, definition)
				})
			}
		})
	}
}

type langView struct {
	webtest.View
	lang string
}

// views are all that a page can be seen in for one desk, each two of width, theme and script together at least once, and a narrow
// one for the others, which differ in words alone.
func views(definition string) []langView {
	all := []langView{{webtest.View{Width: 320}, "es"}}
	if definition != "colorado" {
		return all
	}
	return append(all, langView{webtest.View{Width: 360, Dark: true}, "en"}, langView{webtest.View{Width: 1280}, "en"},
		langView{webtest.View{Width: 1280, Dark: true}, "es"}, langView{webtest.View{Width: 360, NoScript: true, Dark: true}, "es"},
		langView{webtest.View{Width: 1280, NoScript: true}, "en"})
}

type shown struct{ name, path string }

// everyState makes a ticket in each state and lists the pages to look at.
func (h *house) everyState() []shown {
	wish := func(in *desk.Request) { in.WantPerson, in.WantTeam = "Marta Bell", "network" }
	named := func(subject string) func(*desk.Request) { return func(in *desk.Request) { in.Subject = subject } }
	fresh := h.opens(named("Second monitor for the Pueblo office"), wish)
	closed, solved := h.opens(named("Password reset for the time sheet system")), h.opens(named("The label printer prints blank pages"))
	working, waiting := h.opens(named("Shared calendar shows the wrong time zone")), h.opens(wish)
	h.At(friday.Add(62 * time.Hour))
	for _, id := range []int64{closed, solved, working, waiting} {
		h.accepts(id)
	}
	h.Pass(40 * time.Minute)
	h.asks(waiting)
	h.resolves(closed)
	h.resolves(solved)
	_, err := h.Confirm(h.t.Context(), h.dana, desk.On{Ticket: closed})
	h.must(err)
	unmet := h.opens(named("Badge reader at the side door stays red"))
	if duties := h.Definition().DutyNames(); len(duties) > 0 {
		_, err = h.DutyUnmet(h.t.Context(), h.luis, desk.On{Ticket: unmet}, duties[0], "Nobody let us in at the agreed time.")
		h.must(err)
		_, err = h.Contest(h.t.Context(), h.dana, desk.On{Ticket: unmet}, ticket.Contested{What: ticket.ContestClass, Text: "All of the second floor waits at that door."})
		h.must(err)
	}
	_, err = h.Rate(h.t.Context(), h.dana, desk.On{Ticket: closed}, ticket.Rated{Resolution: 1, Overall: 4, Comment: "Quick."})
	h.must(err)
	h.rateLink = h.rateLetter(solved)
	h.index()
	h.Pass(25 * time.Minute)
	howTo, referral, _ := h.knows()
	if h.Definition().MajorClass() != "" {
		h.fails()
	}
	return []shown{{"home", "/"}, {"answers", "/?q=unlock+account"}, {"article", fmt.Sprintf("/articles/%d", howTo)},
		{"referral", fmt.Sprintf("/articles/%d", referral)}, {"ask-answers", "/ask?subject=unlock+account"}, {"ask", "/ask"}, {"tickets", "/tickets"}, {"service", "/service"}, {"leaflet", "/service/leaflet"}, {"catalog", "/services"}, {"shelf", "/articles?q=unlock"}, {"offer", "/services/" + h.Definition().Services[0].ID}, {"fresh", at(fresh)}, {"closed", at(closed)},
		{"solved", at(solved)}, {"working", at(working)}, {"waiting", at(waiting)}, {"nowhere", "/tickets/999"},
		{"record", at(waiting) + "/record"}, {"find", "/tickets?q=monitor&state=open"}, {"find-none", "/tickets?q=zebra"}, {"unmet", at(unmet)}}
}

func look(t *testing.T, h *house, pages []shown, view langView, definition string) {
	tab := webtest.Open(t, view.View)
	tab.Go(h.url + "/?lang=" + view.lang)
	shoot(t, tab, view, definition, "guest")
	if wire := tab.Wire(); wire > maxWire {
		t.Errorf("%s weighs %d bytes cold, more than %d", tab, wire, maxWire)
	}
	for name, path := range map[string]string{"unsigned": "/ask/unsigned", "rate": h.rateLink} {
		tab.Go(h.url + path)
		shoot(t, tab, view, definition, name)
	}
	tab.Go(h.url + "/signin")
	tab.Fill("#f-email", "dana.whitfield@example.gov")
	tab.Fill("#f-password", password)
	tab.Follow("main form button")
	for _, page := range pages {
		tab.Go(h.url + page.path)
		webtest.Eval[bool](tab, "document.querySelectorAll('details:not(.rooms)').forEach(d => d.open = true), true")
		shoot(t, tab, view, definition, page.name)
	}
	tab.Go(h.url + "/ask?subject=The+network+is+down+for+everyone&type=incident&impact=state&urgency=cannot_work")
	tab.Follow("main form .verbs .btn")
	shoot(t, tab, view, definition, "ask-call")
	tab.Go(h.url + "/ask")
	webtest.Eval[bool](tab, "document.querySelector('main form').noValidate = true")
	tab.Follow("main form button.btn")
	shoot(t, tab, view, definition, "ask-wrong")
}

func shoot(t *testing.T, tab *webtest.Tab, view langView, definition, name string) {
	tab.Check()
	if bare := webtest.Eval[[]string](tab, `document.body.innerText.match(/\b(portal|service|nav|ui|console)\.[a-z]+(\.[a-z_]+)*\b(?!@)|\{[a-z?]+\}/g) ?? []`); len(bare) > 0 {
		t.Errorf("%s: messages without words: %v", tab, bare)
	}
	if low := webtest.Eval[string](tab, `[...document.querySelectorAll("header.mast :is(nav a, summary)")]
		.filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 44).map(e => e.textContent.trim()).join(", ")`); low != "" {
		t.Errorf("%s: less than 44 px high: %s", tab, low)
	}
	script := ""
	if view.NoScript {
		script = "-noscript"
	}
	tab.Shot(strings.Join([]string{definition, name, view.lang}, "-") + script)
}
