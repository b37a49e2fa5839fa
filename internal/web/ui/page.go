// Package ui knows how pages look and behave: layout, components, forms, error pages, the files a browser fetches, and the
// headers that keep it safe. It refuses to know the product: no ticket, no desk, no rule, no row. Words come in from the
// catalogue by a wording.Printer; what a page says is the door's affair.
//
// All of it works without script and under a policy that allows no inline script or style.
package ui

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"time"

	"switchboard/internal/core/wording"
)

// Page is what a layout needs to know of the page that it frames.
type Page struct {
	Words  wording.Printer
	Title  string    // the page's own; the layout adds the desk's name
	Desk   string    // the desk's name, on the masthead
	Home   string    // where the desk's name leads; "/" when empty
	Nav    []Link    // the main navigation
	Bell   Link      // to the reader's news; none when its Href is empty
	Rooms  []Link    // of the console: pages beside the lists, in a menu of the bar
	Foot   []Link    // what stands below every page
	Person string    // who is signed in; empty when nobody is
	Me     string    // where the person's name leads; no link when empty
	Leave  string    // where signing out is posted to
	CSRF   string    // the session's token, see NewToken
	Theme  Theme     // the saved choice
	URL    *url.URL  // of the request, so that a change of language or theme comes back to it
	Now    time.Time // the server's present, for clocks that count down
	Notice *Notice   // what was just done
	Alerts []Alert   // what those in charge must know, on every page until it is mended
	Sent   string    // the names of drafts that the server has taken, apart by spaces; the browser forgets its copies
}

// NewPage starts a Page with what the request says.
func NewPage(r *http.Request, words wording.Printer, now time.Time) Page {
	return Page{Words: words, Theme: ThemeOf(r), URL: r.URL, Now: now}
}

// Link leads somewhere. Count, when not empty, stands behind the text ("14").
type Link struct {
	Text    string
	Href    string
	Current bool
	Count   string
	Key     string // the console's key that follows the link
	Below   bool   // a phone has it in the menu
}

// Alert is something that does not work: what, since when, and what to do.
type Alert struct {
	Title, Text, Todo string
}

// Notice says once what was done or could not be done, above everything else.
type Notice struct {
	Kind BannerKind
	Text string
}

// below are the links that a phone has in the menu.
func (p Page) below() []Link {
	return slices.DeleteFunc(slices.Clone(p.Nav), func(l Link) bool { return !l.Below })
}

// plain is a link as a menu shows it, at every width, without the key that the header's own has already.
func (l Link) plain() Link {
	l.Below, l.Key = false, ""
	return l
}

func (p Page) home() string {
	if p.Home == "" {
		return "/"
	}
	return p.Home
}

func (p Page) fullTitle() string {
	if p.Title == "" || p.Title == p.Desk {
		return p.Desk
	}
	return p.Title + ": " + p.Desk
}

// clockWords is what clocks.ts reads.
func (p Page) clockWords() string {
	text, err := json.Marshal(p.Words.ClockWords())
	if err != nil { // a map of strings always has a form
		return "{}"
	}
	return string(text)
}

func (p Page) now() string { return p.Now.UTC().Format(time.RFC3339) }

// with is the present address with one choice changed: "?view=open&theme=dark".
func (p Page) with(name, value string) string {
	query := url.Values{}
	if p.URL != nil {
		query = p.URL.Query()
	}
	query.Set(name, value)
	return "?" + query.Encode()
}

// languages are the other languages that the page can be read in, each by its own name.
func (p Page) languages() []choice {
	names := map[wording.Lang]string{wording.English: "English", wording.Spanish: "Español"}
	var others []choice
	for _, lang := range wording.Langs() {
		if lang != p.Words.Lang() {
			others = append(others, choice{Text: names[lang], Value: string(lang), Href: p.with("lang", string(lang))})
		}
	}
	return others
}

// contrast says when the sheet of high contrast holds: for who chose it, and for who chose nothing and asks their system for more.
func (p Page) contrast() string {
	switch p.Theme {
	case Contrast:
		return "all"
	case Auto:
		return "(prefers-contrast: more)"
	}
	return "not all"
}

func (p Page) themes() []choice {
	words := map[Theme]string{Auto: p.Words.T("ui.theme.auto"), Light: p.Words.T("ui.theme.light"), Dark: p.Words.T("ui.theme.dark"), Contrast: p.Words.T("ui.theme.contrast")}
	var all []choice
	for _, theme := range []Theme{Auto, Light, Dark, Contrast} {
		all = append(all, choice{Text: words[theme], Value: string(theme), Href: p.with("theme", string(theme)), Current: theme == p.Theme})
	}
	return all
}

type choice struct {
	Text, Value, Href string
	Current           bool
}
