// Package sla knows what was promised and how a promise is counted: a verdict is a pure function of facts, policy,
// calendar and the instant of asking. It refuses to know rows, people's names and the present time.
package sla

import (
	"encoding/json"
	"time"

	"switchboard/internal/core/calendar"
)

// Obligation says how strongly a target binds the desk (reading A19).
type Obligation string

// The obligations, strongest first.
const (
	Guarantee   Obligation = "guarantee"
	Commitment  Obligation = "commitment"
	Goal        Obligation = "goal"
	Expectation Obligation = "expectation"
)

// Metric names what a target measures. The names are those of CLOCKS, rule 2, and of the replay format.
type Metric string

// The metrics.
const (
	AssignTeam     Metric = "assign_team"
	AssignProvider Metric = "assign_provider"
	Accept         Metric = "accept"
	FirstRead      Metric = "first_read"
	FirstReply     Metric = "first_reply"
	NextReply      Metric = "next_reply"
	Update         Metric = "update"
	TeamIdentified Metric = "team_identified"
	Restore        Metric = "restore"
	Resolve        Metric = "resolve"
	Close          Metric = "close"
	AnswerCall     Metric = "answer_call"
	ReadyBy        Metric = "ready_by" // by the date that the request names (CLOCKS, rule 13)
)

// Unit says how an amount is counted.
type Unit string

// The units (ledger 1.5).
const (
	Elapsed      Unit = "elapsed"       // wall time, day and night
	Service      Unit = "service"       // open time of the calendar
	BusinessDays Unit = "business_days" // CLOCKS, "Business days, exactly"
	CalendarDays Unit = "calendar_days" // the same local time, N dates later (A6)
	ByDate       Unit = "date"          // nothing is counted off: the date that the request names (CLOCKS, rule 13)
)

// Amount is how long a target allows: Time for Elapsed and Service, Days for the other two.
type Amount struct {
	Unit Unit
	Time time.Duration
	Days int
}

// MarshalJSON writes {"unit":"service","seconds":14400} or {"unit":"business_days","days":2}.
func (a Amount) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Unit    Unit    `json:"unit"`
		Seconds float64 `json:"seconds,omitempty"`
		Days    int     `json:"days,omitempty"`
	}{a.Unit, a.Time.Seconds(), a.Days})
}

// Reading says how "N business days" is read (A1).
type Reading string

// The readings; the zero value means EndOfDay.
const (
	EndOfDay  Reading = "end_of_day" // the close of the Nth business day
	SameTime  Reading = "same_time"  // the same time of day, N business days later
	OpenHours Reading = "open_hours" // N regular windows of open time, to the second
)

// Cause is a recorded reason for which a clock does not count.
type Cause string

// The causes that a definition may let pause a clock (CLOCKS, rule 4).
const (
	Question    Cause = "question"    // asked of the customer, not answered yet
	Duty        Cause = "duty"        // a duty of the customer is unmet
	Appointment Cause = "appointment" // agreed with the customer
	Approval    Cause = "approval"    // pending at the agency
	Vendor      Cause = "vendor"      // only where the definition names it
)

// Threshold is one warning, either a share of the target or a time before (or, negative, after) the due instant.
type Threshold struct {
	Percent int           // of the target, 1..99; 0 when After or Before is meant
	After   time.Duration // since the start: "warn at 5 minutes"
	Before  time.Duration // before the due instant
}

// When limits a target to some tickets. Empty fields match everything; From and Until are dates in the
// calendar's zone, inclusive and exclusive, zero for none.
type When struct {
	Channel, Agency, Service, Team string
	From, Until                    calendar.Date
}

// Target is one promise.
type Target struct {
	Class      string
	Metric     Metric
	Obligation Obligation
	Amount     Amount
	Reading    Reading
	Calendar   *calendar.Calendar // counts Service and days; for Elapsed it only gives the zone
	StartsOpen bool               // an Elapsed clock begins at the next opening of Calendar (ME "limited")
	Pauses     []Cause            // empty: never pauses
	Warn       []Threshold
	Accepted   bool          // assign_team, assign_provider: stops only when a person has accepted (A13, CO-27)
	Audience   string        // update: "impacted" (only a published update counts) or "requester" (a public reply counts too)
	By         []string      // accept: roles that must do it (ME-41)
	Restored   bool          // resolve, close: the clock stops when service is restored (A11)
	Grace      time.Duration // late on upgrade: due = instant of change + Grace (CLOCKS, rule 6)
	When       When
	Ref, Note  string

	by calendar.Date // of ReadyBy: the date that the request names
}

// Policy is all that a desk promises, in one edition. Of the targets of one class and metric that match a ticket the
// most specific holds: service, then agency, then team, then channel, then none (DESIGN, section 1).
type Policy struct {
	Name    string
	Version int
	Targets []Target
	// Monitored gives, per channel that is not read at all hours, the calendar in which it is read: what arrives
	// outside is received, for every clock, at the next opening (A24).
	Monitored map[string]*calendar.Calendar
	// ConfirmWindow is how long after a resolution a reopening resumes the same clock (CLOCKS, rule 8).
	// A zero window has no limit. Its calendar, if it has one, counts it; else that of each target does.
	ConfirmWindow   Amount
	ConfirmCalendar *calendar.Calendar
}

// Edition is a policy with the instant from which it is in force.
type Edition struct {
	From   time.Time
	Policy *Policy
}

// Subject is what targets are chosen by.
type Subject struct {
	Class, Channel, Agency, Service, Team string
	Wanted                                Wanted
}
