package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"switchboard/desks"
	"switchboard/internal/core/access"
	"switchboard/internal/core/kb"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/server"
)

const (
	readers  = 50
	reader   = "reader@example.gov"
	password = "a long enough password"
)

// knowledge measures the start page and the answers as somebody types, signed in, over so many articles.
func (p place) knowledge(ctx context.Context, o options, t *table) error {
	if o.articles == 0 {
		return nil
	}
	if err := p.shelve(ctx, o.articles); err != nil {
		return err
	}
	s, err := p.start(ctx, o.binary)
	if err != nil {
		return err
	}
	defer s.stop()
	client, err := s.signIn(ctx)
	if err != nil {
		return err
	}
	size := thousands(o.articles) + " articles"
	for _, w := range []struct {
		name, path string
		ask        func(int) string // the question, where there is one
		clients    int
		budget     string
	}{
		{"an answer of three bytes, to compare", "/healthz", nil, 1, ""},
		{"an answer of three bytes, to compare", "/healthz", nil, readers, ""},
		{"start page", "/", nil, 1, ""},
		{"start page", "/", nil, readers, "30 ms"},
		{"start page with answers", "/?q=", usual, 1, ""},
		{"start page with answers", "/?q=", usual, readers, "30 ms"},
		{"start page with answers that nobody asked for before", "/?q=", fresh, readers, ""},
		{"answers as somebody types", "/answers?q=", usual, 1, "10 ms"},
		{"answers as somebody types", "/answers?q=", usual, readers, ""},
	} {
		var asked atomic.Int64
		got, err := load(ctx, w.clients, o.each, func(ctx context.Context, _, _ int) error {
			path := w.path
			if w.ask != nil {
				path += url.QueryEscape(w.ask(int(asked.Add(1))))
			}
			return fetch(ctx, client, s.base+path)
		})
		if err != nil {
			return err
		}
		for _, percent := range []int{50, 99} {
			t.add(fmt.Sprintf("%s, %s, clients %d, p%d", w.name, size, w.clients, percent), p.name, got.ms(percent), "", map[bool]string{true: w.budget}[percent == 99])
		}
	}
	return nil
}

// questions are what people ask: common words and rare ones, beginnings, misspellings, sentences.
var questions = []string{"screen", "the report of the meeting does not open", "archi", "quicksilver", "pritner badge", "folder permit", "case 4711", "mon", "nothing like it"}

func usual(n int) string { return questions[n%len(questions)] }

// fresh asks for three words, in another choice or order each time, for as many times as there are.
func fresh(n int) string {
	word := func(n int) string { return vocabulary[n%len(vocabulary)] }
	return word(n) + " " + word(n/len(vocabulary)) + " " + word(n/len(vocabulary)/len(vocabulary)) + " "
}

// shelve brings a database to n published articles, by the verb that imports.
func (p place) shelve(ctx context.Context, n int) error {
	loaded, err := desks.Load(deskName)
	if err != nil {
		return err
	}
	d, db, err := server.OpenDesk(ctx, server.Config{Data: p.dir, Database: p.url, DeskName: deskName, Desk: loaded.Source, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	defer db.Close()
	id, err := d.AddPerson(ctx, access.System, people.Person{Email: reader, Name: "A Reader", Role: people.Customer, Agency: "Revenue", Proven: true}, password)
	if err == nil {
		err = busy(ctx, d, id, d.Definition().DeskTeam(), "READER")
	}
	if err != nil && !fault.Is(err, fault.Conflict) {
		return err
	}
	began := time.Now()
	if err := db.Unsynced(func() error { return importArticles(ctx, d, n) }); err != nil {
		return err
	}
	if p.url != "" { // its own autovacuum would come to it later
		if _, err := db.Reader().Exec(ctx, "ANALYZE"); err != nil {
			return err
		}
	}
	fmt.Fprintf(os.Stderr, "%s: %d articles, filled in %s\n", p.name, n, time.Since(began).Round(time.Second))
	return nil
}

func importArticles(ctx context.Context, d *desk.Desk, n int) error {
	var next atomic.Int64
	errs := make([]error, fillers)
	var all sync.WaitGroup
	for f := range fillers {
		all.Go(func() {
			rng := rand.New(rand.NewPCG(uint64(f), 7))
			for errs[f] == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				_, _, errs[f] = d.ImportArticle(ctx, access.System, oneArticle(d, rng, i))
			}
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

// oneArticle is a page of some forty words, most of them common; one in three is for some readers only.
func oneArticle(d *desk.Desk, rng *rand.Rand, i int) desk.ImportedArticle {
	def := d.Definition()
	c := kb.Content{Kind: kb.HowTo, Audience: kb.Public, Services: []string{def.Services[rng.IntN(len(def.Services))].ID}}
	switch i % 6 {
	case 0:
		c.Audience = kb.Staff
	case 1:
		c.Audience, c.Agencies = kb.Agencies, []string{"Revenue"}
	}
	var body strings.Builder
	for range 12 {
		body.WriteString(words(rng) + " ")
	}
	c.Texts = map[string]kb.Text{"en": {Title: fmt.Sprintf("The %s of case %d", words(rng), i), Body: body.String()}}
	return desk.ImportedArticle{Path: fmt.Sprintf("%d.md", i), Content: c}
}

var hidden = regexp.MustCompile(`name="csrf" value="([^"]*)"`)

// signIn gives a client with the session of a reader, which all of its users share.
func (s *program) signIn(ctx context.Context) (*http.Client, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	client := &http.Client{Jar: jar, Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	page, err := get(ctx, client, s.base+"/signin")
	if err != nil {
		return nil, err
	}
	token := hidden.FindStringSubmatch(page)
	if token == nil {
		return nil, errors.New("no form to sign in")
	}
	answer, err := client.PostForm(s.base+"/signin", url.Values{"csrf": {token[1]}, "email": {reader}, "password": {password}, "back": {"/"}})
	if err != nil {
		return nil, err
	}
	answer.Body.Close()
	if page, err = get(ctx, client, s.base+"/"); err == nil && !strings.Contains(page, "A Reader") {
		err = errors.New("the reader cannot sign in")
	}
	return client, err
}

// fetch asks as a browser does, for what is compressed, and leaves it so: browsers run elsewhere.
func fetch(ctx context.Context, client *http.Client, address string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Accept-Encoding", "gzip")
	res, err := client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	_, err = io.Copy(io.Discard, res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", address, res.Status)
	}
	return err
}

func get(ctx context.Context, client *http.Client, address string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return "", err
	}
	res, err := client.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", address, res.Status)
	}
	return string(body), err
}
