package access

import "switchboard/internal/core/kb"

// Shelves are the scopes of knowledge that the actor may read; the store puts them into each query. Somebody who is not
// signed in reads what is public, and nothing else.
func Shelves(who Actor) []string {
	switch {
	case who.System || who.ID != 0 && who.Role.Staff():
		return []string{kb.ForStaff}
	case who.ID != 0 && who.Agency != "":
		return []string{kb.ForAll, kb.ForAgency(who.Agency)}
	}
	return []string{kb.ForAll}
}
