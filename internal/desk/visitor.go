package desk

import (
	"context"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/fault"
)

// Unsigned is what somebody asks who cannot sign in: the locked-out user is the commonest of all callers (CO-13).
type Unsigned struct {
	Name, Email, Phone   string
	Subject, Description string
	Service              string
	Channel              string
	Key                  string // as of Request
}

// OpenUnsigned opens a ticket for whoever says that they have this address. Anybody may: the address is a claim, which sees
// what a stranger sees, and no letter to it repeats what was written (DESIGN 9.2). Nothing else of the ticket can be chosen.
// Errors: Invalid with the field, Conflict.
func (d *Desk) OpenUnsigned(ctx context.Context, in Unsigned) (Opened, error) {
	if _, err := people.Address(in.Email); err != nil {
		return Opened{}, fault.At("email", err)
	}
	if clean(in.Name) == "" {
		return Opened{}, fault.Field("name", "say who you are, so that we can find you")
	}
	return d.Open(ctx, access.System, Request{Subject: in.Subject, Description: in.Description, Service: in.Service, Channel: in.Channel,
		Email: in.Email, Name: in.Name, Phone: in.Phone, Key: in.Key, claimed: true})
}
