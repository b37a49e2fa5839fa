package ticket

import (
	"time"

	"switchboard/internal/core/people"
)

// Session is how long a first contact lasts at most: what is resolved later was taken up again.
const Session = time.Hour

// FirstContact reads from a history whether the first person of the desk who had the ticket resolved it in the first
// session, and when: without a hand-over, a task for others, a question or a second word of the customer, and without a
// reopening (CO-09, A14). Nobody ticks it by hand. What the same customer asks afterwards is not in this history.
func FirstContact(entries []Entry) (at time.Time, ok bool) {
	var c contact
	for i, en := range entries {
		if i == 0 {
			opened, is := en.Event.(Opened)
			if !is {
				return time.Time{}, false
			}
			c.asked = [2]people.ID{opened.Requester, opened.Customer}
		}
		if !c.goesOn(en) {
			return time.Time{}, false
		}
	}
	return c.resolved, !c.resolved.IsZero()
}

// contact is a first contact as it is read.
type contact struct {
	asked    [2]people.ID
	receiver people.ID
	since    time.Time
	resolved time.Time
}

// goesOn takes the next entry, and reports whether it can still be a first contact.
func (c *contact) goesOn(en Entry) bool {
	if c.receiver == 0 && en.By != 0 && en.By != c.asked[0] && en.By != c.asked[1] {
		c.receiver, c.since = en.By, en.At
	}
	switch e := en.Event.(type) {
	case Routed:
		return e.From == ""
	case Returned, TaskOpened, Asked, Reopened, MergedInto:
		return false
	case Assigned:
		return c.receiver == 0 || e.Person == c.receiver
	case Accepted:
		return e.Person == c.receiver
	case Wrote, Answered:
		return !c.resolved.IsZero() // a word of thanks
	case Resolved:
		if en.By != c.receiver || en.At.Sub(c.since) > Session {
			return false
		}
		c.resolved = en.At
	}
	return true
}
