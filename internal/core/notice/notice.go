// Package notice is the only place where it is decided who hears of what happened to a ticket, and which letters may leave
// at all. It refuses to know words (letter), mail servers, and how somebody is told.
package notice

// Kind is what a letter says. The stored words never change.
type Kind string

// Letters to who asked, and to whom it was asked for (CO-18). Waiting says that a duty of the customer holds it up.
const (
	Acknowledged Kind = "acknowledged"
	Routed       Kind = "routed"
	Started      Kind = "started"
	Question     Kind = "question"
	Waiting      Kind = "waiting"
	Plan         Kind = "plan"
	Replied      Kind = "replied"
	Update       Kind = "update"
	Resolved     Kind = "resolved"
	Closed       Kind = "closed"
	Reopened     Kind = "reopened"

	Escalated          Kind = "escalated"           // to which level, and until when that answers (OK-11)
	EscalationAnswered Kind = "escalation_answered" // what it said
	ContestAnswered    Kind = "contest_answered"    // what came of an objection to a pause or the class (A26)
)

// AnswerWanted asks who holds a rung of the ladder to answer by a time: one of the desk, or of the customer's own people
// (ME-48).
const AnswerWanted Kind = "answer_wanted"

// Letters about the terms of the work: what the service covers of it (ME-58), in what it deviates (ME-31), who helps instead
// (ME-67), who comes, and to who signs for a side that a charge was named (ME-63).
const (
	Scoped      Kind = "scoped"
	Nonstandard Kind = "nonstandard"
	Referred    Kind = "referred"
	Visit       Kind = "visit"
	Charge      Kind = "charge"
)

// ApprovalWanted asks somebody for their word on an approval, or reminds them; Approval says to who asked what came of it.
const (
	ApprovalWanted Kind = "approval_wanted"
	Approval       Kind = "approval"
)

// Answers to a mail: how a ticket stands (ME-26), and where else to ask (CO-42).
const (
	Status       Kind = "status"
	WrongChannel Kind = "wrong_channel"
)

// Letters to the desk's own people: the customer wrote (OK-09), a clock came near or past its end, a letter was not
// delivered, the last task of a ticket is done, a review is due (ME-28), a part of the desk is sick, a colleague named them
// in a note.
const (
	Wrote          Kind = "wrote"
	Warned         Kind = "warned"
	Missed         Kind = "missed"
	DeliveryFailed Kind = "delivery_failed"
	TasksDone      Kind = "tasks_done"
	ReviewDue      Kind = "review_due"
	Contested      Kind = "contested"    // a customer objects, and wants an answer
	Ruled          Kind = "ruled"        // a rule says that the lead is told, or could not do what it says
	Policy         Kind = "policy"       // something is forbidden (ME-69)
	ReferralDue    Kind = "referral_due" // look whether it helped
	Alarm          Kind = "alarm"
	Mentioned      Kind = "mentioned"
	Paged          Kind = "paged"         // what cannot wait, and nobody has taken up (CO-27, ME-41)
	ApprovalOver   Kind = "approval_over" // what came of an approval that the desk waited for
)

// Heartbeat is the desk's own message through a mailbox. Of mail that is held nobody is told; Held marks that on record.
const (
	Heartbeat Kind = "heartbeat"
	Held      Kind = "held"
)

// Kinds lists every kind.
func Kinds() []Kind {
	return []Kind{Acknowledged, Routed, Started, Question, Waiting, Plan, Replied, Update, Resolved, Closed, Reopened,
		Escalated, EscalationAnswered, AnswerWanted, ApprovalWanted, Approval, ContestAnswered, Status, WrongChannel, Wrote, Warned, Missed, DeliveryFailed, TasksDone, ReviewDue,
		Contested, Ruled, ApprovalOver, Alarm, Heartbeat, Held,
		Scoped, Nonstandard, Referred, Visit, Charge, Policy, ReferralDue, Mentioned, Paged}
}

// Staff reports whether letters of this kind go to the desk's own people, who read what is internal.
func (k Kind) Staff() bool {
	return k == Wrote || k == Warned || k == Missed || k == DeliveryFailed || k == TasksDone || k == ReviewDue || k == Ruled || k == ApprovalOver || k == Contested || k == Alarm ||
		k == Policy || k == ReferralDue || k == Mentioned || k == Paged
}

// ToCustomer reports whether letters of this kind go to people who ask for help.
func (k Kind) ToCustomer() bool { return !k.Staff() && k != Heartbeat && k != Held }

// OfFact reports whether letters of this kind tell of a fact of a ticket; the others answer a mail, or are of the desk itself.
func (k Kind) OfFact() bool {
	return k != Status && k != WrongChannel && k != Alarm && k != Heartbeat && k != Held
}
