package ticket

import (
	"encoding/json"
	"fmt"
	"time"

	"switchboard/internal/core/form"
	"switchboard/internal/core/people"
)

// Event is one thing that happened to a ticket, in the past tense. Its stored name never changes; testdata/events.jsonl
// keeps every form that was ever written, and a test decodes them all.
type Event interface {
	// Name is the stored name, "ticket.replied".
	Name() string
	// Public reports whether the requester sees it.
	Public() bool
}

// Entry is an event with its circumstances. By is zero where the desk's own rules acted.
type Entry struct {
	Seq      int64
	At       time.Time // when it happened
	Recorded time.Time // when we learned of it
	By       people.ID
	Event    Event
}

// Opened is the first event of every ticket.
type Opened struct {
	Subject     string    `json:"subject"`
	Description string    `json:"description"`
	Channel     string    `json:"channel"`
	Requester   people.ID `json:"requester"`
	Customer    people.ID `json:"customer,omitempty"` // for whom the requester asks, if not for themselves
	Agency      string    `json:"agency,omitempty"`
	Service     string    `json:"service,omitempty"`
	Location    string    `json:"location,omitempty"`
	Phone       string    `json:"phone,omitempty"`
	Alternate   string    `json:"alternate,omitempty"` // whom to ask when the requester is away (ME-53)
	WantPerson  string    `json:"want_person,omitempty"`
	WantTeam    string    `json:"want_team,omitempty"`
	FollowUpOf  int64     `json:"follow_up_of,omitempty"`
	SplitFrom   int64     `json:"split_from,omitempty"`
	Parent      int64     `json:"parent,omitempty"`      // of a task: the ticket of whose customer it is a part
	External    string    `json:"external,omitempty"`    // the number it had in another system
	Entitlement string    `json:"entitlement,omitempty"` // all lines of who may ask, from before one of them decided

	Entitled *people.Entitled `json:"entitled,omitempty"` // whether they may ask, by which line of edition Definition (ME-65)

	Definition int          `json:"definition,omitempty"` // edition of the definition that decided
	Direct     string       `json:"direct,omitempty"`     // the team whose member opened it, past the desk (CO-01)
	Mail       int64        `json:"mail,omitempty"`       // the stored mail whose words these are
	Files      []File       `json:"files,omitempty"`
	Claimed    bool         `json:"claimed,omitempty"` // asked without signing in: who asked is what somebody wrote (DESIGN 9.2)
	Answers    form.Answers `json:"answers,omitempty"` // to the request form
	Quiet      bool         `json:"quiet,omitempty"`   // a machine or a list wrote: no machine may answer (RFC 3834, 2)
}

// File is a file that came with words. Its name is what somebody called it, and is only shown; its bytes are fetched by
// its random id (DESIGN 9.3).
type File struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Type string `json:"type"`
	Size int64  `json:"size"` // bytes

	Question string `json:"question,omitempty"` // of the request form, which this file answers
}

// Classified gives the ticket its type and class, hence its targets.
type Classified struct {
	Type    string `json:"type"`
	Impact  string `json:"impact,omitempty"`
	Urgency string `json:"urgency,omitempty"`
	Class   string `json:"class"`
	Why     string `json:"why"`
	Wakes   bool   `json:"wakes,omitempty"` // nobody waits for the morning with it, as the definition has it
}

// Amended completes what was asked, or puts it right; an empty field stays as it was (ME-53).
type Amended struct {
	Service   string `json:"service,omitempty"`
	Location  string `json:"location,omitempty"`
	Phone     string `json:"phone,omitempty"`
	Alternate string `json:"alternate,omitempty"`
	Confirmed bool   `json:"confirmed,omitempty"` // the customer says that what stands there holds

	Emptied Emptied `json:"emptied,omitzero"` // what was known and holds no more
}

// Emptied are details of a ticket that are taken back: nobody is on that phone any more.
type Emptied struct {
	Location  bool `json:"location,omitempty"`
	Phone     bool `json:"phone,omitempty"`
	Alternate bool `json:"alternate,omitempty"`
}

// Routed hands the ticket to a team. Rule says in words why; From is empty for the first team.
type Routed struct {
	Team string `json:"team"`
	From string `json:"from,omitempty"`
	Rule string `json:"rule"`
}

// Returned is a hand-over that the receiving team refused; the ticket is back with To.
type Returned struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Reason string `json:"reason"`
}

// Assigned names the person who is to act.
type Assigned struct {
	Person people.ID `json:"person"`
}

// Accepted is a person's word that they work on it. Role is theirs at that time.
type Accepted struct {
	Person people.ID `json:"person"`
	Role   string    `json:"role,omitempty"`
	Team   string    `json:"team,omitempty"` // the ticket's, where they work in it: only so has it taken the ticket (CO-11)
}

// Read is the first time that a person of the desk has read it to work on it (A22).
type Read struct{}

// WishAnswered says what became of the wish for a person or team (OK-13).
type WishAnswered struct {
	Honoured bool   `json:"honoured"`
	Reason   string `json:"reason"`
}

// Replied is a public message of a person of the desk.
type Replied struct {
	Body  string `json:"body"`
	Files []File `json:"files,omitempty"`
}

// Wrote is a message of the customer.
type Wrote struct {
	Body  string    `json:"body"`
	Mail  int64     `json:"mail,omitempty"`
	Files []File    `json:"files,omitempty"`
	Via   people.ID `json:"via,omitempty"` // who put a mail here that the desk had held
}

// Noted is an internal note. Mentions are the colleagues whom it names.
type Noted struct {
	Body     string      `json:"body"`
	Files    []File      `json:"files,omitempty"`
	Mentions []people.ID `json:"mentions,omitempty"`
}

// Planned is the plan of action: the next step, who takes it, by when (ME-27).
type Planned struct {
	Step   string    `json:"step"`
	Owner  people.ID `json:"owner"`
	Due    time.Time `json:"due"`
	Reason string    `json:"reason,omitempty"` // needed when Due lies beyond the promise
}

// Asked is a question to the customer; while it is open, clocks that allow it pause (CO-19).
type Asked struct {
	Question string    `json:"question"`
	Field    string    `json:"field,omitempty"`
	ReplyBy  time.Time `json:"reply_by"`
}

// Answered closes the open question.
type Answered struct {
	Body  string    `json:"body"`
	Mail  int64     `json:"mail,omitempty"`
	Files []File    `json:"files,omitempty"`
	Via   people.ID `json:"via,omitempty"`
}

// DutyUnmet records that a duty of the customer is not met, with the evidence (ME-50..53).
type DutyUnmet struct {
	Duty     string `json:"duty"`
	Evidence string `json:"evidence"`
}

// DutyMet ends it.
type DutyMet struct {
	Duty string `json:"duty"`
}

// TeamIdentified names the people who respond to an urgent incident, with their parts (ME-42).
type TeamIdentified struct {
	Members []Member `json:"members"`
}

// Member is one responder.
type Member struct {
	Person people.ID `json:"person"`
	Part   string    `json:"part"`
}

// Released lets a responder go; only the lead does (ME-43).
type Released struct {
	Person people.ID `json:"person"`
	Reason string    `json:"reason"`
}

// UpdatePublished is an update to all who are impacted (CO-28). Audience is who they were at that time (A27).
type UpdatePublished struct {
	Body     string      `json:"body"`
	Audience []people.ID `json:"audience,omitempty"`
}

// Restored says that the service is back at its normal level, if by a workaround (A11).
type Restored struct {
	How string `json:"how"`
}

// Resolved is the provider's word that it is done. Method is one of Methods.
type Resolved struct {
	Text   string `json:"text"`
	Method string `json:"method"`
	Code   string `json:"code,omitempty"`
	// Despite says why it is done although tasks of it are open.
	Despite string `json:"despite,omitempty"`
}

// Confirmed is the customer's word that it works.
type Confirmed struct{}

// Reopened takes a resolved ticket up again.
type Reopened struct {
	Reason string `json:"reason"`
}

// Closed makes the record final.
type Closed struct {
	Why string `json:"why"`
}

// ClockWarned is a threshold of a clock that was crossed at At.
type ClockWarned struct {
	Metric     string    `json:"metric"`
	Interval   int       `json:"interval,omitempty"`   // of an update clock, from 0
	Generation int       `json:"generation,omitempty"` // how many targets the clock had before (CLOCKS, rule 6)
	Obligation string    `json:"obligation,omitempty"` // "" of warnings before it was written down
	Due        time.Time `json:"due"`
	Threshold  string    `json:"threshold"`
	At         time.Time `json:"at"`
}

// ClockMissed is a target that was not met by At, its due instant (CLOCKS, rule 10).
type ClockMissed struct {
	Metric     string    `json:"metric"`
	Interval   int       `json:"interval,omitempty"`
	Generation int       `json:"generation,omitempty"`
	Obligation string    `json:"obligation"`
	At         time.Time `json:"at"`
}

// Denied is an act that somebody tried and may not do (OK-12).
type Denied struct {
	Act string `json:"act"`
}

// DeliveryReported is how telling somebody of this ticket went: accepted by the next mail server, refused, bounced,
// suppressed, or failed (CO-18). Of is the fact or the mail that they were told of.
type DeliveryReported struct {
	Letter  int64     `json:"letter"`
	Kind    string    `json:"kind"`
	Of      int64     `json:"of,omitempty"`
	Person  people.ID `json:"person,omitempty"`
	Address string    `json:"address"`
	Channel string    `json:"channel"`
	State   string    `json:"state"`
	Detail  string    `json:"detail,omitempty"` // in the words of the other side
}

// ByWaking is the Channel of a report that somebody was not woken, but told as of what can wait; its State is "suppressed".
const ByWaking = "waking"

// Flagged asks for the desk's eye before its turn: "claims_urgency" is a mail that says it cannot wait, on a channel that
// takes nothing urgent (ME-46). Why is in words.
type Flagged struct {
	Flag string `json:"flag"`
	Why  string `json:"why"`
}

// The flags: of what says that it is urgent and was not heard by a person; of who asks although no line of who may ask fits
// them (A30).
const (
	ClaimsUrgency = "claims_urgency"
	NotEntitled   = "not_entitled"
)

// Called is a call to the customer, or the attempt (ME-46).
type Called struct {
	Reached bool   `json:"reached"`
	Note    string `json:"note,omitempty"`
}

// Wished is a later wish for a person or a team; the first stands in Opened. It is never an assignment (OK-12, OK-13).
type Wished struct {
	Person string `json:"person,omitempty"`
	Team   string `json:"team,omitempty"`
	Mail   int64  `json:"mail,omitempty"`
}

// StatusAsked is a customer's question how it stands, by a channel on which a machine answers it, or told by somebody of the
// desk, who writes it down with who asked (ME-26).
type StatusAsked struct {
	Channel string `json:"channel"`
	Mail    int64  `json:"mail,omitempty"`
	Caller  string `json:"caller,omitempty"`
}

// AutoAnswered is what a customer's machine sent back, such as a notice of absence. It is no word of the customer.
type AutoAnswered struct {
	Body string `json:"body"`
	Mail int64  `json:"mail,omitempty"`
}

func (Opened) Name() string          { return "ticket.opened" }
func (Classified) Name() string      { return "ticket.classified" }
func (Amended) Name() string         { return "ticket.amended" }
func (Routed) Name() string          { return "ticket.routed" }
func (Returned) Name() string        { return "ticket.returned" }
func (Assigned) Name() string        { return "ticket.assigned" }
func (Accepted) Name() string        { return "ticket.accepted" }
func (Read) Name() string            { return "ticket.read" }
func (WishAnswered) Name() string    { return "ticket.wish_answered" }
func (Replied) Name() string         { return "ticket.replied" }
func (Wrote) Name() string           { return "ticket.wrote" }
func (Noted) Name() string           { return "ticket.noted" }
func (Planned) Name() string         { return "ticket.planned" }
func (Asked) Name() string           { return "ticket.asked" }
func (Answered) Name() string        { return "ticket.answered" }
func (DutyUnmet) Name() string       { return "ticket.duty_unmet" }
func (DutyMet) Name() string         { return "ticket.duty_met" }
func (TeamIdentified) Name() string  { return "ticket.team_identified" }
func (Released) Name() string        { return "ticket.released" }
func (UpdatePublished) Name() string { return "ticket.update_published" }
func (Restored) Name() string        { return "ticket.restored" }
func (Resolved) Name() string        { return "ticket.resolved" }
func (Confirmed) Name() string       { return "ticket.confirmed" }
func (Reopened) Name() string        { return "ticket.reopened" }
func (Closed) Name() string          { return "ticket.closed" }
func (ClockWarned) Name() string     { return "clock.warned" }
func (ClockMissed) Name() string     { return "clock.missed" }
func (Denied) Name() string          { return "ticket.denied" }

func (DeliveryReported) Name() string { return "delivery.reported" }
func (Flagged) Name() string          { return "ticket.flagged" }
func (Called) Name() string           { return "ticket.called" }
func (Wished) Name() string           { return "ticket.wished" }
func (StatusAsked) Name() string      { return "ticket.status_asked" }
func (AutoAnswered) Name() string     { return "ticket.auto_answered" }

func (Opened) Public() bool          { return true }
func (Classified) Public() bool      { return true }
func (Amended) Public() bool         { return true }
func (Routed) Public() bool          { return true } // CO-08: the route is the requester's to see
func (Returned) Public() bool        { return true }
func (Assigned) Public() bool        { return true }
func (Accepted) Public() bool        { return true }
func (Read) Public() bool            { return true }
func (WishAnswered) Public() bool    { return true }
func (Replied) Public() bool         { return true }
func (Wrote) Public() bool           { return true }
func (Noted) Public() bool           { return false }
func (Planned) Public() bool         { return true } // ME-27: customer-visible
func (Asked) Public() bool           { return true }
func (Answered) Public() bool        { return true }
func (DutyUnmet) Public() bool       { return true } // a pause is never hidden from the one who pays for it
func (DutyMet) Public() bool         { return true }
func (TeamIdentified) Public() bool  { return true }
func (Released) Public() bool        { return false }
func (UpdatePublished) Public() bool { return true }
func (Restored) Public() bool        { return true }
func (Resolved) Public() bool        { return true }
func (Confirmed) Public() bool       { return true }
func (Reopened) Public() bool        { return true }
func (Closed) Public() bool          { return true }
func (ClockWarned) Public() bool     { return false }
func (ClockMissed) Public() bool     { return false }
func (Denied) Public() bool          { return false }

func (DeliveryReported) Public() bool { return false } // the address of one impacted person is not another's to see
func (Flagged) Public() bool          { return false }
func (Called) Public() bool           { return true }
func (Wished) Public() bool           { return true }
func (StatusAsked) Public() bool      { return true }
func (AutoAnswered) Public() bool     { return false } // where somebody is on holiday is the desk's to know alone

// Encode gives the stored body of an event.
func Encode(e Event) ([]byte, error) {
	b, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("ticket: encode %s: %w", e.Name(), err)
	}
	return b, nil
}

// Decode makes the event of a stored name and body.
func Decode(name string, body []byte) (Event, error) {
	read, ok := decoders[name]
	if !ok {
		return nil, fmt.Errorf("ticket: no event is called %q", name)
	}
	e, err := read(body)
	if err != nil {
		return nil, fmt.Errorf("ticket: decode %s: %w", name, err)
	}
	return e, nil
}

var decoders = index(
	as[Opened], as[Classified], as[Amended], as[Routed], as[Returned], as[Assigned], as[Accepted], as[Read], as[WishAnswered],
	as[Replied], as[Wrote], as[Noted], as[Planned], as[Asked], as[Answered], as[DutyUnmet], as[DutyMet],
	as[TeamIdentified], as[Released], as[UpdatePublished], as[Restored], as[Resolved], as[Confirmed], as[Reopened],
	as[Closed], as[ClockWarned], as[ClockMissed], as[Denied], as[DeliveryReported],
	as[MergedInto], as[TookOver], as[PassedOn], as[Included],
	as[Sealed], as[Unsealed], as[Admitted], as[Escalated], as[EscalationAnswered], as[EscalationLapsed], as[ReviewDue], as[Reviewed],
	as[ApprovalAsked], as[ApprovalDecided], as[ApprovalReminded], as[ApprovalLapsed], as[ApprovalEnded],
	as[Linked], as[Unlinked], as[SplitOff], as[TaskOpened], as[TaskEnded], as[TaskReopened], as[ParentUpdated],
	as[Rated], as[Contested], as[ContestAnswered], as[ContestLapsed],
	as[Scoped], as[Nonstandard], as[ExtensionAgreed], as[Referred], as[ReferralDue], as[ReferralChecked], as[TimeSpent], as[EffortExceeded],
	as[OrderDrafted], as[EstimateRaised], as[Dispatched], as[DispatchDone], as[DispatchCancelled], as[InvoiceMatched],
	as[ChargeProposed], as[ChargeCountered], as[ChargeSigned], as[ChargeWithdrawn], as[ChargePosted],
	as[Flagged], as[Called], as[Wished], as[StatusAsked], as[AutoAnswered], as[Joined], as[ArticleLinked],
	as[RuleApplied], as[Unassigned],
	as[FormFilled], as[FormWanted], as[DateWanted], as[Identified],
)

type decoder func([]byte) (Event, error)

func as[T Event](body []byte) (Event, error) {
	var e T
	err := json.Unmarshal(body, &e)
	return e, err
}

// index names each decoder by the event that it makes of an empty body.
func index(all ...decoder) map[string]decoder {
	m := make(map[string]decoder, len(all))
	for _, d := range all {
		e, _ := d([]byte("{}"))
		m[e.Name()] = d
	}
	return m
}
