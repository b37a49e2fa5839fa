package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"switchboard/internal/core/kb"
	"switchboard/internal/core/near"
	"switchboard/internal/sqldb"
)

// inOne is how many rows one INSERT of the index takes.
const inOne = 200

// Shelve makes a published version findable, in place of what the article was found by before.
func Shelve(ctx context.Context, tx *sqldb.Tx, article int64, c kb.Content) error {
	if err := unindex(ctx, tx, article); err != nil {
		return err
	}
	entries, scopes := kb.Index(c), kb.Scopes(c)
	var words, terms, alike, services [][]any
	entries = append(entries, kb.Entry{})                                                        // no word at all: every article of the scope
	slices.SortFunc(entries, func(a, b kb.Entry) int { return strings.Compare(a.Word, b.Word) }) // one order for all: two nodes wait, and do not deadlock
	slices.Sort(scopes)
	for _, scope := range scopes {
		for _, e := range entries {
			words = append(words, []any{scope, e.Word, -e.Weight, article})
			terms = append(terms, []any{scope, e.Word, 1})
		}
		for _, s := range c.Services {
			services = append(services, []any{s, scope, article, string(c.Kind)})
		}
	}
	for _, e := range entries {
		if e.Typos {
			for _, key := range near.Keys(e.Word) {
				alike = append(alike, []any{key, e.Word})
			}
		}
	}
	for _, part := range []struct {
		head, tail string
		rows       [][]any
	}{
		{`INSERT INTO article_term (scope, word, articles) VALUES `, ` ON CONFLICT (scope, word) DO UPDATE SET articles = article_term.articles + 1`, terms},
		{`INSERT INTO article_word (scope, word, rank, article_id) VALUES `, ``, words},
		{`INSERT INTO article_near (near, word) VALUES `, ` ON CONFLICT (near, word) DO NOTHING`, alike},
		{`INSERT INTO article_service (service, scope, article_id, kind) VALUES `, ``, services},
	} {
		if err := insertRows(ctx, tx, part.head, part.tail, part.rows); err != nil {
			return fmt.Errorf("store: index article %d: %w", article, err)
		}
	}
	return reshelved(ctx, tx)
}

// Shelf is how often it has changed what articles questions find: what was found under a number stands for as long as this is so.
func Shelf(ctx context.Context, q sqldb.Q) (int64, error) {
	edition, err := sqldb.One(ctx, q, sqldb.Value[int64], `SELECT edition FROM shelf WHERE id = 1`)
	if err != nil {
		return 0, fmt.Errorf("store: shelf: %w", err)
	}
	return edition, nil
}

// reshelved notes in the same transaction that questions find something else from now on.
func reshelved(ctx context.Context, tx *sqldb.Tx) error {
	if _, err := tx.Exec(ctx, `UPDATE shelf SET edition = edition + 1 WHERE id = 1`); err != nil {
		return fmt.Errorf("store: shelf: %w", err)
	}
	return nil
}

func insertRows(ctx context.Context, tx *sqldb.Tx, head, tail string, rows [][]any) error {
	for chunk := range slices.Chunk(rows, inOne) {
		if _, err := tx.Exec(ctx, head+sqldb.Tuples(len(chunk), len(chunk[0]))+tail, slices.Concat(chunk...)...); err != nil {
			return err
		}
	}
	return nil
}

// Unshelve takes an article out of every search.
func Unshelve(ctx context.Context, tx *sqldb.Tx, article int64) error {
	if err := unindex(ctx, tx, article); err != nil {
		return err
	}
	return reshelved(ctx, tx)
}

// unindex removes the words of an article. The keys of misspellings stay: they are no more than a vocabulary, and
// lead only to words that a scope still holds.
func unindex(ctx context.Context, tx *sqldb.Tx, article int64) error {
	held := map[string][]string{} // words by scope
	err := tx.Each(ctx, func(r sqldb.Row) error {
		var scope, word string
		err := r.Scan(&scope, &word)
		held[scope] = append(held[scope], word)
		return err
	}, `SELECT scope, word FROM article_word WHERE article_id = $1`, article)
	if err != nil {
		return err
	}
	for _, scope := range slices.Sorted(maps.Keys(held)) {
		slices.Sort(held[scope])
		for chunk := range slices.Chunk(held[scope], inOne) {
			args := []any{scope}
			for _, w := range chunk {
				args = append(args, w)
			}
			in := ` WHERE scope = $1 AND word IN ` + sqldb.In(2, len(chunk))
			for _, text := range []string{`UPDATE article_term SET articles = articles - 1` + in, `DELETE FROM article_term` + in + ` AND articles <= 0`} {
				if _, err := tx.Exec(ctx, text, args...); err != nil {
					return err
				}
			}
		}
	}
	if _, err := tx.Exec(ctx, `DELETE FROM article_word WHERE article_id = $1`, article); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `DELETE FROM article_service WHERE article_id = $1`, article)
	return err
}
