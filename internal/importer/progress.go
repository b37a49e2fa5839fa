package importer

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress tells how far an import is: a bar on a terminal, a line every few seconds elsewhere.
type progress interface {
	done(n int) // of all
	finish()
}

// lineEvery is how often a line is written where there is no terminal.
const lineEvery = 5 * time.Second

func newProgress(w io.Writer, total int) progress {
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return &bar{progressbar.NewOptions(total, progressbar.OptionSetWriter(w), progressbar.OptionSetDescription("importing"),
			progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString("tickets"),
			progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionOnCompletion(func() { fmt.Fprintln(w) }))}
	}
	return &lines{w: w, total: total, next: time.Now().Add(lineEvery)}
}

type bar struct{ *progressbar.ProgressBar }

// A terminal that cannot be written to must not stop the work, so the errors of the bar are dropped.
func (b *bar) done(n int) { _ = b.Set(n) }
func (b *bar) finish()    { _ = b.Exit() }

type lines struct {
	w     io.Writer
	total int
	next  time.Time
}

func (l *lines) done(n int) {
	if now := time.Now(); now.After(l.next) {
		l.next = now.Add(lineEvery)
		fmt.Fprintf(l.w, "%d of %d incidents\n", n, l.total)
	}
}

func (l *lines) finish() {}
