package main

import (
	"context"
	"fmt"

	"switchboard/desks"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/sla/replay"
	"switchboard/internal/fault"
	"switchboard/internal/importer"
)

type replayCmd struct {
	Desk       []string `help:"Definition that judges: colorado, maine, oklahoma, or a file. Given several times, --servicenow is judged by each." placeholder:"NAME|FILE" required:"" sep:"none"`
	Servicenow string   `help:"Judge the incidents of this log instead, and print how many of each promise are kept." placeholder:"FILE"`
}

// Run reads histories as JSON lines from standard input and writes verdicts, a line each; or judges a log as a whole.
func (c *replayCmd) Run(ctx context.Context, std streams) error {
	if c.Servicenow == "" && len(c.Desk) != 1 {
		return fault.New(fault.Invalid, "histories are judged by one --desk")
	}
	for _, name := range c.Desk {
		loaded, err := desks.Load(name)
		if err != nil {
			return err
		}
		if loaded.Problems.Failed() {
			return fault.New(fault.Invalid, "%v", loaded.Problems)
		}
		if c.Servicenow == "" {
			return replayLines(std, loaded.Definition)
		}
		a, err := importer.Attain(ctx, c.Servicenow, loaded.Definition)
		if err != nil {
			return err
		}
		if err := a.Print(std.out); err != nil {
			return err
		}
		fmt.Fprintln(std.out)
	}
	return nil
}

func replayLines(std streams, d *definition.Definition) error {
	bad, err := replay.Replay(std.in, std.out, []sla.Edition{{Policy: d.Policy()}})
	if err == nil && bad > 0 {
		err = errFound // each is answered in its place
	}
	return err
}
