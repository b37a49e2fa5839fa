package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"switchboard/internal/eventlog"
	"switchboard/internal/sqldb"
)

// The kinds of the facts of alarms; they are of no ticket.
const (
	AlarmRaisedFact  = "alarm.raised"
	alarmClearedFact = "alarm.cleared"
)

// Alarm is something of the desk's own machinery that does not work. As JSON it is the body of its facts.
type Alarm struct {
	Name   string    `json:"name"` // of what is sick: "mailbox:desk"
	Says   string    `json:"says"`
	Raised time.Time `json:"-"`
}

// RaiseAlarm notes an alarm. One that rings already only says what is the matter now; fresh tells whether it is new, and
// then it is a fact.
func RaiseAlarm(ctx context.Context, tx *sqldb.Tx, a Alarm) (fresh bool, err error) {
	ringing, err := tx.Exec(ctx, `UPDATE alarm SET says = $1 WHERE name = $2`, a.Says, a.Name)
	if err != nil || ringing > 0 {
		return false, err
	}
	_, err = tx.Exec(ctx, `INSERT INTO alarm (name, says, raised_at) VALUES ($1, $2, $3)`, a.Name, a.Says, sqldb.At(tx.Now))
	if sqldb.IsUnique(err) {
		return false, sqldb.Raced(err)
	}
	if err != nil {
		return false, fmt.Errorf("store: alarm %s: %w", a.Name, err)
	}
	return true, appendAlarm(ctx, tx, AlarmRaisedFact, a)
}

// ClearAlarm ends an alarm, if it rings.
func ClearAlarm(ctx context.Context, tx *sqldb.Tx, name string) (was bool, err error) {
	rang, err := sqldb.All(ctx, tx, scanAlarm, `DELETE FROM alarm WHERE name = $1 RETURNING name, says, raised_at`, name)
	if err != nil || len(rang) == 0 {
		return false, err
	}
	return true, appendAlarm(ctx, tx, alarmClearedFact, rang[0])
}

func appendAlarm(ctx context.Context, tx *sqldb.Tx, kind string, a Alarm) error {
	body, err := json.Marshal(a)
	if err != nil {
		return err
	}
	return eventlog.Append(ctx, tx, eventlog.Fact{Kind: kind, Body: string(body)})
}

// maxAlarms bounds what is shown at once.
const maxAlarms = 100

// Alarms are those that ring, the oldest first.
func Alarms(ctx context.Context, q sqldb.Q) ([]Alarm, error) {
	return sqldb.All(ctx, q, scanAlarm, `SELECT name, says, raised_at FROM alarm ORDER BY raised_at, name LIMIT $1`, maxAlarms)
}

func scanAlarm(r sqldb.Row) (a Alarm, err error) {
	err = r.Scan(&a.Name, &a.Says, sqldb.Into(&a.Raised))
	return a, err
}
