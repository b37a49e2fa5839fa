package access

import (
	"slices"

	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
)

// Charge is that somebody answers for the people of an agency, or as a supervisor for one person, and how much of their tickets
// the agency lets them see (ASKS row 16).
type Charge struct {
	As     Capacity
	Agency string
	Person people.ID // with AsSupervisor
	Shade  people.Shade
}

// Capacity is in what somebody answers for others.
type Capacity string

// The capacities.
const (
	AsConsultant Capacity = "consultant"
	AsManager    Capacity = "manager"
	AsSupervisor Capacity = "supervisor"
)

// Charged gives an actor what they may read of others' tickets, and for which agencies they sign: whoever represents one, as a
// deputy too, or manages it does, however little it shows them (ME-60, ME-63). The lesser shades open no ticket: what they show is
// counted and listed apart (desk.MyPeople).
func Charged(who Actor, all []Charge) Actor {
	for _, c := range all {
		if c.As != AsSupervisor && !slices.Contains(who.Authorized, c.Agency) {
			who.Authorized = append(who.Authorized, c.Agency)
		}
		who.Charged = who.Charged || c.Shade.AtLeast(people.Counts)
		switch {
		case !c.Shade.AtLeast(people.Whole):
		case c.As == AsSupervisor && !slices.Contains(who.Reports, c.Person):
			who.Reports = append(who.Reports, c.Person)
		case c.As != AsSupervisor && !slices.Contains(who.Represents, c.Agency):
			who.Represents = append(who.Represents, c.Agency)
		}
	}
	return who
}

// ScopeOfCharge is what a charge is about: of the tickets of these people those that are neither sealed nor tasks. It is for
// counts, and lists of what the shade shows.
func ScopeOfCharge(all ...Charge) Scope {
	var s Scope
	for _, c := range all {
		if c.As == AsSupervisor {
			s.People = append(s.People, c.Person)
		} else {
			s.Agencies = append(s.Agencies, c.Agency)
		}
	}
	return s
}

// UsageOf are the agencies whose use of the desk is shown to whoever has these charges: in numbers, so that the least shade that
// shows any will do (CO-41). A supervisor answers for people and not for an agency.
func UsageOf(all []Charge) []string {
	var out []string
	for _, c := range all {
		if c.As != AsSupervisor && c.Agency != "" && c.Shade.AtLeast(people.Counts) && !slices.Contains(out, c.Agency) {
			out = append(out, c.Agency)
		}
	}
	return out
}

// answersFor reports whether the actor reads a ticket as whoever answers for its people (ME-48): what customers see, and
// neither what is sealed nor the tasks that teams give each other.
func answersFor(who Actor, t ticket.Ticket) bool {
	if who.ID == 0 || t.Sealed || t.Request.Parent != 0 {
		return false
	}
	return represents(who, t) || slices.Contains(who.Reports, t.Request.Requester) ||
		t.Request.Customer != 0 && slices.Contains(who.Reports, t.Request.Customer)
}

// represents reports whether the actor answers for the agency of a ticket (ME-48): that is neither sealed nor a task that
// teams give each other.
func represents(who Actor, t ticket.Ticket) bool {
	return who.ID != 0 && !t.Sealed && t.Request.Parent == 0 && t.Request.Agency != "" && slices.Contains(who.Represents, t.Request.Agency)
}
