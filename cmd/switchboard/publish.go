package main

import (
	"context"
	"fmt"
	"time"

	"switchboard/desks"
	"switchboard/internal/core/access"
)

type deskPublish struct {
	deskArg
	place
	From time.Time `help:"Instant from which it is in force; now when not given." placeholder:"RFC3339"`
}

// Run publishes; a desk that is being served takes the edition up within a second.
func (c deskPublish) Run(ctx context.Context, std streams) error {
	if _, err := c.load(std); err != nil {
		return err
	}
	loaded, err := desks.Load(c.Desk)
	if err != nil {
		return err
	}
	d, db, err := c.openDesk(ctx, source{c.Desk})
	if err != nil {
		return err
	}
	defer db.Close()
	if err := d.Publish(ctx, access.System, c.Desk, loaded.Source, c.From); err != nil {
		return err
	}
	fmt.Fprintf(std.out, "edition %d is published\n", d.LastEdition())
	return nil
}
