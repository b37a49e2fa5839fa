package store

import (
	"math"
	"slices"
	"strings"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/filter"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
)

// Look is a filter with all that the words in it stand for.
type Look struct {
	Filter filter.Filter
	Who    people.ID              // "me"
	Teams  []string               // "mine"
	People map[string][]people.ID // whom each address or name means; see PeopleNamed
	Now    time.Time
	Zone   *time.Location
	Scope  access.Scope
}

// cond is one condition on ticket t. Each ? stands for one of values; columns are those that it reads.
type cond struct {
	text    string
	values  []any
	columns []string
}

// sql puts the values into a and answers how the condition is written.
func (c cond) sql(a *args) string {
	var b strings.Builder
	for i, part := range strings.Split(c.text, "?") {
		if i > 0 {
			b.WriteString(a.add(c.values[i-1]))
		}
		b.WriteString(part)
	}
	return b.String()
}

func (c cond) same(other cond) bool {
	return c.text == other.text && slices.Equal(c.values, other.values)
}

func (c cond) not() cond {
	c.text = "(" + c.text + ") IS NOT TRUE" // and not merely unknown
	return c
}

func (c cond) and(other cond) cond { return join(" AND ", []cond{c, other}) }

// join combines conditions with a word of SQL.
func join(word string, all []cond) cond {
	var out cond
	texts := make([]string, len(all))
	for i, c := range all {
		texts[i] = c.text
		out.values = append(out.values, c.values...)
		out.columns = append(out.columns, c.columns...)
	}
	out.text = strings.Join(texts, word)
	if word == " OR " {
		out.text = "(" + out.text + ")"
	}
	return out
}

// never holds for no ticket.
var never = cond{text: "1 = 0"}

// equals is "column is this".
func equals(column string, value any) cond {
	return cond{text: "t." + column + " = ?", values: []any{value}, columns: []string{column}}
}

// literal is a condition without values: what is the condition of a partial index must stand in the text as it is.
func literal(text string, columns ...string) cond { return cond{text: text, columns: columns} }

var (
	isOpen     = literal("t.open", "open")
	unassigned = literal("t.assignee IS NULL", "assignee")
	waiting    = literal("t.status = 'pending'", "status")
	unanswered = literal("t.unanswered_at IS NOT NULL", "unanswered_at")
	escalated  = literal("t.escalation > 0", "escalation")
	review     = literal("t.review_at IS NOT NULL", "review_at")
	contested  = literal("t.contested_at IS NOT NULL", "contested_at")
	reopened   = literal("t.reopenings > 0", "reopenings")
	shortly    = literal("t.short_notice", "short_notice")
	deviating  = literal("t.nonstandard", "nonstandard")
	paused     = literal("t.due_state = 'paused'", "due_state")
)

// columnOf are the columns of the fields that are compared as they are.
var columnOf = map[string]string{
	"team": "team", "class": "class", "type": "type", "impact": "impact", "urgency": "urgency", "service": "service",
	"agency": "agency", "channel": "channel", "promise": "due_metric", "assignee": "assignee", "requester": "requester",
	"customer": "customer", "due": "due_at", "received": "received_at", "changed": "changed_at", "resolved": "resolved_at",
	"unanswered": "unanswered_at", "number": "id",
}

// alternatives are what a term allows, each a condition of its own; any of them may hold.
func (l Look) alternatives(t filter.Term) []cond {
	field, _ := filter.FieldOf(t.Field)
	if field.Kind == filter.Time {
		return []cond{l.time(t)}
	}
	var out []cond
	for _, v := range t.Values {
		for _, c := range l.alternative(field, v) {
			if !slices.ContainsFunc(out, c.same) {
				out = append(out, c)
			}
		}
	}
	return out
}

func (l Look) alternative(field filter.Field, value string) []cond {
	column := columnOf[field.Name]
	switch {
	case field.Name == filter.Is:
		return []cond{l.shortcut(value)}
	case field.Name == filter.Status:
		return []cond{status(value)}
	case field.Name == "person":
		var out []cond
		for _, id := range l.person(value) {
			out = append(out, equals("requester", int64(id)), onBehalf(id))
		}
		return out
	case field.Kind == filter.Person && value == filter.None:
		return []cond{literal("t."+column+" IS NULL", column)}
	case field.Kind == filter.Person && value == filter.Any:
		return []cond{literal("t."+column+" IS NOT NULL", column)}
	case field.Kind == filter.Person:
		var out []cond
		for _, id := range l.person(value) {
			out = append(out, equals(column, int64(id)))
		}
		return out
	case field.Name == filter.Team && value == filter.Mine:
		var out []cond
		for _, team := range l.Teams {
			out = append(out, equals(column, team))
		}
		return out
	case value == filter.None:
		return []cond{equals(column, "")}
	case value == filter.Any:
		return []cond{literal("t."+column+" <> ''", column)}
	case field.Kind == filter.Number:
		return []cond{equals(column, number(value))}
	}
	return []cond{equals(column, value)}
}

// onBehalf finds what others have asked for somebody.
func onBehalf(id people.ID) cond {
	return cond{text: "t.customer = ? AND t.requester <> ?", values: []any{int64(id), int64(id)}, columns: []string{"customer", "requester"}}
}

func (l Look) person(value string) []people.ID {
	if value == filter.Me {
		return []people.ID{l.Who}
	}
	return l.People[value]
}

func (l Look) shortcut(name string) cond {
	switch name {
	case filter.IsOpen:
		return isOpen
	case filter.IsMine:
		return isOpen.and(equals("assignee", int64(l.Who)))
	case filter.IsUnassigned:
		return isOpen.and(unassigned)
	case filter.IsWaiting:
		return isOpen.and(waiting)
	case filter.IsPaused:
		return isOpen.and(paused)
	case filter.IsOverdue:
		now := l.Now.UnixMilli()
		return isOpen.and(cond{text: overdue, values: []any{now, now - urging}, columns: []string{"due_at"}})
	case filter.IsUnanswered:
		return isOpen.and(unanswered)
	case filter.IsEscalated:
		return isOpen.and(escalated)
	case filter.IsReview:
		return isOpen.and(review)
	case filter.IsContested:
		return contested
	case filter.IsReopened:
		return reopened
	case filter.IsShortNotice:
		return shortly
	case filter.IsNonstandard:
		return deviating
	}
	return never
}

// statuses stand in the text, as the conditions of partial indexes have them.
var statuses = []ticket.Status{ticket.StatusNew, ticket.StatusAssigned, ticket.StatusInProgress, ticket.StatusPending, ticket.StatusResolved, ticket.StatusClosed}

func status(name string) cond {
	switch {
	case name == "open":
		return isOpen
	case !slices.Contains(statuses, ticket.Status(name)):
		return never
	}
	return literal("t.status = '"+name+"'", "status")
}

// overdue is the condition of a promise that was not kept, also of a ticket that is sorted before its turn (urging).
const overdue = "t.due_at < ? AND (t.due_at > 0 OR t.due_at < ?)"

// promised is the condition of a ticket of which some promise counts.
const promised = "t.due_at < 9000000000000000"

// time is a stretch on a column. Where there is no instant, no comparison holds.
func (l Look) time(t filter.Term) cond {
	column := columnOf[t.Field]
	none := t.Span.Op == "" && t.Values[0] == filter.None
	switch {
	case none && t.Field == "due":
		return literal("t.due_at = 9000000000000000", column)
	case none:
		return literal("t."+column+" IS NULL", column)
	case t.Span.Op == "" && t.Field == "due":
		return literal(promised, column)
	case t.Span.Op == "":
		return literal("t."+column+" IS NOT NULL", column)
	}
	first, last := t.Span.Bounds(l.Now, l.Zone)
	if t.Field == "due" {
		last = min(last, noDue-1)
	}
	out := cond{columns: []string{column}}
	var texts []string
	if first != math.MinInt64 {
		texts, out.values = append(texts, "t."+column+" >= ?"), append(out.values, first)
	}
	if last != math.MaxInt64 {
		texts, out.values = append(texts, "t."+column+" <= ?"), append(out.values, last)
	}
	out.text = strings.Join(texts, " AND ")
	return out
}

// condition is a whole term.
func (l Look) condition(t filter.Term, alts []cond) cond {
	c := never
	switch {
	case len(alts) == 1:
		c = alts[0]
	case len(alts) > 1:
		c = join(" OR ", alts)
	}
	if len(alts) > 1 && simple(alts) { // one IN says it shorter, and every planner knows it
		c = cond{text: "t." + alts[0].columns[0] + " IN (" + strings.TrimSuffix(strings.Repeat("?, ", len(alts)), ", ") + ")", columns: alts[0].columns[:1]}
		for _, a := range alts {
			c.values = append(c.values, a.values...)
		}
	}
	if t.Not {
		return c.not()
	}
	return c
}

// simple reports whether all conditions compare one column with a value.
func simple(all []cond) bool {
	return !slices.ContainsFunc(all, func(c cond) bool { return c.text != "t."+all[0].columns[0]+" = ?" })
}
