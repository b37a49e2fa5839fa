package ui_test

import (
	"testing"

	"switchboard/internal/webtest"
)

// What stands above and beneath the bars of a chart is seen, and none of it lies over another.
func TestWordsOfAChart(t *testing.T) {
	if testing.Short() {
		t.Skip("drives a browser")
	}
	_, url := newGallery(t)
	tab := webtest.Open(t, webtest.View{Width: 360})
	tab.Go(url + "/parts")
	if n := webtest.Eval[int](tab, "[...document.querySelectorAll('.chart text')].filter(word => word.checkVisibility()).length"); n != 4 {
		t.Errorf("%d words are seen, want 4", n)
	}
	if over := webtest.Eval[bool](tab, `(() => { const [a, b] = [...document.querySelectorAll(".chart .axis")].map(word => word.getBoundingClientRect()); return a.right > b.left || a.left < 0; })()`); over {
		t.Error("the words beneath the bars lie over each other")
	}
}
