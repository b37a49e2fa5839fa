package desk

import (
	"context"
	"crypto/ecdh"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/notice"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/job"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// PushDevice is a browser that takes pushes.
type PushDevice = store.PushDevice

// Bounds of what a browser says of itself.
const (
	maxEndpoint   = 1_000
	maxDeviceName = 80
)

// MyDevices are the actor's own browsers that take pushes.
func (d *Desk) MyDevices(ctx context.Context, who access.Actor) ([]PushDevice, error) {
	if err := access.May(who, access.ChooseNotices); err != nil {
		return nil, err
	}
	return store.PushDevices(ctx, d.db.Reader(), who.ID)
}

// AddDevice signs up a browser of the actor. Errors: Invalid, Conflict, TooMany.
func (d *Desk) AddDevice(ctx context.Context, who access.Actor, device PushDevice) error {
	if err := access.May(who, access.ChooseNotices); err != nil {
		return err
	}
	if err := checkDevice(device); err != nil {
		return err
	}
	device.Person, device.Name = who.ID, sqldb.Clip(straight(device.Name), maxDeviceName)
	return d.db.Write(ctx, func(tx *sqldb.Tx) error {
		mine, err := store.PushDevices(ctx, tx, who.ID)
		if err != nil {
			return err
		}
		if len(mine) >= store.MaxDevices {
			return fault.New(fault.TooMany, "at most %d devices; sign one off first", store.MaxDevices)
		}
		return store.AddPushDevice(ctx, tx, device)
	})
}

// checkDevice refuses what no push can be sealed for (RFC 8291, 3.1, 3.2) or sent to.
func checkDevice(device PushDevice) error {
	bad := fault.Field("endpoint", "this browser gave no address for pushes that can be used")
	at, err := url.Parse(device.Endpoint)
	if err != nil || at.Scheme != "https" || at.Host == "" || at.User != nil || len(device.Endpoint) > maxEndpoint {
		return bad
	}
	point, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(device.P256dh, "="))
	if err != nil {
		return bad
	}
	if _, err := ecdh.P256().NewPublicKey(point); err != nil {
		return bad
	}
	if auth, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(device.Auth, "=")); err != nil || len(auth) != 16 {
		return bad
	}
	return nil
}

// DropDevice signs off a browser of the actor. Errors: NotFound.
func (d *Desk) DropDevice(ctx context.Context, who access.Actor, id int64) error {
	if err := access.May(who, access.ChooseNotices); err != nil {
		return err
	}
	return d.db.Write(ctx, func(tx *sqldb.Tx) error { return store.DropPushDevice(ctx, tx, who.ID, id) })
}

// PushKey is the key with which the desk shows push services who it is (RFC 8292, 2), made once. Browsers are told its
// public half.
func (d *Desk) PushKey(ctx context.Context) (*ecdh.PrivateKey, error) {
	if key := d.push.Load(); key != nil {
		return key, nil
	}
	var key *ecdh.PrivateKey
	err := d.db.Write(ctx, func(tx *sqldb.Tx) error {
		secret, err := store.Secret(ctx, tx, store.PushSecret)
		if err != nil {
			return err
		}
		for key, err = ecdh.P256().NewPrivateKey(secret); err != nil; key, err = ecdh.P256().NewPrivateKey(secret) {
			next := sha256.Sum256(secret) // of 2^32 secrets one is too large for the curve
			secret = next[:]
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("desk: key of pushes: %w", err)
	}
	d.push.Store(key)
	return key, nil
}

// PushPost is a push with all that it is written and sent from.
type PushPost struct {
	store.Push
	To       PushDevice
	Desk     string // the desk's short name in the language of the device
	Withheld string // why it is not to leave; empty where it is
}

// PushPost is what a push says, to which device and whether it may leave. Errors: NotFound.
func (d *Desk) PushPost(ctx context.Context, who access.Actor, id int64) (p PushPost, err error) {
	if err := access.May(who, access.ReceiveMail); err != nil {
		return p, err
	}
	err = d.db.Read(ctx, func(q sqldb.Q) error {
		if p.Push, p.To, err = store.PushByID(ctx, q, id); err != nil || p.State != LetterQueued {
			return err
		}
		if p.To.ID == 0 {
			p.Withheld = "this device was signed off"
			return nil
		}
		p.Desk = d.Definition().Short.In(p.To.Lang)
		if p.Ticket == 0 {
			return nil
		}
		p.Withheld, err = d.unseenPush(ctx, q, p.Push)
		return err
	})
	return p, err
}

// unseenPush says why a person may not know of the ticket of a push as it is now.
func (d *Desk) unseenPush(ctx context.Context, q sqldb.Q, p store.Push) (string, error) {
	who, _, err := d.visitor(ctx, q, p.Person)
	if err != nil {
		return "", err
	}
	m, err := d.load(ctx, q, p.Ticket, access.System, d.Now())
	if err != nil {
		return "", err
	}
	asked := notice.Kind(p.Kind) == notice.ApprovalWanted && access.Can(who, access.DecideApproval, m.ticket) == nil
	if asked || notice.Kind(p.Kind) == notice.Update || access.Sees(who, m.ticket) {
		return "", nil
	}
	return "this person may not know of the ticket", nil
}

// SettlePush writes down how a push ended together with its job, and for one to a customer the fact on its ticket (CO-18);
// a device that is gone is forgotten.
func (d *Desk) SettlePush(ctx context.Context, who access.Actor, j *job.Job, id int64, state LetterState, detail string, gone bool) error {
	if err := access.May(who, access.ReceiveMail); err != nil {
		return err
	}
	return d.db.Write(ctx, func(tx *sqldb.Tx) error {
		if err := j.Done(ctx, tx); err != nil {
			return err
		}
		p, device, err := store.PushByID(ctx, tx, id)
		if err != nil || p.State != LetterQueued {
			return err
		}
		detail = remark(detail)
		if err := store.SettlePush(ctx, tx, p, state, detail, gone); err != nil {
			return err
		}
		if p.Ticket == 0 || notice.Kind(p.Kind).Staff() {
			return nil
		}
		return d.notePush(ctx, tx, who, p, device.Name, state, detail)
	})
}

func (d *Desk) notePush(ctx context.Context, tx *sqldb.Tx, who access.Actor, p store.Push, device string, state LetterState, detail string) error {
	m, err := d.load(ctx, tx, p.Ticket, who, tx.Now)
	if err != nil {
		return err
	}
	_, err = d.save(ctx, tx, m, []ticket.Event{ticket.DeliveryReported{Kind: p.Kind, Of: p.Cause, Person: p.Person,
		Address: device, Channel: "push", State: string(state), Detail: detail}})
	return err
}
