package webtest

import (
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// Cold makes the tab fetch everything anew with each page, as somebody's browser does who was never here.
func (tab *Tab) Cold() {
	tab.t.Helper()
	_, err := chromedp.Call(tab.ctx, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
	tab.must("do without the cache", err)
}

// Shift is how much of the page has moved by itself since it was opened: the sum of its layout shifts that did not follow an
// input within half a second (https://wicg.github.io/layout-instability/). Below 0.1 is called good; ours is 0.02.
func (tab *Tab) Shift() float64 {
	tab.t.Helper()
	return Eval[float64](tab, shifted)
}

// shifted waits for two frames, so that what the last step has moved is counted.
const shifted = `new Promise(done => {
	let sum = 0;
	const add = list => { for (const e of list) if (!e.hadRecentInput) sum += e.value };
	const observer = new PerformanceObserver(list => add(list.getEntries()));
	observer.observe({type: "layout-shift", buffered: true});
	requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => { add(observer.takeRecords()); done(sum) })));
})`
