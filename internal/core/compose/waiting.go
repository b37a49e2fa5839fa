package compose

import (
	"slices"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/ticket"
)

// Choices are the seconds for which a reply can wait to be taken back; a person chooses one.
var Choices = []int{0, 5, 10, 20}

// DefaultWait is the choice of who has made none, in seconds.
const DefaultWait = 10

// State is where a reply stands that was written and accepted.
type State string

// The states. Only what is published is a fact of the ticket. A held reply met news, or may not be sent any more: its writer
// is asked.
const (
	Waiting   State = "waiting"
	Held      State = "held"
	Published State = "published"
	Undone    State = "undone"
)

// Held replies say why.
const (
	HeldNews    = "news"    // somebody wrote or did something meanwhile
	HeldRefused = "refused" // the ticket takes no reply any more, or not from them
)

// Soon says why a reply goes out at once although its writer lets replies wait; empty where it waits.
const (
	SoonDue       = "due"       // a promise would be missed while it waits
	SoonForbidden = "forbidden" // the desk's definition lets none wait
)

// Delay is how long a reply waits, and where its writer's choice does not hold, why not. A reply must not make the desk
// late: where a clock that it stops is due within the time, it goes out at once.
func Delay(choice int, allowed bool, clocks []sla.Clock, now time.Time) (wait time.Duration, soon string) {
	if choice <= 0 || !slices.Contains(Choices, choice) {
		return 0, ""
	}
	if !allowed {
		return 0, SoonForbidden
	}
	wait = time.Duration(choice) * time.Second
	for i := range clocks {
		c := &clocks[i]
		if stopped[c.Metric] && c.Running() && c.State != sla.Superseded && !c.Due.IsZero() && c.Due.After(now) && !c.Due.After(now.Add(wait)) {
			return 0, SoonDue
		}
	}
	return wait, ""
}

// stopped are the promises that a reply can keep.
var stopped = map[sla.Metric]bool{sla.FirstRead: true, sla.FirstReply: true, sla.NextReply: true}

// News reports whether others have changed a ticket since a version, for somebody whose reply was written over it. What they
// did themselves is no news to them.
func News(entries []ticket.Entry, version int64, author people.ID) bool {
	if version < 0 || version > int64(len(entries)) {
		return true
	}
	others := slices.DeleteFunc(slices.Clone(entries[version:]), func(e ticket.Entry) bool { return e.By == author })
	return ticket.ChangedSince(others, 0)
}
