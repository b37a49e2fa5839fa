package store

import (
	"context"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/sqldb"
)

// Bounds of a search.
const (
	maxTerms = 12        // words of one term
	maxTerm  = 60        // letters of one word
	maxWords = 200 << 10 // of one ticket, per kind of text
)

// Words are what a ticket can be found by.
type Words struct {
	ID                        int64
	Who                       []people.ID
	Subject, Public, Internal string
	Agency                    string
	Know                      []people.ID // who was let into a sealed one
	Sealed                    string      // the team with which it is sealed; empty where it is not
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
			w.Subject, w.Agency = e.Subject, e.Agency
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
		if e, ok := en.Event.(ticket.Admitted); ok {
			w.Know = append(w.Know, e.Person)
		} else {
			w.Who = append(w.Who, ticket.Admits(en.Event)...)
		}
	}
	if t := ticket.Fold(id, entries); t.Sealed {
		w.Sealed = t.Team
	}
	w.Public, w.Internal = public.String(), internal.String()
	return w
}

// joined adds texts to one, as far as they fit.
func joined(text string, more ...string) string {
	var b strings.Builder
	add(&b, append([]string{strings.TrimSuffix(text, "\n")}, more...)...)
	return b.String()
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
	for _, id := range w.Know {
		who = append(who, knows(id))
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

// knowing are the words by one of which somebody of the desk finds a sealed ticket by what is internal to it. That it is
// about them is not among these.
func knowing(scope access.Scope) []string {
	words := []string{knows(scope.Only)}
	for _, team := range scope.Teams {
		words = append(words, teamWord(team))
	}
	return words
}

func knows(id people.ID) string { return fmt.Sprintf("n%d", id) }

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
