package desk

import (
	"slices"

	"switchboard/internal/core/filter"
)

// Vocabulary is what this desk adds to the language of filters: its own words for fields, and the values that its
// definition names. What a former edition named can still be asked for, since its tickets are still here.
func (d *Desk) Vocabulary() filter.Vocabulary {
	b := d.book.Load()
	now := b.at(d.Now()).Definition
	v := now.Vocabulary()
	for _, former := range b.definitions {
		if former.Definition == now {
			continue
		}
		for field, all := range former.Vocabulary().Values {
			for _, o := range all {
				if !slices.ContainsFunc(v.Values[field], func(have filter.Option) bool { return have.ID == o.ID }) {
					o.Retired = true
					v.Values[field] = append(v.Values[field], o)
				}
			}
		}
	}
	return v
}
