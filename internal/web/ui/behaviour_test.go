package ui_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/wording"
	"switchboard/internal/webtest"
)

// A choice of theme holds at once with script, and after one more page without.
func TestThemeIsChosen(t *testing.T) {
	_, address := newGallery(t)
	for _, view := range []webtest.View{{}, {NoScript: true}} {
		tab := webtest.Open(t, view)
		tab.Go(address + "/portal")
		dark := "a[data-theme-choice=dark]"
		if view.NoScript {
			tab.Follow(dark)
		} else {
			tab.Click(dark)
		}
		for range 2 {
			if got := webtest.Eval[string](tab, "document.documentElement.dataset.theme"); got != "dark" {
				t.Errorf("%+v: got theme %q, want dark", view, got)
			}
			if got := webtest.Eval[string](tab, "getComputedStyle(document.body).color"); !strings.Contains(got, "233") {
				t.Errorf("%+v: got ink %s, want the light one of the dark theme", view, got)
			}
			tab.Go(address + "/parts")
		}
	}
}

// What somebody wrote is there again after the page was left, and gone once the server has taken it.
func TestDraftsAreKept(t *testing.T) {
	_, address := newGallery(t)
	tab := webtest.Open(t, webtest.View{})
	tab.Go(address + "/form")
	tab.Fill("#f-text", "the whole floor")
	tab.Go(address + "/form")
	value := func() string { return webtest.Eval[string](tab, "document.querySelector('#f-text').value") }
	if got := value(); got != "the whole floor" {
		t.Errorf("after coming back: got %q", got)
	}
	tab.Follow("main form button")
	if got := value(); got != "" {
		t.Errorf("after it was sent: got %q, want nothing", got)
	}
	tab.Check()
}

// A form that is sent twice in a moment arrives once.
func TestFormIsSentOnce(t *testing.T) {
	g, address := newGallery(t)
	tab := webtest.Open(t, webtest.View{})
	tab.Go(address + "/form")
	webtest.Eval[bool](tab, `(() => { const b = document.querySelector("main form button"); b.click(); b.click(); b.click(); return true })()`)
	tab.Wait(".notice")
	if got := g.posts.Load(); got != 1 {
		t.Errorf("got %d posts, want 1", got)
	}
}

func TestKeys(t *testing.T) {
	_, address := newGallery(t)
	tab := webtest.Open(t, webtest.View{})
	tab.Go(address + "/console")
	tab.Press("/")
	if !webtest.Eval[bool](tab, "document.activeElement.id === 'command'") {
		t.Error("/ does not lead to the search")
	}
	webtest.Eval[bool](tab, "document.activeElement.blur(), true")
	focus := func() string { return webtest.Eval[string](tab, "document.activeElement.textContent.trim()") }
	tab.Press("j")
	if got := focus(); !strings.HasPrefix(got, "Permit system") {
		t.Errorf("j: on %q, want the second row", got)
	}
	tab.Press("j")
	tab.Press("k")
	tab.Press("k")
	if got := focus(); !strings.HasPrefix(got, "Outlook") {
		t.Errorf("k: on %q, want the first row", got)
	}
	tab.Press("r")
	tab.Press("jk?") // while writing, keys are letters
	if got := webtest.Eval[string](tab, "document.querySelector('#f-reply').value"); got != "jk?" {
		t.Errorf("the reply holds %q, want jk?", got)
	}
	webtest.Eval[bool](tab, "document.activeElement.blur(), true")
	tab.Press("?")
	tab.Wait("dialog[open]")
	tab.Check()
	tab.Click("[data-keys-switch]")
	tab.Click("[data-keys-close]")
	webtest.Eval[bool](tab, "document.activeElement.blur(), true")
	tab.Press("/")
	if webtest.Eval[bool](tab, "document.activeElement.id === 'command'") {
		t.Error("a key that was switched off still works")
	}
}

// A clock in the browser says what the server would say, in both languages, and while it counts it moves nothing beside it.
func TestClocksSayWhatTheServerSays(t *testing.T) {
	g, address := newGallery(t)
	tab := webtest.Open(t, webtest.View{})
	for _, lang := range wording.Langs() {
		tab.Go(address + "/console?lang=" + string(lang))
		p := g.catalogue.Printer(lang, nil)
		room := 0.0
		for _, left := range []time.Duration{20 * time.Second, time.Minute, 59 * time.Minute, time.Hour, 65 * time.Minute, 5 * time.Hour, 23*time.Hour + 59*time.Minute,
			-20 * time.Second, -3 * time.Minute, -61 * time.Minute, -25 * time.Hour, -50 * time.Hour} {
			got := webtest.Eval[string](tab, fmt.Sprintf(`(() => {
				const mark = document.querySelector("time[data-due]");
				mark.dataset.due = new Date(Date.now() + %d).toISOString();
				document.dispatchEvent(new Event("visibilitychange"));
				return mark.textContent;
			})()`, (left+5*time.Second).Milliseconds()))
			want := p.Left(g.now.Add(left+5*time.Second), g.now, g.zone)
			if got != want {
				t.Errorf("%s, %s left: got %q, want %q", lang, left, got, want)
			}
			width := webtest.Eval[float64](tab, `document.querySelector("time[data-due]").getBoundingClientRect().width`)
			if left < time.Minute {
				continue // the words for "over" are longer, and stay
			}
			if room == 0 {
				room = width
			}
			if width != room {
				t.Errorf("%s: %q is %.1f px wide, want %.1f as before", lang, got, width, room)
			}
		}
	}
}
