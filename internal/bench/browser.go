package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// watcher notes, from the first moment of each page, what has moved by itself and how long each input waited for its paint.
const watcher = `window.paced = {shift: 0, inputs: {}};
new PerformanceObserver(l => { for (const e of l.getEntries()) if (!e.hadRecentInput) paced.shift += e.value })
	.observe({type: "layout-shift", buffered: true});
new PerformanceObserver(l => { for (const e of l.getEntries()) if (e.interactionId)
	paced.inputs[e.interactionId] = Math.max(paced.inputs[e.interactionId] || 0, e.duration) })
	.observe({type: "event", buffered: true, durationThreshold: 16});`

// settledPage waits until the page was painted, and what was painted has been noted.
const settledPage = `new Promise(done => {
	const tell = () => {
		const first = performance.getEntriesByName("first-contentful-paint")[0];
		if (!first) requestAnimationFrame(tell);
		else setTimeout(() => done({shift: paced.shift, inputs: Object.values(paced.inputs), paint: first.startTime}));
	};
	requestAnimationFrame(() => requestAnimationFrame(tell));
})`

// noted is what settledPage answers.
type noted struct {
	Shift  float64   `json:"shift"`
	Inputs []float64 `json:"inputs"` // milliseconds; those below 16 are not told
	Paint  float64   `json:"paint"`  // milliseconds
}

// visitor is somebody at a browser.
type visitor struct {
	ctx  context.Context
	mu   sync.Mutex
	wire float64
}

// browser measures what somebody sees of a large desk: pages without a cache, and the keys of a shift.
func (p place) browser(ctx context.Context, o options, size string, t *table) error {
	staff, err := p.staff(ctx, 1)
	if err != nil {
		return err
	}
	s, err := p.start(ctx, o.binary)
	if err != nil {
		return err
	}
	defer s.stop()
	cookie, err := s.session(ctx, staff.people[0].email)
	if err != nil {
		return err
	}
	v, stop, err := visit(ctx, o.dir, s.base, cookie)
	if err != nil {
		return err
	}
	defer stop()
	var inputs sample
	done := 0
	for _, w := range []struct {
		name, path, keys string
		budget           string
	}{
		{"portal, first page", "/", "", "60 KB, 200 ms, 0.02"},
		{"list", "/console/open", "jjjjjjjjkkkk", "100 KB, 200 ms, 0.02"},
		{"list of a team and a class", "/console/team:network?q=class:medium", "jjjjkk", "100 KB, 200 ms, 0.02"},
		{"ticket beside its list", "", "rWe look at it now.", "100 KB, 200 ms, 0.02"},
		{"search", "/console/find?q=badge", "jjkk", "100 KB, 200 ms, 0.02"},
		{"new ticket", "/console/new", "", "100 KB, 200 ms, 0.02"},
		{"knowledge", "/console/knowledge", "", "100 KB, 200 ms, 0.02"},
		{"figures", "/console/figures", "", "100 KB, 200 ms, 0.02"},
	} {
		if w.path == "" {
			if w.path, err = chromedp.Run(v.ctx, chromedp.Evaluate[string](`new URL(document.querySelector("#rows a").href).pathname`)); err != nil {
				return err
			}
		}
		n, wire, err := v.openOften(s.base+w.path, w.keys)
		if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
			t.add("page, cold, "+size+": "+w.name, p.name, "no answer in half a minute", "", w.budget)
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w", w.name, err)
		}
		done += len(w.keys)
		for _, ms := range n.Inputs {
			inputs.all = append(inputs.all, time.Duration(ms*float64(time.Millisecond)))
		}
		t.add("page, cold, "+size+": "+w.name, p.name, fmt.Sprintf("%.1f KB, paint %.0f ms, shift %.4f", wire/1024, n.Paint, n.Shift), "", w.budget)
	}
	for len(inputs.all) < done { // those too quick to be told
		inputs.all = append(inputs.all, 0)
	}
	t.add(fmt.Sprintf("input to next paint, %s, %d keys, p95", size, done), p.name, inputs.ms(95), "", "100 ms")
	t.add(fmt.Sprintf("input to next paint, %s, worst", size), p.name, inputs.ms(100), "", "")
	return nil
}

// coldLoads is how often a page is opened, each time without anything kept: one load says as much of the machine as of the page.
const coldLoads = 5

// openOften opens a page some times and tells of the last, in which keys are pressed; with the middle of all paints and the worst shift.
func (v *visitor) openOften(address, keys string) (noted, float64, error) {
	paints := make([]float64, coldLoads)
	worst := 0.0
	for i := range coldLoads - 1 {
		n, wire, err := v.open(address, "")
		if err != nil {
			return n, wire, err
		}
		paints[i], worst = n.Paint, max(worst, n.Shift)
	}
	n, wire, err := v.open(address, keys)
	paints[coldLoads-1] = n.Paint
	slices.Sort(paints)
	n.Paint, n.Shift = paints[coldLoads/2], max(worst, n.Shift)
	return n, wire, err
}

// visit opens a browser that is signed in and keeps nothing.
func visit(ctx context.Context, dir, base, cookie string) (*visitor, func(), error) {
	folder, err := os.MkdirTemp(dir, "browser-")
	if err != nil {
		return nil, nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(folder), chromedp.WindowSize(1280, 900))
	allocator, end := chromedp.NewExecAllocator(ctx, options...)
	tab, cancel := chromedp.NewContext(allocator)
	v := &visitor{ctx: tab}
	stop := func() { cancel(); end() }
	name, value, _ := strings.Cut(cookie, "=")
	err = chromedp.Do(tab)
	if err == nil {
		err = chromedp.Listen(tab, func(event any) {
			if e, ok := event.(*network.EventLoadingFinished); ok {
				v.mu.Lock()
				v.wire += e.EncodedDataLength
				v.mu.Unlock()
			}
		})
	}
	if err == nil {
		_, err = chromedp.Call(tab, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
	}
	if err == nil {
		_, err = chromedp.Call(tab, network.SetCookie, network.SetCookieParams{Name: name, Value: value, URL: base})
	}
	if err == nil {
		_, err = chromedp.Call(tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watcher})
	}
	if err != nil {
		stop()
		return nil, nil, fmt.Errorf("chromium: %w", err)
	}
	return v, stop, nil
}

// open opens a page, presses keys as somebody types, and answers what was noted and how much came over the wire before the keys.
func (v *visitor) open(address, keys string) (n noted, wire float64, err error) {
	ctx, cancel := context.WithTimeout(v.ctx, 30*time.Second)
	defer cancel()
	v.mu.Lock()
	v.wire = 0
	v.mu.Unlock()
	answer, err := chromedp.RunResponse(ctx, chromedp.Navigate(address))
	if err != nil {
		return n, 0, err
	}
	if answer.Status != 200 {
		return n, 0, fmt.Errorf("%s answers %d", address, answer.Status)
	}
	if n, err = chromedp.Run(ctx, chromedp.Evaluate[noted](settledPage, chromedp.EvalAwaitPromise)); err != nil {
		return n, 0, err
	}
	v.mu.Lock()
	wire = v.wire
	v.mu.Unlock()
	for _, key := range keys {
		for _, event := range []input.DispatchKeyEventParams{{Type: input.DispatchKeyEventTypeKeyDown, Key: string(key), Text: string(key)}, {Type: input.DispatchKeyEventTypeKeyUp, Key: string(key)}} {
			if _, err := chromedp.Call(ctx, input.DispatchKeyEvent, event); err != nil {
				return n, 0, err
			}
		}
		if n, err = chromedp.Run(ctx, chromedp.Evaluate[noted](settledPage, chromedp.EvalAwaitPromise)); err != nil {
			return n, 0, err
		}
	}
	return n, wire, nil
}
