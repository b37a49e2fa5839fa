package render

import (
	"switchboard/internal/core/definition"
	"switchboard/internal/core/wording"
)

// Role says in the reader's language who stands on a step of a ladder or keeps a promise: "team lead". A definition writes
// such places as ids; one that no catalogue knows is said by its id.
func Role(words wording.Printer, id string) string {
	if key := "role." + id; words.Has(key) {
		return words.T(key)
	}
	return definition.Label(id)
}

func (b builder) roles(ids []string) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = Role(b.p, id)
	}
	return out
}
