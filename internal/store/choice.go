package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"switchboard/internal/core/notice"
	"switchboard/internal/core/people"
	"switchboard/internal/sqldb"
)

// readersAtOnce bounds the people of one question; it is padded to this, so that one text serves all.
const readersAtOnce = 32

// Readers gives what each person has chosen, their quiet hours and how many devices of theirs take pushes. home is the
// zone of those who named none.
func Readers(ctx context.Context, q sqldb.Q, ids []people.ID, home *time.Location) (map[people.ID]notice.Reader, error) {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	out := make(map[people.ID]notice.Reader, len(ids))
	for _, id := range ids {
		out[id] = notice.Reader{ID: id, Choices: map[notice.Group]notice.Choice{}, Quiet: notice.Quiet{Zone: home}}
	}
	for some := range slices.Chunk(ids, readersAtOnce) {
		params := make([]any, readersAtOnce)
		for i := range params {
			params[i] = int64(some[min(i, len(some)-1)])
		}
		if err := readChoices(ctx, q, out, params); err != nil {
			return nil, fmt.Errorf("store: what readers chose: %w", err)
		}
	}
	return out, nil
}

func readChoices(ctx context.Context, q sqldb.Q, out map[people.ID]notice.Reader, params []any) error {
	among := sqldb.In(1, readersAtOnce)
	err := q.Each(ctx, func(r sqldb.Row) error {
		var id people.ID
		var g notice.Group
		var c notice.Choice
		err := r.Scan(&id, &g, &c.Mail, &c.Push)
		if err == nil {
			out[id].Choices[g] = c
		}
		return err
	}, `SELECT person_id, news, mail, push FROM notice_choice WHERE person_id IN `+among, params...)
	if err != nil {
		return err
	}
	err = q.Each(ctx, func(r sqldb.Row) error {
		var id people.ID
		var days int
		var zone string
		var quiet notice.Quiet
		if err := r.Scan(&id, &quiet.From, &quiet.Until, &days, &zone); err != nil {
			return err
		}
		reader := out[id]
		quiet.Zone, quiet.Off = zoneOr(zone, reader.Quiet.Zone), weekdays(days)
		reader.Quiet = quiet
		out[id] = reader
		return nil
	}, `SELECT person_id, from_minute, until_minute, days_off, zone FROM quiet_hours WHERE person_id IN `+among, params...)
	if err != nil {
		return err
	}
	return q.Each(ctx, func(r sqldb.Row) error {
		var id people.ID
		var n int
		err := r.Scan(&id, &n)
		if err == nil {
			reader := out[id]
			reader.Devices = n
			out[id] = reader
		}
		return err
	}, `SELECT person_id, count(*) FROM push_subscription WHERE person_id IN `+among+` GROUP BY person_id`, params...)
}

// zoneOr is a zone by its name; the other where this machine does not know it (any more).
func zoneOr(name string, other *time.Location) *time.Location {
	if name != "" {
		if zone, err := time.LoadLocation(name); err == nil {
			return zone
		}
	}
	return other
}

func weekdays(bits int) map[time.Weekday]bool {
	out := map[time.Weekday]bool{}
	for d := time.Sunday; d <= time.Saturday; d++ {
		if bits&(1<<d) != 0 {
			out[d] = true
		}
	}
	return out
}

// SetChoices writes down what somebody chose, and their quiet hours; zone is what they named, "" for the desk's.
func SetChoices(ctx context.Context, tx *sqldb.Tx, r notice.Reader, zone string) error {
	for g, c := range r.Choices {
		_, err := tx.Exec(ctx, `INSERT INTO notice_choice (person_id, news, mail, push) VALUES ($1, $2, $3, $4)
			ON CONFLICT (person_id, news) DO UPDATE SET mail = excluded.mail, push = excluded.push`, int64(r.ID), string(g), c.Mail, c.Push)
		if err != nil {
			return fmt.Errorf("store: choice of %d: %w", r.ID, err)
		}
	}
	bits := 0
	for d, off := range r.Quiet.Off {
		if off {
			bits |= 1 << d
		}
	}
	_, err := tx.Exec(ctx, `INSERT INTO quiet_hours (person_id, from_minute, until_minute, days_off, zone) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (person_id) DO UPDATE SET from_minute = excluded.from_minute, until_minute = excluded.until_minute,
			days_off = excluded.days_off, zone = excluded.zone`, int64(r.ID), r.Quiet.From, r.Quiet.Until, bits, zone)
	if err != nil {
		return fmt.Errorf("store: quiet hours of %d: %w", r.ID, err)
	}
	return nil
}

// QuietZone is the zone that somebody named; "" where they named none.
func QuietZone(ctx context.Context, q sqldb.Q, id people.ID) (string, error) {
	var zone string
	err := q.Each(ctx, func(r sqldb.Row) error { return r.Scan(&zone) }, `SELECT zone FROM quiet_hours WHERE person_id = $1`, int64(id))
	return zone, err
}
