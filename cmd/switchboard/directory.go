package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/roster"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
)

type directoryCommands struct {
	Import directoryImport `cmd:"" help:"Take in a list of the directory, a CSV file. The same file again changes nothing; what it lacks stays."`
	Export directoryExport `cmd:"" help:"Print a list of the directory as the CSV file that import takes in."`
}

type directoryImport struct {
	Kind string `arg:"" enum:"people,agencies,devices,arrangements,consultants,managers" help:"people, agencies, devices, arrangements, consultants or managers."`
	File string `arg:"" help:"The list; \"-\" is stdin." placeholder:"FILE"`
	place
	source
	Full bool `help:"The file lists all that there are: name what it lacks."`
	Dry  bool `help:"Say what would change, and change nothing."`
}

// Run takes the list in. The operator of the machine acts as an administrator: a column may give roles.
func (c *directoryImport) Run(ctx context.Context, std streams) error {
	data, err := c.read(std.in)
	if err != nil {
		return err
	}
	d, db, err := c.openDesk(ctx, c.source)
	if err != nil {
		return err
	}
	defer db.Close()
	began := time.Now()
	r, err := d.ImportRoster(ctx, access.System, desk.Roster{Kind: roster.Kind(c.Kind), Data: data, Full: c.Full, Dry: c.Dry})
	if err != nil {
		return err
	}
	c.tell(std.out, r, time.Since(began))
	return nil
}

func (c *directoryImport) read(stdin io.Reader) ([]byte, error) {
	in := stdin
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, roster.MaxFile+1))
	if err == nil && len(data) > roster.MaxFile {
		err = fault.New(fault.TooLarge, "%s has more than %d MB", c.File, roster.MaxFile>>20)
	}
	return data, err
}

func (c *directoryImport) tell(out io.Writer, r desk.RosterReport, took time.Duration) {
	for _, line := range r.Refusals {
		fmt.Fprintf(out, "line %d: %v\n", line.Line, line.Why)
	}
	if more := r.Refused - len(r.Refusals); more > 0 {
		fmt.Fprintf(out, "and %d more that cannot be taken in\n", more)
	}
	for _, key := range r.Absent {
		fmt.Fprintf(out, "not in the file: %s\n", strings.ReplaceAll(key, "\n", ", "))
	}
	if more := r.Missing - len(r.Absent); more > 0 {
		fmt.Fprintf(out, "and %d more that are not in the file\n", more)
	}
	if len(r.Ignored) > 0 {
		fmt.Fprintf(out, "columns that mean nothing here: %s\n", strings.Join(r.Ignored, ", "))
	}
	did := "%d added, %d changed, %d left as they are, %d refused, in %s\n"
	if c.Dry {
		did = "would be: " + did
	}
	fmt.Fprintf(out, did, r.Added, r.Changed, r.Left, r.Refused, took.Round(100*time.Millisecond))
}

type directoryExport struct {
	Kind string `arg:"" enum:"people,agencies,devices,arrangements,consultants,managers" help:"people, agencies, devices, arrangements, consultants or managers."`
	place
	source
}

// Run prints the list.
func (c *directoryExport) Run(ctx context.Context, std streams) error {
	d, db, err := c.openDesk(ctx, c.source)
	if err != nil {
		return err
	}
	defer db.Close()
	return d.ExportRoster(ctx, access.System, roster.Kind(c.Kind), std.out)
}
