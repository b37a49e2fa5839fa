// Package notify turns what happened into news: of each fact that anybody is to be told of, one line in each person's page,
// one letter and one push to each of their devices, with the jobs that send them, in the transaction that moves its cursor.
// So each is decided exactly once. It refuses to know who hears of what and by which ways (core/notice), words, and how mail
// and pushes leave.
package notify

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"
	"time"

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
	Domain   string                // right side of the Message-IDs; empty: the desk writes no letters
	Zone     func() *time.Location // of the quiet hours of who named none; nil: UTC
	DeskTeam func() string         // who takes what no other team does
	Waking   func() notice.Bounds  // how often anybody is woken; nil: notice.UsualBounds
}

// Follower decides letters. Whoever starts it first calls Begin.
func Follower(c Config) eventlog.Follower {
	return eventlog.Follower{Name: Name, Apply: func(ctx context.Context, tx *sqldb.Tx, facts []eventlog.Fact) error {
		r := round{Config: c, tx: tx, lives: map[int64][]ticket.Entry{}, woken: map[people.ID][]notice.Woken{}}
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
	away  map[people.ID]bool
	known bool // staff was read
	told  []told
	woken map[people.ID][]notice.Woken // in the last night, read once, and in this round
}

// told is one notice and its readers, the first of them being who answers for it.
type told struct {
	kind   notice.Kind
	grave  bool
	wake   notice.Wake
	to     []people.ID
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
			n.Wake.Ticket = f.Ticket
			r.told = append(r.told, told{kind: n.Kind, grave: n.Grave, wake: n.Wake, to: ids, fact: f.Seq, ticket: f.Ticket})
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
	r.told = append(r.told, told{kind: notice.Alarm, grave: true, to: r.circle().Managers(), fact: f.Seq, about: f.Body})
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
	if n.To == 0 || n.Team != "" {
		if err := r.readStaff(ctx); err != nil {
			return nil, err
		}
	}
	return r.circle().Reach(n), nil
}

func (r *round) circle() notice.Circle {
	return notice.Circle{Staff: r.staff, Away: r.away, Desk: r.DeskTeam()}
}

// readStaff reads the desk's people and who of them is away, once in a round.
func (r *round) readStaff(ctx context.Context) error {
	if r.known {
		return nil
	}
	staff, err := store.Staff(ctx, r.tx, "")
	if err != nil {
		return err
	}
	away, err := store.Absences(ctx, r.tx)
	if err != nil {
		return err
	}
	r.staff, r.away, r.known = staff, map[people.ID]bool{}, true
	for id := range away {
		r.away[id] = true
	}
	return nil
}

// MessageID makes the number of a letter, under which it is known for ever: of its ticket, 0 where it is of none.
func MessageID(ticket int64, domain string) string {
	return fmt.Sprintf("<%d.%s@%s>", ticket, rand.Text(), domain)
}
