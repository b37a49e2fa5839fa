package sla

import "time"

// Kind names what happened to a ticket, in the words of the replay format (CLOCKS, last section) where it has one.
type Kind string

// The kinds of fact that clocks read.
const (
	Received        Kind = "received"        // of several the earliest holds: a merged ticket keeps the first (rule 11)
	Classified      Kind = "classified"      // Class: the new class
	Moved           Kind = "moved"           // Agency, Service: the new ones, empty for no change
	AssignedTeam    Kind = "assigned_team"   // Team
	AssignedPerson  Kind = "assigned_person" // Person, and Team where it is known
	Accepted        Kind = "accepted"        // by a person, Role where it matters (ME-41)
	FirstReadFact   Kind = "first_read"      // read and taken, not merely opened (A22)
	PublicReply     Kind = "public_reply"    // by a human, to the customer
	CustomerMessage Kind = "customer_message"
	QuestionOpened  Kind = "question_opened" // only the pause; its message is a PublicReply of its own
	QuestionClosed  Kind = "question_answered"
	PauseBegan      Kind = "pause_began" // Cause: any but Question
	PauseEnded      Kind = "pause_ended"
	TeamNamed       Kind = "team_identified"
	RestoredFact    Kind = "restored"
	Resolved        Kind = "resolved" // Silent: without a text to the customer
	Closed          Kind = "closed"
	Reopened        Kind = "reopened"
	UpdatePublished Kind = "update_published" // public, human and delivered (A8)
	Merged          Kind = "merged"           // into another ticket: its clocks end (rule 11)
	Ended           Kind = "ended"            // withdrawn, spam: its clocks end
	DateWanted      Kind = "date_wanted"      // Wanted: the date by which it is to be ready
)

// Fact is one entry of a ticket's history, with the instant at which it occurred.
type Fact struct {
	At   time.Time
	Kind Kind

	Class, Team, Agency, Service string
	// Person and Role say who did it. An empty Role is one that the source does not know: it satisfies Target.By.
	Person, Role string
	Cause        Cause  // of PauseBegan and PauseEnded
	Ref          string // pairs a question with its answer; without it an answer closes the oldest open question
	Silent       bool   // of Resolved
	Wanted       Wanted // of DateWanted
	Taken        bool   // of Received: it counts from here whatever the channel, since a ticket merged into this one did
}
