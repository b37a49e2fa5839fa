package desk_test

import (
	"context"
	"testing"

	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

func (l library) outage() int64 {
	l.t.Helper()
	o, err := l.Open(context.Background(), l.luis, desk.Request{Subject: "Payroll is down", Type: "incident", Channel: "phone", Outage: true,
		Email: "dana@example.gov", Service: "application"})
	if err != nil {
		l.t.Fatal(err)
	}
	return o.Ticket.ID
}

func (l library) outages() []desk.Outage {
	l.t.Helper()
	known, err := l.KnownOutages(context.Background(), l.theo)
	if err != nil {
		l.t.Fatal(err)
	}
	return known
}

// What is told of an outage is read from its history once, and again with each change of it, whichever node made that.
func TestOutageToldAtOnce(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		l, ctx := openLibrary(t, db), context.Background()
		id := l.outage()
		other := desk.New(db)
		if err := other.Reload(ctx); err != nil {
			t.Fatal(err)
		}
		if now := l.outages(); len(now) != 1 || now[0].Ticket != id || now[0].Update != "" || now[0].Joined {
			t.Fatalf("at first %+v", now)
		}
		if _, err := other.PublishUpdate(ctx, l.luis, desk.On{Ticket: id}, "It is being restarted"); err != nil {
			t.Fatal(err)
		}
		if now := l.outages(); len(now) != 1 || now[0].Update != "It is being restarted" || !now[0].UpdatedAt.Equal(l.Now()) {
			t.Errorf("after an update %+v", now)
		}
		if err := other.JoinOutage(ctx, l.theo, id); err != nil {
			t.Fatal(err)
		}
		if now := l.outages(); len(now) != 1 || !now[0].Joined {
			t.Errorf("after joining %+v", now)
		}
		l.spoil(id)
		if now := l.outages(); len(now) != 1 || now[0].Update != "It is being restarted" || !now[0].Joined {
			t.Errorf("while nothing changes %+v", now)
		}
		if _, err := other.KnownOutages(ctx, l.theo); err == nil {
			t.Error("the history can still be read, so this shows nothing")
		}
	})
}

// spoil makes the history of a ticket unreadable.
func (l library) spoil(id int64) {
	l.t.Helper()
	err := l.DB.Write(context.Background(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(context.Background(), "UPDATE fact SET body = 'spoilt' WHERE ticket_id = $1", id)
		return err
	})
	if err != nil {
		l.t.Fatal(err)
	}
}

// However many outages there have been, no more are kept than are told of, and none that is over.
func TestOutagesKeptAreBounded(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		l, ctx := openLibrary(t, db), context.Background()
		var all []int64
		for range desk.MaxOutages + 3 {
			all = append(all, l.outage())
			if n := len(l.outages()); n != min(len(all), desk.MaxOutages) || l.KeptOutages() != n {
				t.Fatalf("of %d outages %d are told of, %d kept", len(all), n, l.KeptOutages())
			}
		}
		for _, id := range all[1:] {
			if _, err := l.Resolve(ctx, l.luis, desk.On{Ticket: id}, ticket.Resolved{Text: "Restarted", Method: ticket.Methods[0]}); err != nil {
				t.Fatal(err)
			}
		}
		if now := l.outages(); len(now) != 1 || now[0].Ticket != all[0] || l.KeptOutages() != 1 {
			t.Errorf("of those that are over %d are kept, %+v told of", l.KeptOutages(), now)
		}
	})
}

// BenchmarkKnownOutages is the price of the start page's outages when somebody looks who is not the first.
func BenchmarkKnownOutages(b *testing.B) {
	l := openLibrary(b, sqltest.SQLite(b, migrations.FS))
	id := l.outage()
	for range 200 {
		if _, err := l.PublishUpdate(context.Background(), l.luis, desk.On{Ticket: id}, "It is still being restarted"); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if len(l.outages()) != 1 {
			b.Fatal("no outage")
		}
	}
}
