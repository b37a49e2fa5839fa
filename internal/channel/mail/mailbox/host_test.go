package mailbox

import (
	"slices"
	"testing"

	"github.com/emersion/go-imap/v2"
)

// TestLongListsAreWalkedAsFarAsNeeded: a search may find four thousand million messages in a few bytes, or the last one
// for ever.
func TestLongListsAreWalkedAsFarAsNeeded(t *testing.T) {
	const last = ^imap.UID(0)
	for _, c := range []struct {
		name   string
		found  imap.NumSet
		behind imap.UID
		first  []imap.UID // these at least
		n      int        // so many altogether
	}{
		{"none", imap.UIDSet(nil), 0, nil, 0},
		{"no answer", nil, 0, nil, 0},
		{"some", imap.UIDSet{{Start: 9, Stop: 9}, {Start: 2, Stop: 4}}, 2, []imap.UID{3, 4, 9}, 3},
		{"all that can be", imap.UIDSet{{Start: 1, Stop: last}}, 10, []imap.UID{11, 12}, scanMax},
		{"the end of all", imap.UIDSet{{Start: last - 1, Stop: last}}, last - 2, []imap.UID{last - 1, last}, 2},
		{"behind it", imap.UIDSet{{Start: 7, Stop: 7}}, 7, nil, 0},
		{"of no end", imap.UIDSet{{Start: 3, Stop: 0}}, 0, nil, 0},
	} {
		set := firstOf(c.found, c.behind)
		n := 0
		for _, r := range set {
			n += int(r.Stop-r.Start) + 1
		}
		if n != c.n || slices.ContainsFunc(c.first, func(uid imap.UID) bool { return !set.Contains(uid) }) {
			t.Errorf("%s: %v, %d UIDs", c.name, set, n)
		}
	}
}
