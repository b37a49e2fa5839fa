package filter

import "slices"

// Personal reports whether the filter means other tickets for each who asks: those of me, or of my teams.
func (f Filter) Personal() bool {
	return slices.ContainsFunc(f.Terms, func(t Term) bool {
		field, _ := FieldOf(t.Field)
		return t.Field == Is && slices.Contains(t.Values, IsMine) || t.Field == Team && slices.Contains(t.Values, Mine) ||
			field.Kind == Person && slices.Contains(t.Values, Me)
	})
}
