package ui_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"github.com/a-h/templ"

	"switchboard/internal/core/wording"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
	"switchboard/internal/webtest"
)

// The gallery shows every component as pages use them. It exists in tests only; its texts are not the product's.
type gallery struct {
	catalogue *wording.Catalogue
	now       time.Time
	zone      *time.Location
	log       *recorder
	posts     atomic.Int32
}

func newGallery(t *testing.T) (*gallery, string) {
	t.Helper()
	catalogue, err := wording.Load()
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation("America/Denver")
	if err != nil {
		t.Fatal(err)
	}
	g := &gallery{catalogue: catalogue, zone: zone, now: time.Now(), log: &recorder{}}
	server := httptest.NewServer(g.handler())
	t.Cleanup(server.Close)
	return g, server.URL
}

func (g *gallery) handler() http.Handler {
	door := ui.Door{Log: g.log.logger(), SignIn: "/sign-in", Page: g.page, Layout: ui.Portal}
	mux := http.NewServeMux()
	mux.Handle("GET "+ui.FilesPath, ui.Files())
	pages := map[string]func(ui.Page) templ.Component{
		"/portal":  func(p ui.Page) templ.Component { return within(ui.Portal(p), g.ticket(p.Words)) },
		"/form":    func(p ui.Page) templ.Component { return within(ui.Portal(p), g.form(p)) },
		"/parts":   func(p ui.Page) templ.Component { return within(ui.Portal(p), g.parts(p.Words)) },
		"/console": g.console,
	}
	for path, page := range pages {
		mux.Handle("GET "+path, door.Handle(func(w http.ResponseWriter, r *http.Request) error {
			return ui.Render(w, r, http.StatusOK, page(g.page(r)))
		}))
	}
	mux.Handle("GET /panic", door.Handle(func(http.ResponseWriter, *http.Request) error { panic("a defect") }))
	mux.Handle("GET /private", door.Handle(func(http.ResponseWriter, *http.Request) error { return fault.New(fault.Unauthenticated, "nobody") }))
	mux.Handle("POST /form", door.Handle(func(w http.ResponseWriter, r *http.Request) error {
		if err := ui.CheckToken(r, token); err != nil {
			return err
		}
		g.posts.Add(1)
		p := g.page(r)
		p.Sent = "gallery"
		p.Notice = &ui.Notice{Kind: ui.Done, Text: "Sent."}
		return ui.Render(w, r, http.StatusOK, within(ui.Portal(p), g.form(p)))
	}))
	mux.Handle("GET /", door.Handle(func(http.ResponseWriter, *http.Request) error {
		return fault.New(fault.NotFound, "there is no such ticket")
	}))
	return ui.Secure(ui.RememberChoices(mux))
}

var token = ui.NewToken()

func (g *gallery) page(r *http.Request) ui.Page {
	p := ui.NewPage(r, g.catalogue.Printer(ui.LangOf(r), nil), g.now)
	p.Title, p.Desk, p.Person, p.Me, p.Leave, p.CSRF = "Gallery", "OIT Service Desk", "Dana Whitfield", "/me", "/leave", token
	p.Nav = []ui.Link{{Text: "Get help", Href: "/portal"}, {Text: "My tickets", Href: "/form", Current: true}, {Text: "What we promise", Href: "/parts"}}
	p.Foot = []ui.Link{{Text: "Service levels", Href: "/parts"}, {Text: "Accessibility", Href: "/accessibility"}}
	return p
}

func (g *gallery) ticket(p wording.Printer) templ.Component {
	now := g.now
	when := func(before time.Duration) string { return p.Moment(now.Add(-before), now, g.zone) }
	steps := []ui.Step{
		{Title: "Received", Detail: when(64 * time.Hour), State: ui.Past},
		{Title: "With Messaging Services", Detail: when(63*time.Hour) + ", by rule: mail", State: ui.Past},
		{Title: "Luis Ortega took it", Detail: when(2 * time.Hour), State: ui.Past},
		{Title: "Waiting for you", Detail: p.Since(now.Add(-time.Hour), now, g.zone), State: ui.Current},
		{Title: "Solved", Detail: p.By(now.Add(260*time.Hour), now, g.zone)},
	}
	entries := []ui.Entry{
		{Kind: ui.FromDesk, Who: "Luis Ortega, Messaging Services", At: now.Add(-time.Hour), When: when(time.Hour), Text: "I see three sign-ins a minute from your laptop.\nI think an old saved password is in the way. One question above, then I can clear it from here."},
		{Kind: ui.Happened, At: now.Add(-2 * time.Hour), When: when(2 * time.Hour), Text: "Handed from Service Desk to Messaging Services: the service is e-mail."},
		{Kind: ui.FromCustomer, ID: "first", Who: "You", At: now.Add(-64 * time.Hour), When: when(64 * time.Hour), Text: "Since this morning Outlook asks for my password every few minutes. The password is right, it takes it, and asks again."},
	}
	answer := ui.Field{Name: "answer", Label: "Your answer", Rows: 3, Draft: "answer-104233"}
	return templ.Join(
		raw(`<p class="quiet num">Ticket 104233 · `), ui.Time(now, when(64*time.Hour)), raw(`</p><h1>Outlook asks for my password every few minutes</h1>`),
		ui.Tracker(p, "Where it is", steps),
		raw(`<div class="split"><div class="stack"><section class="ask" aria-labelledby="ask"><h2 id="ask">Luis asks you</h2><p>Does it also happen in the browser, at your web mail? A yes or no is enough.</p><form method="post" class="stack tight">`),
		ui.CSRF(token), ui.Input(p, answer),
		raw(`<div class="verbs">`), ui.Press(ui.Button{Text: "Send the answer"}), ui.Press(ui.Button{Text: "Add a file", Kind: ui.Plain, Type: "button"}), raw(`</div></form></section>`),
		ui.Timeline(p, "Conversation, newest first", entries), raw(`</div><aside class="stack" aria-label="About this ticket">`),
		within(ui.Card("promised", "What we promised"), g.promises(p)),
		within(ui.Card("details", "Details"), ui.Facts([]ui.Fact{{Term: "Team", Text: "Messaging Services"}, {Term: "Reach you", Text: "303-555-0142"}, {Term: "Where", Text: "1525 Sherman St, 4th floor"}})),
		raw(`</aside></div>`))
}

func (g *gallery) promises(p wording.Printer) templ.Component {
	counted := within(ui.Details("How this was counted"), raw("<p>Counted day and night: "+p.Spell(time.Minute)+" of "+p.Spell(4*time.Hour)+".</p>"))
	return templ.Join(
		raw(`<div class="promise"><p>`), ui.Status(p, ui.Chip{Kind: ui.Met, Text: "kept"}), raw(` A team within four hours</p>`), counted, raw(`</div>`),
		raw(`<div class="promise"><p>`), ui.Status(p, ui.Chip{Kind: ui.Soon, Text: p.Left(g.now.Add(65*time.Minute), g.now, g.zone), Due: g.now.Add(65 * time.Minute)}), raw(` Next word from us</p></div>`),
		raw(`<div class="promise"><p>`), ui.Status(p, ui.Chip{Kind: ui.Paused, Text: "since 9:12 a.m."}), raw(` Solved within 14 business days</p>`), counted, raw(`</div>`))
}

func (g *gallery) form(p ui.Page) templ.Component {
	words := p.Words
	problems := []ui.Problem{{Field: "subject", Text: "Say in a few words what is wrong."}, {Field: "reach", Text: "This is no phone number we can dial."}}
	return templ.Join(
		raw(`<h1>What do you need help with?</h1><div class="narrow stack">`), ui.Summary(words, problems),
		raw(`<form method="post" action="/form" enctype="multipart/form-data" class="stack wide" novalidate>`), ui.CSRF(p.CSRF),
		ui.Input(words, ui.Field{Name: "subject", Label: "In a few words", Hint: "For example: VPN keeps dropping", Error: ui.ErrorFor(problems, "subject"), Required: true, MaxLength: 200}),
		ui.Input(words, ui.Field{Name: "text", Label: "What happens", Rows: 5, Draft: "gallery", Optional: true}),
		ui.Choose(words, ui.Field{Name: "urgency", Label: "Can you work?", Value: "partly", Options: []ui.Option{{Value: "yes", Text: "Yes"}, {Value: "partly", Text: "Partly", Hint: "Something is in the way"}, {Value: "no", Text: "No"}}}),
		ui.Input(words, ui.Field{Name: "agency", Label: "Agency", Options: []ui.Option{{Value: "r", Text: "Revenue"}, {Value: "t", Text: "Transportation"}}}),
		ui.Input(words, ui.Field{Name: "reach", Label: "Phone", Type: "tel", Autocomplete: "tel", Value: "call me", Error: ui.ErrorFor(problems, "reach")}),
		ui.Attach(words, ui.AttachField{Name: "files", Most: 2, Largest: 1 << 20}),
		ui.Check(words, ui.Field{Name: "copy", Label: "Send me a copy by mail", Hint: "To dana@state.example"}),
		raw(`<div class="verbs">`), ui.Press(ui.Button{Text: "Send"}), ui.Press(ui.Button{Text: "Back", Kind: ui.Plain, Href: "/portal"}), ui.Press(ui.Button{Text: "Throw away", Kind: ui.Danger, Name: "do", Value: "drop"}),
		raw(`</div></form></div>`))
}

func (g *gallery) parts(p wording.Printer) templ.Component {
	table := ui.Table{Caption: "Service levels, last 90 days", Columns: []ui.Column{{Title: "When"}, {Title: "We promise"}, {Title: "Kept", Figure: true}},
		Rows: [][]ui.Cell{{{Text: "Major incident"}, {Text: "A team within 15 minutes"}, {Text: "100 % of 7"}}, {{Text: "By the portal"}, {Text: "Resolved within 14 business days"}, {Body: ui.Status(p, ui.Chip{Kind: ui.Late, Text: "85.7 % of 1,204"})}}}}
	banner := func(kind ui.BannerKind, text string) templ.Component {
		return within(ui.Banner(kind), raw("<p>"+text+"</p>"))
	}
	chip := func(kind ui.ChipKind, text string) templ.Component {
		return ui.Status(p, ui.Chip{Kind: kind, Text: text})
	}
	return templ.Join(
		raw(`<h1>All the parts</h1><div class="stack wide">`),
		banner(ui.Warn, "<strong>Known outage: e-mail is slow for Revenue.</strong> Next update by 10:30 a.m."), banner(ui.Info, "We are closed on Thursday."), banner(ui.Done, "Your answer is on its way."), banner(ui.Wrong, "The file was too large; the text was kept."),
		raw(`<div class="clocks">`), chip(ui.Neutral, "2 h 40"), chip(ui.Soon, "22 min"), chip(ui.Late, "3 min over"), chip(ui.Met, "kept"), chip(ui.Paused, "since 9:12 a.m."), ui.Status(p, ui.Chip{Plain: true, Text: "With Desk Side Support"}), raw(`</div>`),
		raw(`<section class="card">`), ui.Bars(ui.Chart{Bars: []ui.Share{{Percent: 6, Above: "6 %", Below: "first contact"}, {Percent: 92, Above: "92 %", Below: "satisfied"}}, Table: table}), raw(`</section>`),
		raw(`<ul class="list card"><li><a href="/portal">Outlook asks for my password every few minutes</a><span class="quiet small num">104233</span><span class="end">`), chip(ui.Soon, "We need an answer from you"), raw(`</span><span class="whole">Messaging Services asked at 9:12 a.m. The clock is paused until you answer.</span></li><li><a href="/portal">Second monitor for the Pueblo office</a><span class="quiet small num">104198</span><span class="end">`), ui.Status(p, ui.Chip{Plain: true, Text: "With Desk Side Support"}), raw(`</span></li></ul>`),
		ui.Empty("No tickets yet", "When you ask for help, you see here where it is.", ui.Button{Text: "Ask for help", Href: "/form"}),
		ui.Pages(p, ui.Pager{Previous: "?before=1", Next: "?after=2", Shown: "51 to 100"}), raw(`</div>`))
}

func (g *gallery) console(p ui.Page) templ.Component {
	p.Nav = []ui.Link{{Text: "Queue", Href: "/console", Current: true}}
	bar := ui.Bar{Search: "/search", Back: ui.Link{Text: "Back to the list", Href: "?pane=queue"}, Keys: []ui.Fact{{Term: "j", Text: "next"}, {Term: "k", Text: "previous"}, {Term: "r", Text: "reply"}}}
	groups := []ui.ViewGroup{{Title: "Mine", Links: []ui.Link{{Text: "My tickets", Href: "/console", Count: "9"}, {Text: "Waiting for others", Href: "/console", Count: "4"}}}, {Title: "Messaging Services", Links: []ui.Link{{Text: "Due soon", Href: "/console", Count: "14", Current: true}, {Text: "All open", Href: "/console", Count: "83"}}}}
	row := func(current, subject, line, end string, chip ui.Chip) templ.Component {
		return templ.Join(raw(`<li><a href="/console"`+current+`><b>`+subject+`</b>`), ui.Status(p.Words, chip), raw(`<small class="num">`+line+`</small><small>`+end+`</small></a></li>`))
	}
	soon, late := g.now.Add(22*time.Minute), g.now.Add(-3*time.Minute)
	pane := "queue"
	if p.URL.Query().Get("pane") == "item" {
		pane = "item"
	}
	return within(ui.Console(p, bar), within(ui.Panes(p, pane, false), templ.Join(
		ui.Views("Views", groups),
		raw(`<section class="queue" aria-labelledby="queue"><div class="head"><h1 id="queue">Due soon</h1><span class="quiet small">next due first</span></div><ul class="rows" data-rows>`),
		row(` aria-current="true"`, "Outlook asks for my password every few minutes", "104233 · Dana Whitfield · Revenue", "You", ui.Chip{Kind: ui.Paused, Text: "waiting"}),
		row("", "Permit system: nobody at Transportation can sign in", "104241 · 11 people · Transportation", "Unassigned", ui.Chip{Kind: ui.Late, Text: p.Words.Left(late, g.now, g.zone), Due: late}),
		row("", "Badge printer offline, Grand Junction", "104239 · Ruth Okafor · Corrections", "Desk", ui.Chip{Kind: ui.Soon, Text: p.Words.Left(soon, g.now, g.zone), Due: soon}),
		row("", "Scan to mail sends empty pages", "104230 · Omar Haddad · Labor", "Desk", ui.Chip{Text: "Mon 5 p.m."}),
		raw(`</ul><div class="more">`), ui.Pages(p.Words, ui.Pager{Next: "?after=4"}), raw(`</div></section>`), g.item(p))))
}

func (g *gallery) item(p ui.Page) templ.Component {
	entries := []ui.Entry{
		{Kind: ui.FromCustomer, Who: "Dana Whitfield", At: g.now, When: "Fri 4:30 p.m., portal", Text: "Since this morning Outlook asks for my password every few minutes."},
		{Kind: ui.Happened, At: g.now, When: "4:31 p.m.", Text: "Routed to Messaging Services: the service is e-mail"},
		{Kind: ui.InternalNote, Who: "Luis Ortega", At: g.now, When: "8:20 a.m.", Text: "Three sign-ins a minute from CO-LT-20418."},
	}
	verbs := templ.Join(ui.Press(ui.Button{Text: "Reply", Key: "r", Href: "#f-reply"}), ui.Press(ui.Button{Text: "Note", Key: "n", Kind: ui.Plain, Href: "#note"}), ui.Press(ui.Button{Text: "Resolve", Key: "e", Kind: ui.Plain, Href: "#resolve"}))
	return templ.Join(
		raw(`<div class="item"><div class="body"><div><p class="quiet num small">104233 · incident · portal · e-mail</p><h1>Outlook asks for my password every few minutes</h1></div><div class="clocks">`),
		ui.Status(p.Words, ui.Chip{Kind: ui.Met, Text: "team in 4 h: kept, 1 min"}), ui.Status(p.Words, ui.Chip{Kind: ui.Paused, Text: "resolve: since 9:12, 13 d 9 h left"}),
		raw(`</div><div class="verbs">`), verbs, raw(`</div>`), ui.Timeline(p.Words, "Timeline", entries),
		raw(`<form class="write stick" method="post">`), ui.CSRF(p.CSRF), ui.Input(p.Words, ui.Field{Name: "reply", Label: "Reply to Dana", HideLabel: true, Rows: 3, Draft: "reply-104233", Placeholder: "Reply to Dana. Drafts are kept."}),
		raw(`<div class="verbs">`), ui.Press(ui.Button{Text: "Send"}), raw(`</div></form></div><aside class="about" aria-label="About"><section><h2>Dana Whitfield</h2><p class="small">Revenue · Tax Operations<br>303-555-0142</p></section><section><h2>Device</h2><p class="small">CO-LT-20418, state-owned, in scope</p></section></aside></div>`))
}

func raw(html string) templ.Component { return templ.Raw(html) }

// within puts a body into a component that has children.
func within(frame, body templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return frame.Render(templ.WithChildren(ctx, body), w)
	})
}

func TestMain(m *testing.M) { webtest.Main(m) }

// Each part, in each language, width and scheme, down to the width of 400 % zoom, breaks no rule of WCAG 2.2 AA and no side.
func TestGallery(t *testing.T) {
	_, address := newGallery(t)
	views := append([]webtest.View{{Width: 768}, {Width: 360, NoScript: true}}, webtest.Views...)
	for _, view := range views {
		tab := webtest.Open(t, view)
		for _, lang := range []string{"es", "en"} {
			for _, page := range []string{"portal", "form", "parts", "console", "console?pane=item", "missing"} {
				tab.Go(address + "/" + page + with(page, "lang="+lang))
				tab.Check()
				if lang == "en" || view.Width == 320 {
					tab.Shot(url.PathEscape(page) + "-" + lang)
				}
			}
		}
	}
}

func with(page, query string) string {
	if page == "console?pane=item" {
		return "&" + query
	}
	return "?" + query
}

// A page comes in under 100 KB, cold, fonts included (DESIGN 6).
func TestPagesAreLight(t *testing.T) {
	_, address := newGallery(t)
	for _, page := range []string{"portal", "console"} {
		tab := webtest.Open(t, webtest.View{})
		tab.Go(address + "/" + page)
		Settle(tab)
		t.Logf("%s: %d bytes", page, tab.Wire())
		if got, most := tab.Wire(), 100<<10; got > most || got < 10<<10 {
			t.Errorf("%s: %d bytes came over the wire, want some and at most %d", page, got, most)
		}
	}
}

// Settle waits until the fonts are there, which come last.
func Settle(tab *webtest.Tab) { webtest.Eval[bool](tab, "document.fonts.ready.then(() => true)") }
