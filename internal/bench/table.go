package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"text/tabwriter"
	"time"
)

// table is what is printed at the end; a line is also shown as soon as it is known.
type table struct{ lines [][]string }

// add adds a figure: the work, the database, ours, the bare driver's or "", the budget or "".
func (t *table) add(work, database, ours, bare, budget string) {
	line := []string{work, database, ours, bare, budget}
	t.lines = append(t.lines, line)
	fmt.Fprintf(os.Stderr, "  %s, %s: %s (bare driver %s)\n", work, database, ours, bare)
}

func (t *table) print(w io.Writer) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "work\tdatabase\tours\tbare driver\tbudget")
	for _, l := range t.lines {
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\n", l[0], l[1], l[2], l[3], l[4])
	}
	return out.Flush()
}

// sample is the durations of one kind of work, and how long all of it took.
type sample struct {
	all  []time.Duration
	wall time.Duration
}

// quantile is a duration that so many of a hundred did not exceed.
func (s sample) quantile(percent int) time.Duration {
	if len(s.all) == 0 {
		return 0
	}
	slices.Sort(s.all)
	return s.all[(len(s.all)-1)*percent/100]
}

func (s sample) rate() string {
	if s.wall <= 0 {
		return "-"
	}
	return fmt.Sprintf("%.0f /s", float64(len(s.all))/s.wall.Seconds())
}

func (s sample) ms(percent int) string {
	if len(s.all) == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f ms", float64(s.quantile(percent).Microseconds())/1000)
}
