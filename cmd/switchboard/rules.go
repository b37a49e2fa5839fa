package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/desk"
)

type deskTryRules struct {
	deskArg
	place
	Rule   string `help:"Only this rule." placeholder:"NAME"`
	Filter string `help:"Of which tickets, as docs/filter.md has it; of all when not given." placeholder:"FILTER"`
	Days   int    `default:"30" help:"Count what would have been done in the last so many days."`
}

// maxTryDays bounds how far back one asks.
const maxTryDays = 3660

// Run asks the tickets of a desk what the rules of a definition would have done, and changes nothing.
func (c deskTryRules) Run(ctx context.Context, std streams) error {
	if c.Days < 1 || c.Days > maxTryDays {
		return fmt.Errorf("--days: write a number from 1 to %d", maxTryDays)
	}
	def, err := c.load(std)
	if err != nil {
		return err
	}
	d, db, err := c.openDesk(ctx, source{c.Desk})
	if err != nil {
		return err
	}
	defer db.Close()
	in := desk.Try{Rules: def, Rule: c.Rule, Filter: c.Filter, Since: time.Now().AddDate(0, 0, -c.Days)}
	tried, err := d.TryRules(ctx, access.System, in, func(done int) { fmt.Fprintf(std.err, "%d tickets\n", done) })
	if errors.Is(err, context.Canceled) {
		return fmt.Errorf("stopped after %d tickets; nothing was changed", tried.Tickets)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "%d tickets were looked at, and nothing was changed\n", tried.Tickets)
	if tried.More {
		fmt.Fprintln(std.out, "there are more; --filter says which to look at")
	}
	for _, n := range tried.Counts {
		fmt.Fprintf(std.out, "%s: %d times, on %d tickets (%s)\n", n.Rule.ID, n.Acts, n.Tickets, n.Rule.When())
	}
	for _, s := range tried.Samples {
		fmt.Fprintf(std.out, "  %s  %d  %s: ", s.At.In(def.Zone()).Format("2006-01-02 15:04"), s.ID, s.Rule)
		for i, deed := range s.Do {
			if i > 0 {
				fmt.Fprint(std.out, ", ")
			}
			fmt.Fprint(std.out, deed.Do)
		}
		fmt.Fprintf(std.out, "  %s\n", s.Subject)
	}
	return nil
}
