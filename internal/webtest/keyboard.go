package webtest

import (
	"context"
	"fmt"

	"github.com/chromedp/chromedp"
)

// maxStops bounds how often Tab is pressed on the way to an element.
const maxStops = 150

// Reach presses Tab until the element that the selector finds has the focus, and fails the test where a stop on the way cannot
// be seen: without a mark that it has the focus, or outside of the window (WCAG 2.2, 2.4.7 and 2.4.11).
func (tab *Tab) Reach(selector string) {
	tab.t.Helper()
	tab.Wait(selector)
	for range maxStops {
		if Eval[bool](tab, fmt.Sprintf("document.activeElement?.matches(%q) ?? false", selector)) {
			return
		}
		tab.Press("\t")
		if unseen := tab.Unseen(); unseen != "" {
			tab.t.Errorf("%s: the focus cannot be seen at %s", tab, unseen)
		}
	}
	tab.t.Fatalf("%s: Tab does not lead to %s", tab, selector)
}

// Unseen names what has the focus without showing it, or "": it has no mark, or is out of the window, or lies wholly behind
// something that stays in its place, as a bar does (WCAG 2.2, 2.4.7 and 2.4.11).
func (tab *Tab) Unseen() string {
	tab.t.Helper()
	return Eval[string](tab, unseenFocus)
}

// unseenFocus: between the last element and the first the focus is on the page itself. A tile shows the focus of the radio
// button that lies in it.
const unseenFocus = `(() => {
	const e = document.activeElement;
	if (!e || e === document.body || e === document.documentElement) return "";
	const marked = x => { const s = getComputedStyle(x); return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 1 || s.boxShadow !== "none" };
	const box = e.getBoundingClientRect();
	const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
	const tile = e.closest("label");
	const over = (x, y) => document.elementFromPoint(x, y);
	const bare = [.1, .5, .9].some(x => [.1, .5, .9].some(y => {
		const top = over(box.left + box.width * x, box.top + box.height * y);
		return top && (e.contains(top) || top.contains(e));
	}));
	const why = [[inside, "out of the window"], [marked(e) || tile && marked(tile), "without a mark"], [bare, "behind something"]];
	const wrong = why.find(([is]) => !is);
	return wrong ? wrong[1] + ": " + e.outerHTML.slice(0, 120) : "";
})()`

// FollowKey presses a key that loads a page, waits for it, and answers its status.
func (tab *Tab) FollowKey(key rune) int {
	tab.t.Helper()
	answer, err := chromedp.RunResponse(tab.ctx, chromedp.Func(func(context.Context, *chromedp.Target) error {
		tab.Press(string(key))
		return nil
	}))
	tab.must("follow by a key", err)
	return int(answer.Status)
}
