package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/fault"
	"switchboard/internal/job"
	"switchboard/internal/sqldb"
)

// SendPushJob is the kind of the job that sends a push; its body is the push's number.
const SendPushJob = "push.send"

// PushSecret is the name of the key with which the desk shows push services who it is (RFC 8292).
const PushSecret = "push"

// MaxDevices bounds the devices of one person.
const MaxDevices = 10

// PushDevice is a browser that takes pushes (RFC 8030), and the keys for which they are sealed (RFC 8291).
type PushDevice struct {
	ID       int64
	Person   people.ID
	Endpoint string
	P256dh   string
	Auth     string
	Name     string
	Lang     string
	Created  time.Time
	OK       time.Time // when a push was last taken
	Failed   time.Time // when one was last not
}

const pushDeviceColumns = `id, person_id, endpoint, p256dh, auth, device, lang, created_at, ok_at, failed_at`

func scanPushDevice(r sqldb.Row) (d PushDevice, err error) {
	err = r.Scan(&d.ID, &d.Person, &d.Endpoint, &d.P256dh, &d.Auth, &d.Name, &d.Lang, sqldb.Into(&d.Created), sqldb.Into(&d.OK), sqldb.Into(&d.Failed))
	return d, err
}

// PushDevices are those of some people that take pushes, the oldest first.
func PushDevices(ctx context.Context, q sqldb.Q, ids ...people.ID) ([]PushDevice, error) {
	var out []PushDevice
	for some := range slices.Chunk(ids, readersAtOnce) {
		params := make([]any, readersAtOnce)
		for i := range params {
			params[i] = int64(some[min(i, len(some)-1)])
		}
		all, err := sqldb.All(ctx, q, scanPushDevice, `SELECT `+pushDeviceColumns+` FROM push_subscription WHERE person_id IN `+sqldb.In(1, readersAtOnce)+` ORDER BY id`, params...)
		if err != nil {
			return nil, fmt.Errorf("store: devices: %w", err)
		}
		out = append(out, all...)
	}
	return out, nil
}

// AddPushDevice signs a browser up. One that another person signed up becomes this one's only if it knows the same keys, which
// the browser alone does. Errors: Conflict.
func AddPushDevice(ctx context.Context, tx *sqldb.Tx, d PushDevice) error {
	n, err := tx.Exec(ctx, `INSERT INTO push_subscription (person_id, endpoint, p256dh, auth, device, lang, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (endpoint) DO UPDATE SET person_id = excluded.person_id, device = excluded.device, lang = excluded.lang, failed_at = NULL
		WHERE push_subscription.auth = excluded.auth AND push_subscription.p256dh = excluded.p256dh`,
		int64(d.Person), d.Endpoint, d.P256dh, d.Auth, d.Name, d.Lang, sqldb.At(tx.Now))
	if err != nil {
		return fmt.Errorf("store: add device: %w", err)
	}
	if n == 0 {
		return fault.New(fault.Conflict, "this device is signed up already; sign it off there first")
	}
	return nil
}

// DropPushDevice forgets a device of a person, by its number. Errors: NotFound.
func DropPushDevice(ctx context.Context, tx *sqldb.Tx, person people.ID, id int64) error {
	n, err := tx.Exec(ctx, `DELETE FROM push_subscription WHERE id = $1 AND person_id = $2`, id, int64(person))
	if err == nil && n == 0 {
		return fault.New(fault.NotFound, "there is no such device")
	}
	return err
}

// Push is one piece of news for one device.
type Push struct {
	ID        int64
	Device    int64
	Person    people.ID
	Ticket    int64 // 0: of none
	Kind      string
	Cause     int64
	State     LetterState
	Detail    string
	Created   time.Time
	NotBefore time.Time
	Settled   time.Time
}

const pushColumns = `id, subscription_id, person_id, coalesce(ticket_id, 0), kind, cause, state, detail, created_at, not_before, settled_at`

func scanPush(r sqldb.Row) (p Push, err error) {
	err = r.Scan(&p.ID, &p.Device, &p.Person, &p.Ticket, &p.Kind, &p.Cause, &p.State, &p.Detail, sqldb.Into(&p.Created), sqldb.Into(&p.NotBefore), sqldb.Into(&p.Settled))
	return p, err
}

// AddPushes puts news for devices into the outbox, each once, with the job that sends it when quiet hours end.
func AddPushes(ctx context.Context, tx *sqldb.Tx, all []Push) error {
	var jobs []job.Job
	for some := range slices.Chunk(all, bellsAtOnce) {
		args := make([]any, 0, 8*len(some))
		for _, p := range some {
			args = append(args, p.Device, int64(p.Person), numberOrNull(p.Ticket), p.Kind, p.Cause, string(LetterQueued), sqldb.At(tx.Now), sqldb.At(p.NotBefore))
		}
		err := tx.Each(ctx, func(r sqldb.Row) error {
			var id int64
			var at time.Time
			err := r.Scan(&id, sqldb.Into(&at))
			jobs = append(jobs, job.Job{Kind: SendPushJob, Key: fmt.Sprint(id), Body: fmt.Sprint(id), RunAt: at})
			return err
		}, `INSERT INTO push (subscription_id, person_id, ticket_id, kind, cause, state, created_at, not_before) VALUES `+sqldb.Tuples(len(some), 8)+`
			ON CONFLICT (subscription_id, kind, cause) DO NOTHING RETURNING id, not_before`, args...)
		if err != nil {
			return fmt.Errorf("store: add pushes: %w", err)
		}
	}
	return job.Enqueue(ctx, tx, jobs...)
}

// PushByID finds a push, and its device where that is still signed up. Errors: NotFound.
func PushByID(ctx context.Context, q sqldb.Q, id int64) (Push, PushDevice, error) {
	p, err := sqldb.One(ctx, q, scanPush, `SELECT `+pushColumns+` FROM push WHERE id = $1`, id)
	if err != nil {
		return p, PushDevice{}, sqldb.Missing(err, "there is no push %d", id)
	}
	all, err := sqldb.All(ctx, q, scanPushDevice, `SELECT `+pushDeviceColumns+` FROM push_subscription WHERE id = $1 AND person_id = $2`, p.Device, int64(p.Person))
	if err != nil || len(all) == 0 {
		return p, PushDevice{}, err
	}
	return p, all[0], nil
}

// PushesOf are the pushes about a ticket, in the order in which they were decided.
func PushesOf(ctx context.Context, q sqldb.Q, ticket int64) ([]Push, error) {
	return sqldb.All(ctx, q, scanPush, `SELECT `+pushColumns+` FROM push WHERE ticket_id = $1 ORDER BY id LIMIT $2`, ticket, maxLetters)
}

// SettlePush writes down how a push ended, once, and what that says of its device: one that is gone is forgotten.
func SettlePush(ctx context.Context, tx *sqldb.Tx, p Push, state LetterState, detail string, gone bool) error {
	n, err := tx.Exec(ctx, `UPDATE push SET state = $1, detail = $2, settled_at = $3 WHERE id = $4 AND state = 'queued'`, string(state), detail, sqldb.At(tx.Now), p.ID)
	if err != nil {
		return fmt.Errorf("store: settle push %d: %w", p.ID, err)
	}
	if n == 0 {
		return sqldb.Raced(fmt.Errorf("store: push %d was settled meanwhile", p.ID))
	}
	switch {
	case gone:
		_, err = tx.Exec(ctx, `DELETE FROM push_subscription WHERE id = $1`, p.Device)
	case state == LetterAccepted:
		_, err = tx.Exec(ctx, `UPDATE push_subscription SET ok_at = $1 WHERE id = $2`, sqldb.At(tx.Now), p.Device)
	case state == LetterFailed || state == LetterRefused:
		_, err = tx.Exec(ctx, `UPDATE push_subscription SET failed_at = $1 WHERE id = $2`, sqldb.At(tx.Now), p.Device)
	}
	return err
}
