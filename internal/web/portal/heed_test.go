package portal_test

import (
	"testing"

	"switchboard/internal/webtest"
)

// ME-70: who asks reads on their issue what must not be written into it.
func TestHeed(t *testing.T) {
	h := open(t, "maine", friday)
	id := h.opens() // dana's agency is Revenue
	dana := h.browse("dana.whitfield")
	dana.get(at(id))
	dana.says("#guarded .banner", "Federal tax information (FTI)", "Put no tax data into the issue", "IRS Publication 1075")
	dana.has("#guarded .banner svg.icon", 1)
	dana.get(at(id) + "?lang=es")
	dana.says("#guarded .banner", "Información tributaria federal (FTI)")

	plain := open(t, "colorado", friday)
	id = plain.opens()
	dana = plain.browse("dana.whitfield")
	dana.get(at(id))
	dana.has("#guarded .banner", 0)
}

// The banner holds WCAG 2.2 AA and its width, in both languages.
func TestHeedInTheBrowser(t *testing.T) {
	h := open(t, "maine", friday)
	id := h.opens()
	for _, view := range webtest.Views {
		tab := h.enter(view, "dana.whitfield")
		for _, lang := range []string{"en", "es"} {
			tab.Go(h.url + at(id) + "?lang=" + lang)
			tab.Wait("#guarded .banner")
			tab.Check()
			tab.Shot("portal-guarded-" + lang)
		}
	}
}
