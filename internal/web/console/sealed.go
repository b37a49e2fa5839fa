package console

import (
	"context"

	"switchboard/internal/core/access"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
)

func isSealed(t ticket.Ticket) bool { return t.Sealed }

func admitFields(x *item) []control {
	return []control{x.colleague("person", ""), x.text("reason", 2)}
}

func doAdmit(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	person, err := in.person("person")
	if err != nil {
		return err
	}
	_, err = d.Admit(ctx, who, on, person, in.Get("reason"))
	return err
}
