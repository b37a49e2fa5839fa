package webtest

import (
	"fmt"
	"strings"
)

// finding is one rule of axe-core that a page breaks.
type finding struct {
	ID     string `json:"id"`
	Impact string `json:"impact"`
	Help   string `json:"help"`
	Nodes  []struct {
		Target  []any  `json:"target"`
		Summary string `json:"failureSummary"`
	} `json:"nodes"`
}

// The rules of axe-core that our pages keep: WCAG 2.2 A and AA, and what its authors call good practice; and those of them that
// ask for colours. All others ask what stands in the page and where, which is one in light and dark.
const (
	standards = `["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"]`
	colours   = `{type:"rule",values:["color-contrast","link-in-text-block"]}`
)

// Check fails the test for whatever is wrong with the page as it stands: axe-core's findings, text that reaches over the
// side, an exception or a complaint in the browser's console.
func (tab *Tab) Check() {
	tab.t.Helper()
	tab.bringAxe()
	tab.report(tab.findings(standards))
	tab.inTheDark(func() { tab.report(tab.findings(colours)) })
	if wide := Eval[[]string](tab, tooWide); len(wide) > 0 {
		tab.t.Errorf("%s: reaches over the side: %s", tab, strings.Join(wide, ", "))
	}
	if !Eval[bool](tab, skips) {
		tab.t.Errorf("%s: the first thing that Tab leads to is no way past the bar", tab)
	}
	tab.mu.Lock()
	defer tab.mu.Unlock()
	for _, fault := range tab.faults {
		tab.t.Errorf("%s: %s", tab, fault)
	}
	tab.faults = nil
}

// bringAxe puts axe-core into the page.
func (tab *Tab) bringAxe() {
	tab.t.Helper()
	source, err := axe()
	tab.must("read axe-core", err)
	if !Eval[bool](tab, "typeof window.axe === 'object'") {
		Eval[bool](tab, source+"; true")
	}
}

// findings are what axe-core says to some of its rules, of the page as it stands.
func (tab *Tab) findings(rules string) []finding {
	tab.t.Helper()
	return Eval[[]finding](tab, "axe.run(document,{runOnly:"+rules+",resultTypes:['violations']}).then(r => r.violations)")
}

func (tab *Tab) report(findings []finding) {
	tab.t.Helper()
	for _, f := range findings {
		for _, node := range f.Nodes {
			tab.t.Errorf("%s: axe-core, %s (%s): %s at %v\n%s", tab, f.ID, f.Impact, f.Help, node.Target, node.Summary)
		}
	}
}

// tooWide names up to five elements that make the page wider than the window.
const tooWide = `(() => {
	const root = document.documentElement;
	if (root.scrollWidth <= root.clientWidth) return [];
	const name = e => e.tagName.toLowerCase() + (e.className ? "." + e.className : "");
	const out = [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > root.clientWidth + 1);
	return ["page " + root.scrollWidth + " of " + root.clientWidth, ...out.slice(0, 5).map(name)];
})()`

// skips: every page begins with a link to what it is about (WCAG 2.2, 2.4.1), and what it leads to is there and takes the focus.
const skips = `(() => {
	const first = document.querySelector("body :is(a[href], button, input:not([type=hidden]), select, textarea, summary)");
	const to = first?.hash && document.querySelector(first.hash);
	return Boolean(first?.matches(".skip") && to?.matches("[tabindex]"));
})()`

// String says which page and view a failure is about.
func (tab *Tab) String() string {
	return fmt.Sprintf("%s at %d px, %s", tab.Address(), tab.view.Width, scheme(tab.view.Dark))
}
