// Package visit knows who looks at a page: the session, the person, the language, the frame of every page. It refuses to
// know what the pages are about; portal and console build on it and not on each other.
package visit

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/a-h/templ"
	"github.com/alexedwards/scs/v2"

	"switchboard/internal/core/access"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/people"
	"switchboard/internal/core/wording"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
)

// maxForm bounds the body of a form.
const maxForm = 512 << 10

// partHeader marks a request of a script for a part of a page, which leaves what is said once to the next page that is opened.
const partHeader = "Part"

// Keys in a session.
const (
	personKey = "person"
	csrfKey   = "csrf"
	noticeKey = "notice"
	sentKey   = "sent"
)

// Visits is what the doors for people share.
type Visits struct {
	Desk     *desk.Desk
	Words    *wording.Catalogue
	Log      *slog.Logger
	Demo     bool // the sign-in page names the people of the demo
	sessions *scs.SessionManager
	tries    *tries
	guesses  *tries
	spoken   atomic.Pointer[spoken]
}

// spoken is a definition with its words as printers take them. There is one, of the definition that the last page spoke with.
type spoken struct {
	by    *definition.Definition
	words wording.Vocabulary
}

// New makes Visits; secure says that the desk is reached over TLS, so that cookies may insist on it.
func New(d *desk.Desk, words *wording.Catalogue, log *slog.Logger, secure, demo bool) *Visits {
	s := scs.New()
	s.Store, s.Codec = d.Sessions(personIn), codec{}
	s.Lifetime, s.IdleTimeout = 12*time.Hour, 0
	s.Cookie.Name, s.Cookie.Path, s.Cookie.Persist = "switchboard", "/", false
	s.Cookie.HttpOnly, s.Cookie.Secure, s.Cookie.SameSite = true, secure, http.SameSiteLaxMode
	v := &Visits{Desk: d, Words: words, Log: log, Demo: demo, sessions: s, tries: newTries(maxTries, d.Now), guesses: newTries(maxLinks, d.Now)}
	s.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		if r.Context().Err() != nil {
			return // who asked has gone
		}
		log.ErrorContext(r.Context(), "session", "err", err)
		words := v.Printer(r)
		http.Error(w, words.T("ui.error.unavailable")+". "+words.T("ui.error.unavailable.do"), http.StatusServiceUnavailable)
	}
	return v
}

// guest is who looks, found once per request.
type guest struct {
	desk.Visit
	form *posted
}

type guestKey struct{}

// Wrap finds out who looks before next runs, and refuses posts that another site has sent.
func (v *Visits) Wrap(next http.Handler) http.Handler {
	found := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g, err := v.guest(r.Context())
		if err != nil {
			v.sessions.ErrorFunc(w, r, err)
			return
		}
		limit := int64(maxForm)
		if withParts(r) {
			limit = maxUpload
			defer v.admit(w, r, g)()
		}
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), guestKey{}, g)))
	})
	shield := http.NewCrossOriginProtection()
	shield.SetDenyHandler(v.Door(ui.Portal).Handle(func(http.ResponseWriter, *http.Request) error {
		return fault.New(fault.Forbidden, "this form came from another site; go to the page here and send it again")
	}))
	known := v.sessions.LoadAndSave(ui.RememberChoices(shield.Handler(found)))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		known.ServeHTTP(w, r.WithContext(desk.Expect(r.Context())))
	})
}

func (v *Visits) guest(ctx context.Context) (guest, error) {
	id := people.ID(v.sessions.GetInt64(ctx, personKey))
	if id == 0 {
		return guest{form: &posted{}}, nil
	}
	visit, err := v.Desk.Visit(ctx, id)
	return guest{visit, &posted{}}, err
}

// Actor is who asks; the zero Actor where nobody is signed in.
func Actor(r *http.Request) access.Actor {
	g, _ := r.Context().Value(guestKey{}).(guest)
	return g.Actor
}

// Person is who looks.
func Person(r *http.Request) people.Person {
	g, _ := r.Context().Value(guestKey{}).(guest)
	return g.Person
}

// Printer speaks the reader's language in the desk's own words.
func (v *Visits) Printer(r *http.Request) wording.Printer {
	by := v.Desk.Definition()
	s := v.spoken.Load()
	if s == nil || s.by != by { // a definition in force does not change: another one comes in its place
		s = &spoken{by, v.Words.Vocabulary(by.Words.Roles())}
		v.spoken.Store(s)
	}
	return v.Words.Printer(ui.LangOf(r), s.words)
}

// Page is the frame of a page of this visit, without its title.
func (v *Visits) Page(r *http.Request) ui.Page {
	words := v.Printer(r)
	p := ui.NewPage(r, words, v.Desk.Now())
	p.Desk = v.Desk.Definition().Short.In(string(words.Lang()))
	person := Person(r)
	p.Person = person.NameOrAddress()
	p.CSRF = v.token(r.Context())
	if r.Header.Get(partHeader) == "" {
		p.Notice = v.takeNotice(r.Context())
		p.Sent = v.sessions.PopString(r.Context(), sentKey)
	}
	here := func(prefix string) bool { return r.URL.Path == prefix || strings.HasPrefix(r.URL.Path, prefix+"/") }
	p.Nav = []ui.Link{
		{Text: words.T("nav.help"), Href: "/", Current: r.URL.Path == "/"},
		{Text: words.T("nav.mine"), Href: "/tickets", Current: here("/tickets")},
		{Text: words.T("nav.service"), Href: "/service", Current: here("/service"), Below: true},
	}
	if Actor(r).Charged {
		p.Nav = append(p.Nav, ui.Link{Text: words.T("directory.portal.title"), Href: "/people", Current: here("/people"), Below: true})
	}
	g, _ := r.Context().Value(guestKey{}).(guest)
	if mine := here("/approvals"); mine || g.Approvals > 0 {
		p.Nav = append(p.Nav, ui.Link{Text: words.N("nav.approvals", g.Approvals), Href: "/approvals", Current: mine})
	}
	if access.May(Actor(r), access.UseConsole) == nil {
		p.Nav = append(p.Nav, ui.Link{Text: words.T("nav.console"), Href: "/console", Current: here("/console")})
	}
	if p.Person == "" {
		p.Nav = append(p.Nav, ui.Link{Text: words.T("nav.signin"), Href: "/signin", Current: here("/signin")})
	} else {
		p.Leave, p.Me = "/signout", "/me"
		p.Bell = v.bell(r, words, g.Visit)
	}
	p.Foot = []ui.Link{{Text: words.T("nav.services"), Href: "/services"}, {Text: words.T("nav.shelf"), Href: "/articles"}, {Text: words.T("nav.promise"), Href: "/service"}}
	return p
}

// bell leads to the reader's news and says how much of it is new.
func (v *Visits) bell(r *http.Request, words wording.Printer, visit desk.Visit) ui.Link {
	news, err := v.Desk.News(r.Context(), visit)
	if err != nil {
		v.Log.WarnContext(r.Context(), "news could not be counted", "err", err) // the page is shown all the same
	}
	link := ui.Link{Text: words.T("notices.nav"), Href: "/notices", Current: r.URL.Path == "/notices"}
	switch {
	case news >= desk.UnreadMost:
		link.Count = words.Number(desk.UnreadMost-1) + "+"
	case news > 0:
		link.Count = words.Number(news)
	}
	return link
}

// Door is the error handling of the pages of one layout.
func (v *Visits) Door(layout func(ui.Page) templ.Component) ui.Door {
	return ui.Door{Log: v.Log, SignIn: "/signin", Page: v.Page, Layout: layout}
}

// Posted checks that a form is one of ours before do runs, and what it does is done once, however often it is sent (ADR 0040).
func (v *Visits) Posted(do ui.Handler) ui.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := Read(r); err != nil {
			return err
		}
		if err := ui.CheckToken(r, v.token(r.Context())); err != nil {
			return err
		}
		return do(w, once(r))
	}
}

// token is the session's secret for forms, made when it is first needed.
func (v *Visits) token(ctx context.Context) string {
	t := v.sessions.GetString(ctx, csrfKey)
	if t == "" {
		t = ui.NewToken()
		v.sessions.Put(ctx, csrfKey, t)
	}
	return t
}

// Mark tells this visit from others, also one of somebody who is not signed in. It is the session's secret: keep a digest.
func (v *Visits) Mark(r *http.Request) string { return v.token(r.Context()) }

// Room refuses what anybody does without signing in, under a key, once it was counted most times in a quarter of an hour.
// Errors: TooMany.
func (v *Visits) Room(key string, most int) error { return v.tries.room(key, most) }

// Count counts that it was done.
func (v *Visits) Count(key string) { v.tries.failed(key) }

// Address is a path of ours as somebody elsewhere can follow it, by the name under which this request reached us.
func (v *Visits) Address(r *http.Request, path string) string {
	if v.sessions.Cookie.Secure {
		return "https://" + r.Host + path
	}
	return "http://" + r.Host + path
}

// Say leaves a notice for the next page of this visit.
func (v *Visits) Say(r *http.Request, text string) { v.sessions.Put(r.Context(), noticeKey, text) }

func (v *Visits) takeNotice(ctx context.Context) *ui.Notice {
	if text := v.sessions.PopString(ctx, noticeKey); text != "" {
		return &ui.Notice{Kind: ui.Done, Text: text}
	}
	return nil
}

// Sent tells the next page of this visit which drafts the desk has taken, so that the browser forgets its copies.
func (v *Visits) Sent(r *http.Request, drafts ...string) {
	v.sessions.Put(r.Context(), sentKey, strings.Join(drafts, " "))
}

// again looks afresh who visits in a session, for an answer that lasts longer than one request: the session may have ended, or the
// person's rights may have changed. Errors: Unauthenticated.
func (v *Visits) again(ctx context.Context, session string, who people.ID) (access.Actor, error) {
	ended := fault.New(fault.Unauthenticated, "the session has ended")
	data, found, err := v.sessions.Store.(scs.CtxStore).FindCtx(ctx, session)
	if err != nil {
		return access.Actor{}, err
	}
	if !found {
		return access.Actor{}, ended
	}
	_, values, err := v.sessions.Codec.Decode(data)
	if err != nil {
		return access.Actor{}, err
	}
	if id, _ := values[personKey].(int64); id == 0 || people.ID(id) != who {
		return access.Actor{}, ended
	}
	visit, err := v.Desk.Visit(ctx, who)
	return visit.Actor, err
}
