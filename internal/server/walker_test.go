package server_test

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"switchboard/desks"
	"switchboard/internal/channel/mail"
	"switchboard/internal/channel/mail/outbox/sink"
	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/server"
	"switchboard/internal/webtest"
)

// way is how somebody walks through the pages.
type way struct {
	name string
	view webtest.View
	lang string
	keys bool // by the keyboard alone
}

// ways are those that every walk is walked in. Zoomed to 400 percent a desktop is 320 pixels wide, as a phone is.
var ways = []way{
	{name: "zoomed to 400 percent, in Spanish", view: webtest.Zoomed, lang: "es"},
	{name: "without script", view: webtest.View{NoScript: true}, lang: "en"},
	{name: "by keyboard", view: webtest.View{}, lang: "es", keys: true},
}

// mostShift is how far a page may move while it loads, the sum of its layout shifts.
const mostShift = 0.02

// town is a whole desk that sends its letters to a sink.
type town struct {
	*server.Server
	t    *testing.T
	post *sink.Sink
}

func settle(t *testing.T, definition string) town {
	t.Helper()
	if testing.Short() {
		t.Skip("drives a browser")
	}
	post, err := sink.Listen("127.0.0.1:0", sink.Script{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(post.Close)
	loaded, err := desks.Load(definition)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "mail.yaml")
	text := fmt.Sprintf("address: desk@example.gov\nnetworks: [127.0.0.0/8]\nsend: {host: %q, security: none}\n", post.Address)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	config, err := mail.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	s, err := server.Start(t.Context(), server.Config{Data: t.TempDir(), DeskName: definition, Desk: loaded.Source, Listen: "127.0.0.1:0", Version: "test",
		Log:  slog.New(slog.NewTextHandler(io.Discard, nil)),
		Mail: config})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return town{s, t, post}
}

// person adds somebody who can sign in; the name is the left side of their address.
func (w town) person(name string, role people.Role, teams ...string) access.Actor {
	w.t.Helper()
	p := people.Person{Email: name + "@example.gov", Name: strings.ToUpper(name[:1]) + name[1:], Role: role, Teams: teams, Phone: "207-555-0142",
		Location: "State House, room 4", Proven: true}
	if role == people.Customer {
		p.Agency = "Revenue"
	}
	id, err := w.Desk.AddPerson(w.t.Context(), access.System, p, password)
	w.must(err)
	who, _, err := w.Desk.Visitor(w.t.Context(), id)
	w.must(err)
	if role.Staff() { // replies go out at once
		w.must(w.Desk.ChooseUndo(w.t.Context(), who, 0))
	}
	return who
}

func (w town) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// linkTo waits for a letter to somebody about something that has a link to a page of the desk, and answers where it leads.
func (w town) linkTo(name, about, path string) string {
	w.t.Helper()
	link := regexp.MustCompile(regexp.QuoteMeta(w.Base+path) + `[^\s"<>]+`)
	for have, deadline := 0, time.Now().Add(30*time.Second); time.Now().Before(deadline); have = w.post.Wait(have+1, time.Second) {
		for _, m := range slices.Backward(w.post.Taken()) {
			text := plain(w.t, m.Raw)
			if found := link.FindString(text); m.To == name+"@example.gov" && strings.Contains(text, about) && found != "" {
				return found
			}
		}
	}
	w.t.Fatalf("no letter to %s leads to %s; there are %d letters", name, path, len(w.post.Taken()))
	return ""
}

// plain is the plain text of a letter.
func plain(t *testing.T, raw []byte) string {
	t.Helper()
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	part, err := multipart.NewReader(m.Body, params["boundary"]).NextPart()
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(part)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// walker is somebody at a browser.
type walker struct {
	*webtest.Tab
	t    *testing.T
	base string
	way  way
}

// guest opens a browser in which nobody is signed in.
func (w town) guest(t *testing.T, how way) walker {
	t.Helper()
	one := walker{webtest.Open(t, how.view), t, w.Base, how}
	one.Tab.Go(w.Base + "/?lang=" + how.lang)
	return one
}

// enter opens a browser for somebody who has signed in, as TestWalkIn does by the page.
func (w town) enter(t *testing.T, how way, name string) walker {
	t.Helper()
	one := w.guest(t, how)
	one.Carry(w.Base, visit(t, w.Base, name).client.Jar)
	return one
}

// open opens a page and looks at it.
func (w walker) open(path string) {
	w.t.Helper()
	w.Tab.Go(w.base + strings.TrimPrefix(path, w.base))
	w.look()
}

// look is what is asked of every page: axe-core finds nothing, nothing reaches over the side, and nothing has moved.
func (w walker) look() {
	w.t.Helper()
	if moved := w.Shift(); moved > mostShift {
		w.t.Errorf("%s: the page moved by %.3f while it loaded", w.Tab, moved)
	}
	w.Check()
	if address, err := url.Parse(w.Address()); err == nil {
		w.Shot("walk " + strings.ReplaceAll(w.way.name+" "+address.Path, "/", "_"))
	}
}

// write puts text into a field.
func (w walker) write(selector, text string) {
	w.t.Helper()
	if !w.way.keys {
		w.Fill(selector, text)
		return
	}
	w.Reach(selector)
	webtest.Eval[bool](w.Tab, "document.activeElement.select?.(), true")
	w.Press(text)
}

// date puts a day into a field for days, which takes the keys in the order that its reader's language has.
func (w walker) date(selector string, day time.Time) {
	w.t.Helper()
	if w.way.keys {
		w.Reach(selector)
		w.Press(day.Format("01022006"))
		return
	}
	w.Choose(selector, day.Format(time.DateOnly))
}

// pick chooses an option that can be pressed: a radio button or a box.
func (w walker) pick(selector string) {
	w.t.Helper()
	if w.way.keys {
		w.Reach(selector)
		w.Press(" ")
		return
	}
	w.Click(selector)
}

// choose takes an option of a list; by keyboard its words are typed.
func (w walker) choose(selector, value string) {
	w.t.Helper()
	if !w.way.keys {
		w.Choose(selector, value)
		return
	}
	w.Reach(selector)
	w.Press(webtest.Eval[string](w.Tab, fmt.Sprintf("document.querySelector(%q).querySelector('[value=' + %q + ']').text", selector, value)))
}

// press follows a link or sends a form, and looks at the page that comes.
func (w walker) press(selector string) {
	w.t.Helper()
	if w.way.keys {
		w.Reach(selector)
		w.FollowKey('\r')
	} else {
		w.Follow(selector)
	}
	w.look()
}

// number of the ticket on whose page the walker stands.
func (w walker) number() int64 {
	w.t.Helper()
	parts := regexp.MustCompile(`/tickets/([0-9]+)`).FindStringSubmatch(w.Address())
	if parts == nil {
		w.t.Fatalf("%s is no ticket's page", w.Tab)
	}
	id, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

// says expects words in Spanish or English, as the walker reads them.
func (w walker) says(selector, english, spanish string) {
	w.t.Helper()
	w.Expect(selector, map[string]string{"en": english, "es": spanish}[w.way.lang])
}

// inEachWay walks in every way; the number in it tells the people of the walks apart.
func inEachWay(t *testing.T, walk func(t *testing.T, how way, i int)) {
	for i, how := range ways {
		t.Run(how.name, func(t *testing.T) { walk(t, how, i) })
	}
}

func numbered(name string, i int) string { return fmt.Sprint(name, i) }

// sheet is a ticket as the desk itself sees it.
func (w town) sheet(id int64) ticket.Ticket {
	w.t.Helper()
	s, err := w.Desk.Ticket(w.t.Context(), access.System, id)
	w.must(err)
	return s.Ticket
}
