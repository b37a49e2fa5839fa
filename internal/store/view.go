package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"switchboard/internal/core/filter"
	"switchboard/internal/sqldb"
)

// Page is where a page begins and how long it is. The zero After is the first page.
type Page struct {
	After Cursor
	Limit int
}

// Cursor is the last row of the page before.
type Cursor struct {
	Key, ID int64
	Set     bool
}

// Found is one page of the tickets that a filter means. More says that not all tickets could be looked at: what is found
// is right, and there may be more.
type Found struct {
	Rows []Row
	More bool
}

// keyColumn are the columns of the orders.
var keyColumn = map[string]string{filter.ByDue: "due_at", filter.ByReceived: "received_at", filter.ByChanged: "changed_at", filter.ByNumber: "id"}

// Find answers one page of what the look means, in its order, at most p.Limit rows that its scope may show.
func Find(ctx context.Context, q sqldb.Q, look Look, p Page) (Found, error) {
	x := look.question()
	if len(look.Filter.Words()) > 0 {
		return x.findWords(ctx, q, p)
	}
	chosen, err := pathsFor(ctx, q, []question{x})
	if err != nil {
		return Found{}, err
	}
	along := chosen[0]
	if len(along.arms) == 0 {
		return Found{}, nil
	}
	var a args
	rows, err := sqldb.All(ctx, q, scanRow, x.pageText(&a, along, p), a...)
	if err != nil {
		return Found{}, fmt.Errorf("store: find %s: %w", look.Filter, err)
	}
	found := Found{Rows: rows}
	if x.native(along) && (len(rows) == p.Limit || len(x.rest(along)) == 0) {
		return found, nil
	}
	found.More, err = along.longer(ctx, q, MaxScan)
	return found, err
}

// longer reports whether an arm of a path is longer than one looks.
func (p path) longer(ctx context.Context, q sqldb.Q, scan int) (bool, error) {
	var a args
	each := make([]string, len(p.arms))
	for i, arm := range p.arms {
		each[i] = "(SELECT count(*) FROM (SELECT 1 FROM ticket t" + where(arm.sql(&a)) + " LIMIT " + a.add(scan/len(p.arms)+1) + ") AS looked)"
	}
	n, err := numbers(ctx, q, each, a)
	return slices.ContainsFunc(n, func(n int) bool { return n > scan/len(p.arms) }), err
}

// pageText asks for a page along a path: the numbers and keys of its tickets first, from the index where it can be, and
// then the rows of these alone.
func (x question) pageText(a *args, along path, p Page) string {
	key, rest := "t."+keyColumn[x.order.By], x.rest(along)
	limit := a.add(p.Limit)
	var hits []string
	for _, arm := range along.arms {
		if arm = x.shown(arm); x.native(along) {
			hits = append(hits, x.armInOrder(a, arm, rest, p, limit, len(along.arms))...)
			continue
		}
		inner := `SELECT ` + columns(key, rest) + ` FROM ticket t` + where(arm.sql(a)) + orderBy("t."+keyColumn[along.by], true) +
			` LIMIT ` + a.add(MaxScan/len(along.arms))
		hits = append(hits, `SELECT t.id AS hit, `+key+` AS sort_key FROM (`+inner+`) AS t`+where(append(sqls(a, rest), x.after(a, p.After))...)+
			orderBy(key, x.order.Down)+` LIMIT `+limit)
	}
	return rowsOfHits(hits, orderBy("sort_key", x.order.Down), limit)
}

// armInOrder asks for a page of one arm in the order of its index. Behind a cursor it asks for the rest of those with the
// same key, and for those that come later: to compare (key, id) as one value would make SQLite read all that have the key,
// from the first, on every page.
func (x question) armInOrder(a *args, arm cond, rest []cond, p Page, limit string, arms int) []string {
	key := "t." + keyColumn[x.order.By]
	later, order := " > ", orderBy(key, x.order.Down)
	if x.order.Down {
		later = " < "
	}
	one := func(more string) string {
		from := ` FROM ticket t` + where(arm.sql(a), more) + order
		if len(rest) == 0 {
			return `SELECT t.id AS hit, ` + key + ` AS sort_key` + from + ` LIMIT ` + limit
		}
		inner := `SELECT ` + columns(key, rest) + from + ` LIMIT ` + a.add(MaxScan/arms)
		return `SELECT t.id AS hit, ` + key + ` AS sort_key FROM (` + inner + `) AS t` + where(sqls(a, rest)...) + order + ` LIMIT ` + limit
	}
	switch {
	case !p.After.Set:
		return []string{one("")}
	case x.order.By == filter.ByNumber:
		return []string{one("t.id" + later + a.add(p.After.ID))}
	}
	at, id := a.add(p.After.Key), a.add(p.After.ID)
	return []string{one(key + " = " + at + " AND t.id" + later + id), one(key + later + at)}
}

// after is what lies behind a cursor, for rows that are few.
func (x question) after(a *args, c Cursor) string {
	if !c.Set {
		return ""
	}
	later := " > "
	if x.order.Down {
		later = " < "
	}
	return "(t." + keyColumn[x.order.By] + ", t.id)" + later + "(" + a.add(c.Key) + ", " + a.add(c.ID) + ")"
}

// rowsOfHits reads the rows of what was hit. The joins are outer ones so that no planner begins with them.
func rowsOfHits(hits []string, order, limit string) string {
	from := hits[0]
	if len(hits) > 1 {
		from = `SELECT * FROM (` + strings.Join(hits, `) AS one UNION ALL SELECT * FROM (`) + `) AS one` +
			strings.ReplaceAll(order, "t.id", "hit") + ` LIMIT ` + limit
	}
	return `SELECT ` + rowColumns + `, sort_key FROM (` + from + `) AS hits LEFT JOIN ticket t ON t.id = hit` + rowJoins + order
}

func orderBy(key string, down bool) string {
	way := ""
	if down {
		way = " DESC"
	}
	if key == "t.id" {
		return " ORDER BY t.id" + way
	}
	return " ORDER BY " + key + way + ", t.id" + way
}

// columns are those that the conditions read, with number and key.
func columns(key string, rest []cond) string {
	out := []string{"t.id"}
	if key != "t.id" {
		out = append(out, key)
	}
	for _, c := range rest {
		for _, name := range c.columns {
			if !slices.Contains(out, "t."+name) {
				out = append(out, "t."+name)
			}
		}
	}
	return strings.Join(out, ", ")
}

func sqls(a *args, all []cond) []string {
	out := make([]string, len(all), len(all)+1)
	for i, c := range all {
		out[i] = c.sql(a)
	}
	return out
}

// args collects the parameters of a text that is put together.
type args []any

// add takes a parameter and answers how the text names it.
func (a *args) add(v any) string {
	*a = append(*a, v)
	return "$" + strconv.Itoa(len(*a))
}
