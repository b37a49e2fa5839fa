package store

import (
	"context"
	"fmt"

	"switchboard/internal/sqldb"
)

// MaxCount is where counting stops: a number that nobody reads exactly is not worth its price.
const MaxCount = 1000

// Count is how many tickets a filter means; More says that there are as many at least.
type Count struct {
	N    int
	More bool
}

// Counts counts what each look means, up to MaxCount, in two queries at most: one to choose the ways, one to count. A look
// for words is not counted: its count is none, and more.
func Counts(ctx context.Context, q sqldb.Q, looks []Look) ([]Count, error) {
	all := make([]question, len(looks))
	for i, l := range looks {
		all[i] = l.question()
	}
	paths, err := pathsFor(ctx, q, all)
	if err != nil {
		return nil, err
	}
	var a args
	var each []string
	for i, x := range all {
		each = append(each, x.countTexts(&a, paths[i])...)
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

// countTexts asks how many tickets along the path meet all conditions, and how many lie on it, both as far as one counts.
func (x question) countTexts(a *args, along path) []string {
	rest := x.rest(along)
	switch {
	case len(along.arms) == 0 || len(x.look.Filter.Words()) > 0:
		return []string{"0", "0"}
	case len(rest) == 0:
		return []string{"(SELECT count(*) FROM (" + along.any(a, MaxCount+1) + ") AS counted)", "0"}
	}
	var hits, looked string
	for i, arm := range along.arms {
		if i > 0 {
			hits, looked = hits+" + ", looked+" + "
		}
		inner := `SELECT ` + columns("t.id", rest) + ` FROM ticket t` + where(arm.sql(a)) + orderBy("t."+keyColumn[along.by], along.by != "due") +
			` LIMIT ` + a.add(countScan)
		hits += `(SELECT count(*) FROM (` + inner + `) AS t` + where(sqls(a, rest)...) + `)`
		looked += `(SELECT count(*) FROM (SELECT 1 FROM ticket t` + where(arm.sql(a)) + ` LIMIT ` + a.add(countScan+1) + `) AS looked)`
	}
	return []string{hits, looked}
}
