package main

import (
	"context"
	"fmt"
	"os"

	"switchboard/internal/core/access"
)

type tokenCmd struct {
	Create tokenCreateCmd `cmd:"" help:"Make an API token and print it, once."`
}

type tokenCreateCmd struct {
	place
	source
	As string `help:"Address of the person who acts with it. Somebody new becomes the administrator of an empty desk, else a customer." required:"" placeholder:"EMAIL"`
}

// Run prints the token alone on stdout, so that a script can take it.
func (c *tokenCreateCmd) Run(ctx context.Context) error {
	d, db, err := c.openDesk(ctx, c.source)
	if err != nil {
		return err
	}
	defer db.Close()
	token, person, err := d.MakeToken(ctx, access.System, c.As)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "a token for %s (%s)\n", person.Email, person.Role)
	fmt.Println(token)
	return nil
}
