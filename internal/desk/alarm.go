package desk

import (
	"context"

	"switchboard/internal/core/access"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Alarm is something of the desk's own machinery that does not work.
type Alarm = store.Alarm

// maxAlarm bounds the name and the words of an alarm, in bytes.
const maxAlarm = 500

// RaiseAlarm notes that a part of the desk does not work; whoever follows the log tells managers, once. Raised again it
// says what is the matter now.
func (d *Desk) RaiseAlarm(ctx context.Context, who access.Actor, name, says string) error {
	if err := access.May(who, access.SoundAlarm); err != nil {
		return err
	}
	return d.db.Write(ctx, func(tx *sqldb.Tx) error {
		_, err := store.RaiseAlarm(ctx, tx, Alarm{Name: alarmText(name), Says: alarmText(says)})
		return err
	})
}

// ClearAlarm notes that it works again. One that does not ring changes nothing.
func (d *Desk) ClearAlarm(ctx context.Context, who access.Actor, name string) error {
	if err := access.May(who, access.SoundAlarm); err != nil {
		return err
	}
	return d.db.Write(ctx, func(tx *sqldb.Tx) error {
		_, err := store.ClearAlarm(ctx, tx, alarmText(name))
		return err
	})
}

// Alarms are those that ring, the oldest first.
func (d *Desk) Alarms(ctx context.Context, who access.Actor) ([]Alarm, error) {
	if err := access.May(who, access.SeeAlarms); err != nil {
		return nil, err
	}
	return store.Alarms(ctx, d.db.Reader())
}

// alarmText is one line: other servers' words stand in it.
func alarmText(s string) string {
	return sqldb.Clip(straight(s), maxAlarm)
}
