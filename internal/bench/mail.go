package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"time"

	"switchboard/internal/channel/mail/outbox/sink"
	"switchboard/internal/core/mail/reading"
)

// posted is how many tickets are asked for one after the other, to see when their acknowledgement has left.
const posted = 100

// letters measures what the desk sends: how long after a ticket was answered its acknowledgement was taken by a mail server
// next door, and how many leave in a second.
func (p place) letters(ctx context.Context, o options, t *table) error {
	ours, err := p.fresh(ctx, "mail")
	if err != nil {
		return err
	}
	box, err := sink.Listen("127.0.0.1:0", sink.Script{})
	if err != nil {
		return err
	}
	defer box.Close()
	config := filepath.Join(o.dir, "mail.yaml")
	text := fmt.Sprintf("address: help@desk.example.gov\nnetworks: [127.0.0.0/8]\nsend: {host: %q, security: none}\n", box.Address)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		return err
	}
	s, err := ours.start(ctx, o.binary, "--mail", config)
	if err != nil {
		return err
	}
	defer s.stop()
	late, err := s.acknowledged(ctx, box)
	if err != nil {
		return err
	}
	before := len(box.Taken())
	began := time.Now()
	eight, err := load(ctx, 8, o.each, s.ask)
	if err != nil {
		return err
	}
	want := before + len(eight.all)
	if got := box.Wait(want, time.Minute); got < want {
		return fmt.Errorf("%d of %d acknowledgements left within a minute", got-before, len(eight.all))
	}
	t.add("acknowledgement taken by the mail server, after the answer, p50", p.name, late.ms(50), "", "seconds")
	t.add("  p99 of it", p.name, late.ms(99), "", "")
	t.add("letters written, sent and settled", p.name, sample{all: eight.all, wall: time.Since(began)}.rate(), "", "")
	t.add("create over HTTP by new people with mail on, 8 clients", p.name, eight.rate(), "", "")
	return nil
}

// acknowledged asks for one ticket after the other and measures when its letter was taken.
func (s *program) acknowledged(ctx context.Context, box *sink.Sink) (sample, error) {
	var out sample
	for n := range posted {
		if err := s.ask(ctx, 99, n); err != nil {
			return out, err
		}
		answered := time.Now()
		if box.Wait(n+1, 10*time.Second) <= n {
			return out, fmt.Errorf("no acknowledgement within ten seconds")
		}
		out.all = append(out.all, max(0, box.Taken()[n].At.Sub(answered)))
	}
	return out, nil
}

var asked atomic.Int64

// ask opens a ticket for somebody who was never seen, since one whose address is only claimed is confirmed once a day.
func (s *program) ask(ctx context.Context, _, _ int) error {
	n := asked.Add(1)
	return s.call(ctx, "/api/v1/tickets", map[string]any{"subject": fmt.Sprintf("Printer %d jams", n), "channel": "portal", "type": "incident",
		"requester": map[string]string{"email": fmt.Sprintf("new%d@example.gov", n)}}, nil)
}

// corpus is where real mails lie, beside the project.
const corpus = "../shared/corpus/mail"

// readMail measures how many mails of the corpus's median size are read in a second on one core.
func (t *table) readMail() error {
	const work = "read a mail of the corpus's median size"
	files, err := filepath.Glob(corpus + "/*/*.eml")
	if more, err := filepath.Glob(corpus + "/*.eml"); err == nil {
		files = append(files, more...)
	}
	if err != nil || len(files) == 0 {
		t.add(work, "-", "skipped: no corpus at "+corpus, "", "500 /s on one core")
		return err
	}
	var all [][]byte
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		all = append(all, raw)
	}
	slices.SortFunc(all, func(a, b []byte) int { return len(a) - len(b) })
	middle := all[len(all)*2/5 : len(all)*3/5+1] // those around the median, so that no single mail decides
	began, n := time.Now(), 0
	for ; time.Since(began) < time.Second; n++ {
		reading.Read(middle[n%len(middle)], reading.Marks{})
	}
	t.add(work, "-", fmt.Sprintf("%.0f /s of %d bytes", float64(n)/time.Since(began).Seconds(), len(all[len(all)/2])), "", "500 /s on one core")
	return nil
}
