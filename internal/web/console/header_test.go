package console_test

import (
	"testing"

	"switchboard/internal/webtest"
)

// On a phone the header is two lines in either language: what comes in late has its place already, so nothing
// moves. What can be pressed there is 44 px high, and the menu holds what the lines have no room for.
func TestHeaderOfAPhone(t *testing.T) {
	if testing.Short() {
		t.Skip("drives a browser")
	}
	h, _ := busy(t)
	tab := h.enter(webtest.View{Width: 320}, "luis")
	for _, page := range []string{"/console/mine?lang=es", "/console/new", "/console/open?lang=en"} {
		tab.Go(h.url + page)
		if high := webtest.Eval[float64](tab, "document.querySelector('header').getBoundingClientRect().height"); high > 96 {
			t.Errorf("%s: the header is %g px high", page, high)
		}
		if low := webtest.Eval[string](tab, `[...document.querySelectorAll("header .rooms > summary")]
			.filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 44).map(e => e.textContent.trim()).join(", ")`); low != "" {
			t.Errorf("%s: less than 44 px high: %s", page, low)
		}
		tab.Click(".rooms > summary")
		tab.Wait(".rooms[open] form[action='/signout'] button")
		tab.Wait(".rooms[open] a[hreflang]")
		tab.Check()
	}
	tab.Wait(".rooms[open] .slim a[href='/console/mail']")
}
