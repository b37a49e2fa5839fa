package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
)

// View is a list of tickets that a person works through.
type View struct {
	Name  string
	Team  string
	where string   // on ticket t, without parameters; the conditions of partial indexes must be literals
	who   []string // the columns of which one must be the person who asks, if any
	byAge bool     // newest first; otherwise the next due first
}

var views = map[string]View{
	"mine":       {where: "t.open", who: []string{"t.assignee"}},
	"unanswered": {where: "t.open AND t.unanswered_at IS NOT NULL", who: []string{"t.assignee"}}, // OK-09
	"unassigned": {where: "t.open AND t.assignee IS NULL"},
	"due":        {where: "t.open AND t.due_at < 9000000000000000"},
	"waiting":    {where: "t.open AND t.status = 'pending'"},
	"open":       {where: "t.open"},
	"team":       {where: "t.open"},
	"requested":  {where: "TRUE", who: []string{"t.requester", "t.customer"}, byAge: true},
	"any":        {where: "TRUE", byAge: true},
}

// ViewNames are the names that FindView knows; "team" is written team:NAME.
func ViewNames() []string {
	return []string{"open", "mine", "unanswered", "unassigned", "due", "waiting", "team", "requested", "any"}
}

// FindView finds a view by name; "team:network" is the view of a team. Errors: Invalid.
func FindView(name string) (View, error) {
	base, team, _ := strings.Cut(name, ":")
	v, ok := views[base]
	if !ok || (base == "team") != (team != "") || !ticket.Plain(team) {
		return View{}, fault.Field("view", "there is no view %q; there are %s, the last but two written as team:NAME",
			name, strings.Join(ViewNames(), ", "))
	}
	v.Name, v.Team = name, team
	return v, nil
}

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

// List answers one page of a view, at most p.Limit rows that the scope may show.
func List(ctx context.Context, q sqldb.Q, v View, person people.ID, scope access.Scope, p Page) ([]Row, error) {
	var a args
	text := v.pageText(&a, v.conditions(&a, person, scope), p)
	rows, err := sqldb.All(ctx, q, scanRow, text, a...)
	if err != nil {
		return nil, fmt.Errorf("store: list %s: %w", v.Name, err)
	}
	return rows, nil
}

// pageText asks for a page. Behind a cursor in the order of promises it asks for the rest of those due at the same
// instant, and for those due later: to compare (due_at, id) as one value would make SQLite read all that are due at
// that instant, from the first, on every page.
func (v View) pageText(a *args, where string, p Page) string {
	limit := " LIMIT " + a.add(p.Limit)
	rows := func(more, order string) string {
		return `SELECT ` + rowColumns + ` FROM ticket t ` + rowJoins + ` WHERE ` + where + more + ` ORDER BY ` + order + limit
	}
	switch {
	case v.byAge && p.After.Set:
		return rows(" AND t.id < "+a.add(p.After.ID), "t.id DESC")
	case v.byAge:
		return rows("", "t.id DESC")
	case !p.After.Set:
		return rows("", "t.due_at, t.id")
	}
	key, id := a.add(p.After.Key), a.add(p.After.ID)
	return `SELECT * FROM (` + rows(" AND t.due_at = "+key+" AND t.id > "+id, "t.id") + `) AS same UNION ALL SELECT * FROM (` +
		rows(" AND t.due_at > "+key, "t.due_at, t.id") + `) AS later ORDER BY due_at, id` + limit
}

func (v View) conditions(a *args, person people.ID, scope access.Scope) string {
	where := v.where
	if len(v.who) > 0 {
		is := " = " + a.add(int64(person))
		where += " AND (" + strings.Join(v.who, is+" OR ") + is + ")"
	}
	if v.Team != "" {
		where += " AND t.team = " + a.add(v.Team)
	}
	return where + a.within(scope)
}

// MaxCount is where counting stops: a number that nobody reads exactly is not worth its price.
const MaxCount = 1000

// Counts counts what the scope may show of each view, up to MaxCount, in one query. At least one view is needed.
func Counts(ctx context.Context, q sqldb.Q, views []View, person people.ID, scope access.Scope) ([]int, error) {
	var a args
	each := make([]string, len(views))
	for i, v := range views {
		each[i] = `(SELECT count(*) FROM (SELECT 1 FROM ticket t WHERE ` + v.conditions(&a, person, scope) + ` LIMIT ` + a.add(MaxCount) + `) AS counted)`
	}
	counts, err := sqldb.One(ctx, q, func(r sqldb.Row) ([]int, error) {
		n := make([]int, len(views))
		to := make([]any, len(views))
		for i := range n {
			to[i] = &n[i]
		}
		return n, r.Scan(to...)
	}, `SELECT `+strings.Join(each, ", "), a...)
	if err != nil {
		return nil, fmt.Errorf("store: count %d views: %w", len(views), err)
	}
	return counts, nil
}

// args collects the parameters of a text that is put together.
type args []any

// add takes a parameter and answers how the text names it.
func (a *args) add(v any) string {
	*a = append(*a, v)
	return "$" + strconv.Itoa(len(*a))
}

// RowOf is the row of one ticket; none where the scope may not show it.
func RowOf(ctx context.Context, q sqldb.Q, id int64, scope access.Scope) ([]Row, error) {
	var a args
	where := View{where: "t.id = " + a.add(id)}.conditions(&a, 0, scope)
	return sqldb.All(ctx, q, scanRow, `SELECT `+rowColumns+` FROM ticket t `+rowJoins+` WHERE `+where, a...)
}
