package server_test

import (
	"testing"
	"time"

	"switchboard/internal/demo"
	"switchboard/internal/webtest"
)

// Bounds of a page as somebody gets it who was never here. They do not depend on how busy the machine is.
const (
	maxShift = 0.02
	maxWire  = 100 << 10
	maxHome  = 60 << 10 // the portal's first page
)

// pace are the main pages by who opens them; find is a link of that page to follow.
var pace = []struct {
	who   string
	pages []struct{ path, find string }
}{
	{"dana.whitfield", []struct{ path, find string }{{"/", ""}, {"/?q=vpn+keeps+dropping", ""}, {"/ask?subject=New+laptop", ""}, {"/tickets", ""}, {"/tickets", "Bridge plans"},
		{"/service", ""}}},
	{"ann.cho", []struct{ path, find string }{{"/console/open", ""}, {"/console/unassigned", ""}, {"/console/open?q=Bridge+plans", "Bridge plans"}, {"/console/find?q=printer", ""},
		{"/console/views", ""}, {"/console/figures", ""}, {"/console/new", ""}, {"/console/knowledge", ""}, {"/console/knowledge/new", ""}, {"/console/mail", ""}, {"/console/desk", ""},
		{"/console/view/new", ""}}},
}

// Nothing on a main page moves by itself, and each is light: at most 0.02 of layout shift, 100 KB on the wire, 60 for the portal's
// first page (issues 3 and 4, "It is done when").
func TestPagesAreStillAndLight(t *testing.T) {
	if testing.Short() {
		t.Skip("opens pages in a browser; not in a short run")
	}
	base := serveDemo(t, "colorado", time.Date(2026, 3, 4, 17, 30, 0, 0, time.UTC))
	for _, view := range []webtest.View{phone, wide} {
		for _, p := range pace {
			tab := webtest.Open(t, view)
			tab.Cold()
			tab.Go(base + "/signin")
			tab.Fill("#f-email", p.who+"@example.gov")
			tab.Fill("#f-password", demo.Password)
			tab.Follow("main form button.btn")
			for _, page := range p.pages {
				if status := tab.Go(base + page.path); status != 200 {
					t.Errorf("%s answers %d", page.path, status)
					continue
				}
				if page.find != "" {
					tab.Go(base + tab.Link(page.find))
				}
				most := maxWire
				if page.path == "/" {
					most = maxHome
				}
				shift, wire := tab.Shift(), tab.Wire()
				t.Logf("%s: shift %.4f, %d bytes", tab, shift, wire)
				if shift > maxShift {
					t.Errorf("%s: moves by %.3f while it is read, more than %.2f", tab, shift, maxShift)
				}
				if wire > most || wire < 5<<10 {
					t.Errorf("%s: %d bytes on the wire; at most %d, and some", tab, wire, most)
				}
			}
		}
	}
}
