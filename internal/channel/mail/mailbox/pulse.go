package mailbox

import (
	"context"
	"fmt"
	"time"

	"switchboard/internal/core/access"
)

// pulse sends our own message round and looks whether it comes back, and renews the token in time, until ctx ends.
func (r *Reader) pulse(ctx context.Context) {
	began := time.Now()
	for ctx.Err() == nil {
		r.note(r.renew(ctx))
		if r.Sends {
			every, limit := time.Duration(r.Heartbeat.Every), time.Duration(r.Heartbeat.Limit)
			r.note(r.Desk.SendHeartbeat(ctx, access.System, r.Mailbox.Name, r.Mailbox.Address, every))
			r.note(r.Desk.CheckHeartbeat(ctx, access.System, r.Mailbox.Name, limit, began))
		}
		_ = pause(ctx, r.Pace.Pulse)
	}
}

func (r *Reader) renew(ctx context.Context) error {
	name := tokenAlarmName(r.Mailbox.Name)
	err := r.Account.Renew(ctx)
	if ctx.Err() != nil {
		return nil
	}
	if err != nil {
		return r.Desk.RaiseAlarm(ctx, access.System, name, fmt.Sprintf("mailbox %s: %v", r.Mailbox.Name, err))
	}
	return r.Desk.ClearAlarm(ctx, access.System, name)
}
