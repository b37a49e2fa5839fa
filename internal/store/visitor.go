package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/sqldb"
)

// Visitor is a person with all that decides what they may know of, besides their own tickets, and what waits for them.
type Visitor struct {
	people.Person
	Charges   []access.Charge
	Joined    []int64 // tickets of others in which they take part, the newest maxParties
	Approvals int     // that wait for them, up to MaxAsked
	HasNews   bool    // that they have not read, also of what they may no longer see
}

// VisitorOf finds a person with all that, in one question: each call of a program asks it. Errors: NotFound.
func VisitorOf(ctx context.Context, q sqldb.Q, id people.ID, at time.Time) (v Visitor, err error) {
	err = q.Each(ctx, func(r sqldb.Row) error { return v.scan(r) }, visitorText("$1", "0"), int64(id), at.UnixMilli(), maxCharges, maxParties, MaxAsked)
	if err == nil && v.ID == 0 {
		err = sqldb.ErrNone
	}
	return v, sqldb.Missing(err, "there is no person %d", id)
}

// SessionOf reads a session that has not expired, with who it is of: each page asks it. Found is false where there is none, or it is
// of nobody.
func SessionOf(ctx context.Context, q sqldb.Q, token string, at time.Time) (data []byte, v Visitor, found bool, err error) {
	err = q.Each(ctx, func(r sqldb.Row) error { found = true; return v.scan(r, &data) },
		`WITH me AS (SELECT person_id AS id, data FROM session WHERE token = $1 AND expires_at > $2) `+
			visitorText("(SELECT id FROM me)", "(SELECT data FROM me)"), token, at.UnixMilli(), maxCharges, maxParties, MaxAsked)
	if err != nil {
		return nil, v, false, fmt.Errorf("store: session: %w", err)
	}
	return data, v, found, nil
}

// visitorText answers a row for each charge of a person at $2, and one where they have none; up to $3 charges of a kind, $4 tickets
// joined and $5 approvals. More is one more column.
func visitorText(who, more string) string {
	return strings.ReplaceAll(`SELECT `+personColumns+`,
		coalesce((SELECT string_agg(CAST(j.ticket_id AS TEXT), ',') FROM
			(SELECT ticket_id FROM party WHERE person_id = {who} ORDER BY ticket_id DESC LIMIT $4) AS j), ''),
		(SELECT count(*) FROM (SELECT 1 FROM approver a JOIN ticket t ON t.id = a.ticket_id
			WHERE a.person_id = {who} AND a.state = 'asked' AND NOT t.sealed LIMIT $5) AS asked),
		EXISTS (SELECT 1 FROM bell WHERE person_id = {who} AND read_at IS NULL),
		coalesce(c.capacity, ''), coalesce(c.agency, ''), coalesce(c.person, 0), coalesce(c.shade, ''), `+more+`
		FROM person p LEFT JOIN (`+charges+`) AS c ON TRUE WHERE p.id = {who}`, "{who}", who)
}

func (v *Visitor) scan(r sqldb.Row, more ...any) (err error) {
	var c access.Charge
	var joined string
	if len(more) == 0 {
		more = []any{new(int)}
	}
	v.Person, err = scanPersonAnd(r, append([]any{&joined, &v.Approvals, &v.HasNews, &c.As, &c.Agency, &c.Person, &c.Shade}, more...)...)
	if err != nil {
		return err
	}
	if v.Joined == nil {
		v.Joined, err = ids(joined)
	}
	if c.As != "" {
		v.Charges = append(v.Charges, c)
	}
	return err
}

// ids reads numbers between commas.
func ids(list string) (out []int64, err error) {
	for n := range strings.SplitSeq(list, ",") {
		if n == "" {
			return nil, nil
		}
		id, err := strconv.ParseInt(n, 10, 64)
		if err != nil {
			return nil, err
		}
		out = append(out, id)
	}
	return out, nil
}
