// Package eventlog knows facts: how they are appended in the transaction that made them true, and how followers read
// each of them once, in the order of the commits, and remember where they stand. It refuses to know what a fact means:
// kinds and bodies are opaque, and what follows from a fact is the follower's.
package eventlog

import (
	"context"
	"fmt"
	"time"

	"switchboard/internal/sqldb"
)

// Topic is nudged (sqldb.Tx.Nudge) with every transaction that appends.
const Topic = "fact"

// appendMax bounds the facts of one INSERT: seven parameters each, and SQLite takes 32,766.
const appendMax = 1_000

// Fact is one thing that happened. It never changes.
type Fact struct {
	Seq      int64     // its number, set by Append's database; unique, but not the order of the log (see Position)
	Ticket   int64     // 0: of no ticket
	At       time.Time // when it happened
	Recorded time.Time // when it was written down, set by Append
	Kind     string    // a fixed name, such as "ticket.replied"
	Actor    int64     // who did it; 0: the desk itself
	Public   bool      // whether the requester may see it
	Body     string    // JSON

	xid int64
}

// Position is a place in the log; its order is the order of the commits.
type Position struct{ XID, Seq int64 }

// Position is where the fact stands.
func (f Fact) Position() Position { return Position{f.xid, f.Seq} }

const columns = "seq, xid, ticket_id, at, recorded, kind, actor, public, body"

func scanFact(r sqldb.Row) (f Fact, err error) {
	var ticket, actor *int64
	err = r.Scan(&f.Seq, &f.xid, &ticket, sqldb.Into(&f.At), sqldb.Into(&f.Recorded), &f.Kind, &actor, &f.Public, &f.Body)
	if ticket != nil {
		f.Ticket = *ticket
	}
	if actor != nil {
		f.Actor = *actor
	}
	return f, err
}

// Append writes facts in the order given; do it last in the transaction. A fact without At happened at tx.Now.
// Facts of one ticket keep their order only if the transaction holds the ticket, as one that has changed its row does.
func Append(ctx context.Context, tx *sqldb.Tx, facts ...Fact) error {
	for len(facts) > 0 {
		n := min(len(facts), appendMax)
		if err := appendSome(ctx, tx, facts[:n]); err != nil {
			return fmt.Errorf("eventlog: append %s: %w", facts[0].Kind, err)
		}
		facts = facts[n:]
	}
	return nil
}

func appendSome(ctx context.Context, tx *sqldb.Tx, facts []Fact) error {
	args := make([]any, 0, 7*len(facts))
	for _, f := range facts {
		if f.At.IsZero() {
			f.At = tx.Now
		}
		args = append(args, orNull(f.Ticket), sqldb.At(f.At), sqldb.At(tx.Now), f.Kind, orNull(f.Actor), f.Public, f.Body)
	}
	_, err := tx.Exec(ctx, "INSERT INTO fact (ticket_id, at, recorded, kind, actor, public, body) VALUES "+
		sqldb.Tuples(len(facts), 7), args...)
	tx.Nudge(Topic)
	return err
}

func orNull(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}

// OfTicket answers the facts of one ticket in their order. It is bounded by what may happen to one ticket.
func OfTicket(ctx context.Context, q sqldb.Q, ticket int64) ([]Fact, error) {
	facts, err := sqldb.All(ctx, q, scanFact, "SELECT "+columns+" FROM fact WHERE ticket_id = $1 ORDER BY seq", ticket)
	if err != nil {
		return nil, fmt.Errorf("eventlog: facts of ticket %d: %w", ticket, err)
	}
	return facts, nil
}

// horizon restricts a query to facts that no transaction still under way can come before. PostgreSQL: every
// transaction below xmin has ended, and its facts are visible. SQLite has one writer and needs none.
var horizon = [...]string{
	sqldb.SQLite:   "",
	sqldb.Postgres: " AND xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint",
}

// behind spells that a fact lies behind a position; xid and seq are how the text names it. On SQLite xid is always 0 and
// seq is the row's own number: a comparison of row values would not seek by it, but read the log from its beginning.
func behind(d sqldb.Dialect, xid, seq string) string {
	if d == sqldb.SQLite {
		return "fact.seq > " + seq + " AND +fact.xid >= " + xid
	}
	return "(fact.xid, fact.seq) > (" + xid + ", " + seq + ")"
}

// order is that of the log; on SQLite it is the order of the rows.
var order = [...]string{sqldb.SQLite: "seq", sqldb.Postgres: "xid, seq"}

// After answers up to limit facts behind p, in order. A fact that is committed but could still be preceded by
// another is not answered yet.
func After(ctx context.Context, q sqldb.Q, p Position, limit int) ([]Fact, error) {
	facts, err := sqldb.All(ctx, q, scanFact, afterText(q.Dialect()), p.XID, p.Seq, limit)
	if err != nil {
		return nil, fmt.Errorf("eventlog: facts after %v: %w", p, err)
	}
	return facts, nil
}

func afterText(d sqldb.Dialect) string {
	return "SELECT " + columns + " FROM fact WHERE " + behind(d, "$1", "$2") + horizon[d] + " ORDER BY " + order[d] + " LIMIT $3"
}

// End answers the position of the last fact that After can answer now.
func End(ctx context.Context, q sqldb.Q) (Position, error) {
	last, err := sqldb.All(ctx, q, scanPosition, "SELECT xid, seq FROM fact WHERE TRUE"+
		horizon[q.Dialect()]+" ORDER BY xid DESC, seq DESC LIMIT 1")
	if err != nil || len(last) == 0 {
		return Position{}, err
	}
	return last[0], nil
}

// begun leaves out facts of transactions that this cluster has not begun: a log restored from another one, before Settle.
var begun = [...]string{
	sqldb.SQLite:   "",
	sqldb.Postgres: " AND xid < pg_snapshot_xmax(pg_current_snapshot())::text::bigint",
}

// Await waits until End has reached the last fact that is committed now: on PostgreSQL until each transaction that began
// before it has ended, also one of another database of the same cluster, since the horizon is the cluster's.
func Await(ctx context.Context, db *sqldb.DB) error {
	last, err := sqldb.All(ctx, db.Reader(), scanPosition, "SELECT xid, seq FROM fact WHERE TRUE"+
		begun[db.Dialect()]+" ORDER BY xid DESC, seq DESC LIMIT 1")
	if err != nil || len(last) == 0 {
		return err
	}
	for {
		end, err := End(ctx, db.Reader())
		if err != nil || !end.before(last[0]) {
			return err
		}
		if sleep(ctx, breath, nil); ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

func (p Position) before(other Position) bool {
	return p.XID < other.XID || p.XID == other.XID && p.Seq < other.Seq
}

func scanPosition(r sqldb.Row) (p Position, err error) {
	err = r.Scan(&p.XID, &p.Seq)
	return p, err
}
