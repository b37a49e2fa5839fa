package webtest

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// pictureQuality is that of WebP, of 100: letters stay sharp, and a page takes about 40 KB.
const pictureQuality = 80

// Picture keeps what is in sight, as a person has it before scrolling, in a WebP file.
func (tab *Tab) Picture(file string) {
	tab.t.Helper()
	Eval[bool](tab, "document.activeElement?.blur(), document.fonts.ready.then(() => true)")
	shot, err := chromedp.Call(tab.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{
		Format: page.CaptureScreenshotFormatWebp, Quality: new(int64(pictureQuality))})
	tab.must("take a picture", err)
	tab.must("keep a picture", os.MkdirAll(filepath.Dir(file), 0o755))
	tab.must("keep a picture", os.WriteFile(file, shot.Data, 0o644))
}

// Link finds where the first link within the page leads whose words begin so.
func (tab *Tab) Link(words string) string {
	tab.t.Helper()
	path := Eval[string](tab, fmt.Sprintf(`[...document.querySelectorAll("main a")].find(a => a.innerText.trim().startsWith(%q))?.getAttribute("href") ?? ""`, words))
	if path == "" {
		tab.t.Fatalf("%s: no link says %q", tab, words)
	}
	return path
}
