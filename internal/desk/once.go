package desk

import (
	"context"
	"sync/atomic"

	"switchboard/internal/core/access"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Who does not hear that an act was done sends it again: browsers by themselves, programs since they are told to. So that it is
// done once, a door gives it a word, and the word is kept in the transaction of the act (ADR 0028, ADR 0040).

// Word is by what an act of somebody's is known when it is sent again: a key that its sender made up, and a digest of all that is
// asked. The digest is asked for when the act is done: a door may know the key before it has read the rest.
type Word struct {
	Key    string
	Digest func() string
	Anew   bool // something else with the same key is another act, after which the first would be one too; else it is refused
}

// ErrKeyTaken says that a key was sent before, with something else.
var ErrKeyTaken = fault.New(fault.Invalid, "this Idempotency-Key was used for another request; take a new key")

// MaxKey bounds the key of a word.
const MaxKey = 200

// CheckKey refuses what is no key. Errors: Invalid.
func CheckKey(key string) error {
	if len(key) > MaxKey || !ticket.Plain(key) {
		return fault.New(fault.Invalid, "an Idempotency-Key has at most %d characters of plain text", MaxKey)
	}
	return nil
}

// given is a word on its way through a request. It is for the first act of it; another one is done whenever it is asked for, since
// it cannot be told from the first by the word.
type given struct {
	Word
	spent atomic.Bool
}

type givenKey struct{}

// Once gives the act that is asked for under the context a word: however often it is sent, it is done once for each person.
func Once(ctx context.Context, w Word) context.Context {
	return context.WithValue(ctx, givenKey{}, &given{Word: w})
}

// wordOf is the word of the next act; nil where there is none.
func wordOf(ctx context.Context) *given {
	w, _ := ctx.Value(givenKey{}).(*given)
	if w == nil || w.spent.Load() {
		return nil
	}
	return w
}

// Did reports whether the actor has done the act already that has the word of this context. Errors: ErrKeyTaken.
func (d *Desk) Did(ctx context.Context, who access.Actor) (did bool, err error) {
	if w := wordOf(ctx); w != nil {
		_, _, did, err = w.look(ctx, d.db.Reader(), who)
	}
	return did, err
}

// look finds the act that had the key before: its digest and what it made; did where it is the same act. Errors: ErrKeyTaken.
func (w *given) look(ctx context.Context, q sqldb.Q, who access.Actor) (before string, made int64, did bool, err error) {
	before, made, err = store.Once(ctx, q, who.ID, w.Key)
	did = before == w.Digest()
	if err == nil && before != "" && !did && !w.Anew {
		err = ErrKeyTaken
	}
	return before, made, did && err == nil, err
}

// once is the transaction of an act that has a number to tell, such as that of what it makes. An act that is sent again is not done:
// made is then what it made before. Of two at the same moment one is run again, and finds the other. Errors: ErrKeyTaken.
func (d *Desk) once(ctx context.Context, who access.Actor, made *int64, do func(*sqldb.Tx) error) (again bool, err error) {
	w := wordOf(ctx)
	if w == nil {
		return false, d.db.Write(ctx, do)
	}
	err = d.db.Write(ctx, func(tx *sqldb.Tx) error {
		before, had, did, err := w.look(ctx, tx, who)
		if again = did; err != nil {
			return err
		}
		if did {
			*made = had
			return nil
		}
		if err := do(tx); err != nil {
			return err
		}
		return store.RememberOnce(ctx, tx, who.ID, w.Key, before, w.Digest(), *made)
	})
	if err == nil {
		w.spent.Store(true)
	}
	return again, err
}

// act is once for an act that makes nothing.
func (d *Desk) act(ctx context.Context, who access.Actor, do func(*sqldb.Tx) error) error {
	var nothing int64
	_, err := d.once(ctx, who, &nothing, do)
	return err
}

// write is the transaction of an act on a ticket: it does it once and settles what it has used up. What is sent again finds in t the
// ticket that the first has changed, or made, as it stands now.
func (d *Desk) write(ctx context.Context, who access.Actor, on On, t *ticket.Ticket, do func(*sqldb.Tx) error) error {
	var id int64
	again, err := d.once(ctx, who, &id, func(tx *sqldb.Tx) error {
		if err := do(tx); err != nil {
			return err
		}
		id = t.ID
		return usedUp(ctx, tx, who, on)
	})
	if err != nil || !again {
		return err
	}
	m, err := d.load(ctx, d.db.Reader(), id, who, d.Now())
	*t = m.ticket
	return err
}
