package server_test

import (
	"fmt"
	"strconv"
	"testing"
	"time"
)

// shiftPatience is how long the shift may take on a busy machine.
const shiftPatience = 8 * time.Minute

// contacts is how many people turn to the desk in the shift.
const contacts = 40

// TestShift plays a shift at the demo desk: Luis and Ann, each with a browser, forty contacts of all kinds, by keys as far as
// there are keys. In the middle both write on one ticket, a connection is lost, and the desk is killed and started again.
// Afterwards no word is lost and nothing was sent twice (issue 4; CO-09, ME-08, ASKS 17).
func TestShift(t *testing.T) {
	if testing.Short() {
		t.Skip("forty contacts in a browser take a minute or two")
	}
	s := newShift(t, contacts)
	luis, ann := s.arrives(t, "Luis", luis), s.arrives(t, "Ann", ann)
	part := func(name string, play func()) {
		began, calls := time.Now(), s.next
		play()
		t.Logf("%s: %d contacts in %v", name, s.next-calls, time.Since(began).Round(100*time.Millisecond))
	}
	part("the first calls", func() { s.firstCalls(luis, ann) })
	part("talk", func() { s.talk(luis, ann) })
	part("others' work", func() { s.work(luis, ann) })
	part("two at one ticket", func() { s.together(luis, ann) })
	part("a lost connection", func() { s.lost(luis) })
	part("a killed desk", func() { s.killed(luis, ann) })
	part("the last calls", func() { s.lastCalls(luis, ann) })
	if s.next != contacts {
		t.Errorf("%d people called, want %d", s.next, contacts)
	}
	for _, a := range []*analyst{luis, ann} {
		a.tab.Check()
	}
	s.reckon()
}

// firstCalls: the phone rings; most is done while the caller waits.
func (s *shift) firstCalls(luis, ann *analyst) {
	for i, about := range []string{"Password has run out", "Second screen is dark", "Cannot open the shared calendar", "Scanner is not found"} {
		who := []*analyst{luis, ann}[i%2]
		who.takes(about, "Signed in again together; it works.")
	}
}

// talk: what came by the portal is read, asked about, answered, planned.
func (s *shift) talk(luis, ann *analyst) {
	dark, _ := s.asks("The badge printer prints white cards")
	office, inOffice := s.asks("Calls drop in the office")
	byMail, atHome := s.asks("The VPN asks twice")

	luis.finds(dark)
	luis.begins("r", "reply")
	luis.tab.Press("/Restart")
	luis.tab.Wait("#offers [aria-selected=true]")
	luis.tab.Press("\r")
	luis.tab.Press(" " + s.says(dark, true, "Then call me."))
	luis.sends()
	luis.begins("n", "note")
	luis.tab.Press("@Ann")
	luis.tab.Wait("#offers [aria-selected=true]")
	luis.tab.Press("\r")
	luis.tab.Press(" " + s.says(dark, false, "please look at the ribbon."))
	luis.sends()
	luis.resolves("A new ribbon is in.")
	s.first++

	ann.finds(office)
	ann.does("q", "ask", "#f-question", "In which room?")
	s.answers(office, inOffice)
	ann.reads("#time", "Only in the office.")
	ann.finds(office)
	ann.resolves("The access point was replaced.")

	ann.finds(byMail)
	question := ann.does("q", "ask", "#f-question", "What does it ask for?")
	to, raw := s.letterWith(question).answer("<shift1@example.gov>", atHome.Email, s.says(byMail, false, "For a code, twice."))
	s.bring(atHome.Email, to, raw)
	ann.reads("#time", "For a code, twice.")
	ann.finds(byMail)
	ann.does("p", "plan", "#f-step", "Look at the gateway's log.")
	ann.notes("The gateway says nothing.")
}

// work: teams behind the desk, tasks, and tickets that belong together.
func (s *shift) work(luis, ann *analyst) {
	moved, _ := s.asks("The line is dead after the move")
	luis.finds(moved)
	luis.begins("h", "route")
	for field, text := range map[string]string{"#f-location": "Harbor Office, room 12", "#f-phone": "555-0199", "#f-alternate": "555-0198"} {
		if luis.tab.Has("#act " + field) {
			luis.tab.Fill("#act "+field, text)
		}
	}
	if luis.tab.Has("#act #f-service") {
		luis.tab.Choose("#act #f-service", "phone_line")
	}
	luis.tab.Choose("#f-team", "network")
	luis.writesIn("#act #f-reason", "The port is not patched.", false)
	luis.sends()
	s.call(marta, path(moved, "accept"), map[string]any{})

	wrong, _ := s.asks("Who orders chairs?")
	ann.finds(wrong)
	ann.begins("h", "route")
	ann.tab.Choose("#f-team", "deskside")
	if ann.tab.Has("#act #f-service") {
		ann.tab.Choose("#act #f-service", "advice")
	}
	ann.writesIn("#act #f-reason", "Perhaps you know.", false)
	ann.sends()
	s.call(marta, path(wrong, "return"), map[string]any{"reason": s.says(wrong, false, "Not ours: facilities do.")})
	ann.finds(wrong)
	ann.resolves("Facilities order chairs.")

	newcomer, _ := s.asks("A colleague starts on Monday")
	luis.finds(newcomer)
	luis.begins("T", "task")
	luis.tab.Choose("#f-team", "identity")
	luis.tab.Fill("#f-step", "Make the account")
	luis.writesIn("#act #f-details", "As her predecessor.", false)
	luis.sends()

	other, _ := s.asks("The same colleague needs a screen")
	luis.finds(other)
	luis.begins("L", "link")
	luis.tab.Fill("#act #f-other", strconv.FormatInt(newcomer, 10))
	luis.tab.Follow("#act form .verbs button.btn:not(.plain)")

	once, who := s.asks("The printer on the third floor hums")
	twice := s.call(who.Email, "", map[string]any{"subject": "The printer hums", "channel": "portal", "type": "incident"})
	ann.finds(twice)
	ann.begins("M", "merge")
	ann.tab.Fill("#act #f-into", strconv.FormatInt(once, 10))
	ann.tab.Click("#act #f-duplicate")
	ann.writesIn("#act #f-reason", "You asked twice; we go on there.", false)
	ann.sends()

	luis.logs("Still no laptop")
	luis.begins("E", "escalate")
	luis.writesIn("#act #f-reason", "It was promised for last week.", false)
	luis.sends()

	back, again := s.asks("Mail is slow")
	ann.finds(back)
	ann.resolves("The mailbox was full.")
	s.call(again.Email, path(back, "reopen"), map[string]any{"reason": s.says(back, false, "It is slow again.")})
	ann.finds(back)
	ann.resolves("The archive was moved.")

	done, later := s.asks("A folder is missing")
	luis.finds(done)
	luis.resolves("It is back.")
	next := s.call(later.Email, "", map[string]any{"subject": "The folder again", "channel": "portal", "type": "incident", "follow_up_of": done})
	luis.finds(next)
	luis.tab.Expect("#about", strconv.FormatInt(done, 10))
}

// together: both open one ticket and write.
func (s *shift) together(luis, ann *analyst) {
	id, _ := s.asks("The projector shows green")
	ann.finds(id)
	luis.finds(id)
	ann.begins("r", "reply")
	theirs := ann.writesIn("#act #f-body", "Is it the cable?", true)
	luis.reads("#present", "Ann Cho is writing")
	luis.begins("r", "reply")
	mine := luis.writesIn("#act #f-body", "Please try another input.", true)
	ann.sends()
	ann.sendsNow()
	luis.reads("#time", theirs)
	if status := luis.tab.Turn(func() { luis.tab.Ctrl('\r') }); status != 409 {
		s.t.Errorf("a reply over a newer one is answered %d, want a question", status)
	}
	luis.tab.Expect("#act", theirs)
	if got := luis.holds("#act #f-body"); got != mine {
		s.t.Errorf("after the question the form holds %q, want %q", got, mine)
	}
	luis.tab.Check()
	luis.tab.Click("#act #f-body")
	luis.sends()
	luis.sendsNow()
}

// lost: the connection goes in the middle of a reply, and comes back.
func (s *shift) lost(luis *analyst) {
	id, _ := s.asks("The tablet does not charge")
	luis.finds(id)
	luis.begins("r", "reply")
	luis.tab.Press("Have you tried ")
	luis.tab.Offline(true)
	luis.tab.Press(s.says(id, true, "another charger?"))
	text := luis.holds("#act #f-body")
	luis.reads("[data-draft-says]", "no connection")
	luis.tab.Ctrl('\r')
	luis.reads("[data-draft-says]", "no connection")
	if got := luis.holds("#act #f-body"); got != text {
		s.t.Errorf("sent into nothing, the form holds %q, want %q", got, text)
	}
	luis.tab.Offline(false)
	luis.reads("[data-draft-says]", "Draft saved")
	luis.sends()
	luis.sendsNow()
}

// killed: the desk dies while a reply waits and a draft is open, and is started again.
func (s *shift) killed(luis, ann *analyst) {
	waits, _ := s.asks("The stapler of the copier jams")
	drafted, _ := s.asks("Which camera do I get?")
	luis.finds(waits)
	reply := luis.replies("Please open the left door.")
	luis.tab.Wait("#outgoing [data-goes]")
	ann.finds(drafted)
	ann.begins("n", "note")
	draft := ann.writesIn("#act #f-body", "The one of the catalog, says", false)
	ann.reads("[data-draft-says]", "Draft saved")
	s.kill()
	ann.tab.Press(" Bo")
	ann.reads("[data-draft-says]", "no connection")
	s.open()
	ann.reads("[data-draft-says]", "Draft saved")
	if got := ann.holds("#act #f-body"); got != draft+" Bo" {
		s.t.Errorf("the draft is %q, want %q", got, draft+" Bo")
	}
	luis.reads("#time", reply)
	luis.tab.Until("!document.querySelector('#outgoing [data-goes]')")
	s.letterWith(reply)
}

// lastCalls: what remains of the forty, calls and short requests in turn.
func (s *shift) lastCalls(luis, ann *analyst) {
	for i := 0; s.next < contacts; i++ {
		who := []*analyst{luis, ann}[i%2]
		if i%3 == 2 {
			id, _ := s.asks(fmt.Sprintf("A short question, %d", i))
			who.finds(id)
			who.resolves("It is in the drawer.")
			s.first++
			continue
		}
		who.takes(fmt.Sprintf("A quick call, %d", i), "Done on the phone.")
	}
}
