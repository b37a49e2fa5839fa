package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"switchboard/internal/core/bulk"
	"switchboard/internal/fault"
	"switchboard/internal/job"
	"switchboard/internal/sqldb"
)

// BulkJob is the kind of the job that does a bulk; its body is the number.
const BulkJob = "bulk"

// InsertBulk writes a bulk with its tickets, all of which wait, and asks for its job.
func InsertBulk(ctx context.Context, tx *sqldb.Tx, b bulk.Bulk, tickets []int64) (int64, error) {
	deed, err := json.Marshal(b.Deed)
	if err != nil {
		return 0, err
	}
	id, err := sqldb.One(ctx, tx, sqldb.Value[int64], `INSERT INTO bulk (person_id, deed, state, total, at) VALUES ($1, $2, $3, $4, $5) RETURNING id`,
		int64(b.Person), string(deed), string(b.State), len(tickets), sqldb.At(tx.Now))
	if err != nil {
		return 0, fmt.Errorf("store: insert bulk: %w", err)
	}
	for some := range slices.Chunk(tickets, 200) {
		params := make([]any, 0, 3*len(some))
		for _, t := range some {
			params = append(params, id, t, string(bulk.Waiting))
		}
		if _, err := tx.Exec(ctx, `INSERT INTO bulk_ticket (bulk_id, ticket_id, outcome) VALUES `+sqldb.Tuples(len(some), 3), params...); err != nil {
			return 0, fmt.Errorf("store: insert bulk: %w", err)
		}
	}
	return id, EnqueueBulk(ctx, tx, id)
}

// EnqueueBulk asks for the job of a bulk.
func EnqueueBulk(ctx context.Context, tx *sqldb.Tx, id int64) error {
	n := strconv.FormatInt(id, 10)
	return job.Enqueue(ctx, tx, job.Job{Kind: BulkJob, Key: n, Body: n})
}

// BulkOf reads a bulk. Errors: NotFound.
func BulkOf(ctx context.Context, q sqldb.Q, id int64) (bulk.Bulk, error) {
	b, err := sqldb.One(ctx, q, func(r sqldb.Row) (b bulk.Bulk, err error) {
		var deed string
		if err = r.Scan(&b.ID, &b.Person, &deed, &b.State, &b.Total, sqldb.Into(&b.At)); err == nil {
			err = json.Unmarshal([]byte(deed), &b.Deed)
		}
		return b, err
	}, `SELECT id, person_id, deed, state, total, at FROM bulk WHERE id = $1`, id)
	return b, sqldb.Missing(err, "there is no such work on many {tickets}")
}

// SetBulkState moves a bulk on from one state to another; false where it is not in the first.
func SetBulkState(ctx context.Context, tx *sqldb.Tx, id int64, from, to bulk.State) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE bulk SET state = $1 WHERE id = $2 AND state = $3`, string(to), id, string(from))
	return n == 1, err
}

// BulkTickets are some tickets of a bulk with this outcome, by number.
func BulkTickets(ctx context.Context, q sqldb.Q, id int64, outcome bulk.Outcome, limit int) ([]int64, error) {
	return sqldb.All(ctx, q, sqldb.Value[int64], `SELECT ticket_id FROM bulk_ticket WHERE bulk_id = $1 AND outcome = $2 ORDER BY ticket_id LIMIT $3`,
		id, string(outcome), limit)
}

// ReleaseBulk lets the tickets that were tried and are able wait again, now to be changed.
func ReleaseBulk(ctx context.Context, tx *sqldb.Tx, id int64) error {
	_, err := tx.Exec(ctx, `UPDATE bulk_ticket SET outcome = 'waiting' WHERE bulk_id = $1 AND outcome = 'able'`, id)
	return err
}

// SettleBulkTicket writes what became of a ticket that waits; false where it does not wait any more, since another attempt
// was first.
func SettleBulkTicket(ctx context.Context, tx *sqldb.Tx, id, number int64, o bulk.Outcome, former string, version int64, reason string) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE bulk_ticket SET outcome = $1, former = $2, version = $3, reason = $4
		WHERE bulk_id = $5 AND ticket_id = $6 AND outcome = 'waiting'`, string(o), former, version, reason, id, number)
	return n == 1, err
}

// FormerOf tells what a ticket was before a bulk changed it, and its version afterwards. Errors: NotFound.
func FormerOf(ctx context.Context, q sqldb.Q, id, number int64) (former bulk.Former, version int64, err error) {
	text, err := sqldb.One(ctx, q, func(r sqldb.Row) (s string, err error) { return s, r.Scan(&s, &version) },
		`SELECT former, version FROM bulk_ticket WHERE bulk_id = $1 AND ticket_id = $2 AND outcome = 'did'`, id, number)
	if err == nil && text != "" {
		err = json.Unmarshal([]byte(text), &former)
	}
	return former, version, sqldb.Missing(err, "there is no such work on many {tickets}")
}

// BulkOutcomes counts the tickets of a bulk by what became of them.
func BulkOutcomes(ctx context.Context, q sqldb.Q, id int64) (map[bulk.Outcome]int, error) {
	out := map[bulk.Outcome]int{}
	err := q.Each(ctx, func(r sqldb.Row) error {
		var o bulk.Outcome
		var n int
		err := r.Scan(&o, &n)
		out[o] = n
		return err
	}, `SELECT outcome, count(*) FROM bulk_ticket WHERE bulk_id = $1 GROUP BY outcome`, id)
	return out, err
}

// Refusal is why tickets were refused: those that were refused in the same words, with some of their numbers.
type Refusal struct {
	Why     error
	N       int
	Tickets []int64 // the first of them
}

// maxNamed is how many tickets a refusal names.
const maxNamed = 20

// BulkRefusals are the reasons for which a bulk refused tickets, the most frequent first. A bulk is bounded, so it is read whole.
func BulkRefusals(ctx context.Context, q sqldb.Q, id int64) ([]Refusal, error) {
	by := map[string]*Refusal{}
	var order []string
	err := q.Each(ctx, func(r sqldb.Row) error {
		var number int64
		var text string
		if err := r.Scan(&number, &text); err != nil {
			return err
		}
		format, why := thawFault(text)
		if by[format] == nil {
			by[format] = &Refusal{Why: why}
			order = append(order, format)
		}
		f := by[format]
		if f.N++; len(f.Tickets) < maxNamed {
			f.Tickets = append(f.Tickets, number)
		}
		return nil
	}, `SELECT ticket_id, reason FROM bulk_ticket WHERE bulk_id = $1 AND outcome = 'refused' ORDER BY ticket_id LIMIT $2`, id, bulk.Max)
	out := make([]Refusal, len(order))
	for i, format := range order {
		out[i] = *by[format]
	}
	slices.SortStableFunc(out, func(a, b Refusal) int { return b.N - a.N })
	return out, err
}

// frozen is a fault as a row keeps it, so that it can be said in the language of whoever reads it.
type frozen struct {
	Kind   fault.Kind `json:"kind"`
	Field  string     `json:"field,omitempty"`
	Format string     `json:"format"`
	Args   []any      `json:"args,omitempty"`
	Text   string     `json:"text"`
}

// FreezeFault writes a fault for a row.
func FreezeFault(f *fault.Error) string {
	text, err := json.Marshal(frozen{f.Kind, f.Field, f.Format, f.Args, f.Text})
	if err != nil { // an argument that has no form: the words alone are kept
		text, _ = json.Marshal(frozen{Kind: f.Kind, Text: f.Text, Format: "%s", Args: []any{f.Text}})
	}
	return string(text)
}

// thawFault reads a fault from a row, and its message before anything fills it.
func thawFault(text string) (format string, why error) {
	var f frozen
	if err := json.Unmarshal([]byte(text), &f); err != nil {
		return "", fault.New(fault.Internal, "")
	}
	for i, a := range f.Args {
		switch a := a.(type) {
		case float64:
			f.Args[i] = int64(a)
		case []any:
			var terms fault.Terms
			for _, t := range a {
				terms = append(terms, fmt.Sprint(t))
			}
			f.Args[i] = terms
		}
	}
	return f.Format, &fault.Error{Kind: f.Kind, Field: f.Field, Format: f.Format, Args: f.Args, Text: f.Text}
}
