package ticket

import "time"

// Receipt is a ticket that was handed to a team, and how the team took it.
type Receipt struct {
	Team     string
	At       time.Time
	Accepted time.Time // when a member of the team took it; zero if nobody has
	Returned bool      // the team gave it back (CO-11)
}

// Receipts reads from a history the hand-overs between teams, in order. The first routing is none.
func Receipts(entries []Entry) []Receipt {
	var out []Receipt
	for _, en := range entries {
		switch e := en.Event.(type) {
		case Routed:
			if e.From != "" {
				out = append(out, Receipt{Team: e.Team, At: en.At})
			}
		case Returned:
			if n := len(out); n > 0 && out[n-1].Team == e.From {
				out[n-1].Returned = true
			} else {
				out = append(out, Receipt{Team: e.From, Returned: true, At: en.At}) // the first team refused it
			}
		case Accepted:
			if n := len(out); n > 0 && e.Team == out[n-1].Team && !out[n-1].Returned && out[n-1].Accepted.IsZero() {
				out[n-1].Accepted = en.At
			}
		}
	}
	return out
}
