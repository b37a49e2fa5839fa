// Command bench prints what the desk costs, row by row of the design's budgets, beside what the bare driver costs on
// the same rows in the same run. It knows the program only from outside, as a process that answers HTTP, and fills
// databases with the verb that imports. It marks what is over its budget, and refuses to pass or fail anything: figures are
// read by people, who know what else the machine did.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// options bound a run in time and size.
type options struct {
	binary   string
	dir      string // scratch, or the folder that is kept
	keep     string // where filled SQLite databases stay for the next run; empty for none
	only     string // which parts, by name; empty for all
	postgres string // URL of a cluster that waits for its disk; empty to leave it out
	sqlite   bool
	tickets  int           // of the largest list
	first    int           // of the smaller list, measured on the way
	articles int           // of the desk's knowledge
	each     time.Duration // how long one figure is measured
	consoles int           // open pages of the console
	browser  bool          // open the pages of each size in Chromium
	search   bool
}

func main() {
	var o options
	var databases string
	flag.StringVar(&o.binary, "binary", "bin/switchboard", "the program, as `make build` leaves it")
	flag.StringVar(&databases, "databases", "sqlite,postgres", "which databases")
	flag.IntVar(&o.tickets, "tickets", 1_000_000, "tickets in the largest list")
	flag.IntVar(&o.first, "first", 100_000, "tickets in the smaller list")
	flag.IntVar(&o.articles, "articles", 100_000, "published articles; 0 leaves knowledge out")
	flag.DurationVar(&o.each, "each", 3*time.Second, "how long each figure is measured")
	flag.IntVar(&o.consoles, "consoles", 2_000, "open pages of the console; 0 leaves them out")
	flag.BoolVar(&o.browser, "browser", true, "open the main pages in Chromium")
	flag.BoolVar(&o.search, "search", false, "index all tickets and measure the search, too")
	flag.StringVar(&o.keep, "keep", "", "a folder in which the filled SQLite database stays for the next run")
	flag.StringVar(&o.only, "only", "", "which parts, of create,letters,lists,knowledge,consoles,browser; all when empty")
	flag.Parse()
	o.sqlite = strings.Contains(databases, "sqlite")
	if strings.Contains(databases, "postgres") {
		o.postgres = os.Getenv("SWITCHBOARD_TEST_POSTGRES")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, o)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) (err error) {
	if o.binary, err = filepath.Abs(o.binary); err != nil {
		return err
	}
	if o.dir, err = os.MkdirTemp("", "switchboard-bench-"); err != nil {
		return err
	}
	defer os.RemoveAll(o.dir)
	t := newTable()
	if o.takes("pure") {
		if err := errors.Join(t.pure(), t.readMail()); err != nil {
			return err
		}
	}
	var places []place
	if o.sqlite {
		places = append(places, place{name: "sqlite", dir: o.dir})
	}
	if o.postgres != "" {
		places = append(places, place{name: "postgres", url: o.postgres})
	}
	for _, p := range places {
		if err := p.measure(ctx, o, t); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	if o.postgres == "" {
		fmt.Fprintln(os.Stderr, "bench: no PostgreSQL: SWITCHBOARD_TEST_POSTGRES names none (make bench starts one)")
	}
	return t.print(os.Stdout)
}

// takes reports whether a part is to be measured.
func (o options) takes(part string) bool {
	return o.only == "" || slices.Contains(strings.Split(o.only, ","), part)
}

// measure takes all figures of one database, on an empty desk first and then on ever larger ones.
func (p place) measure(ctx context.Context, o options, t *table) error {
	if o.takes("create") {
		if err := p.creation(ctx, o, t); err != nil {
			return err
		}
	}
	if o.takes("letters") {
		if err := p.letters(ctx, o, t); err != nil {
			return err
		}
	}
	from := p
	if o.keep != "" && p.url == "" {
		from.dir = o.keep
	}
	big, err := from.fresh(ctx, "lists")
	if err != nil {
		return err
	}
	sizes := []int{o.first, o.tickets}
	if o.first <= 0 || o.first >= o.tickets {
		sizes = []int{o.tickets}
	}
	for _, n := range sizes {
		if err := big.fill(ctx, n, o.search); err != nil {
			return err
		}
		if o.takes("lists") {
			if err := big.reading(ctx, o, n, t); err != nil {
				return err
			}
		}
		if o.browser && o.takes("browser") {
			if err := big.browser(ctx, o, thousands(n), t); err != nil {
				return err
			}
		}
		if n == sizes[0] && o.takes("consoles") {
			if err := big.consoles(ctx, o, t); err != nil {
				return err
			}
		}
		if n == sizes[0] && o.takes("knowledge") {
			if err := big.knowledge(ctx, o, t); err != nil {
				return err
			}
		}
	}
	return nil
}
