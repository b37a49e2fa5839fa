package main

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"html"
	"io"
	"math/rand/v2"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	consolesEach = 10 // open pages of one analyst
	waves        = 12 // changes, one after the other
	waveLimit    = 30 * time.Second
	jitter       = 200 * time.Millisecond // as again.ts waits before it looks
)

// console is one open page of the console: its address, the rows it shows, and its stream.
type console struct {
	path, rowsPath, cookie, stream string
	rows                           []int64

	mu         sync.Mutex
	told, seen time.Time // when it was last told to look, and when it last had the answer
	looks      int
}

// consoles measures how soon many open pages know of a change, and what each costs.
func (p place) consoles(ctx context.Context, o options, t *table) error {
	if o.consoles == 0 {
		return nil
	}
	staff, err := p.staff(ctx, (o.consoles+consolesEach-1)/consolesEach)
	if err != nil {
		return err
	}
	s, err := p.start(ctx, o.binary)
	if err != nil {
		return err
	}
	defer s.stop()
	s.token = staff.token
	for i := range staff.people {
		if staff.people[i].cookie, err = s.session(ctx, staff.people[i].email); err != nil {
			return err
		}
	}
	for _, sight := range []struct {
		name string
		path func(i int, a analyst) string
	}{{"own lists", ownLists}, {"all on one list", func(int, analyst) string { return "/console/open" }}} {
		if err := s.watch(ctx, o, t, p.name, sight.name, staff.people, sight.path); err != nil {
			return err
		}
	}
	return nil
}

// ownLists is how a shift looks: most work from what is theirs or their team's, some from what belongs to all.
func ownLists(i int, a analyst) string {
	switch i % consolesEach {
	case 0:
		return "/console/open"
	case 1:
		return "/console/unassigned"
	case 2, 3, 4, 5:
		return "/console/team:" + a.team
	}
	return "/console/mine"
}

// watch opens the pages, changes tickets that they show, and waits for each change until all who show it have it.
func (s *program) watch(ctx context.Context, o options, t *table, database, name string, people []analyst, path func(int, analyst) string) error {
	ctx, stop := context.WithCancel(ctx)
	var streams sync.WaitGroup
	defer streams.Wait()
	defer stop()
	asks := &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 64, MaxConnsPerHost: 64, DisableCompression: true}}
	pages := make([]*console, o.consoles)
	for i := range pages {
		who := people[i/consolesEach]
		pages[i] = &console{path: s.base + path(i, who), cookie: who.cookie}
	}
	if err := each(64, pages, func(p *console) error { return p.open(ctx, asks) }); err != nil {
		return err
	}
	before, err := s.settled(ctx)
	if err != nil {
		return err
	}
	listens := &http.Client{Transport: &http.Transport{DisableCompression: true}}
	if err := each(64, pages, func(p *console) error { return p.listen(ctx, s.base, listens, asks, &streams) }); err != nil {
		return err
	}
	after, err := s.settled(ctx)
	if err != nil {
		return err
	}
	told, seen, vain, err := s.waves(ctx, pages)
	if err != nil {
		return err
	}
	at := fmt.Sprintf("%s open consoles, %s", thousands(len(pages)), name)
	t.add(at+": memory of one", database, fmt.Sprintf("%.1f KB", float64(after-before)/float64(len(pages))), "", "30 KB")
	t.add(at+": told to look after the verb's answer, p50", database, told.ms(50), "", "")
	t.add(at+": told, p99", database, told.ms(99), "", "")
	t.add(at+": the page has the change, p50", database, seen.ms(50), "", "")
	t.add(at+": the page has the change, p99", database, seen.ms(99), "", "1 s")
	t.add(at+": pages told of a change, which showed it, mean", database, fmt.Sprintf("%.0f of %.0f", vain, float64(len(seen.all))/waves), "", "")
	return nil
}

// waves changes one ticket after the other.
func (s *program) waves(ctx context.Context, pages []*console) (told, seen sample, woken float64, err error) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range waves {
		pause(ctx, time.Second)
		var shown []int64
		for len(shown) == 0 {
			shown = pages[rng.IntN(len(pages))].rows
		}
		id := shown[rng.IntN(min(len(shown), 10))]
		sent := time.Now()
		if err := s.call(ctx, fmt.Sprintf("/api/v1/tickets/%d/notes", id), map[string]any{"body": "Looked at it."}, nil); err != nil {
			return told, seen, 0, err
		}
		answered := time.Now()
		for _, p := range pages {
			if !slices.Contains(p.rows, id) {
				continue
			}
			for !p.hasSeen(sent) {
				if time.Since(answered) > waveLimit || ctx.Err() != nil {
					return told, seen, 0, fmt.Errorf("%s shows ticket %d and does not have its change after %s", p.path, id, waveLimit)
				}
				pause(ctx, 5*time.Millisecond)
			}
			p.mu.Lock()
			told.all, seen.all = append(told.all, max(0, p.told.Sub(answered))), append(seen.all, max(0, p.seen.Sub(answered)))
			p.mu.Unlock()
		}
		pause(ctx, time.Second)
		for _, p := range pages {
			p.mu.Lock()
			woken += float64(p.looks) / waves
			p.looks = 0
			p.mu.Unlock()
		}
	}
	return told, seen, woken, nil
}

func (p *console) hasSeen(change time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.told.After(change) && p.seen.After(p.told)
}

var (
	streamMark = regexp.MustCompile(`data-stream="([^"]*)" data-look-rows="([^"]*)"`)
	rowMark    = regexp.MustCompile(`<li id="row-([0-9]+)"`)
)

// open asks for the page as a browser does when somebody opens it.
func (p *console) open(ctx context.Context, client *http.Client) error {
	res, err := p.ask(ctx, client, p.path, "")
	if err != nil {
		return err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	mark := streamMark.FindSubmatch(body)
	if res.StatusCode != http.StatusOK || mark == nil {
		return fmt.Errorf("%s: %s, and no stream", p.path, res.Status)
	}
	p.stream, p.rowsPath = html.UnescapeString(string(mark[1])), html.UnescapeString(string(mark[2]))
	for _, row := range rowMark.FindAllSubmatch(body, -1) {
		id, err := strconv.ParseInt(string(row[1]), 10, 64)
		if err != nil {
			return err
		}
		p.rows = append(p.rows, id)
	}
	return nil
}

func (p *console) ask(ctx context.Context, client *http.Client, address, encoding string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Cookie", p.cookie)
	if encoding != "" {
		req.Header.Set("Accept-Encoding", encoding)
	}
	return client.Do(req)
}

// listen opens the stream, and from then on looks again as the browser does.
func (p *console) listen(ctx context.Context, base string, listens, asks *http.Client, all *sync.WaitGroup) error {
	res, err := p.ask(ctx, listens, base+p.stream, "")
	if err != nil {
		return err
	}
	lines := bufio.NewReaderSize(res.Body, 128)
	if first, err := lines.ReadString('\n'); err != nil || !strings.HasPrefix(first, "retry:") {
		res.Body.Close()
		return fmt.Errorf("%s: %s, %q", p.stream, res.Status, first)
	}
	all.Go(func() {
		defer res.Body.Close()
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				return
			}
			if part, ok := strings.CutPrefix(line, "data: "); ok {
				address := p.path
				if strings.TrimSpace(part) == "rows" {
					address = base + p.rowsPath
				}
				p.look(ctx, asks, address)
			}
		}
	})
	return nil
}

func (p *console) look(ctx context.Context, asks *http.Client, address string) {
	told := time.Now()
	pause(ctx, rand.N(jitter))
	res, err := p.ask(ctx, asks, address, "gzip")
	if err != nil {
		return
	}
	_, err = io.Copy(io.Discard, res.Body)
	res.Body.Close()
	if err != nil || res.StatusCode != http.StatusOK {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.told, p.seen = told, time.Now()
	p.looks++
}

// settled is the resident memory in KB when it no longer changes.
func (s *program) settled(ctx context.Context) (int, error) {
	var last []int
	for ctx.Err() == nil && len(last) < 120 {
		kb, err := s.resident()
		if err != nil {
			return 0, err
		}
		last = append(last, kb)
		if n := len(last); n >= 8 && slices.Max(last[n-8:])-slices.Min(last[n-8:]) < 1024 {
			return kb, nil
		}
		pause(ctx, 500*time.Millisecond)
	}
	return slices.Min(last), cmp.Or(ctx.Err())
}

// each does some work for all, so many at once; the first error is answered when all have ended.
func each[T any](at int, all []T, do func(T) error) error {
	var group sync.WaitGroup
	errs := make([]error, len(all))
	slots := make(chan struct{}, at)
	for i, one := range all {
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			errs[i] = do(one)
		})
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
