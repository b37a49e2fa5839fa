package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"switchboard/internal/core/near"
	"switchboard/internal/core/people"
	"switchboard/internal/sqldb"
)

// What a name is the name of.
const (
	aboutPerson = "person"
	aboutAgency = "agency"
)

// Bounds of names.
const (
	sweepPeople = 200 // people whose names are learned at once
	maxMeant    = 10  // people and agencies that one question means
	maxAlike    = 20  // words from which one differs by a letter
)

// LearnPeople makes some people findable by the names that they have now, and answers how many they were.
func LearnPeople(ctx context.Context, tx *sqldb.Tx) (int, error) {
	type named struct {
		id   int64
		name string
	}
	all, err := sqldb.All(ctx, tx, func(r sqldb.Row) (n named, err error) { return n, r.Scan(&n.id, &n.name) },
		`SELECT id, name FROM person WHERE known_as <> name ORDER BY id LIMIT $1`, sweepPeople)
	if err != nil || len(all) == 0 {
		return 0, err
	}
	var rows [][]any
	var vocabulary []string
	ids, values := make([]any, len(all)), []any{aboutPerson}
	for i, p := range all {
		value := strconv.FormatInt(p.id, 10)
		ids[i], values = p.id, append(values, value)
		for _, w := range near.Name(p.name) {
			rows, vocabulary = append(rows, []any{w, aboutPerson, value}), append(vocabulary, w)
		}
	}
	if _, err := tx.Exec(ctx, `DELETE FROM name_word WHERE about = $1 AND value IN `+sqldb.In(2, len(all)), values...); err != nil {
		return 0, fmt.Errorf("store: names: %w", err)
	}
	if err := insertRows(ctx, tx, nameHead, nameTail, rows); err != nil {
		return 0, fmt.Errorf("store: names: %w", err)
	}
	if _, err := tx.Exec(ctx, `UPDATE person SET known_as = name WHERE id IN `+sqldb.In(1, len(ids)), ids...); err != nil {
		return 0, fmt.Errorf("store: names: %w", err)
	}
	return len(all), LearnWords(ctx, tx, vocabulary)
}

const (
	nameHead = `INSERT INTO name_word (word, about, value) VALUES `
	nameTail = ` ON CONFLICT (word, about, value) DO NOTHING`
)

// LearnAgencies makes agencies findable by the words of their names.
func LearnAgencies(ctx context.Context, tx *sqldb.Tx, agencies []string) error {
	var rows [][]any
	var vocabulary []string
	for _, agency := range sortedOnce(agencies) {
		for _, w := range near.Name(agency) {
			rows, vocabulary = append(rows, []any{w, aboutAgency, agency}), append(vocabulary, w)
		}
	}
	if err := insertRows(ctx, tx, nameHead, nameTail, rows); err != nil {
		return fmt.Errorf("store: names of agencies: %w", err)
	}
	return LearnWords(ctx, tx, vocabulary)
}

// LearnWords puts words into the vocabulary by which misspellings are understood. Most are known: they cost one look.
func LearnWords(ctx context.Context, tx *sqldb.Tx, words []string) error {
	words = slices.DeleteFunc(sortedOnce(words), func(w string) bool { return !near.Spoken(w) })
	for some := range slices.Chunk(words, inOne) {
		var a args
		known, err := sqldb.All(ctx, tx, sqldb.Value[string], `SELECT word FROM near_word WHERE near = word AND near IN `+a.list(some), a...)
		if err != nil {
			return fmt.Errorf("store: vocabulary: %w", err)
		}
		var rows [][]any
		for _, w := range some {
			if slices.Contains(known, w) {
				continue
			}
			for _, key := range near.Keys(w) {
				rows = append(rows, []any{key, w})
			}
		}
		if err := insertRows(ctx, tx, `INSERT INTO near_word (near, word) VALUES `, ` ON CONFLICT (near, word) DO NOTHING`, rows); err != nil {
			return fmt.Errorf("store: vocabulary: %w", err)
		}
	}
	return nil
}

// sortedOnce is words in one order for all, each once: two nodes wait for each other, and do not deadlock.
func sortedOnce(words []string) []string {
	out := slices.DeleteFunc(slices.Sorted(slices.Values(words)), func(w string) bool { return w == "" })
	return slices.Compact(out)
}

// Alike are words of the vocabulary from which a word differs by one letter, by the alphabet.
func Alike(ctx context.Context, q sqldb.Q, word string) ([]string, error) {
	if !near.Spoken(word) {
		return nil, nil
	}
	var a args
	all, err := sqldb.All(ctx, q, sqldb.Value[string], `SELECT DISTINCT word FROM near_word WHERE near IN `+a.list(near.Keys(word))+` ORDER BY word LIMIT 200`, a...)
	if err != nil {
		return nil, fmt.Errorf("store: words like %s: %w", word, err)
	}
	all = slices.DeleteFunc(all, func(w string) bool { return w == word || !near.OneOff(w, word) })
	return all[:min(len(all), maxAlike)], nil
}

// Meant are the people and agencies whose names hold, for each of some slots, one of its words.
type Meant struct {
	People   []people.ID
	Agencies []string
}

// NamesWith finds whom slots of words mean; at most four slots.
func NamesWith(ctx context.Context, q sqldb.Q, slots [][]string) (Meant, error) {
	var m Meant
	if len(slots) == 0 || len(slots) > 4 || slices.ContainsFunc(slots, func(s []string) bool { return len(s) == 0 }) {
		return m, nil
	}
	var a args
	text := `SELECT DISTINCT n0.about, n0.value FROM name_word n0`
	for i := 1; i < len(slots); i++ {
		n := "n" + strconv.Itoa(i)
		text += ` JOIN name_word ` + n + ` ON ` + n + `.about = n0.about AND ` + n + `.value = n0.value AND ` + n + `.word IN ` + a.list(slots[i])
	}
	text += ` WHERE n0.word IN ` + a.list(slots[0]) + ` ORDER BY n0.about, n0.value LIMIT ` + a.add(maxMeant)
	err := q.Each(ctx, func(r sqldb.Row) error {
		var about, value string
		if err := r.Scan(&about, &value); err != nil {
			return err
		}
		if about == aboutAgency {
			m.Agencies = append(m.Agencies, value)
			return nil
		}
		id, err := strconv.ParseInt(value, 10, 64)
		m.People = append(m.People, people.ID(id))
		return err
	}, text, a...)
	if err != nil {
		return m, fmt.Errorf("store: names with %s: %w", strings.Join(slots[0], " "), err)
	}
	return m, nil
}
