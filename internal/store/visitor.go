package store

import (
	"context"
	"strconv"
	"strings"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/sqldb"
)

// Visitor is a person with all that decides what they may know of, besides their own tickets.
type Visitor struct {
	people.Person
	Charges []access.Charge
	Joined  []int64 // tickets of others in which they take part, the newest maxParties
}

// VisitorOf finds a person with all that, in one question: each page and each call of a program asks it. Errors: NotFound.
func VisitorOf(ctx context.Context, q sqldb.Q, id people.ID, at time.Time) (v Visitor, err error) {
	err = q.Each(ctx, func(r sqldb.Row) (err error) { // a row for each charge, and one where there is none
		var c access.Charge
		var joined string
		if v.Person, err = scanPersonAnd(r, &joined, &c.As, &c.Agency, &c.Person, &c.Shade); err != nil {
			return err
		}
		if v.Joined == nil {
			v.Joined, err = ids(joined)
		}
		if c.As != "" {
			v.Charges = append(v.Charges, c)
		}
		return err
	}, `SELECT `+personColumns+`,
			coalesce((SELECT string_agg(CAST(j.ticket_id AS TEXT), ',') FROM
				(SELECT ticket_id FROM party WHERE person_id = $1 ORDER BY ticket_id DESC LIMIT $4) AS j), ''),
			coalesce(c.capacity, ''), coalesce(c.agency, ''), coalesce(c.person, 0), coalesce(c.shade, '')
		FROM person p LEFT JOIN (`+charges+`) AS c ON TRUE WHERE p.id = $1`, int64(id), at.UnixMilli(), maxCharges, maxParties)
	if err == nil && v.ID == 0 {
		err = sqldb.ErrNone
	}
	return v, sqldb.Missing(err, "there is no person %d", id)
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
