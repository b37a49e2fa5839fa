// Package webtest knows how a person's browser meets our pages: it opens them in Chromium at a width, light or dark, with
// script or without, and reports what axe-core, the layout and the browser's console say. It refuses to know the product:
// a test brings its own server and its own expectations.
//
// Without Chromium or without built assets a test is skipped with the reason, in CI (environment CI) it fails.
package webtest

import (
	"cmp"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"switchboard/internal/web/ui"
)

// patience is how long one test may work with its tab, where its View does not say. The longest works 20 seconds where it is
// alone; on a machine with ten others it is ten times as much.
const patience = 4 * time.Minute

// View is how somebody looks at a page.
type View struct {
	Width    int  // CSS pixels; 0 is 1280
	Dark     bool // the system prefers dark
	Both     bool // light, and what is looked at and pictured is so in the dark, too, without being opened anew
	NoScript bool // no script is loaded

	Patience time.Duration // how long the test may work with the tab; 0 is four minutes
	Height   int           // CSS pixels; 0 is 780 where the width is a phone's, else 900
	Scale    int           // device pixels of a CSS pixel; 0 is one
}

// Zoomed is a window of 1280 by 1024 pixels at 400 %, in which the page has 320 by 256 (WCAG 2.2, 1.4.10).
var Zoomed = View{Width: 320, Height: 256, Scale: 4}

// Views are the ones that every page is shown in: the narrowest phone in the dark, and a desk in light and dark. What a phone
// shows in light, a desk does, too; what fits into 320 pixels (WCAG 2.2, 1.4.10) fits into 360, since no rule of our style lies
// between them.
var Views = []View{{Width: 320, Dark: true}, {Width: 1280, Both: true}}

// one is the browser of this test process, started when a test first needs it. It talks through a pipe, so it ends with us.
var one struct {
	sync.Once
	ctx    context.Context
	cancel context.CancelFunc
	folder string
	err    error
}

// Main runs the tests of a package and then ends the browser that they used: func TestMain(m *testing.M) { webtest.Main(m) }.
func Main(m *testing.M) {
	code := m.Run()
	if one.cancel != nil {
		one.cancel()
		os.RemoveAll(one.folder)
	}
	os.Exit(code)
}

func start() {
	if one.folder, one.err = os.MkdirTemp("", "switchboard-browser-"); one.err != nil {
		return
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, // tests run as root in containers; the pages are our own
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("lang", "en-US"),
		chromedp.UserDataDir(one.folder),
	)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	one.ctx, one.cancel = ctx, func() { cancel(); stop() }
	one.err = chromedp.Do(ctx)
}

// Open opens a tab with cookies of its own. It is closed when the test ends.
func Open(t *testing.T, view View) *Tab {
	t.Helper()
	need(t)
	one.Do(start)
	if one.err != nil {
		t.Fatalf("chromium does not start: %v", one.err)
	}
	if view.Width == 0 {
		view.Width = 1280
	}
	if view.Patience == 0 {
		view.Patience = patience
	}
	ctx, cancel := chromedp.NewContext(one.ctx, chromedp.WithNewBrowserContext())
	ctx, stop := context.WithTimeout(ctx, view.Patience)
	t.Cleanup(func() { stop(); cancel() })
	tab := &Tab{t: t, ctx: ctx, view: view}
	if err := tab.prepare(); err != nil {
		t.Fatalf("open a tab: %v", err)
	}
	return tab
}

// need skips a test that cannot run here; in CI it fails, since there all is to be present.
func need(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser test takes seconds; not in a short run")
	}
	missing := ""
	if err := ui.CheckFiles(); err != nil {
		missing = err.Error()
	} else if _, err := axe(); err != nil {
		missing = "axe-core is not installed: run make assets"
	} else if !chromium() {
		missing = "chromium is not installed: run scripts/ensure"
	}
	switch {
	case missing != "" && os.Getenv("CI") != "":
		t.Fatal(missing)
	case missing != "":
		t.Skip(missing)
	}
}

func chromium() bool {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if _, err := exec.LookPath(name); err == nil {
			return true
		}
	}
	return false
}

// axe reads axe-core from where npm put it, at the top of the project.
var axe = sync.OnceValues(func() (string, error) {
	folder, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		text, err := os.ReadFile(filepath.Join(folder, "node_modules", "axe-core", "axe.min.js"))
		if err == nil || filepath.Dir(folder) == folder {
			return string(text), err
		}
		folder = filepath.Dir(folder)
	}
})

func (tab *Tab) prepare() error {
	if err := chromedp.Listen(tab.ctx, tab.hear); err != nil {
		return err
	}
	height := 900
	if tab.view.Width < 600 {
		height = 780
	}
	size := chromedp.EmulateViewport(int64(tab.view.Width), int64(cmp.Or(tab.view.Height, height)), chromedp.EmulateScale(float64(max(tab.view.Scale, 1))))
	if err := chromedp.Do(tab.ctx, size); err != nil {
		return err
	}
	if err := tab.prefer(tab.view.Dark); err != nil {
		return err
	}
	if !tab.view.NoScript {
		return nil
	}
	// All our script comes in files, so a page without them is a page without script, and the test can still look into it.
	_, err := chromedp.Call(tab.ctx, network.SetBlockedURLs, network.SetBlockedURLsParams{
		URLPatterns: []*network.BlockPattern{{URLPattern: "*://*:*/*.js", Block: true}},
	})
	return err
}

// prefer makes the system prefer dark or light, and the page follows.
func (tab *Tab) prefer(dark bool) error {
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme(dark)}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}}
	_, err := chromedp.Call(tab.ctx, emulation.SetEmulatedMedia, media)
	return err
}

func scheme(dark bool) string {
	if dark {
		return "dark"
	}
	return "light"
}

// inTheDark does something once more while the system prefers dark, where the view is of both.
func (tab *Tab) inTheDark(do func()) {
	tab.t.Helper()
	if !tab.view.Both {
		return
	}
	tab.view.Dark = true
	tab.must("turn the light off", tab.prefer(true))
	do()
	tab.view.Dark = false
	tab.must("turn the light on", tab.prefer(false))
}
