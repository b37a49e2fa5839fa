package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/importer"
)

type importCmd struct {
	Servicenow importServicenowCmd `cmd:"" help:"Import the incident log of a ServiceNow desk: each incident with its whole history."`
}

type importServicenowCmd struct {
	File string `arg:"" help:"The log: a .csv file, or a .zip with one in it." placeholder:"FILE"`
	place
	source
	Rejects string `help:"Where rows that cannot be taken in are written, with line and reason. Default: FILE.rejects.csv." placeholder:"PATH"`
}

// Run imports the log beside whatever serves the desk. Rows that are left out are told, and are no failure.
func (c *importServicenowCmd) Run(ctx context.Context, std streams) error {
	d, db, err := c.openDesk(ctx, c.source)
	if err != nil {
		return err
	}
	defer db.Close()
	rep, err := importer.ServiceNow(ctx, d, access.System, importer.Options{File: c.File, Rejects: c.Rejects, Say: std.err})
	if errors.Is(err, context.Canceled) {
		return fmt.Errorf("stopped after %d tickets; run the same command again to go on", rep.New)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "%d tickets imported, %d were here already, in %s\n", rep.New, rep.Known, rep.Took.Round(100*time.Millisecond))
	if rep.Rejected > 0 {
		fmt.Fprintf(std.out, "rows left out: %d; %s says which and why\n", rep.Rejected, rep.RejectsFile)
	}
	return nil
}
