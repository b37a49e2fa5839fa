package desk

import (
	"context"
	"slices"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/near"
	"switchboard/internal/core/people"
	"switchboard/internal/fault"
	"switchboard/internal/store"
)

// Colleagues are the staff whom words mean, by name: those who are called or addressed exactly so; else those of whose name or
// address each word begins one; else those who are called nearly so. None for no words. Errors: Forbidden.
func (d *Desk) Colleagues(ctx context.Context, who access.Actor, words string) (out PeoplePage, err error) {
	if err := access.May(who, access.UseConsole); err != nil {
		return out, err
	}
	said := near.Name(clean(words))
	if len(said) == 0 || len(said) > maxGuessed {
		return out, nil
	}
	staff, err := store.Staff(ctx, d.db.Reader(), "")
	if err != nil {
		return out, err
	}
	for _, fits := range []func(word, said string) bool{strings.HasPrefix, alike} {
		out.People = slices.DeleteFunc(slices.Clone(staff), func(p people.Person) bool { return !meant(p, said, fits) })
		if len(out.People) > 0 {
			break
		}
		out.Near = true
	}
	out.Near = out.Near && len(out.People) > 0
	whole := slices.DeleteFunc(slices.Clone(out.People), func(p people.Person) bool {
		return !slices.Equal(near.Name(p.Name), said) && !slices.Equal(near.Name(p.Email), said)
	})
	if len(whole) > 0 {
		out.People = whole
	}
	return out, nil
}

// Colleague is one of the staff; nobody where the number is nobody's, or no colleague's. Errors: Forbidden.
func (d *Desk) Colleague(ctx context.Context, who access.Actor, id people.ID) (people.Person, error) {
	if err := access.May(who, access.UseConsole); err != nil {
		return people.Person{}, err
	}
	p, err := store.Person(ctx, d.db.Reader(), id)
	if fault.Is(err, fault.NotFound) || err == nil && !p.Role.Staff() {
		return people.Person{}, nil
	}
	return p, err
}

// meant reports whether each word that was said fits one of a person's name or address.
func meant(p people.Person, said []string, fits func(word, said string) bool) bool {
	words := near.Name(p.Name + " " + p.Email)
	return !slices.ContainsFunc(said, func(s string) bool {
		return !slices.ContainsFunc(words, func(w string) bool { return fits(w, s) })
	})
}

func alike(word, said string) bool { return near.Long(said) && near.OneOff(word, said) }
