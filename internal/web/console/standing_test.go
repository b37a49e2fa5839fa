package console_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"testing"

	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/job"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
	"switchboard/internal/webtest"
)

// stopped is a desk on which a letter about a ticket and a mail that came in have failed, and a follower could not go on.
func stopped(t *testing.T) (h *house, id int64) {
	h = open(t, "maine")
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	h.person("luis", "Luis Ortega", people.Analyst, "", "desk")
	h.person("lena", "Lena Lead", people.Lead, "", "desk")
	h.person("ann", "Ann Cho", people.Manager, "")
	id = h.ask(dana, desk.Request{Subject: "A lamp", Service: "workstation", Type: "incident"})
	err := h.DB.Write(t.Context(), func(tx *sqldb.Tx) error {
		l := store.Letter{Kind: "acknowledged", Cause: 1, Ticket: id, Address: "dana@example.gov", MessageID: "<1@x>", State: store.LetterQueued}
		if _, err := store.AddLetter(t.Context(), tx, l); err != nil {
			return err
		}
		for _, text := range []string{`INSERT INTO follower (name, xid, seq, failures, error, retry_at) VALUES ('search', 0, 0, 3, 'no such word', 1)`,
			`INSERT INTO follower_parked (name, seq, error, parked_at) SELECT 'search', min(seq), 'no such word', 1 FROM fact WHERE ticket_id IS NOT NULL`} {
			if _, err := tx.Exec(t.Context(), text); err != nil {
				return err
			}
		}
		return job.Enqueue(t.Context(), tx, job.Job{Kind: store.ReadMailJob, Body: "7"})
	})
	if err != nil {
		t.Fatal(err)
	}
	do := func(context.Context, *job.Job) error { return job.Stop(errors.New("the printer is on fire")) }
	runner := &job.Runner{DB: h.DB, Log: slog.New(slog.DiscardHandler), Handlers: map[string]job.Handler{store.SendMailJob: {Do: do}, store.ReadMailJob: {Do: do}}}
	if _, err := runner.Step(t.Context()); err != nil {
		t.Fatal(err)
	}
	return h, id
}

// DESIGN 9.9: what failed is visible to those in charge, and mended by a press, without script.
func TestStanding(t *testing.T) {
	h, id := stopped(t)
	h.signIn("luis").get("/console/standing", http.StatusForbidden)
	lena := h.signIn("lena")
	p := lena.get("/console/standing", 200)
	p.has(t, "main", "the printer is on fire")
	p.has(t, "main", "A manager can have it tried again")
	if p.Find("main form").Length() != 0 {
		t.Error("a lead is offered what only a manager may")
	}
	p.has(t, "table", "What is found by words")
	p.has(t, "table", "Fails, and is tried again")
	if n := p.Find(`main a[href="` + ticketPath(id) + `"]`).Length(); n != 2 {
		t.Errorf("%d links to the issue, of a letter and of a fact", n)
	}

	b := h.signIn("ann")
	p = b.get("/console/standing", 200)
	p.has(t, "article:first-of-type", "so it cannot be let go")
	if p.Find("article").Length() != 3 || p.Find("article:first-of-type [value=drop]").Length() != 0 {
		t.Errorf("shown: %s", p.text("main"))
	}
	letter, _ := p.Find("article:nth-of-type(2) [name=what]").Attr("value")
	mail, _ := p.Find("article:first-of-type [name=what]").Attr("value")
	b.send(p, "article:first-of-type form", url.Values{"do": {"retry"}}, 200).has(t, "main, .banner", "It will be tried again now")
	p = b.get("/console/standing", 200)
	b.send(p, "article:first-of-type form", url.Values{"do": {"drop"}, "what": {letter}}, 200).has(t, ".banner", "It was let go")
	p = b.get("/console/standing", 200)
	b.send(p, "article:first-of-type form", url.Values{"do": {"retry"}, "what": {letter}}, 409).has(t, ".problems", "There is no failed job")
	b.send(p, "article:first-of-type form", url.Values{"do": {"retry"}, "what": {mail}}, 409).has(t, ".problems", "There is no failed job")
	b.send(p, "article:first-of-type form", url.Values{"do": {"drop"}}, 200)
	b.get("/console/standing?lang=es", 200).has(t, "main", "No hay nada parado")
}

// axe-core finds nothing, in both languages, light and dark, on a phone and at a desk.
func TestStandingLooks(t *testing.T) {
	h, _ := stopped(t)
	for _, view := range []webtest.View{{Width: 320}, {Width: 1280, Dark: true}, {Width: 1280}} {
		tab := h.enter(view, "ann")
		for _, lang := range []string{"en", "es"} {
			tab.Go(h.url + "/console/standing?lang=" + lang)
			tab.Check()
			tab.Shot("console-standing-" + lang)
		}
	}
}
