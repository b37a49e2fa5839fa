package desk

import (
	"context"
	"io"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/roster"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// rosterPage is how many lines of a file are read at once.
const rosterPage = 500

// ExportRoster writes all of a kind as a file that ImportRoster takes in again.
func (d *Desk) ExportRoster(ctx context.Context, who access.Actor, kind roster.Kind, to io.Writer) error {
	if err := access.May(who, access.ManageDirectory); err != nil {
		return err
	}
	q, zone := d.db.Reader(), d.Definition().Zone()
	switch kind {
	case roster.People:
		w, err := roster.WritePeople(to)
		return pages(ctx, q, w, err, store.EverybodyBehind, func(p people.Person) string { return p.Email }, supervised)
	case roster.Agencies:
		w, err := roster.WriteAgencies(to, zone)
		return pages(ctx, q, w, err, store.AgenciesBehind, func(a people.Agency) string { return a.Key },
			func(_ context.Context, _ sqldb.Q, all []people.Agency) ([]people.Agency, error) { return all, nil })
	case roster.Devices:
		w, err := roster.WriteDevices(to)
		return pages(ctx, q, w, err, store.DevicesBehind, func(v people.Device) string { return v.Tag },
			addressed(func(v people.Device) people.ID { return v.Person }, func(v people.Device, email string) roster.Device {
				return roster.Device{Device: v, Holder: email}
			}))
	case roster.Arrangements:
		w, err := roster.WriteArrangements(to, zone)
		return pages(ctx, q, w, err, store.ArrangementsBehind, func(a people.Arrangement) string { return a.Ref },
			addressed(func(a people.Arrangement) people.ID { return a.Person }, func(a people.Arrangement, email string) roster.Arrangement {
				return roster.Arrangement{Arrangement: a, Holder: email}
			}))
	case roster.Consultants:
		w, err := roster.WriteConsultants(to, zone)
		return pages(ctx, q, w, err, store.ConsultantsBehind, func(c Consultant) Consultant { return c }, seats)
	case roster.Managers:
		w, err := roster.WriteManagers(to, zone)
		return pages(ctx, q, w, err, managersBehind, func(c Consultant) Consultant { return c }, seats)
	}
	return noSuchRoster(kind)
}

// pages writes page after page: rows behind the last one, as lines.
func pages[R, L, K any](ctx context.Context, q sqldb.Q, w *roster.Writer[L], err error, behind func(context.Context, sqldb.Q, K, int) ([]R, error),
	key func(R) K, lines func(context.Context, sqldb.Q, []R) ([]L, error)) error {
	if err != nil {
		return err
	}
	var after K
	for {
		rows, err := behind(ctx, q, after, rosterPage)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return w.Close()
		}
		out, err := lines(ctx, q, rows)
		if err != nil {
			return err
		}
		for _, l := range out {
			if err := w.Write(l); err != nil {
				return err
			}
		}
		after = key(rows[len(rows)-1])
	}
}

// supervised adds to people the addresses of those whom they report to.
func supervised(ctx context.Context, q sqldb.Q, all []people.Person) ([]roster.Person, error) {
	return addressed(func(p people.Person) people.ID { return p.Supervisor }, func(p people.Person, email string) roster.Person {
		return roster.Person{Person: p, Under: email}
	})(ctx, q, all)
}

// addressed makes lines of rows that name a person.
func addressed[R, L any](named func(R) people.ID, line func(R, string) L) func(context.Context, sqldb.Q, []R) ([]L, error) {
	return func(ctx context.Context, q sqldb.Q, rows []R) ([]L, error) {
		ids := make([]people.ID, len(rows))
		for i, r := range rows {
			ids[i] = named(r)
		}
		who, err := store.People(ctx, q, ids)
		if err != nil {
			return nil, err
		}
		out := make([]L, len(rows))
		for i, r := range rows {
			out[i] = line(r, who[named(r)].Email)
		}
		return out, nil
	}
}

// seats adds to who sits for an agency their addresses.
func seats(ctx context.Context, q sqldb.Q, all []Consultant) ([]roster.Seat, error) {
	return addressed(func(c Consultant) people.ID { return c.Person }, seatOf)(ctx, q, all)
}
