package ticket

import (
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/core/sla"
	"switchboard/internal/fault"
)

// MergedInto ends a ticket because another one is worked on in its place. Its clocks end; their verdicts stay (CLOCKS,
// rule 11).
type MergedInto struct {
	Survivor  int64  `json:"survivor"`
	Reason    string `json:"reason"`
	Duplicate bool   `json:"duplicate,omitempty"` // the same thing asked twice: figures leave it out (A14)
}

// TookOver says on the survivor whose place it took. Received is from when its own clocks count because of it; zero
// where the merged one came later, or where Cause says why they do not.
type TookOver struct {
	Ticket   int64     `json:"ticket"`
	Received time.Time `json:"received,omitzero"`
	Had      []Had     `json:"had,omitempty"` // with Received: what was done for the merged one already
	Cause    string    `json:"cause,omitempty"`
	Depth    int       `json:"depth,omitempty"` // of the chain that ends here
}

// Had is the first of its kind that clocks wait for, in the terms of sla.
type Had struct {
	Kind string    `json:"kind"`
	At   time.Time `json:"at"`
	Role string    `json:"role,omitempty"`
}

// PassedOn is a message that its writer left on a ticket merged into this one, and who may not see this one. They read
// it where they wrote it; here it is the desk's alone.
type PassedOn struct {
	Ticket int64  `json:"ticket"`
	Body   string `json:"body"`
}

// Included lets a person see the public part of the ticket and write on it. Consent says how they agreed (DESIGN 9.1).
type Included struct {
	Person  people.ID `json:"person"`
	Consent string    `json:"consent"`
}

func (MergedInto) Name() string { return "ticket.merged_into" }
func (TookOver) Name() string   { return "ticket.took_over" }
func (PassedOn) Name() string   { return "ticket.passed_on" }
func (Included) Name() string   { return "ticket.included" }

func (MergedInto) Public() bool { return true } // they are told where it went
func (TookOver) Public() bool   { return false }
func (PassedOn) Public() bool   { return false }
func (Included) Public() bool   { return true } // nobody reads along unseen

// MaxMergeDepth bounds how often the survivor of a merger may be merged in its turn, so that a number is followed in a
// bounded number of steps.
const MaxMergeDepth = 20

// Merger is how one ticket is merged into another.
type Merger struct {
	Reason    string // told to the requester of the one that ends
	Duplicate bool
	Cause     string // why the survivor's clocks do not count from the earliest receipt; empty: they do
	Consent   string // how the requester of the one that ends agreed to join the survivor; empty: they do not join
}

// Merge ends gone in favour of kept. Received is from when the clocks of each count. No cycle can come of it: both are
// open, and one that is merged never opens again. Errors: Conflict, Invalid.
func Merge(gone, kept Ticket, m Merger, goneReceived, keptReceived time.Time, entries []Entry) (end, over []Event, err error) {
	if err := mergeable(gone, kept); err != nil {
		return nil, nil, err
	}
	if m.Reason, err = text("reason", m.Reason, true); err != nil {
		return nil, nil, err
	}
	if m.Cause, err = text("cause", m.Cause, false); err != nil {
		return nil, nil, err
	}
	if m.Consent, err = text("consent", m.Consent, false); err != nil {
		return nil, nil, err
	}
	took := TookOver{Ticket: gone.ID, Cause: m.Cause, Depth: gone.MergeDepth + 1}
	if m.Cause == "" && goneReceived.Before(keptReceived) {
		took.Received, took.Had = goneReceived, firsts(entries)
	}
	over = []Event{took}
	if p := gone.Request.Requester; m.Consent != "" && p != kept.Request.Requester && p != kept.Request.Customer && kept.Parties[p] == "" {
		over = append(over, Included{Person: p, Consent: m.Consent})
	}
	return []Event{MergedInto{Survivor: kept.ID, Reason: m.Reason, Duplicate: m.Duplicate}}, over, nil
}

func mergeable(gone, kept Ticket) error {
	switch {
	case gone.ID == kept.ID:
		return fault.Field("into", "{a ticket} cannot be merged into itself")
	case kept.MergedInto != 0:
		return fault.Field("into", "{the ticket} %d was merged into %d; merge into that one", kept.ID, kept.MergedInto)
	case !kept.Status.Open():
		return fault.Field("into", "{the ticket} %d is not open any more; reopen it first", kept.ID)
	case gone.Sealed && (!kept.Sealed || kept.Team != gone.Team):
		return fault.Field("into", "what is sealed is merged only into what is sealed with the same {team}")
	case gone.Request.Parent != 0 || kept.Request.Parent != 0:
		return fault.New(fault.Conflict, "a task belongs to its {ticket} and is not merged")
	case gone.OpenTasks() > 0:
		return fault.New(fault.Conflict, "{the ticket} %d has tasks that are open; finish them first", gone.ID)
	case gone.MergeDepth >= MaxMergeDepth:
		return fault.New(fault.Conflict, "too many were merged one into the other before; merge into %d instead", gone.ID)
	}
	return mustBeOpen(gone)
}

// firsts are what the clocks of a ticket waited for and got, each the first of its kind and role.
func firsts(entries []Entry) []Had {
	var out []Had
	seen := map[Had]bool{}
	for _, f := range Facts(entries) {
		h := Had{Kind: string(f.Kind), Role: f.Role}
		if !handed[f.Kind] || seen[h] {
			continue
		}
		seen[h] = true
		h.At = f.At
		out = append(out, h)
	}
	return out
}

// handed are the kinds of fact that hold for the survivor too: what was done once is not owed again.
var handed = map[sla.Kind]bool{sla.AssignedTeam: true, sla.AssignedPerson: true, sla.Accepted: true, sla.FirstReadFact: true, sla.PublicReply: true}

// takenFrom is the earliest instant from which the clocks count because of a merger; zero where none made it earlier.
func takenFrom(entries []Entry) time.Time {
	var from time.Time
	for _, en := range entries {
		if e, ok := en.Event.(TookOver); ok && !e.Received.IsZero() && (from.IsZero() || e.Received.Before(from)) {
			from = e.Received
		}
	}
	return from
}

// appendTaken tells the clocks of the survivor what the merged one brought along.
func appendTaken(out []sla.Fact, e TookOver) []sla.Fact {
	if e.Received.IsZero() {
		return out
	}
	out = append(out, sla.Fact{At: e.Received, Kind: sla.Received, Taken: true})
	for _, h := range e.Had {
		if kind := sla.Kind(h.Kind); handed[kind] {
			out = append(out, sla.Fact{At: h.At, Kind: kind, Role: h.Role})
		}
	}
	return out
}

// PassOn tells the survivor of a message on a merged ticket whose writer may not see the survivor. On a resolved one
// within its confirm window (reopens true) it takes the ticket up again, as their message on it would.
func PassOn(kept Ticket, from int64, body string, reopens bool) ([]Event, error) {
	body, err := text("body", body, true)
	if err != nil {
		return nil, err
	}
	switch {
	case kept.MergedInto != 0:
		return nil, mergedAway(kept)
	case kept.Status.Open():
		return []Event{PassedOn{Ticket: from, Body: body}}, nil
	case reopens:
		return []Event{PassedOn{Ticket: from, Body: body}, Reopened{Reason: "word on a merged ticket"}}, nil
	}
	return nil, fault.New(fault.Conflict, "{the ticket} %d is closed; open a new one that follows it", from)
}

// Include lets somebody take part, who agreed to it. Errors: Conflict, Invalid.
func Include(t Ticket, person people.ID, consent string) ([]Event, error) {
	if t.MergedInto != 0 {
		return nil, mergedAway(t)
	}
	if err := someone("person", person); err != nil {
		return nil, err
	}
	consent, err := text("consent", consent, true)
	if err != nil {
		return nil, err
	}
	if t.Parties[person] != "" || person == t.Request.Requester || person == t.Request.Customer {
		return nil, nil
	}
	return []Event{Included{Person: person, Consent: consent}}, nil
}

func mergedAway(t Ticket) error {
	return fault.New(fault.Conflict, "{the ticket} %d was merged into %d; go on there", t.ID, t.MergedInto)
}
