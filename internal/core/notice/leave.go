package notice

import (
	"strings"

	"switchboard/internal/core/people"
)

// Bounds of what leaves within an hour, so that no loop of machines goes on (DESIGN 9.10): to one address, and to one
// address about one ticket. No person reads more.
const (
	MaxPerAddress = 200
	MaxPerThread  = 30
)

// Recent is what left for an address before a letter, and was not held back.
type Recent struct {
	Hour      int // within the hour before, up to MaxPerAddress
	Thread    int // of these about the same ticket
	Confirmed int // confirmations of what they asked, within the day before
	Answered  int // answers of the machine to their mails: how a ticket stands, or which channels there are; within the day before
}

// Suppressed says why a letter is not to leave; empty where it may. What is only claimed to be somebody's address gets one
// short confirmation a day, and beyond that only what a person of the desk wrote to them (DESIGN 9.2).
func Suppressed(k Kind, to people.Person, r Recent) string {
	switch {
	case strings.HasSuffix(to.Email, ".invalid"): // RFC 2606, 2: who wrote without saying who they are
		return "nobody has this address"
	case k == Held:
		return "nobody is told of mail that is held"
	case r.Hour >= MaxPerAddress:
		return "too many letters to this address within an hour"
	case r.Thread >= MaxPerThread:
		return "too many letters about this ticket to this address within an hour"
	case k == WrongChannel && r.Answered > 0:
		return "told of the right channels today already"
	case to.Proven || k.Staff() || k == AnswerWanted || k == Charge || k == ApprovalWanted || k == Heartbeat || k == WrongChannel:
		return ""
	case k == Acknowledged && r.Confirmed > 0:
		return "the address is not proven, and got its confirmation today"
	case k == Status && r.Answered > 0:
		return "the address is not proven, and got its answer today"
	case k == Acknowledged, k == Status, k.Written():
		return ""
	}
	return "the address is not proven"
}

// Written reports whether a letter exists because a person of the desk wrote to the customer.
func (k Kind) Written() bool {
	return k == Replied || k == Question || k == Plan || k == Update || k == Resolved || k == EscalationAnswered || k == ContestAnswered ||
		k == Scoped || k == Nonstandard || k == Referred || k == Visit
}
