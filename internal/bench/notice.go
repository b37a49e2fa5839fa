package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"switchboard/desks"
	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/server"
)

const (
	breaches = 20
	ahead    = 3 * time.Second // after they are made, the first promise breaks
	apart    = 173 * time.Millisecond
)

// notice measures how long after a promise broke the program has written it down, while all other clocks run. The
// tickets come in from beside the program, as an import does: five minutes old but for a moment, urgent, not accepted.
func (p place) notice(ctx context.Context, o options, size string, t *table) error {
	loaded, err := desks.Load(deskName)
	if err != nil {
		return err
	}
	d, db, err := server.OpenDesk(ctx, server.Config{Data: p.dir, Database: p.url, DeskName: deskName, Desk: loaded.Source, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	defer db.Close()
	ids, err := d.ImportPeople(ctx, access.System, []people.Person{{Email: "breach@example.gov", Name: "Somebody in need"}})
	if err != nil {
		return err
	}
	s, err := breakAll(ctx, d, ids[0], size)
	if err != nil {
		return err
	}
	t.add("notice of a breach, "+size+" clocks running, p50", p.name, s.ms(50), "", "1 s")
	t.add("notice of a breach, "+size+" clocks running, worst of 20", p.name, s.ms(100), "", "1 s")
	return nil
}

// breakAll makes promises that break one after the other, and waits for each.
func breakAll(ctx context.Context, d *desk.Desk, who people.ID, size string) (s sample, err error) {
	const promised = 5 * time.Minute // maine: urgent is accepted within 5 minutes
	first := d.Now().Add(ahead)
	all := make([]desk.Imported, breaches)
	for i := range all {
		opened := first.Add(time.Duration(i)*apart - promised)
		number := fmt.Sprintf("BREACH-%s-%d", size, i)
		for _, e := range []ticket.Event{
			ticket.Opened{Subject: "Everything is down", Channel: "phone", Requester: who, External: number},
			ticket.Classified{Type: "incident", Impact: "state", Urgency: "cannot_work", Class: "urgent", Why: "matrix"},
			ticket.Routed{Team: d.Definition().DeskTeam(), Rule: "desk"},
		} {
			all[i].Number = number
			all[i].Entries = append(all[i].Entries, ticket.Entry{At: opened, By: who, Event: e})
		}
	}
	if _, err := d.Import(ctx, access.System, all); err != nil {
		return s, err
	}
	for i, in := range all {
		late, err := noticed(ctx, d, in.Number, first.Add(time.Duration(i)*apart))
		if err != nil {
			return s, err
		}
		s.all = append(s.all, late)
	}
	return s, nil
}

// noticed waits for a promise to break, and then until that is written down.
func noticed(ctx context.Context, d *desk.Desk, number string, broken time.Time) (time.Duration, error) {
	id, err := d.FindOld(ctx, access.System, number)
	if err != nil {
		return 0, err
	}
	pause(ctx, time.Until(broken))
	for ctx.Err() == nil && time.Since(broken) < time.Minute {
		sheet, err := d.Ticket(ctx, access.System, id)
		if err != nil {
			return 0, err
		}
		if _, said := sheet.Entries[len(sheet.Entries)-1].Event.(ticket.ClockMissed); said {
			return time.Since(broken), nil
		}
		pause(ctx, 500*time.Microsecond)
	}
	return 0, fmt.Errorf("%s broke at %s, and nobody noticed", number, broken.Format(time.TimeOnly))
}
