package outbox

import (
	"context"
	"errors"
	"fmt"
	"time"

	"switchboard/internal/channel/mail/signin"
	"switchboard/internal/core/access"
	"switchboard/internal/desk"
)

// watchTime is how often the token is looked at.
const watchTime = 30 * time.Second

// Watch renews the token with which the desk signs in to send, long before a letter needs it, until ctx ends.
func (o *Outbox) Watch(ctx context.Context) {
	if o.lines.account == nil {
		return
	}
	again := time.NewTicker(watchTime)
	defer again.Stop()
	for ctx.Err() == nil {
		o.Look(ctx)
		select {
		case <-again.C:
		case <-ctx.Done():
		}
	}
}

// Look is one look of Watch: a token that ends and cannot be renewed raises an alarm, one that is good ends it.
func (o *Outbox) Look(ctx context.Context) {
	err := o.lines.account.Renew(ctx)
	switch {
	case ctx.Err() != nil: // the house is closing
	case err != nil:
		o.note(o.Desk.RaiseAlarm(ctx, access.System, desk.SendingTokenAlarm, fmt.Sprintf("sending by %s: %v", o.Mail.Send.Host, err)))
	default:
		o.note(o.Desk.ClearAlarm(ctx, access.System, desk.SendingTokenAlarm))
	}
}

// signInRefused says that the mail server does not know us by what we show.
type signInRefused struct{ error }

func (s signInRefused) Unwrap() error { return s.error }

// refusals is how many refused sign-ins in a row are more than a token that was too old.
const refusals = 2

// hopeless reports whether trying again does not help: the sign-in was refused twice in a row, or there is no token to be had.
func (o *Outbox) hopeless(cause error) bool {
	noToken, refused := (*signin.Refused)(nil), signInRefused{}
	if errors.As(cause, &noToken) {
		return true
	}
	if !errors.As(cause, &refused) {
		o.refused.Store(0)
		return false
	}
	return o.refused.Add(1) >= refusals
}
