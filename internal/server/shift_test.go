package server_test

import (
	"testing"
	"time"
)

// shiftPatience is how long the shift may take on a busy machine.
const shiftPatience = 8 * time.Minute

// The ways in which people turn to the desk.
type door string

const (
	byPhone   door = "phone"
	inPortal  door = "portal"
	byProgram door = "program" // theirs speaks to the API
	byMail    door = "mail"    // the desk takes nothing new by mail: somebody decides
	byJoining door = "joining" // one press on a known outage: no ticket
)

// contact is one of those who turn to the desk in the shift, in the order in which they do.
type contact struct {
	by    door
	about string // the subject; no two are alike
	with  string // who takes it
	then  play   // what is done
	after string // the contact of the same person before, where it has to do with this one
}

// play is what an analyst does with a contact.
type play func(*analyst, *call)

var contacts = []contact{
	{by: byPhone, about: "Password has run out", with: luis, then: solvedOnThePhone},
	{by: byPhone, about: "Second screen is dark", with: ann, then: solvedOnThePhone},
	{by: byPhone, about: "Cannot open the shared calendar", with: luis, then: solvedOnThePhone},
	{by: inPortal, about: "The badge printer prints white cards", with: luis, then: savedReplyAndMention},
	{by: inPortal, about: "Calls drop in the office", with: ann, then: questionAndAnswer},
	{by: inPortal, about: "I forgot my password", with: ann, then: articleSent},
	{by: inPortal, about: "The scanner is slow", with: ann, then: replyTakenBack},
	{by: byProgram, about: "The VPN asks twice", with: ann, then: answerByMail},

	{by: inPortal, about: "The line is dead after the move", with: luis, then: handedOver},
	{by: inPortal, about: "Who orders chairs?", with: ann, then: handedBack},
	{by: inPortal, about: "A colleague starts on Monday", with: luis, then: tasksForTeams},
	{by: byProgram, about: "The same colleague needs a screen", with: luis, then: linked("A colleague starts on Monday")},
	{by: byMail, about: "When does the colleague start?", with: luis, then: mailPutOn("A colleague starts on Monday")},
	{by: byMail, about: "Letter of a stranger", with: ann, then: mailOpened},
	{by: inPortal, about: "The printer on the third floor hums", with: ann, then: planned},
	{by: inPortal, about: "The printer hums", with: ann, then: duplicate, after: "The printer on the third floor hums"},
	{by: byProgram, about: "The door of the archive sticks", with: luis, then: planned},
	{by: byPhone, about: "Still about that door", with: luis, then: merged, after: "The door of the archive sticks"},
	{by: byPhone, about: "Still no laptop", with: luis, then: escalated},
	{by: inPortal, about: "The old form is gone", with: luis, then: reviewed},
	{by: byProgram, about: "Mail is slow", with: ann, then: reopened},
	{by: inPortal, about: "A folder is missing", with: luis, then: solved},
	{by: inPortal, about: "The folder again", with: luis, then: followedUp, after: "A folder is missing"},

	{by: byPhone, about: "No e-mail in the whole house", with: luis, then: outageReported},
	{by: byJoining, about: "No e-mail either", with: ann, then: updateTold("No e-mail in the whole house")},
	{by: byProgram, about: "Where is the new handbook?", with: luis, then: leftFor("bulk")},
	{by: byProgram, about: "Where is the new calendar?", with: luis, then: leftFor("bulk")},
	{by: byProgram, about: "Where is the new logo?", with: luis, then: resolvedTogether("bulk")},

	{by: inPortal, about: "The projector shows green", with: luis, then: twoAtOnce},
	{by: inPortal, about: "The tablet does not charge", with: luis, then: lineLost},
	{by: byProgram, about: "The lamp of the reader blinks", with: ann, then: answerLost},
	{by: byProgram, about: "The stapler of the copier jams", with: luis, then: leftFor("the crash")},
	{by: inPortal, about: "Which camera do I get?", with: ann, then: deskKilled("the crash")},

	{by: byPhone, about: "Caps lock was on", with: luis, then: solvedOnThePhone},
	{by: byPhone, about: "The headset is silent", with: ann, then: solvedOnThePhone},
	{by: inPortal, about: "Where are the spare batteries?", with: luis, then: solved},
	{by: byPhone, about: "The mouse is stuck", with: ann, then: solvedOnThePhone},
	{by: byProgram, about: "Which cable is mine?", with: luis, then: solved},
	{by: byPhone, about: "The dock does not wake", with: ann, then: solvedOnThePhone},
	{by: byPhone, about: "The font is too small", with: luis, then: solvedOnThePhone},
}

// TestShift plays a shift at the demo desk: Luis and Ann, each with a browser, forty contacts of all kinds, by keys as far as
// there are keys. In the middle both write on one ticket, a line is lost, an answer is lost, and the desk is killed and started
// again. Afterwards no word is lost and nothing was sent twice (issue 4; CO-09, ME-08, ME-32, ASKS 17).
func TestShift(t *testing.T) {
	if testing.Short() {
		t.Skip("forty contacts in two browsers take a minute")
	}
	if len(contacts) != 40 {
		t.Fatalf("%d contacts, want 40", len(contacts))
	}
	s := newShift(t)
	s.arrives(luis)
	s.arrives(ann)
	for i := range contacts {
		began := time.Now()
		c := s.comes(&contacts[i])
		c.then(s.staff[c.with], c)
		t.Logf("%5.1fs %-7s %s", time.Since(began).Seconds(), c.by, c.about)
	}
	for _, a := range s.staff {
		a.tab.Check()
	}
	s.reckon()
}
