package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"switchboard/internal/archive"
	"switchboard/internal/core/access"
	"switchboard/internal/desk"
	"switchboard/internal/sqldb"
	"switchboard/internal/store/migrations"
)

type backupCmd struct {
	place
	To string `help:"File that is written; it must not be there yet." required:"" placeholder:"FILE"`
}

// Run copies the desk while it works.
func (c *backupCmd) Run(ctx context.Context, std streams) error {
	db, err := c.openThere(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	done, err := archive.ToFile(ctx, db, c.To, tell(std.err))
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "%s: %d rows of %d tables, as of %s\n", c.To, done.Rows, len(done.Parts), done.Made.Format(time.RFC3339))
	return nil
}

// openThere opens the database of a desk that is there, as it is, and makes none.
func (p place) openThere(ctx context.Context) (*sqldb.DB, error) {
	if p.Database != "" {
		return sqldb.Open(ctx, p.Database)
	}
	if _, err := os.Stat(filepath.Join(p.Data, "switchboard.db")); err != nil {
		return nil, fmt.Errorf("there is no desk in %s: %w", p.Data, err)
	}
	return sqldb.Open(ctx, p.Data)
}

type restoreCmd struct {
	place
	From string `help:"File that was written by backup." required:"" placeholder:"FILE"`
}

// Run makes a desk of the archive where there is none.
func (c *restoreCmd) Run(ctx context.Context, std streams) error {
	where := c.Database
	if where == "" {
		where = c.Data
	}
	done, err := archive.Restore(ctx, c.From, where, migrations.FS, tell(std.err))
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "%d rows of %d tables, as of %s; the desk can be served\n", done.Rows, len(done.Parts), done.Made.Format(time.RFC3339))
	return nil
}

type verifyCmd struct {
	File     string `arg:"" optional:"" help:"An archive that was written by backup." placeholder:"FILE"`
	Data     string `help:"Folder of a desk's embedded database." placeholder:"DIR" xor:"place"`
	Database string `help:"PostgreSQL of a desk: postgres://..." placeholder:"URL" xor:"place"`
}

// Run reads an archive and compares its sums, or folds each ticket of a desk anew and compares it with its row.
func (c *verifyCmd) Run(ctx context.Context, std streams) error {
	there := place{Data: c.Data, Database: c.Database}
	switch {
	case (c.File == "") == (there == place{}):
		return errors.New("name an archive, or a desk with --data or --database")
	case c.File != "":
		return verifyFile(c.File, std)
	}
	db, err := there.openThere(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	return verifyDesk(ctx, db, std)
}

func verifyFile(name string, std streams) error {
	c, err := archive.CheckFile(name, tell(std.err))
	if err != nil {
		return err
	}
	for _, p := range c.Parts {
		fmt.Fprintf(std.out, "%10d  %s  %s\n", p.Rows, p.SHA256, p.Table)
	}
	fmt.Fprintf(std.out, "%s is whole: schema %d of %s, as of %s\n", name, c.Schema, c.Database, c.Made.Format(time.RFC3339))
	return nil
}

func verifyDesk(ctx context.Context, db *sqldb.DB, std streams) error {
	if err := sqldb.CheckFile(ctx, db.Reader()); err != nil {
		return err
	}
	d := desk.New(db)
	if err := d.Reload(ctx); err != nil {
		return err
	}
	say, wrong := tell(std.err), 0
	n, err := d.Verify(ctx, access.System, func(x desk.Difference) {
		wrong++
		fmt.Fprintln(std.out, x)
	}, func(n int) { say("ticket", int64(n)) })
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "%d tickets were folded anew, %d differ from their rows\n", n, wrong)
	if wrong > 0 {
		return errFound
	}
	return nil
}

// tellEvery is how often a line is written while a copy is made.
const tellEvery = 5 * time.Second

// tell says every few seconds how far the work is.
func tell(w io.Writer) archive.Say {
	next := time.Now().Add(tellEvery)
	return func(table string, rows int64) {
		if now := time.Now(); now.After(next) {
			next = now.Add(tellEvery)
			fmt.Fprintf(w, "%s: %d rows\n", table, rows)
		}
	}
}
