package store

import (
	"context"
	"fmt"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/filter"
	"switchboard/internal/sqldb"
)

// wordScan bounds how many tickets with the words are looked at for one page.
const wordScan = 5_000

// newestFirst is how far PostgreSQL looks through the newest tickets before it asks the index: an FTS5 index answers in the
// order of the rows, newest first, and stops at the limit. A GIN index answers all that match, which for a common word is
// a third of the log; where it fills the page, the newest are quicker.
const newestFirst = 1_500

// How well a ticket has the words.
const (
	inSubject = 1  // all of them in its subject
	inText    = 0  // all of them somewhere
	asBegin   = -1 // the last one as the beginning of a word
)

// findWords answers a page of the tickets that have the words and meet all conditions. By rank, those with all words in the
// subject come first, then the newest. Where whole words do not fill the page, the last one is also taken as the beginning
// of a word: that costs as much as there are such words, so it is not asked first. What the scope may not show is not
// found: a customer searches the public words of their own tickets.
func (x question) findWords(ctx context.Context, q sqldb.Q, p Page) (Found, error) {
	s := search{question: x, terms: wordTerms(x.look.Filter), scan: wordScan, dialect: q.Dialect()}
	if len(s.terms) == 0 {
		return Found{}, nil
	}
	if !x.look.Scope.All {
		s.conds = append(s.conds, scoped(x.look.Scope))
	}
	ranked := x.order.By == filter.ByRank
	if ranked && !s.narrow() && !p.After.Set {
		s.scan = p.Limit
	}
	var rows []Row
	for _, s := range s.attempts(ranked, p) {
		var a args
		var err error
		if rows, err = sqldb.All(ctx, q, scanRow, s.text(&a, p), a...); err != nil {
			return Found{}, fmt.Errorf("store: search %s: %w", x.look.Filter, err)
		}
		if len(rows) == p.Limit && ranked {
			return Found{Rows: rows}, nil
		}
	}
	more, err := s.more(ctx, q)
	return Found{Rows: rows, More: more && (s.scan == wordScan || len(rows) == p.Limit)}, err
}

// search is one way to ask for words.
type search struct {
	question
	terms   []wordTerm
	scan    int  // tickets to look at
	newest  bool // PostgreSQL: among the newest alone, without the index
	begins  bool
	dialect sqldb.Dialect
}

// wordTerm is words that follow each other; not: that are not there.
type wordTerm struct {
	words        []string
	subject, not bool
}

func wordTerms(f filter.Filter) []wordTerm {
	var out []wordTerm
	for _, t := range f.Words() {
		if words := Terms(t.Values[0]); len(words) > 0 {
			out = append(out, wordTerm{words, t.Field == filter.Subject, t.Not})
		}
	}
	return out
}

// attempts are the ways to ask, the cheapest first; each finds at least what the one before it does.
func (s search) attempts(ranked bool, p Page) []search {
	var out []search
	whole, newest := s, s
	s.begins, newest.newest = true, true
	if ranked && s.dialect == sqldb.Postgres && !p.After.Set {
		out = append(out, newest)
	}
	if ranked && !(p.After.Set && p.After.Key == asBegin) {
		out = append(out, whole)
	}
	return append(out, s)
}

// narrow reports whether there are conditions beside the words.
func (s search) narrow() bool {
	for _, c := range s.conds {
		if c.text != "" {
			return true
		}
	}
	return false
}

func (s search) text(a *args, p Page) string {
	hits := hitTexts[s.dialect](s, a)
	limit := a.add(p.Limit)
	key, down := "best", true
	if s.order.By != filter.ByRank {
		key, down = "t."+keyColumn[s.order.By], s.order.Down
	}
	var after string
	if p.After.Set {
		later := map[bool]string{true: " < ", false: " > "}[down]
		after = "(" + key + ", found.id)" + later + "(" + a.add(p.After.Key) + ", " + a.add(p.After.ID) + ")"
	}
	text := `SELECT found.id AS hit, ` + key + ` AS sort_key FROM (` + hits + `) AS found`
	if s.narrow() || key != "best" {
		text += ` CROSS JOIN ticket t` + where(append(sqls(a, s.rest(path{})), "t.id = found.id", after)...)
	} else {
		text += where(after)
	}
	order := orderBy(key, down)
	text += strings.ReplaceAll(order, "t.id", "found.id") + ` LIMIT ` + limit
	// The index follows the log: what was sealed a moment ago may still be in it as it was.
	return rowsOfHits([]string{text}, where(scoped(s.look.Scope).sql(a))+orderBy("sort_key", down), limit)
}

// rest are all conditions: the words are the path.
func (s search) rest(path) []cond {
	var out []cond
	for _, c := range s.conds {
		if c.text != "" {
			out = append(out, c)
		}
	}
	return out
}

// hitTexts ask, in each dialect, for the tickets that have the words, and how well.
var hitTexts = [...]func(search, *args) string{
	sqldb.SQLite: func(s search, a *args) string {
		scan := a.add(s.scan)
		match := func(best int, query string) string {
			return fmt.Sprintf(`SELECT id, %d AS best FROM (SELECT rowid AS id FROM ticket_words WHERE ticket_words MATCH %s ORDER BY rowid DESC LIMIT %s)`,
				best, a.add(query), scan)
		}
		each := []string{match(inSubject, s.match(true, false)), match(inText, s.match(false, false))}
		if s.begins {
			each = append(each, match(asBegin, s.match(false, true)))
		}
		return `SELECT id, max(best) AS best FROM (` + strings.Join(each, ` UNION ALL `) + `) AS each_way GROUP BY id`
	},
	sqldb.Postgres: func(s search, a *args) string {
		subject, whole := a.add(s.tsquery(true, false)), a.add(s.tsquery(false, false))
		wanted := a.add(s.tsquery(false, s.begins))
		var from string
		if s.newest {
			from = `SELECT id, words FROM (SELECT id, words FROM ticket_words ORDER BY id DESC LIMIT ` + a.add(newestFirst) + `) AS newest
				WHERE words @@ to_tsquery('simple', ` + wanted + `)`
		} else {
			from = `SELECT id, words FROM ticket_words WHERE words @@ to_tsquery('simple', ` + wanted + `) LIMIT ` + a.add(max(s.scan, wordScan))
		}
		return fmt.Sprintf(`SELECT id, CASE WHEN words @@ to_tsquery('simple', %s) THEN %d WHEN words @@ to_tsquery('simple', %s) THEN %d ELSE %d END AS best
			FROM (WITH hit AS MATERIALIZED (%s) SELECT id, words FROM hit) AS hits`, subject, inSubject, whole, inText, asBegin, from)
	},
}

// more reports whether more tickets have the words than were looked at.
func (s search) more(ctx context.Context, q sqldb.Q) (bool, error) {
	var a args
	s.begins = true
	text := map[sqldb.Dialect]string{
		sqldb.SQLite:   `SELECT rowid AS id FROM ticket_words WHERE ticket_words MATCH `,
		sqldb.Postgres: `SELECT id FROM ticket_words WHERE words @@ to_tsquery('simple', `,
	}[s.dialect]
	if s.dialect == sqldb.SQLite {
		text += a.add(s.match(false, true))
	} else {
		text += a.add(s.tsquery(false, true)) + ")"
	}
	n, err := sqldb.One(ctx, q, sqldb.Value[int], `SELECT count(*) FROM (`+text+` LIMIT `+a.add(wordScan+1)+`) AS counted`, a...)
	return n > wordScan, err
}

// match writes the words in the language of FTS5, all in the subject alone or wherever the scope reads. A word holds
// letters and digits only, so that it needs no escape.
func (s search) match(subject, begins bool) string {
	where := "{subject public internal}"
	if !s.look.Scope.All {
		where = "{subject public}"
	}
	var yes, no []string
	last := s.last()
	for i, t := range s.terms {
		at := where
		if t.subject || subject && !t.not {
			at = "{subject}"
		}
		text := at + ` : "` + strings.Join(t.words, " ") + `"`
		if begins && i == last {
			text += " *"
		}
		if t.not {
			no = append(no, text)
		} else {
			yes = append(yes, text)
		}
	}
	text := strings.Join(yes, " AND ")
	if !s.look.Scope.All {
		text += ` AND {who} : "` + own(s.look.Scope.Only) + `"`
	} else if !s.look.Scope.Sealed {
		text = "(" + text + `) NOT ({who} : "` + sealedWord + `" NOT {who} : ("` + strings.Join(knowing(s.look.Scope), `" OR "`) + `"))`
	}
	if len(no) > 0 {
		text = "(" + text + ") NOT (" + strings.Join(no, " OR ") + ")"
	}
	return text
}

// last is the last term that is to be found, whose last word may be only begun.
func (s search) last() int {
	for i := len(s.terms) - 1; i > 0; i-- {
		if !s.terms[i].not {
			return i
		}
	}
	return 0
}

// tsquery writes the same in the language of PostgreSQL.
func (s search) tsquery(subject, begins bool) string {
	var out []string
	last := s.last()
	for i, t := range s.terms {
		weights := "ABC"
		switch {
		case t.subject || subject && !t.not:
			weights = "A"
		case !s.look.Scope.All:
			weights = "AB"
		}
		words := make([]string, len(t.words))
		for j, w := range t.words {
			words[j] = "'" + w + "':"
			if begins && i == last && j == len(t.words)-1 {
				words[j] += "*"
			}
			words[j] += weights
		}
		text := "(" + strings.Join(words, " <-> ") + ")"
		if t.not {
			text = "!" + text
		}
		out = append(out, text)
	}
	if !s.look.Scope.All {
		out = append(out, "'"+own(s.look.Scope.Only)+"':D")
	} else if !s.look.Scope.Sealed {
		out = append(out, "!('"+sealedWord+"':D & !('"+strings.Join(knowing(s.look.Scope), "':D | '")+"':D))")
	}
	return strings.Join(out, " & ")
}

// RowsOf are the tickets of these numbers that the scope may show, by number; at least one number is needed.
func RowsOf(ctx context.Context, q sqldb.Q, scope access.Scope, ids ...int64) ([]Row, error) {
	var a args
	named := make([]string, len(ids))
	for i, id := range ids {
		named[i] = a.add(id)
	}
	conds := []string{"t.id IN (" + strings.Join(named, ", ") + ")", scoped(scope).sql(&a)}
	return sqldb.All(ctx, q, scanRow, `SELECT `+rowColumns+`, 0 AS sort_key FROM ticket t `+rowJoins+where(conds...)+` ORDER BY t.id`, a...)
}
