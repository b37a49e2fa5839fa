package webtest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Tab is one tab of the browser. Its methods end the test when they cannot do what they say.
type Tab struct {
	t    *testing.T
	ctx  context.Context
	view View

	mu     sync.Mutex
	wire   float64  // bytes received since the last Go
	faults []string // what the browser complained of since the last Check
}

// hear runs in the loop that reads the browser's messages, so it only takes notes.
func (tab *Tab) hear(event any) {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	switch event := event.(type) {
	case *network.EventLoadingFinished:
		tab.wire += event.EncodedDataLength
	case *runtime.EventExceptionThrown:
		tab.faults = append(tab.faults, "script: "+event.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		blocked := tab.view.NoScript && strings.Contains(event.Entry.Text, "ERR_BLOCKED_BY_CLIENT")
		answered := event.Entry.Source == log.EntrySourceNetwork // a status that the test asked for
		if event.Entry.Level == log.EntryLevelError && !blocked && !answered {
			tab.faults = append(tab.faults, "console: "+event.Entry.Text)
		}
	}
}

// Go opens an address and returns the status of the answer.
func (tab *Tab) Go(address string) int {
	tab.t.Helper()
	tab.mu.Lock()
	tab.wire = 0
	tab.mu.Unlock()
	answer, err := chromedp.RunResponse(tab.ctx, chromedp.Navigate(address))
	if err != nil {
		tab.t.Fatalf("open %s: %v", address, err)
	}
	return int(answer.Status)
}

// Follow clicks what leads to another page, a link or a button that sends a form, and waits for that page.
func (tab *Tab) Follow(selector string) int {
	tab.t.Helper()
	answer, err := chromedp.RunResponse(tab.ctx, chromedp.Click(chromedp.CSS(selector)))
	if err != nil {
		tab.t.Fatalf("follow %s: %v", selector, err)
	}
	return int(answer.Status)
}

// Click clicks what stays on this page.
func (tab *Tab) Click(selector string) {
	tab.t.Helper()
	tab.must("click "+selector, chromedp.Do(tab.ctx, chromedp.Click(chromedp.CSS(selector))))
}

// Fill writes into a field in place of what it holds.
func (tab *Tab) Fill(selector, text string) {
	tab.t.Helper()
	tab.Wait(selector)
	Eval[bool](tab, fmt.Sprintf("document.querySelector(%q).value = '', true", selector))
	tab.must("fill "+selector, chromedp.Do(tab.ctx, chromedp.SendKeys(chromedp.CSS(selector), text)))
}

// Choose sets a select to one of its values.
func (tab *Tab) Choose(selector, value string) {
	tab.t.Helper()
	tab.must("choose "+selector, chromedp.Do(tab.ctx, chromedp.SetValue(chromedp.CSS(selector), value)))
}

// named are the keys that write no letter of their own, by the characters that stand for them in Press.
var named = map[rune]input.DispatchKeyEventParams{
	'\r':   {Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13, Text: "\r"},
	'\t':   {Key: "Tab", Code: "Tab", WindowsVirtualKeyCode: 9},
	'\x1b': {Key: "Escape", Code: "Escape", WindowsVirtualKeyCode: 27},
	' ':    {Key: " ", Code: "Space", WindowsVirtualKeyCode: 32, Text: " "},
	'\v':   {Key: "ArrowDown", Code: "ArrowDown", WindowsVirtualKeyCode: 40},
}

// Offline cuts the page off from every server, or connects it again.
func (tab *Tab) Offline(off bool) {
	tab.t.Helper()
	_, err := chromedp.Call(tab.ctx, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{Offline: off, DownloadThroughput: -1, UploadThroughput: -1}}})
	tab.must("lose the connection", err)
	_, err = chromedp.Call(tab.ctx, network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: off, DownloadThroughput: -1, UploadThroughput: -1})
	tab.must("lose the connection", err)
}

// Press presses the keys of these characters one after the other: "\r" is enter, "\t" tab, "\x1b" escape, "\v" the arrow
// down. A page that takes a key for itself leaves no character, as with a person's keyboard.
func (tab *Tab) Press(keys string) {
	tab.t.Helper()
	for _, key := range keys {
		event, ok := named[key]
		if !ok {
			event = input.DispatchKeyEventParams{Key: string(key), Text: string(key)}
		}
		for _, what := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp} {
			if event.Type = what; what == input.DispatchKeyEventTypeKeyUp {
				event.Text = ""
			}
			_, err := chromedp.Call(tab.ctx, input.DispatchKeyEvent, event)
			tab.must("press "+string(key), err)
		}
	}
}

// Wait waits until something is to be seen.
func (tab *Tab) Wait(selector string) {
	tab.t.Helper()
	tab.must("wait for "+selector, chromedp.Do(tab.ctx, chromedp.WaitVisible(chromedp.CSS(selector))))
}

// Text reads what stands in the first element that fits, as it is shown.
func (tab *Tab) Text(selector string) string {
	tab.t.Helper()
	text, err := chromedp.Run(tab.ctx, chromedp.Text(chromedp.CSS(selector)))
	tab.must("read "+selector, err)
	return strings.TrimSpace(text)
}

// Expect fails the test for each text that does not stand in the first element that fits.
func (tab *Tab) Expect(selector string, texts ...string) {
	tab.t.Helper()
	shown := tab.Text(selector)
	for _, want := range texts {
		if !strings.Contains(shown, want) {
			tab.t.Errorf("%s: %q is not in %q", tab, want, shown)
		}
	}
}

// Has reports whether an element is in the page now.
func (tab *Tab) Has(selector string) bool {
	tab.t.Helper()
	return Eval[bool](tab, fmt.Sprintf("document.querySelector(%q) !== null", selector))
}

// Address is where the tab is.
func (tab *Tab) Address() string {
	tab.t.Helper()
	address, err := chromedp.Run(tab.ctx, chromedp.Location())
	tab.must("read the address", err)
	return address
}

// Wire is how many bytes came over the wire since the last Go, headers included.
func (tab *Tab) Wire() int {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	return int(tab.wire)
}

// Eval runs an expression in the page and waits for its value, also when that is promised.
func Eval[T any](tab *Tab, expression string) T {
	tab.t.Helper()
	value, err := chromedp.Run(tab.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	tab.must("evaluate "+expression, err)
	return value
}

// Shot keeps a picture of the whole page in the folder that SWITCHBOARD_SHOTS names, under this name, the width and the
// scheme; it does nothing when none is named.
func (tab *Tab) Shot(name string) {
	tab.t.Helper()
	folder := os.Getenv("SWITCHBOARD_SHOTS")
	if folder == "" {
		return
	}
	tab.must("keep a picture", os.MkdirAll(folder, 0o755))
	take := func() {
		picture, err := chromedp.Run(tab.ctx, chromedp.FullScreenshot(100))
		tab.must("take a picture", err)
		file := filepath.Join(folder, fmt.Sprintf("%s-%d-%s.png", name, tab.view.Width, scheme(tab.view.Dark)))
		tab.must("keep a picture", os.WriteFile(file, picture, 0o644))
	}
	take()
	tab.inTheDark(take)
}

func (tab *Tab) must(what string, err error) {
	tab.t.Helper()
	if err != nil {
		tab.t.Fatalf("%s: %v", what, err)
	}
}
