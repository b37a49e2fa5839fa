package main

import (
	"context"
	"fmt"
	"net/url"
	"time"
)

// reading measures, on n tickets, the cold start, the memory, the lists, one ticket, and the notice of a breach.
func (p place) reading(ctx context.Context, o options, n int, t *table) error {
	s, err := p.start(ctx, o.binary)
	if err != nil {
		return err
	}
	defer s.stop()
	size := thousands(n)
	t.add("cold start to the first 200, "+size, p.name, s.ready.Round(time.Millisecond).String(), "", "250 ms")
	pause(ctx, 2*time.Second)
	idle, err := s.memory()
	if err != nil {
		return err
	}
	t.add("resident memory idle, "+size, p.name, idle, "", "60 MB")
	db, err := p.open()
	if err != nil {
		return err
	}
	defer db.Close()
	ask := func(ctx context.Context, text string) func(context.Context, int, int) error {
		return func(ctx context.Context, _, _ int) error {
			rows, err := db.QueryContext(ctx, text)
			if err != nil {
				return err
			}
			defer rows.Close()
			for rows.Next() {
			}
			return rows.Err()
		}
	}
	budget := map[bool][2]string{true: {"5 ms", "40 ms"}, false: {"3 ms", "25 ms"}}[n > 100_000]
	for _, view := range []struct{ name, path, bare string }{
		{"first page of all open", "/api/v1/tickets?view=open&limit=50", "SELECT * FROM ticket WHERE open ORDER BY due_at, id LIMIT 50"},
		{"first page of any status", "/api/v1/tickets?view=any&limit=50", "SELECT * FROM ticket ORDER BY id DESC LIMIT 50"},
		{"filter: a team and a class", filterPath("is:open team:network class:medium"), "SELECT * FROM ticket WHERE open AND team = 'network' AND class = 'medium' ORDER BY due_at, id LIMIT 50"},
		{"filter: an agency, since", filterPath(`agency:"Agency 7" received>=-1d`), "SELECT * FROM ticket WHERE agency = 'Agency 7' ORDER BY received_at DESC, id DESC LIMIT 50"},
		{"filter: nothing like it, no index", filterPath("is:open channel:phone impact:none"), "SELECT count(*) FROM (SELECT 1 FROM ticket WHERE open AND channel = 'phone' LIMIT 1) AS counted"},
	} {
		get := func(ctx context.Context, _, _ int) error { return s.call(ctx, view.path, nil, nil) }
		if err := t.compare(ctx, o, p.name, view.name+", "+size, get, ask(ctx, view.bare), budget); err != nil {
			return err
		}
	}
	if err := p.openOne(ctx, o, s, size, t); err != nil {
		return err
	}
	if o.search {
		for _, word := range []struct{ name, query, budget string }{{"rare", "quicksilver", "3 ms"}, {"common", "monday", "30 ms"}} {
			got, err := load(ctx, 1, o.each, func(ctx context.Context, _, _ int) error {
				return s.call(ctx, "/api/v1/search?q="+url.QueryEscape(word.query), nil, nil)
			})
			if err != nil {
				return err
			}
			t.add("search a "+word.name+" word, "+size+", p50", p.name, got.ms(50), "", word.budget)
		}
	}
	return p.notice(ctx, o, size, t)
}

// filterPath is the address of a list that a filter means.
func filterPath(filter string) string { return "/api/v1/tickets?limit=50&q=" + url.QueryEscape(filter) }

// compare measures ours and the bare driver with 1 client and with 8.
func (t *table) compare(ctx context.Context, o options, database, what string, ours, bare func(context.Context, int, int) error, budget [2]string) error {
	for i, clients := range []int{1, 8} {
		percent := []int{50, 99}[i]
		got, err := load(ctx, clients, o.each, ours)
		if err != nil {
			return err
		}
		base, err := load(ctx, clients, o.each, bare)
		if err != nil {
			return err
		}
		t.add(fmt.Sprintf("%s, clients %d, p%d", what, clients, percent), database, got.ms(percent), base.ms(percent), budget[i])
	}
	return nil
}

// openOne opens tickets from all over the table.
func (p place) openOne(ctx context.Context, o options, s *program, size string, t *table) error {
	var list struct {
		Tickets []struct{ Number int64 }
	}
	if err := s.call(ctx, "/api/v1/tickets?view=any&limit=1", nil, &list); err != nil {
		return err
	}
	if len(list.Tickets) == 0 {
		return fmt.Errorf("no ticket to open")
	}
	last := list.Tickets[0].Number
	got, err := load(ctx, 1, o.each, func(ctx context.Context, _, n int) error {
		return s.call(ctx, fmt.Sprintf("/api/v1/tickets/%d", last-int64(n*7919)%1000), nil, nil)
	})
	if err != nil {
		return err
	}
	t.add("open one ticket, "+size+", p50", p.name, got.ms(50), "", "3 ms")
	return nil
}

func thousands(n int) string {
	switch {
	case n >= 1_000_000:
		return fmt.Sprintf("%d M", n/1_000_000)
	case n >= 1_000:
		return fmt.Sprintf("%d k", n/1_000)
	}
	return fmt.Sprint(n)
}
