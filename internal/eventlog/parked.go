package eventlog

import (
	"context"
	"errors"
	"fmt"
	"time"

	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
)

// Parked is a fact that was put aside for a follower.
type Parked struct {
	Follower string
	Fact     Fact
	Error    string
	At       time.Time // when it last failed
}

// AllParked answers up to limit facts that are put aside, the latest first.
func AllParked(ctx context.Context, q sqldb.Q, limit int) ([]Parked, error) {
	all, err := sqldb.All(ctx, q, func(r sqldb.Row) (p Parked, err error) {
		var ticket *int64
		err = r.Scan(&p.Follower, &p.Error, sqldb.Into(&p.At), &p.Fact.Seq, &p.Fact.Kind, &ticket, sqldb.Into(&p.Fact.Recorded))
		if ticket != nil {
			p.Fact.Ticket = *ticket
		}
		return p, err
	}, `SELECT p.name, p.error, p.parked_at, fact.seq, fact.kind, fact.ticket_id, fact.recorded FROM follower_parked p JOIN fact ON fact.seq = p.seq
		ORDER BY p.parked_at DESC, p.seq DESC, p.name LIMIT $1`, limit)
	if err != nil {
		return nil, fmt.Errorf("eventlog: parked: %w", err)
	}
	return all, nil
}

// Unpark lets a follower apply one fact that was put aside for it, after whatever made it fail was mended. Where it fails
// again, the fact stays aside with what it fails by now.
func Unpark(ctx context.Context, db *sqldb.DB, f Follower, seq int64) error {
	var again *applyError
	err := db.Write(ctx, func(tx *sqldb.Tx) error {
		if err := LetGo(ctx, tx, f.Name, seq); err != nil {
			return err
		}
		fact, err := sqldb.One(ctx, tx, scanFact, "SELECT "+columns+" FROM fact WHERE seq = $1", seq)
		if err != nil {
			return fmt.Errorf("eventlog: fact %d: %w", seq, err)
		}
		if err := (&following{Follower: f}).guarded(ctx, tx, []Fact{fact}); err != nil {
			return &applyError{f.Name, []Fact{fact}, fact.Position(), err}
		}
		return nil
	})
	if !errors.As(err, &again) || ctx.Err() != nil {
		return err
	}
	return errors.Join(err, db.Write(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE follower_parked SET error = $1, parked_at = $2 WHERE name = $3 AND seq = $4",
			sqldb.Clip(again.err.Error(), maxError), sqldb.At(tx.Now), f.Name, seq)
		return err
	}))
}

// LetGo takes away that a fact is put aside for a follower, who will not apply it any more. Errors: NotFound.
func LetGo(ctx context.Context, tx *sqldb.Tx, follower string, seq int64) error {
	n, err := tx.Exec(ctx, "DELETE FROM follower_parked WHERE name = $1 AND seq = $2", follower, seq)
	if err != nil {
		return fmt.Errorf("eventlog: let fact %d go: %w", seq, err)
	}
	if n == 0 {
		return fault.New(fault.NotFound, "fact %d is not parked for %s", seq, follower)
	}
	return nil
}

// IsParked reports by its error whether a fact is put aside for a follower. Errors: NotFound.
func IsParked(ctx context.Context, q sqldb.Q, follower string, seq int64) error {
	_, err := sqldb.One(ctx, q, sqldb.Value[int64], "SELECT seq FROM follower_parked WHERE name = $1 AND seq = $2", follower, seq)
	return sqldb.Missing(err, "fact %d is not parked for %s", seq, follower)
}
