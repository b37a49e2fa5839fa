package letter_test

import (
	"strings"
	"testing"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/notice"
	"switchboard/internal/core/notice/letter"
	"switchboard/internal/core/ticket"
	"switchboard/internal/core/wording"
)

// The letter of a resolution leads to the survey where its reader is asked, and nobody else's does (ME-21, ME-34).
func TestResolutionAsksHowItWent(t *testing.T) {
	def := load(t, "maine")
	life := []ticket.Entry{{Seq: 1, Event: ticket.Opened{Subject: "Printer", Requester: dana}}, {Seq: 2, By: luis, Event: ticket.Resolved{Text: "The fuser is new."}}}
	for _, pass := range []string{"100123.1.0.1.proof", ""} {
		f := letter.Facts{Kind: notice.Resolved, To: cast[dana], Ticket: ticket.Fold(100123, life), Life: life, Cause: life[1], People: cast, Desk: def,
			At: in("America/New_York", "2026-11-20 10:00"), Until: in("America/New_York", "2026-11-27 17:00"), Base: "https://help.example.gov", Pass: pass}
		l := letter.Write(words.Printer(wording.English, words.Vocabulary(def.Words.Roles())), f)
		if got := strings.Contains(l.Text, "https://help.example.gov/rate?pass=100123.1.0.1.proof") && strings.Contains(l.HTML, "Rate the service"); got != (pass != "") {
			t.Errorf("with %q it says:\n%s", pass, l.Text)
		}
	}
}

// What came of an objection is said by what was objected to (A26).
func TestAnswerToAnObjection(t *testing.T) {
	at := in("America/New_York", "2026-11-20 10:00")
	for _, c := range []struct {
		what   string
		upheld bool
		lang   wording.Lang
		want   string
	}{
		{ticket.ContestPause, true, wording.English, "the pause is taken back"},
		{ticket.ContestClass, true, wording.English, "has another class now"},
		{ticket.ContestClass, false, wording.English, "It stays as it was"},
		{ticket.ContestPause, true, wording.Spanish, "se retira la pausa"},
	} {
		s := open(t, load(t, "maine"), at, ticket.Opened{Subject: "Printer", Channel: "portal"}, definition.ClassQuery{Type: "incident"})
		s.at(at, dana, ticket.Contested{What: c.what, Text: "No."}).at(at, luis, ticket.ContestAnswered{Upheld: c.upheld, Reason: "We had the key."})
		if l := s.letter(t, notice.ContestAnswered, dana, c.lang); !strings.Contains(l.Text, c.want) || !strings.Contains(l.Text, "We had the key.") {
			t.Errorf("%s %v: %s", c.what, c.upheld, l.Text)
		}
	}
}
