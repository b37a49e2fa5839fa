// Command switchboard is the whole desk in one binary. This package knows flags, signals and exit codes: 0 done,
// 1 not done or something was found, 2 not understood. It refuses to know anything else; every command is a file here
// that calls the room which does the work.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

type commands struct {
	Serve     serveCmd          `cmd:"" help:"Open the desk."`
	Desk      deskCommands      `cmd:"" help:"Read a desk's definition: check it, show what it promises, render its page."`
	Token     tokenCmd          `cmd:"" help:"Tokens for programs."`
	Person    personCommands    `cmd:"" help:"The people of a desk."`
	Directory directoryCommands `cmd:"" help:"People, agencies, devices and arrangements, as lists."`

	Mail    mailCommands `cmd:"" help:"Mail as the desk reads it."`
	Import  importCmd    `cmd:"" help:"Take in the tickets of another system, with their histories."`
	Kb      kbCommands   `cmd:"" help:"The desk's knowledge."`
	Backup  backupCmd    `cmd:"" help:"Copy the whole desk into one file, while it works."`
	Restore restoreCmd   `cmd:"" help:"Make a desk of such a file, where there is none: in a folder or in PostgreSQL."`
	Verify  verifyCmd    `cmd:"" help:"Read such a file and compare its sums; or fold every ticket of a desk anew from its history and compare it with its row."`

	Replay replayCmd `cmd:"" help:"Histories in, verdicts out: what a desk promises of tickets that have been."`
}

// streams are where a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// errFound ends a command that has said everything itself.
var errFound = errors.New("something was found")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string, std streams) int {
	exited := -1
	parser, err := kong.New(&commands{}, kong.Name("switchboard"), kong.Description("An enterprise service desk."),
		kong.UsageOnError(), kong.Writers(std.out, std.err), kong.Exit(func(code int) { exited = code }),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(std))
	if err != nil {
		fmt.Fprintln(std.err, "switchboard:", err)
		return 2
	}
	parsed, err := parser.Parse(args)
	switch {
	case exited >= 0: // --help has been answered
		return exited
	case err != nil:
		fmt.Fprintf(std.err, "switchboard: %s; see switchboard --help\n", err)
		return 2
	}
	if err := parsed.Run(); err != nil {
		if !errors.Is(err, errFound) {
			fmt.Fprintln(std.err, "switchboard:", err)
		}
		return 1
	}
	return 0
}
