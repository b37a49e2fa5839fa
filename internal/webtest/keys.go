package webtest

import (
	"context"
	"fmt"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// The modifiers of a key (Input.dispatchKeyEvent).
const (
	ctrl  = 2
	shift = 8
)

// Ctrl presses a key while Ctrl is held down; the characters that stand for keys are those of Press.
func (tab *Tab) Ctrl(key rune) {
	tab.t.Helper()
	tab.held(key, ctrl)
}

// Back goes to what had the focus before: Shift and Tab.
func (tab *Tab) Back() {
	tab.t.Helper()
	tab.held('\t', shift)
}

// held presses one key while others are held. A key with Ctrl writes nothing.
func (tab *Tab) held(key rune, modifiers int64) {
	tab.t.Helper()
	event, ok := named[key]
	if !ok {
		event = input.DispatchKeyEventParams{Key: string(key)}
	}
	event.Modifiers = modifiers
	for _, event.Type = range []input.DispatchKeyEventType{input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp} {
		if event.Type == input.DispatchKeyEventTypeKeyUp {
			event.Text = ""
		}
		_, err := chromedp.Call(tab.ctx, input.DispatchKeyEvent, event)
		tab.must("press "+string(key), err)
	}
}

// Turn does what leads to another page, waits for that page and returns the status of its answer.
func (tab *Tab) Turn(step func()) int {
	tab.t.Helper()
	answer, err := chromedp.RunResponse(tab.ctx, chromedp.Func(func(context.Context, *chromedp.Target) error {
		step()
		return nil
	}))
	tab.must("turn to another page", err)
	return int(answer.Status)
}

// longest is how long a page may take to come to what a test waits for, on a busy machine.
const longest = 40 * time.Second

// Until waits until an expression of the page is true.
func (tab *Tab) Until(expression string) {
	tab.t.Helper()
	came := Eval[bool](tab, fmt.Sprintf(`new Promise(done => {
		const end = performance.now() + %d;
		const see = () => (%s) ? done(true) : performance.now() > end ? done(false) : setTimeout(see, 20);
		see();
	})`, longest.Milliseconds(), expression))
	if !came {
		tab.t.Fatalf("%s: waited in vain for %s", tab, expression)
	}
}
