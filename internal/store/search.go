package store

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/sqldb"
)

// Bounds of a search.
const (
	maxTerms = 12
	maxTerm  = 60
	maxWords = 200 << 10 // of one ticket, per kind of text
)

// Words are what a ticket can be found by.
type Words struct {
	ID                        int64
	Who                       []people.ID
	Subject, Public, Internal string
	Sealed                    string // the team with which it is sealed; empty where it is not
}

// WordsOf collects them from a ticket's history. What only the desk reads stays apart, so that no customer can guess at
// it by searching (DESIGN 9.7).
func WordsOf(id int64, entries []ticket.Entry) Words {
	w := Words{ID: id}
	var public, internal strings.Builder
	for _, en := range entries {
		to := &internal
		if en.Event.Public() {
			to = &public
		}
		switch e := en.Event.(type) {
		case ticket.Opened:
			w.Subject = e.Subject
			w.Who = append(w.Who, e.Requester, e.Customer)
			add(to, e.Description, e.External, e.Location)
		case ticket.Replied:
			add(to, e.Body)
		case ticket.Wrote:
			add(to, e.Body)
		case ticket.Noted:
			add(to, e.Body)
		case ticket.Asked:
			add(to, e.Question)
		case ticket.Answered:
			add(to, e.Body)
		case ticket.Planned:
			add(to, e.Step)
		case ticket.UpdatePublished:
			add(to, e.Body)
		case ticket.Resolved:
			add(to, e.Text, e.Code)
		case ticket.PassedOn:
			add(to, e.Body)
		}
		w.Who = append(w.Who, ticket.Admits(en.Event)...)
	}
	if t := ticket.Fold(id, entries); t.Sealed {
		w.Sealed = t.Team
	}
	w.Public, w.Internal = public.String(), internal.String()
	return w
}

func add(b *strings.Builder, texts ...string) {
	for _, t := range texts {
		if room := maxWords - b.Len(); t != "" && room > 0 {
			b.WriteString(strings.ToValidUTF8(t[:min(len(t), room)], ""))
			b.WriteByte('\n')
		}
	}
}

// indexing replaces the words of one ticket: number, who, subject, public, internal.
var indexing = [...]string{
	sqldb.SQLite: `INSERT OR REPLACE INTO ticket_words (rowid, who, subject, public, internal) VALUES ($1, $2, $3, $4, $5)`,
	sqldb.Postgres: `INSERT INTO ticket_words (id, words) VALUES ($1,
			setweight(to_tsvector('simple', $3), 'A') || setweight(to_tsvector('simple', $4), 'B') ||
			setweight(to_tsvector('simple', $5), 'C') || setweight(to_tsvector('simple', $2), 'D'))
		ON CONFLICT (id) DO UPDATE SET words = excluded.words`,
}

// Index writes the words of a ticket.
func Index(ctx context.Context, tx *sqldb.Tx, w Words) error {
	var who []string
	for _, id := range w.Who {
		if id != 0 {
			who = append(who, own(id))
		}
	}
	if w.Sealed != "" {
		who = append(who, sealedWord, teamWord(w.Sealed))
	}
	_, err := tx.Exec(ctx, indexing[tx.Dialect()], w.ID, strings.Join(who, " "), fold(w.Subject), fold(w.Public), fold(w.Internal))
	if err != nil {
		return fmt.Errorf("store: index ticket %d: %w", w.ID, err)
	}
	return nil
}

// sealedWord stands among those of a sealed ticket's people, where nobody's text can put it.
const sealedWord = "sealed"

// teamWord is a team as a word of letters and digits.
func teamWord(team string) string { return "t" + hex.EncodeToString([]byte(team)) }

// knowing are the words by one of which somebody of the desk may know of a sealed ticket.
func knowing(scope access.Scope) []string {
	words := []string{own(scope.Only)}
	for _, team := range scope.Teams {
		words = append(words, teamWord(team))
	}
	return words
}

func own(id people.ID) string { return fmt.Sprintf("p%d", id) }

// fold makes words of a text in the way in which Terms does, so that both databases find the same.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) {
			return unicode.ToLower(r)
		}
		return ' '
	}, s)
}

// Terms are the words of a query, at most maxTerms.
func Terms(query string) []string {
	terms := strings.Fields(fold(query))
	terms = terms[:min(len(terms), maxTerms)]
	for i, t := range terms {
		if r := []rune(t); len(r) > maxTerm {
			terms[i] = string(r[:maxTerm])
		}
	}
	return terms
}

// searching finds the newest tickets that have all terms, first those that have them in the subject: the texts of a
// dialect are asked in turn until one fills the page. Parameters: the query for subjects, the query for all text, the limit.
//
// An FTS5 index answers in the order of the rows, newest first, and stops at the limit. A GIN index answers all that
// match, which for a common word is a third of the log. So PostgreSQL looks through the newest tickets first, where a
// common word fills the page; only what is rarer than that is worth the index.
var searching = [...][]string{
	sqldb.SQLite: {`SELECT id, max(best) AS best FROM (
			SELECT id, 1 AS best FROM (SELECT rowid AS id FROM ticket_words WHERE ticket_words MATCH $1 ORDER BY rowid DESC LIMIT $3)
			UNION ALL
			SELECT id, 0 FROM (SELECT rowid AS id FROM ticket_words WHERE ticket_words MATCH $2 ORDER BY rowid DESC LIMIT $3)) AS found
		GROUP BY id ORDER BY best DESC, id DESC LIMIT $3`},
	sqldb.Postgres: {
		`WITH hit AS (SELECT id, words FROM (SELECT id, words FROM ticket_words ORDER BY id DESC LIMIT 1500) AS newest
			WHERE words @@ to_tsquery('simple', $2))` + bestOfHits,
		`WITH hit AS MATERIALIZED (SELECT id, words FROM ticket_words WHERE words @@ to_tsquery('simple', $2))` + bestOfHits,
	},
}

const bestOfHits = `
	SELECT id, CASE WHEN words @@ to_tsquery('simple', $1) THEN 1 ELSE 0 END AS best FROM hit ORDER BY best DESC, id DESC LIMIT $3`

// Search answers the rows of the tickets that have all terms. Where whole words do not fill the page, the last term is
// also taken as the beginning of a word: that costs as much as there are such words, so it is not asked first. What the
// scope may not show is not found: a customer searches the public words of their own tickets.
func Search(ctx context.Context, q sqldb.Q, terms []string, scope access.Scope, limit int) ([]Row, error) {
	if len(terms) == 0 {
		return nil, nil
	}
	ids, err := find(ctx, q, query{terms: terms, scope: scope}, limit)
	if err == nil && len(ids) < limit {
		var more []int64
		more, err = find(ctx, q, query{terms: terms, scope: scope, begins: true}, limit)
		for _, id := range more {
			if len(ids) < limit && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	return rowsOf(ctx, q, ids, scope)
}

// query is what is looked for: all terms, within a scope, in the subject alone or in all text, the last term whole or
// as the beginning of a word.
type query struct {
	terms           []string
	scope           access.Scope
	subject, begins bool
}

func find(ctx context.Context, q sqldb.Q, what query, limit int) (ids []int64, err error) {
	spell := spelling[q.Dialect()]
	inSubject := what
	inSubject.subject = true
	for _, text := range searching[q.Dialect()] {
		ids, err = sqldb.All(ctx, q, func(r sqldb.Row) (id int64, err error) {
			var best int
			return id, r.Scan(&id, &best)
		}, text, spell(inSubject), spell(what), limit)
		if err != nil || len(ids) == limit {
			break
		}
	}
	return ids, err
}

// spelling writes a query in each dialect's language. A term holds letters and digits only, so that it needs no escape.
var spelling = [...]func(query) string{sqldb.SQLite: spellMatch, sqldb.Postgres: spellTSQuery}

func spellMatch(q query) string {
	columns := "{subject public internal}"
	switch {
	case q.subject:
		columns = "{subject}"
	case !q.scope.All:
		columns = "{subject public}"
	}
	text := columns + ` : ("` + strings.Join(q.terms, `" AND "`) + `"`
	if q.begins {
		text += "*"
	}
	text += ")"
	switch {
	case q.scope.Sealed:
	case q.scope.All:
		text = "(" + text + `) NOT ({who} : "` + sealedWord + `" NOT {who} : ("` + strings.Join(knowing(q.scope), `" OR "`) + `"))`
	default:
		text += ` AND {who} : "` + own(q.scope.Only) + `"`
	}
	return text
}

func spellTSQuery(q query) string {
	weights := "ABC"
	switch {
	case q.subject:
		weights = "A"
	case !q.scope.All:
		weights = "AB"
	}
	var b strings.Builder
	for i, t := range q.terms {
		if i > 0 {
			b.WriteString(" & ")
		}
		b.WriteString("'" + t + "':")
		if q.begins && i == len(q.terms)-1 {
			b.WriteByte('*')
		}
		b.WriteString(weights)
	}
	switch {
	case q.scope.Sealed:
	case q.scope.All:
		b.WriteString(" & !('" + sealedWord + "':D & !('" + strings.Join(knowing(q.scope), "':D | '") + "':D))")
	default:
		b.WriteString(" & '" + own(q.scope.Only) + "':D")
	}
	return b.String()
}

// rowsOf reads the rows of tickets, in the order of ids, as far as the scope may show them: the index follows the log, and
// a ticket may have been sealed a moment ago.
func rowsOf(ctx context.Context, q sqldb.Q, ids []int64, scope access.Scope) ([]Row, error) {
	var a args
	in := make([]string, len(ids))
	for i, id := range ids {
		in[i] = a.add(id)
	}
	rows, err := sqldb.All(ctx, q, scanRow, `SELECT `+rowColumns+` FROM ticket t `+rowJoins+` WHERE `+View{where: "t.id IN (" + strings.Join(in, ", ") + ")"}.conditions(&a, 0, scope), a...)
	if err != nil {
		return nil, fmt.Errorf("store: rows of %d tickets: %w", len(ids), err)
	}
	by := make(map[int64]Row, len(rows))
	for _, r := range rows {
		by[r.ID] = r
	}
	out := make([]Row, 0, len(ids))
	for _, id := range ids {
		if r, ok := by[id]; ok {
			out = append(out, r)
		}
	}
	return out, nil
}
