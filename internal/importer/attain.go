package importer

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/people"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/ticket"
)

// Attainment is how a log's incidents would have stood under a desk's promises, judged by the same functions as the
// live desk.
type Attainment struct {
	Desk       string
	Zone       string
	Incidents  int
	Rejected   int
	Promises   []Promise
	Priorities []Priority
}

// Promise is one kind of promise. A clock without an end in the log (superseded, or what it waited for could not come
// any more) is neither met nor missed.
type Promise struct {
	Class                string
	Metric               sla.Metric
	Obligation           sla.Obligation
	Met, Missed, Without int
}

// Priority sets the log's own verdict, made_sla, beside ours on the promise to resolve or close.
type Priority struct {
	Name                 string
	Incidents            int
	Theirs, Judged, Ours int // made_sla is true; we have a verdict; it is met
}

// enoughCases is how many incidents a priority needs to be compared.
const enoughCases = 100

// Attain replays a whole log under a definition.
func Attain(ctx context.Context, path string, d *definition.Definition) (Attainment, error) {
	a := Attainment{Desk: d.Name.En, Zone: d.Zone().String()}
	log, err := OpenLog(path, d.Zone())
	if err != nil {
		return a, err
	}
	survey, err := log.Survey(ctx)
	if err != nil {
		return a, err
	}
	ids := map[string]people.ID{"": 0}
	tl := Teller{Definition: d, Person: func(name string) people.ID {
		if _, ok := ids[name]; !ok {
			ids[name] = people.ID(len(ids))
		}
		return ids[name]
	}}
	c := &counting{editions: []sla.Edition{{Policy: d.Policy()}}, promises: map[Promise]*Promise{}, priorities: map[string]*Priority{}, now: time.Now()}
	err = log.Walk(ctx, survey, func(in Incident) error { return c.add(tl, in) }, func(int, string) error { a.Rejected++; return nil })
	a.Incidents = c.n
	for _, p := range c.promises {
		a.Promises = append(a.Promises, *p)
	}
	slices.SortFunc(a.Promises, func(x, y Promise) int {
		return cmp.Or(cmp.Compare(x.Class, y.Class), cmp.Compare(x.Metric, y.Metric), cmp.Compare(x.Obligation, y.Obligation))
	})
	for _, p := range c.priorities {
		a.Priorities = append(a.Priorities, *p)
	}
	slices.SortFunc(a.Priorities, func(x, y Priority) int { return cmp.Compare(x.Name, y.Name) })
	return a, err
}

type counting struct {
	editions   []sla.Edition
	promises   map[Promise]*Promise
	priorities map[string]*Priority
	now        time.Time
	n          int
}

func (c *counting) add(tl Teller, in Incident) error {
	entries, err := tl.Tell(in, c.now)
	if err != nil {
		return err
	}
	k := ticket.Fold(0, entries)
	clocks, err := ticket.Clocks(k, entries, c.editions, c.now)
	if err != nil {
		return fmt.Errorf("%s: %w", in.Number, err)
	}
	c.n++
	last := in.Rows[len(in.Rows)-1]
	p := c.priorities[last.Priority]
	if p == nil {
		p = &Priority{Name: last.Priority}
		c.priorities[last.Priority] = p
	}
	p.Incidents++
	if last.MadeSLA == "true" {
		p.Theirs++
	}
	judged, met := false, true
	for i := range clocks {
		k := &clocks[i]
		c.tally(k)
		if (k.Metric == sla.Resolve || k.Metric == sla.Close) && (k.State == sla.Met || k.State == sla.Missed) {
			judged, met = true, met && k.State == sla.Met
		}
	}
	if judged {
		p.Judged++
	}
	if judged && met {
		p.Ours++
	}
	return nil
}

func (c *counting) tally(k *sla.Clock) {
	key := Promise{Class: k.Target.Class, Metric: k.Metric, Obligation: k.Obligation}
	p := c.promises[key]
	if p == nil {
		copied := key
		p = &copied
		c.promises[key] = p
	}
	switch k.State {
	case sla.Met:
		p.Met++
	case sla.Missed:
		p.Missed++
	default:
		p.Without++
	}
}

// Print writes the tables, and what has to be known to read them.
func (a Attainment) Print(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "%s\n%d incidents, times read in %s; rows left out: %d\n\n", a.Desk, a.Incidents, a.Zone, a.Rejected)
	fmt.Fprintln(t, strings.Join([]string{"class", "promise", "obligation", "met", "missed", "no verdict", "attainment", ""}, "\t"))
	for _, p := range a.Promises {
		fmt.Fprintf(t, "%s\t%s\t%s\t%d\t%d\t%d\t%s\t\n", cmp.Or(p.Class, "any"), p.Metric, p.Obligation, p.Met, p.Missed, p.Without, percent(p.Met, p.Met+p.Missed))
	}
	fmt.Fprintln(t)
	fmt.Fprintln(t, strings.Join([]string{"priority in the log", "incidents", "its made_sla", "our resolve or close", ""}, "\t"))
	for _, p := range a.Priorities {
		if p.Incidents >= enoughCases {
			fmt.Fprintf(t, "%s\t%d\t%s\t%s\t\n", p.Name, p.Incidents, percent(p.Theirs, p.Incidents), percent(p.Ours, p.Judged))
		}
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, "\nThe log has no messages: a reply is counted where it awaits the user, and at the resolution. Its made_sla judges "+
		"\nby agreements that it does not contain; the two columns stand beside each other, they need not agree.")
	return err
}

func percent(part, whole int) string {
	if whole == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f %%", 100*float64(part)/float64(whole))
}
