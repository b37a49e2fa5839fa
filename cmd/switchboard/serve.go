package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"runtime/debug"

	"switchboard/desks"
	"switchboard/internal/channel/mail"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/server"
	"switchboard/internal/sqldb"
)

// place says where a desk's database is; exactly one of the two is needed.
type place struct {
	Data     string `help:"Folder of the embedded database; made when it is missing." placeholder:"DIR" xor:"place" required:""`
	Database string `help:"PostgreSQL in place of the embedded database: postgres://..." placeholder:"URL" xor:"place" required:""`
}

// source is the definition that a new desk begins with.
type source struct {
	Desk string `help:"Definition that a new desk begins with: colorado, maine, oklahoma, or a file." default:"colorado" placeholder:"NAME|FILE"`
}

func (p place) config(s source) (server.Config, error) {
	loaded, err := desks.Load(s.Desk)
	if err != nil {
		return server.Config{}, err
	}
	if loaded.Problems.Failed() {
		return server.Config{}, fault.New(fault.Invalid, "%v", loaded.Problems)
	}
	return server.Config{Data: p.Data, Database: p.Database, DeskName: s.Desk, Desk: loaded.Source, Version: version(),
		Log: slog.New(slog.NewTextHandler(os.Stderr, nil))}, nil
}

// openDesk opens a desk for a command that works beside a server.
func (p place) openDesk(ctx context.Context, s source) (*desk.Desk, *sqldb.DB, error) {
	c, err := p.config(s)
	if err != nil {
		return nil, nil, err
	}
	return server.OpenDesk(ctx, c)
}

type serveCmd struct {
	place
	source
	Listen string `help:"Address to listen on." default:"127.0.0.1:8080" placeholder:"ADDR"`
	Base   string `help:"How the desk is reached from outside, for links and cookies: https://help.example.gov." placeholder:"URL"`
	Mail   string `help:"File that says how the desk takes part in mail: where it is read, and which server takes what it sends." placeholder:"FILE" type:"path"`
	Demo   bool   `help:"Fill an empty desk with demo data, and name its people on the sign-in page."`
}

// collectSeldom lets garbage grow to three times what is in use, unless GOGC says otherwise: little is in use, pages leave much behind,
// and collecting at the usual twice costs each of them a seventh. What the start has left goes back to the system first.
func collectSeldom() {
	if os.Getenv("GOGC") == "" {
		debug.FreeOSMemory()
		debug.SetGCPercent(300)
	}
}

// Run serves the desk until ctx ends.
func (c *serveCmd) Run(ctx context.Context) error {
	config, err := c.config(c.source)
	if err != nil {
		return err
	}
	config.Listen, config.Base, config.Demo = c.Listen, c.Base, c.Demo
	if c.Mail != "" {
		if config.Mail, err = mail.Load(c.Mail); err != nil {
			return err
		}
	}
	s, err := server.Start(ctx, config)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "the desk is open at %s\n", s.Base)
	collectSeldom()
	select {
	case <-ctx.Done():
	case err = <-s.Ended():
	}
	if closing := s.Close(); err == nil {
		err = closing
	}
	return err
}
