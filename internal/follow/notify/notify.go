// Package notify turns what happened into letters: of each fact that anybody is to be told of, one letter per person, with
// the job that sends it, in the transaction that moves its cursor. So a letter is decided exactly once. It refuses to know
// who hears of what (core/notice), words, and how mail leaves.
package notify

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"

	"switchboard/internal/core/notice"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/eventlog"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Name is the follower's, for ever.
const Name = "notify"

// Config is what letters need of the house.
type Config struct {
	Domain   string        // right side of the Message-IDs
	DeskTeam func() string // who takes what no other team does
}

// Follower decides letters. Whoever starts it first calls Begin.
func Follower(c Config) eventlog.Follower {
	return eventlog.Follower{Name: Name, Apply: func(ctx context.Context, tx *sqldb.Tx, facts []eventlog.Fact) error {
		r := round{Config: c, tx: tx, lives: map[int64][]ticket.Entry{}}
		if err := r.decide(ctx, facts); err != nil {
			return err
		}
		return r.write(ctx)
	}}
}

// Begin puts the cursor of a desk that never sent mail at the end of its log, so that nobody is told of old history.
func Begin(ctx context.Context, db *sqldb.DB) error { return eventlog.BeginAtEnd(ctx, db, Name) }

// round is one batch of facts.
type round struct {
	Config
	tx    *sqldb.Tx
	lives map[int64][]ticket.Entry // of tickets, each read once
	staff []people.Person
	known bool // staff was read
	told  []told
}

// told is a letter before its address is known.
type told struct {
	kind   notice.Kind
	to     people.ID
	fact   int64
	ticket int64
	about  string
}

func (r *round) decide(ctx context.Context, facts []eventlog.Fact) error {
	for _, f := range facts {
		if f.Kind == store.AlarmRaisedFact {
			if err := r.alarm(ctx, f); err != nil {
				return err
			}
		}
		if f.Ticket == 0 || !notice.Telling[f.Kind] {
			continue
		}
		life, i, err := r.life(ctx, f)
		if err != nil {
			return err
		}
		for _, n := range notice.For(life, i, r.tx.Now) {
			ids, err := r.reach(ctx, n)
			if err != nil {
				return err
			}
			for _, id := range ids {
				r.told = append(r.told, told{kind: n.Kind, to: id, fact: f.Seq, ticket: f.Ticket})
			}
		}
	}
	return nil
}

// alarm tells managers that a part of the desk is sick, by mail where that is not the part that sends mail.
func (r *round) alarm(ctx context.Context, f eventlog.Fact) error {
	var a store.Alarm
	if err := json.Unmarshal([]byte(f.Body), &a); err != nil || a.Name == desk.SendingAlarm {
		return err
	}
	if err := r.readStaff(ctx); err != nil {
		return err
	}
	for _, id := range r.circle().Managers() {
		r.told = append(r.told, told{kind: notice.Alarm, to: id, fact: f.Seq, about: f.Body})
	}
	return nil
}

// life is the history of the fact's ticket and where the fact stands in it. An opening is told of by itself: a desk that is
// asked a thousand times a second reads no history for it.
func (r *round) life(ctx context.Context, f eventlog.Fact) ([]ticket.Entry, int, error) {
	if f.Kind == (ticket.Opened{}).Name() {
		e, err := ticket.Decode(f.Kind, []byte(f.Body))
		return []ticket.Entry{{Seq: f.Seq, At: f.At, Recorded: f.Recorded, By: people.ID(f.Actor), Event: e}}, 0, err
	}
	life, read := r.lives[f.Ticket]
	if !read {
		var err error
		if life, err = store.History(ctx, r.tx, f.Ticket); err != nil {
			return nil, 0, err
		}
		r.lives[f.Ticket] = life
	}
	i := slices.IndexFunc(life, func(e ticket.Entry) bool { return e.Seq == f.Seq })
	if i < 0 {
		return nil, 0, fmt.Errorf("notify: fact %d is not in the history of ticket %d", f.Seq, f.Ticket)
	}
	return life, i, nil
}

func (r *round) reach(ctx context.Context, n notice.Notice) ([]people.ID, error) {
	if n.To == 0 {
		if err := r.readStaff(ctx); err != nil {
			return nil, err
		}
	}
	return r.circle().Reach(n), nil
}

func (r *round) circle() notice.Circle { return notice.Circle{Staff: r.staff, Desk: r.DeskTeam()} }

// readStaff reads the desk's people, once in a round.
func (r *round) readStaff(ctx context.Context) (err error) {
	if !r.known {
		r.staff, err = store.Staff(ctx, r.tx, "")
		r.known = err == nil
	}
	return err
}

// write puts the letters of the round into the outbox.
func (r *round) write(ctx context.Context) error {
	if len(r.told) == 0 {
		return nil
	}
	ids := make([]people.ID, len(r.told))
	for i, t := range r.told {
		ids[i] = t.to
	}
	found, err := store.People(ctx, r.tx, ids)
	if err != nil {
		return err
	}
	var letters []store.Letter
	for _, t := range r.told {
		if p, ok := found[t.to]; ok {
			letters = append(letters, store.Letter{Kind: string(t.kind), Cause: t.fact, Ticket: t.ticket, Person: p.ID, Address: p.Email, About: t.about,
				MessageID: MessageID(t.ticket, r.Domain), State: store.LetterQueued})
		}
	}
	return store.AddLetters(ctx, r.tx, letters)
}

// MessageID makes the number of a letter, under which it is known for ever: of its ticket, 0 where it is of none.
func MessageID(ticket int64, domain string) string {
	return fmt.Sprintf("<%d.%s@%s>", ticket, rand.Text(), domain)
}
