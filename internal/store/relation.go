package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/sqldb"
)

// maxParties bounds in how many tickets of others a person takes part at once, the newest of them.
const maxParties = 500

// AddParties writes down who takes part because of these entries.
func AddParties(ctx context.Context, tx *sqldb.Tx, id int64, entries []ticket.Entry) error {
	for _, en := range entries {
		for _, person := range ticket.Admits(en.Event) {
			if _, err := tx.Exec(ctx, `INSERT INTO party (person_id, ticket_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, int64(person), id); err != nil {
				return fmt.Errorf("store: party of ticket %d: %w", id, err)
			}
		}
	}
	return nil
}

// Survivor follows a ticket to the one that is worked on in its place: itself where it was not merged. The chain is
// bounded by ticket.MaxMergeDepth. Errors: NotFound.
func Survivor(ctx context.Context, q sqldb.Q, id int64) (int64, error) {
	last, err := sqldb.One(ctx, q, sqldb.Value[int64], `
		WITH RECURSIVE chain (id, next, n) AS (
			SELECT id, merged_into, 0 FROM ticket WHERE id = $1
			UNION ALL
			SELECT t.id, t.merged_into, c.n + 1 FROM chain c JOIN ticket t ON t.id = c.next WHERE c.n < $2)
		SELECT id FROM chain ORDER BY n DESC LIMIT 1`, id, ticket.MaxMergeDepth)
	if errors.Is(err, sqldb.ErrNone) {
		return 0, access.NoSuchTicket(id)
	}
	return last, err
}

// scoped is the condition of what a scope may show; none where that is everything.
func scoped(s access.Scope) cond {
	if s.Sealed {
		return cond{}
	}
	me := int64(s.Only)
	any := []cond{equals("requester", me), equals("customer", me)}
	if s.All {
		any = append([]cond{literal("NOT t.sealed", "sealed")}, any...)
		for _, team := range s.Teams {
			any = append(any, equals("team", team))
		}
	}
	if len(s.Also) > 0 {
		any = append(any, oneOf(s.Also))
	}
	for _, agency := range s.Agencies {
		any = append(any, represented(agency))
	}
	if len(s.People) > 0 {
		any = append(any, supervised(s.People))
	}
	return join(" OR ", any)
}

// represented finds what a consultant of an agency may read (ME-49).
func represented(agency string) cond {
	return equals("agency", agency).and(literal("NOT t.sealed AND t.parent IS NULL", "sealed", "parent"))
}

// supervised finds what their supervisor may read of some people's tickets.
func supervised(reports []people.ID) cond {
	by := func(column string) cond {
		c := oneOf(reports)
		c.text, c.columns = strings.Replace(c.text, "t.id", "t."+column, 1), []string{column}
		return c
	}
	return join(" OR ", []cond{by("requester"), by("customer")}).and(literal("NOT t.sealed AND t.parent IS NULL", "sealed", "parent"))
}

// ofPeople finds what is supervised and lies on none of the other ways.
func ofPeople(s access.Scope) cond {
	c := others(supervised(s.People), s)
	for _, agency := range s.Agencies {
		c = c.and(represented(agency).not())
	}
	return c
}

// ofAgency finds what is represented and neither one's own nor joined.
func ofAgency(s access.Scope, agency string) cond { return others(represented(agency), s) }

// others leaves out what is one's own or joined; a scope of nobody's has neither.
func others(c cond, s access.Scope) cond {
	if me := int64(s.Only); me != 0 {
		c = c.and(cond{text: "t.requester <> ? AND coalesce(t.customer, 0) <> ?", values: []any{me, me}, columns: []string{"requester", "customer"}})
	}
	if len(s.Also) > 0 {
		c = c.and(oneOf(s.Also).not())
	}
	return c
}

// takesPart finds the tickets of others in which somebody takes part.
func takesPart(s access.Scope) cond {
	me := int64(s.Only)
	others := cond{text: "t.requester <> ? AND coalesce(t.customer, 0) <> ?", values: []any{me, me}, columns: []string{"requester", "customer"}}
	return oneOf(s.Also).and(others)
}

// oneOf finds tickets by their numbers. The numbers are padded, so that few texts serve all.
func oneOf[ID ~int64](ids []ID) cond {
	size := 8
	for size < len(ids) {
		size *= 4
	}
	c := cond{text: "t.id IN (" + strings.TrimSuffix(strings.Repeat("?, ", size), ", ") + ")", columns: []string{"id"}}
	for i := range size {
		c.values = append(c.values, int64(ids[min(i, len(ids)-1)]))
	}
	return c
}

// Relative is a ticket that has to do with another one.
type Relative struct {
	Kind string // what it is to this one: survivor, merged, follows, followed, split_from, split, parent, task, linked
	Row
}

// maxRelatives bounds how many of a kind are shown.
const maxRelatives = 100

// Relatives are the tickets that have to do with this one and that the scope may show.
func Relatives(ctx context.Context, q sqldb.Q, t ticket.Ticket, scope access.Scope) ([]Relative, error) {
	var a args
	var parts []string
	pointing := func(kind, column string) { // those whose column names this one
		parts = append(parts, `SELECT * FROM (SELECT '`+kind+`' AS kind, id AS other FROM ticket WHERE `+column+` = `+a.add(t.ID)+
			` ORDER BY id LIMIT `+a.add(maxRelatives)+`) AS by_`+column)
	}
	named := func(kind string, id int64) {
		if id != 0 {
			parts = append(parts, `SELECT '`+kind+`' AS kind, id AS other FROM ticket WHERE id = `+a.add(id))
		}
	}
	named("survivor", t.MergedInto)
	named("follows", t.Request.FollowUpOf)
	named("split_from", t.Request.SplitFrom)
	named("parent", t.Request.Parent)
	for _, id := range slices.Sorted(maps.Keys(t.Links)) {
		named("linked", id)
	}
	pointing("merged", "merged_into")
	pointing("followed", "follow_up_of")
	pointing("split", "split_from")
	pointing("task", "parent")
	scan := func(r sqldb.Row) (Relative, error) {
		var v Relative
		row, err := scanRow(leading{r, &v.Kind})
		v.Row = row
		return v, err
	}
	rows, err := sqldb.All(ctx, q, scan, `SELECT v.kind, `+rowColumns+`, 0 AS sort_key FROM (`+strings.Join(parts, " UNION ALL ")+
		`) AS v JOIN ticket t ON t.id = v.other`+rowJoins+where(scoped(scope).sql(&a))+` ORDER BY v.kind, t.id`, a...)
	if err != nil {
		return nil, fmt.Errorf("store: relatives of ticket %d: %w", t.ID, err)
	}
	return rows, nil
}

// leading reads one more column before those that a scan knows of.
type leading struct {
	sqldb.Row
	first any
}

func (l leading) Scan(dest ...any) error { return l.Row.Scan(append([]any{l.first}, dest...)...) }
