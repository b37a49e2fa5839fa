package server_test

import (
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"switchboard/desks"
	"switchboard/internal/demo"
	"switchboard/internal/server"
	"switchboard/internal/webtest"
)

// picture is one page of the demo desk, as somebody sees it.
type picture struct {
	name string
	desk string // whose demo; empty for Colorado's
	view webtest.View
	lang string // with "&theme=contrast" where it is for those who need the strongest colours
	who  string // empty for a guest
	path string
	find string // a link within that page to follow, by its words
	verb string // the verb of that ticket whose form is opened
	open string // what is opened in the page then
	call string // what is written into the command bar
}

var (
	phone     = webtest.View{Width: 390}
	phoneDark = webtest.View{Width: 390, Dark: true}
	wide      = webtest.View{Width: 1440}
	wideDark  = webtest.View{Width: 1440, Dark: true}
)

// pictures are those of docs/pictures.md, which tells what to see in each.
var pictures = []picture{
	{name: "home", view: wide, lang: "en", who: "dana.whitfield", path: "/"},
	{name: "home-phone-es", view: phoneDark, lang: "es", who: "dana.whitfield", path: "/"},
	{name: "answers", view: wide, lang: "en", who: "dana.whitfield", path: "/?q=vpn+keeps+dropping"},
	{name: "ask-phone", view: phone, lang: "en", who: "dana.whitfield", path: "/ask?subject=New+laptop"},
	{name: "ticket", view: wide, lang: "en", who: "dana.whitfield", path: "/tickets", find: "Bridge plans"},
	{name: "ticket-phone-dark", view: phoneDark, lang: "en", who: "dana.whitfield", path: "/tickets", find: "Bridge plans"},
	{name: "promises-es", view: wideDark, lang: "es", path: "/service"},
	{name: "console", view: wide, lang: "en", who: "marta.bell", path: "/console/open?q=Depot+Road", find: "Our office moves"},
	{name: "console-more", view: wide, lang: "en", who: "marta.bell", path: "/console/open?q=Bridge+plans", find: "Bridge plans", open: ".menu"},
	{name: "console-es-dark", view: wideDark, lang: "es", who: "marta.bell", path: "/console/open?q=Bridge+plans", find: "Bridge plans"},
	{name: "offer", desk: "maine", view: wide, lang: "en", who: "dana.whitfield", path: "/services/software"},
	{name: "leaflet", desk: "maine", view: wide, lang: "en", path: "/service/leaflet"},
	{name: "form-phone-es", desk: "maine", view: phone, lang: "es", who: "dana.whitfield", path: "/ask?service=new_user#questions"},
	{name: "decision-phone", desk: "maine", view: phone, lang: "en", who: "dana.whitfield", path: "/approvals", find: "A new user"},
	{name: "contrast", view: wide, lang: "en&theme=contrast", who: "dana.whitfield", path: "/tickets", find: "Bridge plans"},
	{name: "scope", desk: "maine", view: wide, lang: "en", who: "marta.bell", path: "/console/open?q=Bridge+plans", find: "Bridge plans", verb: "scope"},
	{name: "dispatch", desk: "maine", view: wide, lang: "en", who: "marta.bell", path: "/console/open?q=Plotter", find: "Plotter", verb: "dispatch"},
	{name: "requester", desk: "maine", view: wideDark, lang: "en", who: "marta.bell", path: "/console/open?q=Plotter", find: "Plotter", open: ".about details:nth-of-type(2)"},
	{name: "rules", view: wide, lang: "en", who: "marta.bell", path: "/console/rules"},
	{name: "agency", desk: "maine", view: wide, lang: "en", who: "marta.bell", path: "/console/agencies", find: "Transportation"},
	{name: "commands", view: wide, lang: "en", who: "luis.ortega", path: "/console/open?q=Bridge+plans", find: "Bridge plans", call: "an"},
	{name: "list-phone", view: phone, lang: "en", who: "luis.ortega", path: "/console/open"},
	{name: "list-filter-dark", view: wideDark, lang: "en", who: "luis.ortega", path: "/console/open?q=type:incident", open: ".tools"},
	{name: "held-mail", view: wide, lang: "en", who: "marta.bell", path: "/console/mail", find: "Status of"},
	{name: "knowledge", view: wide, lang: "en", who: "ann.cho", path: "/console/knowledge"},
}

// TestPictures takes the pictures of the docs, into the folder that SWITCHBOARD_PICTURES names ("make pictures"). The desk
// is the demo's at a fixed instant, so that only what has changed in a page changes its picture.
func TestPictures(t *testing.T) {
	folder := os.Getenv("SWITCHBOARD_PICTURES")
	if folder == "" {
		t.Skip("takes pictures for the docs, when SWITCHBOARD_PICTURES names a folder for them")
	}
	now := time.Date(2026, 3, 4, 17, 30, 0, 0, time.UTC) // a Wednesday, 10:30 a.m. in Denver
	bases := map[string]string{"": serveDemo(t, "colorado", now), "maine": serveDemo(t, "maine", now)}
	for _, p := range pictures {
		t.Run(p.name, func(t *testing.T) {
			tab, base := webtest.Open(t, p.view), bases[p.desk]
			tab.Go(base + "/?lang=" + p.lang)
			if p.who != "" {
				tab.Go(base + "/signin")
				tab.Fill("#f-email", p.who+"@example.gov")
				tab.Fill("#f-password", demo.Password)
				tab.Follow("main form button.btn")
			}
			tab.Go(base + p.path)
			if p.find != "" {
				tab.Go(base + tab.Link(p.find))
			}
			if p.verb != "" {
				tab.Go(tab.Address() + "&do=" + p.verb)
			}
			if p.open != "" {
				tab.Click(p.open + " > summary")
			}
			if p.call != "" {
				webtest.Eval[bool](tab, `document.dispatchEvent(new KeyboardEvent("keydown", { key: "k", ctrlKey: true, bubbles: true }))`)
				tab.Wait("dialog.commands[open] li")
				tab.Press(p.call)
			}
			tab.Check()
			tab.Picture(filepath.Join(folder, p.name+".webp"))
		})
	}
}

func serveDemo(t *testing.T, name string, now time.Time) string {
	t.Helper()
	loaded, err := desks.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	s, err := server.Start(t.Context(), server.Config{Data: t.TempDir(), DeskName: name, Desk: loaded.Source, Demo: true, Listen: "127.0.0.1:0", Version: "test",
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s.Base
}
