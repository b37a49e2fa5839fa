package ui_test

import (
	"strings"
	"testing"

	"switchboard/internal/webtest"
)

// give makes an event that brings a file, as a paste or a drop does.
const give = `(kind, name, size) => {
	const bag = new DataTransfer();
	bag.items.add(new File([new Uint8Array(size)], name, {type: "image/png", lastModified: 1}));
	const what = kind === "paste" ? new ClipboardEvent("paste", {clipboardData: bag, bubbles: true, cancelable: true})
		: new DragEvent("drop", {dataTransfer: bag, bubbles: true, cancelable: true});
	document.querySelector("#f-text").dispatchEvent(what);
	return [...document.querySelector("#f-files").files].map(f => f.name).join(" | ");
}`

// Pasted pictures and dropped files join those that were chosen, can be taken out again, and what is too large is said
// before it is sent.
func TestFilesArePastedAndDropped(t *testing.T) {
	_, address := newGallery(t)
	tab := webtest.Open(t, webtest.View{})
	tab.Go(address + "/form")
	for _, step := range []struct{ call, want string }{
		{`("paste", "image.png", 10)`, "picture 1.png"},
		{`("paste", "image.png", 11)`, "picture 1.png | picture 2.png"},
		{`("drop", "plan.pdf", 12)`, "picture 1.png | picture 2.png | plan.pdf"},
		{`("drop", "plan.pdf", 12)`, "picture 1.png | picture 2.png | plan.pdf"},
	} {
		if got := webtest.Eval[string](tab, "("+give+")"+step.call); got != step.want {
			t.Errorf("%s: the form holds %q, want %q", step.call, got, step.want)
		}
	}
	tab.Expect("[data-files-says]", "At most 2 files")
	if webtest.Eval[bool](tab, `document.querySelector("#f-files").validity.valid`) {
		t.Error("three files are sent where two may be")
	}
	tab.Click(`.chosen button[aria-label="Take out picture 1.png"]`)
	if got := webtest.Eval[string](tab, `[...document.querySelector("#f-files").files].map(f => f.name).join()`); got != "picture 2.png,plan.pdf" {
		t.Errorf("left are %q", got)
	}
	if tab.Has("[data-files-says]:not([hidden])") {
		t.Error("it still complains")
	}
	tab.Check()
	tab.Shot("files")
	tab.Click(`.chosen button[aria-label="Take out plan.pdf"]`)
	webtest.Eval[string](tab, "("+give+`)("drop", "large.iso", 2 << 20)`)
	if got := tab.Text("[data-files-says]"); !strings.Contains(got, "large.iso is larger than 1 MB") {
		t.Errorf("of a large file it says %q", got)
	}
}
