package eventlog

import (
	"context"
	"errors"
	"fmt"
	"time"

	"switchboard/internal/sqldb"
)

// State is how a follower is doing, for the people who run the desk.
type State struct {
	Name     string
	Position Position
	Behind   int       // facts that wait for it; counted up to BehindMax
	Since    time.Time // when the first of these was written down; zero where none waits
	Failures int       // of the next fact, in a row
	Error    string    // of the last failure
	RetryAt  time.Time // not before
	Parked   int       // facts put aside
}

// BehindMax bounds the count of State.Behind: beyond it, it is only "many".
const BehindMax = 10_000

const stateColumns = `f.name, f.xid, f.seq, f.failures, f.error, f.retry_at`

func scanState(r sqldb.Row) (s State, err error) {
	err = r.Scan(&s.Name, &s.Position.XID, &s.Position.Seq, &s.Failures, &s.Error, sqldb.Into(&s.RetryAt))
	return s, err
}

// States answers all followers that ever ran on this database, by name.
func States(ctx context.Context, q sqldb.Q) ([]State, error) {
	waiting := behind(q.Dialect(), "f.xid", "f.seq")
	all, err := sqldb.All(ctx, q, func(r sqldb.Row) (s State, err error) {
		err = r.Scan(&s.Name, &s.Position.XID, &s.Position.Seq, &s.Failures, &s.Error, sqldb.Into(&s.RetryAt),
			&s.Parked, &s.Behind, sqldb.Into(&s.Since))
		return s, err
	}, `SELECT `+stateColumns+`,
			(SELECT count(*) FROM follower_parked p WHERE p.name = f.name),
			(SELECT count(*) FROM (SELECT 1 FROM fact WHERE `+waiting+` LIMIT $1) AS waiting),
			(SELECT recorded FROM fact WHERE `+waiting+` ORDER BY `+order[q.Dialect()]+` LIMIT 1)
		FROM follower f ORDER BY f.name LIMIT 1000`, BehindMax)
	if err != nil {
		return nil, fmt.Errorf("eventlog: states: %w", err)
	}
	return all, nil
}

// loadCursor answers the row of a follower and makes it when it is new.
func loadCursor(ctx context.Context, tx *sqldb.Tx, name string) (State, error) {
	load := func() (State, error) {
		return sqldb.One(ctx, tx, scanState, "SELECT "+stateColumns+" FROM follower f WHERE name = $1", name)
	}
	s, err := load()
	if !errors.Is(err, sqldb.ErrNone) {
		return s, err
	}
	_, err = tx.Exec(ctx, "INSERT INTO follower (name, xid, seq) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING",
		name, start.XID, start.Seq)
	if err != nil {
		return State{}, err
	}
	return load()
}

// BeginAtEnd makes the cursor of a follower that never ran at the last fact that is committed now, for one that must not act
// upon history. A follower that has a cursor keeps it. Call it before whatever it is to see can happen.
func BeginAtEnd(ctx context.Context, db *sqldb.DB, name string) error {
	return db.Write(ctx, func(tx *sqldb.Tx) error {
		last, err := sqldb.All(ctx, tx, scanPosition, "SELECT xid, seq FROM fact WHERE TRUE"+begun[tx.Dialect()]+" ORDER BY xid DESC, seq DESC LIMIT 1")
		if err != nil {
			return err
		}
		at := start
		if len(last) > 0 {
			at = last[0]
		}
		_, err = tx.Exec(ctx, "INSERT INTO follower (name, xid, seq) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING", name, at.XID, at.Seq)
		return err
	})
}

// moveCursor is the compare-and-set: it reports false when the cursor is no longer at from, since another node has
// applied these facts. Being done before they are applied, it also makes that node wait here rather than work in vain.
func moveCursor(ctx context.Context, tx *sqldb.Tx, name string, from, to Position) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE follower SET xid = $1, seq = $2, failures = 0, error = '', retry_at = NULL
		WHERE name = $3 AND xid = $4 AND seq = $5`, to.XID, to.Seq, name, from.XID, from.Seq)
	return n == 1, err
}

// failed counts the failure of a single fact: it is tried again later and later, and parked in the end.
func (f *following) failed(ctx context.Context, e *applyError) error {
	text := sqldb.Clip(e.err.Error(), maxError)
	return f.db.Write(ctx, func(tx *sqldb.Tx) error {
		c, err := loadCursor(ctx, tx, f.Name)
		if err != nil || c.Position != e.from {
			return err // another node has seen to it
		}
		if c.Failures+1 >= maxFailures {
			return f.park(ctx, tx, e, text)
		}
		_, err = tx.Exec(ctx, `UPDATE follower SET failures = failures + 1, error = $1, retry_at = $2
			WHERE name = $3 AND xid = $4 AND seq = $5 AND failures = $6`,
			text, sqldb.At(tx.Now.Add(backoff(c.Failures))), f.Name, c.Position.XID, c.Position.Seq, c.Failures)
		return err
	})
}

// backoff is how long to wait after n failures before: 1 s, 2 s, 4 s, at most a minute.
func backoff(n int) time.Duration { return min(time.Second<<min(n, 10), time.Minute) }

func (f *following) park(ctx context.Context, tx *sqldb.Tx, e *applyError, text string) error {
	moved, err := moveCursor(ctx, tx, f.Name, e.from, e.facts[0].Position())
	if err != nil || !moved {
		return err
	}
	_, err = tx.Exec(ctx, "INSERT INTO follower_parked (name, seq, error, parked_at) VALUES ($1, $2, $3, $4)",
		f.Name, e.facts[0].Seq, text, sqldb.At(tx.Now))
	return err
}
