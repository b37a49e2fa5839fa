package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
)

type personCommands struct {
	Add personAdd `cmd:"" help:"Add somebody to the directory; the password is read from the first line of stdin, and may be empty."`
}

type personAdd struct {
	place
	source
	Email  string   `arg:"" help:"Their address."`
	Name   string   `required:"" help:"Their name."`
	Role   string   `default:"customer" enum:"customer,analyst,lead,manager,administrator" help:"customer, analyst, lead, manager or administrator."`
	Agency string   `help:"Their agency."`
	Phone  string   `help:"Where they are reached."`
	Team   []string `help:"Teams that they work in, by their keys in the definition."`
}

// Run adds the person. The operator of the machine vouches for the address, so it counts as proven.
func (c *personAdd) Run(ctx context.Context, std streams) error {
	password, err := bufio.NewReader(std.in).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	d, db, err := c.openDesk(ctx, c.source)
	if err != nil {
		return err
	}
	defer db.Close()
	for _, team := range c.Team {
		if err := d.Definition().CheckTeam(team); err != nil {
			return err
		}
	}
	id, err := d.AddPerson(ctx, access.System, people.Person{Email: c.Email, Name: c.Name, Role: people.Role(c.Role), Agency: c.Agency,
		Phone: c.Phone, Teams: c.Team, Proven: true}, strings.TrimRight(password, "\r\n"))
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "%s is person %d\n", c.Email, id)
	return nil
}
