// Package ticket knows a ticket's life: what can happen to it, in which state, and what follows. A ticket is the fold
// of its entries; each verb has a decider, a pure function from the ticket, the input and the present instant to
// events. The package refuses to know who may do it (access), what was promised (sla), and rows.
package ticket

import (
	"slices"
	"time"

	"switchboard/internal/core/form"
	"switchboard/internal/core/people"
)

// Status is where a ticket stands, in ITIL's terms.
type Status string

// The statuses. StatusPending means that the customer has been asked and the desk waits.
const (
	StatusNew        Status = "new"
	StatusAssigned   Status = "assigned"
	StatusInProgress Status = "in_progress"
	StatusPending    Status = "pending"
	StatusResolved   Status = "resolved"
	StatusClosed     Status = "closed"
	StatusMerged     Status = "merged" // another ticket is worked on in its place
)

// Open reports whether the desk still owes work.
func (s Status) Open() bool { return s != StatusResolved && s != StatusClosed && s != StatusMerged }

// Ticket is what its entries add up to.
type Ticket struct {
	ID      int64
	Version int64 // count of its entries: the same number, the same ticket

	Request Opened // what was asked, by whom

	Entitled people.Entitled // whether they may ask (ME-65)

	Status   Status
	Type     string
	Impact   string
	Urgency  string
	Class    string
	Wakes    bool // its class is one with which nobody waits for the morning
	Team     string
	Assignee people.ID
	Accepted bool // by the present assignee

	FirstRead  bool
	Replied    bool // a person of the desk has replied
	Question   *Asked
	AskedBy    people.ID
	AskedAt    time.Time
	Plan       *Planned
	Unmet      map[string]DutyUnmet
	Wish       *WishAnswered
	Responders map[people.ID]Responder
	Called     bool // somebody of the desk called the customer, or tried to
	Urging     bool // it says that it is urgent, and nobody has looked at it yet (ME-46)
	Handovers  int  // hand-overs between teams, the first routing not counted
	Returns    int  // hand-overs refused ("bounces", CO-11)
	Reopenings int
	Joined     []people.ID // whom the same outage has reached, in the order in which they said so
	Articles   []ArticleLinked
	Wanted     DateWanted // by when it is to be ready; the zero one for no date
	Identity   Identified // how the desk made sure who asks; the zero one where nobody has

	ReceivedAt time.Time
	// UnansweredAt is since when a message of the customer waits for a word of the desk; zero while none does (OK-09).
	UnansweredAt time.Time
	RoutedAt     time.Time // since when it is with Team
	AcceptedAt   time.Time
	RestoredAt   time.Time
	ResolvedAt   time.Time
	ClosedAt     time.Time
	ChangedAt    time.Time
	Resolution   Resolved

	Relations
	Terms
}

// Responder is a person on task for an urgent incident.
type Responder struct {
	Part     string
	Since    time.Time
	Released time.Time // zero while on task
}

// Fold makes a ticket of its entries, which must be in order.
func Fold(id int64, entries []Entry) Ticket {
	t := Ticket{ID: id}
	for _, e := range entries {
		t.apply(e)
	}
	return t
}

// Apply adds entries to a ticket.
func Apply(t Ticket, entries ...Entry) Ticket {
	t.Unmet, t.Responders, t.Relations = clone(t.Unmet), clone(t.Responders), t.Relations.clone()
	for _, e := range entries {
		t.apply(e)
	}
	return t
}

func (t *Ticket) apply(en Entry) {
	t.Version++
	if _, told := en.Event.(DeliveryReported); !told && en.At.After(t.ChangedAt) { // a clock that speaks late speaks of its own instant
		t.ChangedAt = en.At
	}
	switch e := en.Event.(type) {
	case Opened:
		t.Request, t.Status, t.ReceivedAt = e, StatusNew, en.At
		if e.Entitled != nil {
			t.Entitled = *e.Entitled
		}
	case Classified:
		t.Type, t.Impact, t.Urgency, t.Class, t.Wakes, t.Urging = e.Type, e.Impact, e.Urgency, e.Class, e.Wakes, false
	case Amended:
		t.amend(e)
	case FormFilled:
		t.Request.Answers = form.Apply(t.Request.Answers, e.Answers)
	case DateWanted:
		t.Wanted = e
	case Identified:
		t.Identity = e
	case Routed:
		if t.Team != "" {
			t.Handovers++
		}
		t.handTo(e.Team, en.At)
	case Returned:
		t.Returns++
		t.handTo(e.To, en.At)
	case Assigned:
		t.Assignee, t.Accepted = e.Person, false
		t.work(StatusAssigned)
	case Unassigned:
		t.Assignee, t.Accepted = 0, false
		t.work(StatusNew)
	case Accepted:
		t.Assignee, t.Accepted, t.AcceptedAt, t.Urging = e.Person, true, en.At, false
		t.work(StatusInProgress)
	case Read:
		t.FirstRead = true
	case WishAnswered:
		t.Wish = &e
	case Replied:
		t.Replied, t.UnansweredAt = true, time.Time{}
	case UpdatePublished:
		t.UnansweredAt = time.Time{}
	case Wrote:
		t.heard(en.At)
	case Planned:
		t.Plan = &e
	case Asked:
		t.Question, t.AskedBy, t.AskedAt, t.Status = &e, en.By, en.At, StatusPending
		t.UnansweredAt = time.Time{}
	case Answered:
		t.Question = nil
		t.heard(en.At)
		t.backToWork()
	case DutyUnmet:
		if t.Unmet == nil {
			t.Unmet = map[string]DutyUnmet{}
		}
		t.Unmet[e.Duty] = e
	case DutyMet:
		delete(t.Unmet, e.Duty)
	case TeamIdentified:
		t.join(e.Members, en.At)
	case Released:
		if r, on := t.Responders[e.Person]; on {
			r.Released = en.At
			t.Responders[e.Person] = r
		}
	case Joined:
		t.Joined = append(slices.Clip(t.Joined), e.Person)
	case ArticleLinked:
		t.Articles = append(slices.Clip(t.Articles), e)
	case Restored:
		t.RestoredAt = en.At
	case Resolved:
		t.Status, t.ResolvedAt, t.Resolution, t.Question = StatusResolved, en.At, e, nil
		t.UnansweredAt, t.Urging = time.Time{}, false
		t.Survey.resolvedBy(en.By, t.Team)
	case Reopened:
		t.Reopenings++
		t.Identity = Identified{} // whoever asks again may be another
		t.ResolvedAt, t.RestoredAt, t.ClosedAt, t.Status = time.Time{}, time.Time{}, time.Time{}, StatusAssigned
		t.backToWork()
	case Confirmed:
		// The confirmation itself; Closed follows it.
	case Closed:
		t.Status, t.ClosedAt = StatusClosed, en.At
	case Flagged:
		t.Urging = t.Urging || e.Flag == ClaimsUrgency
	case Called:
		t.Called = true
	case Wished:
		t.Request.WantPerson, t.Request.WantTeam, t.Wish = e.Person, e.Team, nil
	default:
		t.relate(en)
	}
}

func (t *Ticket) handTo(team string, at time.Time) {
	t.Team, t.Assignee, t.Accepted, t.RoutedAt = team, 0, false, at
	t.work(StatusNew)
}

// work moves an open ticket on, unless it waits for the customer.
func (t *Ticket) work(s Status) {
	if t.Question == nil && (t.Status.Open() || t.Status == "") {
		t.Status = s
	}
}

func (t *Ticket) backToWork() {
	switch {
	case t.Accepted:
		t.Status = StatusInProgress
	case t.Assignee != 0:
		t.Status = StatusAssigned
	default:
		t.Status = StatusNew
	}
}

// heard remembers the oldest message of the customer that nobody has answered.
func (t *Ticket) heard(at time.Time) {
	if t.UnansweredAt.IsZero() {
		t.UnansweredAt = at
	}
}

func (t *Ticket) join(members []Member, at time.Time) {
	if t.Responders == nil {
		t.Responders = map[people.ID]Responder{}
	}
	for _, m := range members {
		if r, on := t.Responders[m.Person]; !on || !r.Released.IsZero() {
			t.Responders[m.Person] = Responder{Part: m.Part, Since: at}
		}
	}
}

// ChangedSince reports whether somebody who saw a ticket at a version acts upon what is no longer so. What the desk itself
// remarks beside the work changes nothing of it: a clock that speaks, a letter that arrives, an attempt that was refused.
func ChangedSince(entries []Entry, version int64) bool {
	if version < 0 || version > int64(len(entries)) {
		return true
	}
	return slices.ContainsFunc(entries[version:], func(e Entry) bool {
		switch e.Event.(type) {
		case ClockWarned, ClockMissed, ReviewDue, ReferralDue, DeliveryReported, Denied, StatusAsked, AutoAnswered, RuleApplied, ApprovalReminded, Rated, ContestLapsed:
			return false
		}
		return true
	})
}

func clone[K comparable, V any](m map[K]V) map[K]V {
	if m == nil {
		return nil
	}
	c := make(map[K]V, len(m))
	for k, v := range m {
		c[k] = v
	}
	return c
}
