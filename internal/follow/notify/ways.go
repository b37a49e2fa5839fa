package notify

import (
	"context"
	"time"

	"switchboard/internal/core/notice"
	"switchboard/internal/core/people"
	"switchboard/internal/store"
)

// readers are those of a round: who they are, what they chose, and their devices.
type readers struct {
	people  map[people.ID]people.Person
	chosen  map[people.ID]notice.Reader
	devices map[people.ID][]store.PushDevice
}

// write puts what the round decided into people's pages and into the outboxes.
func (r *round) write(ctx context.Context) error {
	if len(r.told) == 0 {
		return nil
	}
	all, err := r.readers(ctx)
	if err != nil {
		return err
	}
	var bells []store.Bell
	var letters []store.Letter
	var pushes []store.Push
	for _, t := range r.told {
		ways, err := r.tell(ctx, t, all.of(t.to))
		if err != nil {
			return err
		}
		for _, way := range ways {
			if t.kind.Rings() {
				bells = append(bells, store.Bell{Person: way.Reader, Ticket: t.ticket, Kind: string(t.kind), Cause: t.fact, Insists: way.Insists})
			}
			if r.Domain != "" {
				letters = append(letters, r.letter(t, way, all.people[way.Reader].Email))
			}
			if way.Push.Off != "" || !t.kind.Rings() {
				continue
			}
			for _, d := range all.devices[way.Reader] {
				pushes = append(pushes, store.Push{Device: d.ID, Person: way.Reader, Ticket: t.ticket, Kind: string(t.kind), Cause: t.fact, NotBefore: way.Push.At})
			}
		}
	}
	if err := store.AddLetters(ctx, r.tx, letters); err != nil {
		return err
	}
	if err := store.AddPushes(ctx, r.tx, pushes); err != nil {
		return err
	}
	return store.Ring(ctx, r.tx, bells)
}

// letter is one in the outbox. One that was switched off is put there as well: why it was not sent stands with the others.
func (r *round) letter(t told, way notice.Told, address string) store.Letter {
	l := store.Letter{Kind: string(t.kind), Cause: t.fact, Ticket: t.ticket, Person: way.Reader, Address: address, About: t.about,
		MessageID: MessageID(t.ticket, r.Domain), State: store.LetterQueued}
	switch {
	case way.Mail.Off != "":
		l.Chosen = store.ChosenOff
	case way.Insists:
		l.Chosen = store.Insists
	}
	if way.Mail.At.After(r.tx.Now) {
		l.NotBefore = way.Mail.At
	}
	return l
}

func (r *round) readers(ctx context.Context) (out readers, err error) {
	var ids []people.ID
	for _, t := range r.told {
		ids = append(ids, t.to...)
	}
	if out.people, err = store.People(ctx, r.tx, ids); err != nil {
		return out, err
	}
	home := time.UTC
	if r.Zone != nil {
		home = r.Zone()
	}
	if out.chosen, err = store.Readers(ctx, r.tx, ids, home); err != nil {
		return out, err
	}
	var with []people.ID
	for id, c := range out.chosen {
		if c.Devices > 0 {
			with = append(with, id)
		}
	}
	devices, err := store.PushDevices(ctx, r.tx, with...)
	out.devices = map[people.ID][]store.PushDevice{}
	for _, d := range devices {
		out.devices[d.Person] = append(out.devices[d.Person], d)
	}
	return out, err
}

// of are those of some people whom the directory still knows, in the same order.
func (rs readers) of(ids []people.ID) []notice.Reader {
	var out []notice.Reader
	for _, id := range ids {
		if _, known := rs.people[id]; known {
			out = append(out, rs.chosen[id])
		}
	}
	return out
}
