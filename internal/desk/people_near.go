package desk

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"switchboard/internal/core/access"
	"switchboard/internal/core/near"
	"switchboard/internal/core/people"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// PeopleCalled are those whose names have the words, or, where nobody's has, those who are called nearly so: as the search
// understands names, by its index. They are few, by name; none for what is no name. Errors: Forbidden.
func (d *Desk) PeopleCalled(ctx context.Context, who access.Actor, words string) (out PeoplePage, err error) {
	if err := access.May(who, access.SeeDirectory); err != nil {
		return out, err
	}
	err = d.db.Read(ctx, func(q sqldb.Q) error {
		said := near.Name(clean(words))
		exact := make([][]string, len(said))
		for i, w := range said {
			exact[i] = []string{w}
		}
		if out.People, err = called(ctx, q, exact); err != nil || len(out.People) > 0 {
			return err
		}
		out.People, err = nearPeople(ctx, q, words)
		out.Near = len(out.People) > 0
		return err
	})
	return out, err
}

// nearPeople are those of whose names each word is one that was said, or differs from one by a letter.
func nearPeople(ctx context.Context, q sqldb.Q, words string) ([]people.Person, error) {
	said := near.Name(words)
	if len(said) > maxGuessed {
		return nil, nil
	}
	slots := make([][]string, len(said))
	for i, w := range said {
		alike, err := store.Alike(ctx, q, w)
		if err != nil {
			return nil, err
		}
		slots[i] = append(alike, w)
	}
	return called(ctx, q, slots)
}

// called are the people of whose names each slot has a word, by name.
func called(ctx context.Context, q sqldb.Q, slots [][]string) ([]people.Person, error) {
	meant, err := store.NamesWith(ctx, q, slots)
	if err != nil {
		return nil, err
	}
	found, err := store.People(ctx, q, meant.People)
	return slices.SortedFunc(maps.Values(found), func(a, b people.Person) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) }), err
}
