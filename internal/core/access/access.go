// Package access is the only place where it is decided what a person may do and which tickets they may know of. It
// refuses to know doors: no role is checked anywhere else.
package access

import (
	"slices"

	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
)

// Actor is who asks. The zero Actor is nobody and may do nothing.
type Actor struct {
	ID     people.ID
	Role   people.Role
	Agency string
	Teams  []string
	System bool // the desk's own rules: timers, imports, followers

	Represents []string    // agencies whose tickets they read now, as their consultant (ME-49) or manager
	Authorized []string    // agencies for which they may sign now, as their consultant or manager, whatever they read of them (ME-60)
	Reports    []people.ID // people whose tickets they read, as their supervisor
	Charged    bool        // they answer for others, in whatever shade

	Joined []int64 // tickets of others in which they take part, or into which they were let, as they came
}

// System is the desk itself.
var System = Actor{System: true}

// Verb names what can be done.
type Verb string

// The verbs on a ticket.
const (
	ViewTicket       Verb = "view"
	WriteTicket      Verb = "write" // the customer's message
	AnswerTicket     Verb = "answer"
	ConfirmTicket    Verb = "confirm"
	ReopenTicket     Verb = "reopen"
	Amend            Verb = "amend" // the place and the people to ask
	FillForm         Verb = "fill_form"
	CheckIdentity    Verb = "check_identity" // write down how one made sure who asks
	Place            Verb = "place"          // the service it is about
	Classify         Verb = "classify"
	DeclareMajor     Verb = "declare_major"
	Route            Verb = "route"
	Return           Verb = "return"
	Assign           Verb = "assign"
	Unassign         Verb = "unassign" // give it back to the queue of its team
	Accept           Verb = "accept"
	Read             Verb = "read"
	Reply            Verb = "reply"
	Note             Verb = "note"
	Call             Verb = "call" // write down a call to the customer
	Plan             Verb = "plan"
	Ask              Verb = "ask"
	Duty             Verb = "duty"
	AnswerWish       Verb = "answer_wish"
	Publish          Verb = "publish_update"
	Identify         Verb = "identify_team"
	Release          Verb = "release"
	Restore          Verb = "restore"
	Resolve          Verb = "resolve"
	Close            Verb = "close"
	LinkArticle      Verb = "link_article"
	Merge            Verb = "merge"
	Escalate         Verb = "escalate"
	AnswerEscalation Verb = "answer_escalation"
	AskReview        Verb = "ask_review" // that somebody above those who have it looks at it
	Review           Verb = "review"     // say what came of that
	Rate             Verb = "rate"       // what the customer thinks of a resolution; never the desk's own people
	Contest          Verb = "contest"    // object to a pause or the class
	AnswerContest    Verb = "answer_contest"
	Tell             Verb = "tell" // write down that somebody was told how it stands
	Link             Verb = "link"
	Split            Verb = "split"
	Task             Verb = "task"         // let a team do a part of it
	Admit            Verb = "admit"        // let somebody know of a sealed ticket
	Include          Verb = "include"      // let somebody take part, who agreed
	DecideScope      Verb = "decide_scope" // what the service covers, and in what it deviates
	Refer            Verb = "refer"        // send the customer to who helps with it, and look whether they did
	Dispatch         Verb = "dispatch"     // send somebody: work orders from draft to invoice
	SpendTime        Verb = "spend_time"   // write down what it took
	Negotiate        Verb = "negotiate"    // name, sign or withdraw an extra charge, for one side
	PostCharge       Verb = "post_charge"  // hand a charge to billing
	AskApproval      Verb = "ask_approval"
	WithdrawApproval Verb = "withdraw_approval"
	DecideApproval   Verb = "decide_approval" // who is asked, and nobody else
	Tick             Verb = "tick"            // let clocks that are due speak; the desk itself only
)

// The verbs on the desk.
const (
	OpenTicket        Verb = "open"
	OpenForOthers     Verb = "open_for_others"
	UseConsole        Verb = "use_console"
	NameSubstitute    Verb = "name_substitute" // who decides in one's place
	ManagePeople      Verb = "manage_people"
	ManageDirectory   Verb = "manage_directory" // who escalates through whom, who represents an agency
	SeeDirectory      Verb = "see_directory"    // look people and agencies up
	ChangeDetails     Verb = "change_details"   // one's own: where and how one is reached
	PublishDefinition Verb = "publish_definition"
	Import            Verb = "import"
	MakeToken         Verb = "make_token"
	HandleMail        Verb = "handle_mail"     // decide what becomes of mail that is held, and read originals
	WriteArticle      Verb = "write_article"   // draft, change, hand in
	PublishArticle    Verb = "publish_article" // let readers see it, or hand it back; another person than its author
	RetireArticle     Verb = "retire_article"
	ReviewArticle     Verb = "review_article" // say that it still holds
	ChangeSynonyms    Verb = "change_synonyms"
	ChooseNotices     Verb = "choose_notices"  // read one's own news, say by which ways they come
	SaveView          Verb = "save_view"       // keep a list for oneself or one's team
	ShareView         Verb = "share_view"      // with all who work here
	KeepReply         Verb = "keep_reply"      // keep a text for oneself
	ShareReply        Verb = "share_reply"     // for a team, or all who work here
	JoinOutage        Verb = "join_outage"     // be told of an outage that the desk knows of
	ReceiveMail       Verb = "receive_mail"    // store and read what arrives, report how what was sent has ended; the desk itself only
	SeeAlarms         Verb = "see_alarms"      // read what of the desk's own machinery does not work
	SeeAudit          Verb = "see_audit"       // who used a right that few have, and who tried without it
	SeeFigures        Verb = "see_figures"     // how the teams work
	SeeUsage          Verb = "see_usage"       // what any agency uses, and how they are served beside each other
	SetPresence       Verb = "set_presence"    // say that one is away, or here
	SetPresenceOf     Verb = "set_presence_of" // of somebody else
	SetSkills         Verb = "set_skills"      // what people are good at
	SeeRules          Verb = "see_rules"       // what the desk does by itself, and how often
	TryRules          Verb = "try_rules"       // ask what a rule would have done
	PauseRule         Verb = "pause_rule"
	SoundAlarm        Verb = "sound_alarm" // say that it does not, or does again; the desk itself only
)

// least is the lowest role for each verb. A customer's verbs hold for their own tickets only.
var least = map[Verb]people.Role{
	ViewTicket: people.Customer, WriteTicket: people.Customer, AnswerTicket: people.Customer,
	Amend: people.Customer, FillForm: people.Customer, ConfirmTicket: people.Customer, ReopenTicket: people.Customer, OpenTicket: people.Customer,

	Classify: people.Analyst, Place: people.Analyst, Route: people.Analyst, Return: people.Analyst,
	SetPresence: people.Analyst, SetPresenceOf: people.Lead, SetSkills: people.Lead,
	SeeRules: people.Analyst, TryRules: people.Lead, PauseRule: people.Manager, Unassign: people.Analyst,
	Assign: people.Analyst, // OK-12: never a customer, by no door
	Accept: people.Analyst, Read: people.Analyst, Reply: people.Analyst, Note: people.Analyst, Call: people.Analyst, CheckIdentity: people.Analyst, Plan: people.Analyst,
	Ask: people.Analyst, Duty: people.Analyst, AnswerWish: people.Analyst, Publish: people.Analyst,
	Restore: people.Analyst, Resolve: people.Analyst, OpenForOthers: people.Analyst, UseConsole: people.Analyst,

	Identify: people.Analyst,
	Escalate: people.Customer, AnswerEscalation: people.Customer, // of the customers the one who was asked
	AskReview: people.Analyst, Review: people.Lead,
	AskApproval: people.Analyst, WithdrawApproval: people.Analyst,
	DecideApproval: people.Customer, NameSubstitute: people.Customer,
	Rate: people.Customer, Contest: people.Customer, AnswerContest: people.Lead, Tell: people.Analyst,
	Merge: people.Analyst, Include: people.Analyst, Admit: people.Analyst, Link: people.Analyst, Split: people.Analyst, Task: people.Analyst,
	Release: people.Lead, // ME-43: nobody leaves without release by the incident lead
	Close:   people.Lead, DeclareMajor: people.Analyst,

	DecideScope: people.Analyst, Refer: people.Analyst, Dispatch: people.Analyst, SpendTime: people.Analyst,
	Negotiate: people.Customer, PostCharge: people.Lead, // of the customers those who sign for the agency

	LinkArticle: people.Analyst, WriteArticle: people.Analyst, ReviewArticle: people.Analyst,
	PublishArticle: people.Lead, RetireArticle: people.Lead, ChangeSynonyms: people.Lead,
	JoinOutage: people.Customer, ChooseNotices: people.Customer,
	SaveView: people.Analyst, ShareView: people.Lead, KeepReply: people.Analyst, ShareReply: people.Lead,

	ManagePeople: people.Administrator, PublishDefinition: people.Manager, ManageDirectory: people.Manager, SeeDirectory: people.Analyst, ChangeDetails: people.Customer, Import: people.Administrator,
	MakeToken: people.Administrator, SeeAudit: people.Administrator, SeeAlarms: people.Lead, SeeFigures: people.Lead, SeeUsage: people.Manager, HandleMail: people.Analyst,
}

// ownOnly are the verbs that are the requester's alone, however high a role: nobody confirms, rates or objects for the customer.
var ownOnly = map[Verb]bool{ConfirmTicket: true, Rate: true, Contest: true}

// partyMay are the verbs of somebody who joined a ticket that is not theirs: to follow it and to write.
var partyMay = map[Verb]bool{ViewTicket: true, WriteTicket: true, AnswerEscalation: true}

// May decides a verb that is not about one ticket. Errors: Unauthenticated, Forbidden.
func May(who Actor, verb Verb) error {
	if who.System {
		return nil
	}
	if who.ID == 0 {
		return fault.New(fault.Unauthenticated, "sign in first")
	}
	if role, known := least[verb]; !known || !who.Role.AtLeast(role) {
		return fault.New(fault.Forbidden, "this is not yours to do")
	}
	return nil
}

// Can decides a verb on a ticket. A ticket that the actor may not know of is NotFound, as if there were none;
// Forbidden is for those who may see it and yet not do this.
func Can(who Actor, verb Verb, t ticket.Ticket) error {
	if who.System {
		return nil
	}
	if who.ID == 0 {
		return fault.New(fault.Unauthenticated, "sign in first")
	}
	if verb == DecideApproval && asked(who, t) {
		return nil
	}
	if !Sees(who, t) {
		return NoSuchTicket(t.ID)
	}
	if verb == DecideApproval {
		return fault.New(fault.Forbidden, "this is not yours to approve")
	}
	if err := May(who, verb); err != nil {
		return err
	}
	if verb == Negotiate {
		return mustSign(who, t)
	}
	switch {
	case verb == Rate && who.Role.Staff(): // ASKS 19: no desk lives on its own praise
		return fault.New(fault.Forbidden, "the desk's own people do not rate its work")
	case SeesInternal(who, t) && !ownOnly[verb]:
		return nil
	case owns(who, t) && least[verb] == people.Customer: // an analyst before the sealed ticket that is about them is a customer
		return nil
	case verb == ConfirmTicket:
		return fault.New(fault.Forbidden, "only the requester can confirm that it works")
	case ownOnly[verb]:
		return fault.New(fault.Forbidden, "only the requester can do this")
	case !owns(who, t) && t.Parties[who.ID] != "" && partyMay[verb]:
		return nil
	case verb == ViewTicket: // of an agency or a person that they answer for, or sign for
		return nil
	}
	return fault.New(fault.Forbidden, "this is not yours to do")
}

// SideOf is for whom the actor signs an extra charge of a ticket (ME-63): for the desk a manager who sees it, for the agency
// its consultant. Nobody else does, the desk's own rules least of all.
func SideOf(who Actor, t ticket.Ticket) ticket.Side {
	switch {
	case who.ID == 0 || who.System:
		return ""
	case represents(who, t) || signs(who, t):
		return ticket.SideAgency
	case who.Role.AtLeast(people.Manager) && SeesInternal(who, t):
		return ticket.SideDesk
	}
	return ""
}

func mustSign(who Actor, t ticket.Ticket) error {
	if SideOf(who, t) == "" {
		return fault.New(fault.Forbidden, "charges are signed by the manager of the desk, and for {the agency} by its consultant or an authorized manager")
	}
	return nil
}

// NoSuchTicket is the one answer for a ticket that is not there or not theirs.
func NoSuchTicket(id int64) error {
	return fault.New(fault.NotFound, "there is {no ticket} %d, or none that you may see", id)
}

// Sees reports whether the actor may know of the ticket.
func Sees(who Actor, t ticket.Ticket) bool {
	return SeesInternal(who, t) || owns(who, t) || who.ID != 0 && t.Parties[who.ID] != "" || answersFor(who, t) || signs(who, t)
}

// SeesInternal reports whether the actor reads what only the desk does: notes, warnings, refused attempts. Of a sealed
// ticket that is who works in its team, and who was let in, whatever their role (ME-57).
func SeesInternal(who Actor, t ticket.Ticket) bool {
	switch {
	case who.System:
		return true
	case who.ID == 0 || !who.Role.Staff():
		return false
	}
	return !t.Sealed || InTeam(who, t.Team) || t.Parties[who.ID] == ticket.PartyAdmitted
}

// asked reports whether somebody has to approve something of the ticket now. They read what they are asked, and nothing else
// of it; a sealed ticket asks nobody (ME-57).
func asked(who Actor, t ticket.Ticket) bool {
	return !t.Sealed && slices.ContainsFunc(t.WaitingApprovals(), func(a ticket.Approval) bool { return a.AskedNow(who.ID) })
}

// signs reports whether the actor may sign for the agency of a ticket on which there is something to sign: only then do
// they read of it, what customers see. Nobody signs on a task, which teams give each other.
func signs(who Actor, t ticket.Ticket) bool {
	return who.ID != 0 && t.Request.Parent == 0 && t.Request.Agency != "" && t.Negotiated() && slices.Contains(who.Authorized, t.Request.Agency)
}

// AnswersForOthers reports whether the actor may give the answer of a level of an escalation that asked somebody else.
func AnswersForOthers(who Actor, t ticket.Ticket) bool {
	return who.System || who.Role.AtLeast(people.Lead) && SeesInternal(who, t)
}

func owns(who Actor, t ticket.Ticket) bool {
	return who.ID != 0 && (who.ID == t.Request.Requester || who.ID == t.Request.Customer)
}

// Scope is what a list, a count or a search may show; the store puts it into each query.
type Scope struct {
	Sealed bool      // every ticket, sealed ones too
	All    bool      // every ticket that is not sealed, and those sealed with one of Teams
	Teams  []string  // of All
	Only   people.ID // and those of this person; with zero and nothing else: none
	Also   []int64   // and these, which the person has joined or was let into

	Agencies []string    // and those of these agencies that are neither sealed nor tasks; never with All
	People   []people.ID // and the same of these people
}

// ScopeOf gives the actor's scope. No audience means nobody (DESIGN 9.7).
func ScopeOf(who Actor) Scope {
	switch {
	case who.System:
		return Scope{All: true, Sealed: true}
	case who.ID != 0 && who.Role.Staff():
		return Scope{All: true, Teams: who.Teams, Only: who.ID, Also: who.Joined}
	}
	return Scope{Only: who.ID, Also: who.Joined, Agencies: who.Represents, People: who.Reports}
}

// InTeam reports whether the actor works in the team.
func InTeam(who Actor, team string) bool { return slices.Contains(who.Teams, team) }
