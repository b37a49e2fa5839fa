package store

import (
	"context"
	"fmt"
	"slices"

	"switchboard/internal/sqldb"
)

// MaxCount is where counting stops: a number that nobody reads exactly is not worth its price.
const MaxCount = 1000

// Count is how many tickets a filter means; More says that there are as many at least.
type Count struct {
	N    int
	More bool
}

// maxSealed is up to how many open sealed tickets a count takes off what an index alone has counted. With more of them it reads
// the tickets, which costs twenty times as much.
const maxSealed = 1000

// Counts counts what each look means, up to MaxCount, in three queries at most: to choose the ways, to see how much is sealed,
// and to count. A look for words is not counted: its count is none, and more.
func Counts(ctx context.Context, q sqldb.Q, looks []Look) ([]Count, error) {
	all := make([]question, len(looks))
	for i, l := range looks {
		all[i] = l.question()
	}
	paths, err := pathsFor(ctx, q, all)
	if err != nil {
		return nil, err
	}
	few, err := fewSealed(ctx, q, all)
	if err != nil {
		return nil, err
	}
	var a args
	var each []string
	for i, x := range all {
		each = append(each, x.countTexts(&a, paths[i], few)...)
	}
	n, err := numbers(ctx, q, each, a)
	if err != nil {
		return nil, fmt.Errorf("store: count %d filters: %w", len(looks), err)
	}
	out := make([]Count, len(looks))
	for i := range out {
		hits, looked := n[2*i], n[2*i+1]
		out[i] = Count{N: min(hits, MaxCount), More: hits > MaxCount || looked > countScan || len(looks[i].Filter.Words()) > 0}
	}
	return out, nil
}

// fewSealed reports whether what is sealed and open is so little that counts can take it off.
func fewSealed(ctx context.Context, q sqldb.Q, all []question) (bool, error) {
	if !slices.ContainsFunc(all, func(x question) bool { return x.open && x.seal.text != "" }) {
		return false, nil
	}
	n, err := numbers(ctx, q, []string{"(SELECT count(*) FROM (SELECT 1 FROM ticket t WHERE t.open AND t.sealed LIMIT $1) AS sealed)"}, args{maxSealed + 1})
	if err != nil {
		return false, fmt.Errorf("store: count what is sealed: %w", err)
	}
	return n[0] <= maxSealed, nil
}

// countTexts asks how many tickets along the path meet all conditions, and how many lie on it, both as far as one counts.
func (x question) countTexts(a *args, along path, few bool) []string {
	rest := x.rest(along)
	counted := func(limit int) string { return "(SELECT count(*) FROM (" + along.any(a, limit) + ") AS counted)" }
	switch {
	case len(along.arms) == 0 || len(x.look.Filter.Words()) > 0:
		return []string{"0", "0"}
	case len(rest) == 0 && x.seal.text == "":
		return []string{counted(MaxCount + 1), "0"}
	case len(rest) == 0 && x.open && few:
		return []string{counted(MaxCount+1+maxSealed) + " - " + x.hiddenText(a, along), "0"}
	case len(rest) == 0:
		along.arms = slices.Clone(along.arms)
		for i := range along.arms {
			along.arms[i] = x.shown(along.arms[i])
		}
		return []string{counted(MaxCount + 1), "0"}
	}
	var hits, looked string
	for i, arm := range along.arms {
		if i > 0 {
			hits, looked = hits+" + ", looked+" + "
		}
		inner := `SELECT ` + columns("t.id", rest) + ` FROM ticket t` + where(x.shown(arm).sql(a)) + orderBy("t."+keyColumn[along.by], along.by != "due") +
			` LIMIT ` + a.add(countScan)
		hits += `(SELECT count(*) FROM (` + inner + `) AS t` + where(sqls(a, rest)...) + `)`
		looked += `(SELECT count(*) FROM (SELECT 1 FROM ticket t` + where(arm.sql(a)) + ` LIMIT ` + a.add(countScan+1) + `) AS looked)`
	}
	return []string{hits, looked}
}

// hiddenText counts the sealed tickets along a path that must not be counted. There are few (fewSealed), and an index holds them.
func (x question) hiddenText(a *args, along path) string {
	conds := append(slices.Clone(along.arms), x.seal, isOpen)
	inner := `SELECT ` + columns("t.id", conds) + ` FROM ticket t WHERE t.open AND t.sealed ORDER BY t.due_at, t.id LIMIT ` + a.add(maxSealed+1)
	any := join(" OR ", slices.DeleteFunc(slices.Clone(along.arms), func(c cond) bool { return c.text == "" }))
	if any.text == "()" {
		any = isOpen
	}
	return `(SELECT count(*) FROM (` + inner + `) AS t` + where(any.and(x.seal.not()).sql(a)) + `)`
}
