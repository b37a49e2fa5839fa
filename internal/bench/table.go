package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// table is what is printed at the end; a line is also shown as soon as it is known.
type table struct {
	lines [][]string
	load  string // what else the machine did when the run began
	began time.Time
}

// newTable notes how busy the machine is before anything of ours is.
func newTable() *table {
	t := &table{load: "unknown", began: time.Now()}
	if text, err := os.ReadFile("/proc/loadavg"); err == nil {
		if averages := strings.Fields(string(text)); len(averages) >= 3 {
			t.load = strings.Join(averages[:3], ", ")
		}
	}
	return t
}

// add adds a figure: the work, the database, ours, the bare driver's or "", the budget or "".
func (t *table) add(work, database, ours, bare, budget string) {
	mark := ""
	if over(ours, bare, budget) {
		mark = "OVER"
	}
	t.lines = append(t.lines, []string{work, database, ours, bare, budget, mark})
	fmt.Fprintf(os.Stderr, "  %s, %s: %s (bare driver %s) %s\n", work, database, ours, bare, mark)
}

func (t *table) print(w io.Writer) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "work\tdatabase\tours\tbare driver\tbudget\t")
	budgets, overs := 0, 0
	for _, l := range t.lines {
		fmt.Fprintln(out, strings.Join(l, "\t"))
		if l[4] != "" {
			budgets++
		}
		if l[5] != "" {
			overs++
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\n%d of %d lines with a budget are over it. Begun %s with a load average of %s (1, 5 and 15 minutes) on %d processors:\n"+
		"beside other work the figures say little.\n", overs, budgets, t.began.UTC().Format(time.RFC3339), t.load, runtime.NumCPU())
	return err
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
