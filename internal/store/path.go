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

// Bounds of one question. A page in an order that an index has costs a page; what no index answers is looked for among so
// many tickets, and the answer says when there were more.
const (
	MaxScan   = 10_000 // tickets that a page looks at
	countScan = 5_000  // tickets that a count looks at
	probeMax  = 2_000  // how far paths are compared
	maxArms   = 10     // values of one term that are looked up one by one
)

// path is a way to some of the tickets: arms that exclude each other, each answered by one index, in the order by.
type path struct {
	by    string // of filter's orders
	arms  []cond
	terms []int // of the filter, that hold for all on this path
	rank  int   // among paths that seem equally long; lower is better
}

// index is what the indexes of the ticket table offer for an equal column: the order within, and how few such tickets there
// usually are. Those of open tickets hold these alone.
type index struct {
	by   string
	rank int
}

var (
	openIndexes = map[string]index{"assignee": {filter.ByDue, 2}, "class": {filter.ByDue, 4}, "service": {filter.ByDue, 5},
		"agency": {filter.ByDue, 4}, "team": {filter.ByDue, 6}}
	allIndexes = map[string]index{"id": {filter.ByNumber, 0}, "requester": {filter.ByNumber, 1}, "customer": {filter.ByNumber, 1},
		"assignee": {filter.ByReceived, 2}, "agency": {filter.ByReceived, 4}}
	// partial indexes, by the condition that they are for.
	partial = map[string]index{unanswered.text: {filter.ByDue, 3}, waiting.text: {filter.ByDue, 6}, unassigned.text: {filter.ByDue, 7},
		escalated.text: {filter.ByDue, 3}, review.text: {filter.ByDue, 3}, contested.text: {filter.ByReceived, 3}, reopened.text: {filter.ByReceived, 3},
		shortly.text: {filter.ByReceived, 3}, deviating.text: {filter.ByReceived, 3}}
)

// question is a look in parts: the ways to its tickets, the conditions of each term, and the order of the answer.
type question struct {
	look  Look
	order filter.Sort
	conds []cond // by term; words have none
	paths []path // the last one is the order itself
	seal  cond   // what keeps from each path that which is sealed; empty where the paths hold nothing else
	open  bool
}

func (l Look) question() question {
	q := question{look: l, order: l.Filter.Order(), open: l.Filter.OpenOnly()}
	q.conds = make([]cond, len(l.Filter.Terms))
	for i, t := range l.Filter.Terms {
		if t.Words() {
			continue
		}
		alts := l.alternatives(t)
		q.conds[i] = l.condition(t, alts)
		if p, ok := q.pathOf(t, alts); ok && l.Scope.All {
			p.terms = []int{i}
			q.paths = append(q.paths, p)
		}
	}
	if !l.Scope.All { // of their own tickets, which are few, and of the agencies that they represent
		me := int64(l.Scope.Only)
		q.paths = []path{{by: filter.ByNumber, arms: []cond{equals("requester", me), onBehalf(l.Scope.Only)}}}
		if len(l.Scope.Also) > 0 {
			q.paths[0].arms = append(q.paths[0].arms, takesPart(l.Scope))
		}
		for _, agency := range l.Scope.Agencies {
			q.paths[0].arms = append(q.paths[0].arms, ofAgency(l.Scope, agency))
		}
		if len(l.Scope.People) > 0 {
			q.paths[0].arms = append(q.paths[0].arms, ofPeople(l.Scope))
		}
		return q
	}
	base := path{by: q.order.By, arms: []cond{{}}, rank: 9}
	if q.open {
		base.arms[0] = isOpen
	}
	if base.by == filter.ByRank || base.by == filter.ByDue && !q.open { // these need the words, or tickets that are open
		base.by = filter.ByReceived
	}
	q.paths = append(q.paths, base)
	q.seal = scoped(l.Scope)
	return q
}

// shown is an arm without what is sealed, but for those who know of it. It stands beside the arm, so that a page in the order of
// an index still costs a page. Whoever only compares how long paths are does without: that is answered from indexes alone,
// which do not hold what the seal depends on.
func (q question) shown(arm cond) cond {
	switch {
	case q.seal.text == "":
		return arm
	case arm.text == "":
		return q.seal
	}
	return arm.and(q.seal)
}

// pathOf finds an index for a term.
func (q question) pathOf(t filter.Term, alts []cond) (path, bool) {
	if t.Not || len(alts) > maxArms || !exclusive(alts) {
		return path{}, false
	}
	p := path{rank: -1}
	for _, c := range alts {
		at, ok := q.indexOf(t, c)
		if !ok || p.by != "" && p.by != at.by {
			return path{}, false
		}
		if q.open && !strings.Contains(c.text, isOpen.text) {
			c = isOpen.and(c)
		}
		p.by, p.rank, p.arms = at.by, max(p.rank, at.rank), append(p.arms, c)
	}
	if len(alts) == 0 { // nobody of that name, no team of mine: there is nothing on this path
		p.by = q.order.By
	}
	return p, true
}

// exclusive reports whether no ticket can be on two arms: each has another value in the same column, or those who ask and
// those for whom is asked.
func exclusive(alts []cond) bool {
	one := func(c cond) bool {
		return c.columns[0] == alts[0].columns[0] && (strings.HasSuffix(c.text, " = ?") || strings.HasSuffix(c.text, " IS NULL")) && len(c.columns) == 1
	}
	return len(alts) < 2 || !slices.ContainsFunc(alts, func(c cond) bool { return !one(c) }) ||
		len(alts) == 2 && alts[1].text == onBehalf(0).text
}

func (q question) indexOf(t filter.Term, c cond) (index, bool) {
	if field, _ := filter.FieldOf(t.Field); field.Kind == filter.Time && t.Span.Op != "" {
		switch {
		case t.Field == filter.ByDue && q.open, t.Field == filter.ByReceived, t.Field == filter.ByChanged:
			return index{t.Field, 8}, true
		}
		return index{}, false
	}
	text := strings.TrimPrefix(c.text, isOpen.text+" AND ")
	if at, ok := partial[text]; ok && (q.open || at.by != filter.ByDue) {
		return at, true
	}
	if q.open && (text == overdue || text == promised) {
		return index{filter.ByDue, 8}, true
	}
	column, _, _ := strings.Cut(strings.TrimPrefix(text, "t."), " = ?")
	if at, ok := openIndexes[column]; ok && q.open {
		return at, true
	}
	at, ok := allIndexes[column]
	return at, ok
}

// native reports whether a path answers in the order asked for.
func (q question) native(p path) bool { return p.by == q.order.By }

// rest are the conditions that a path leaves open.
func (q question) rest(p path) []cond {
	var out []cond
	for i, c := range q.conds {
		if c.text != "" && !slices.Contains(p.terms, i) && !(q.look.Scope.All && q.open && c.text == isOpen.text) {
			out = append(out, c)
		}
	}
	return out
}

// choose takes the path along which the fewest tickets lie, as far as one looks; among long ones a path in the order asked for.
func (q question) choose(lengths []int) path {
	best := q.paths[len(q.paths)-1]
	shortest := probeMax
	for i, p := range q.paths[:len(q.paths)-1] {
		if lengths[i] < shortest {
			best, shortest = p, lengths[i]
		}
	}
	if shortest < probeMax {
		return best
	}
	for _, p := range q.paths {
		if q.native(p) && (!q.native(best) || p.rank < best.rank) {
			best = p
		}
	}
	return best
}

// obvious answers the only sensible path, where one need not compare.
func (q question) obvious() (path, bool) {
	switch {
	case len(q.paths) == 1:
		return q.paths[0], true
	case len(q.paths) == 2 && q.native(q.paths[0]):
		return q.paths[0], true
	}
	return path{}, false
}

// pathsFor chooses a path for each question, and compares those that need it in one query.
func pathsFor(ctx context.Context, q sqldb.Q, all []question) ([]path, error) {
	var a args
	var probes []string
	for _, x := range all {
		if _, ok := x.obvious(); ok {
			continue
		}
		for _, p := range x.paths[:len(x.paths)-1] {
			probes = append(probes, "(SELECT count(*) FROM ("+p.any(&a, probeMax)+") AS probed)")
		}
	}
	lengths, err := numbers(ctx, q, probes, a)
	if err != nil {
		return nil, fmt.Errorf("store: compare %d paths: %w", len(probes), err)
	}
	out := make([]path, len(all))
	for i, x := range all {
		var ok bool
		if out[i], ok = x.obvious(); ok {
			continue
		}
		n := len(x.paths) - 1
		out[i] = x.choose(lengths[:n])
		lengths = lengths[n:]
	}
	return out, nil
}

// any asks for up to limit tickets of a path, in no order.
func (p path) any(a *args, limit int) string {
	if len(p.arms) == 0 {
		return "SELECT 1 WHERE 1 = 0"
	}
	arms := make([]string, len(p.arms))
	for i, arm := range p.arms {
		arms[i] = "SELECT 1 FROM ticket t" + where(arm.sql(a))
	}
	return strings.Join(arms, " UNION ALL ") + " LIMIT " + a.add(limit)
}

func where(conds ...string) string {
	conds = slices.DeleteFunc(conds, func(s string) bool { return s == "" })
	if len(conds) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(conds, " AND ")
}

// numbers answers one number for each of some texts, in one query.
func numbers(ctx context.Context, q sqldb.Q, texts []string, a args) ([]int, error) {
	if len(texts) == 0 {
		return nil, nil
	}
	return sqldb.One(ctx, q, func(r sqldb.Row) ([]int, error) {
		n := make([]int, len(texts))
		to := make([]any, len(texts))
		for i := range n {
			to[i] = &n[i]
		}
		return n, r.Scan(to...)
	}, "SELECT "+strings.Join(texts, ", "), a...)
}

func number(text string) int64 {
	n, _ := strconv.ParseInt(text, 10, 64) // the filter has read it before
	return n
}
