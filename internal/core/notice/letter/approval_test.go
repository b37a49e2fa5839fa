package letter_test

import (
	"strings"
	"testing"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/notice"
	"switchboard/internal/core/ticket"
	"switchboard/internal/core/wording"
)

// ASKS 15: who is asked reads what for, by whom, why, at what cost, by when and in whose place, and that a mail is no answer.
func TestWhoIsAskedToApproveReadsWhat(t *testing.T) {
	s := open(t, load(t, "maine"), in("America/New_York", "2026-11-20 10:00"), ticket.Opened{Subject: "An account for Rosa", Description: "A laptop, too.", Channel: "portal", Requester: kim},
		definition.ClassQuery{Type: "new_user"})
	s.at(in("America/New_York", "2026-11-20 10:00"), kim, wanted)
	for lang, want := range map[wording.Lang][]string{
		wording.English: {"as supervisor", "A new user", "An account for Rosa", "A laptop, too.", "She starts in May.", "Cost: $300", "in place of Luis Ortega", "approves or refuses nothing", "November 24, 2026"},
		wording.Spanish: {"Un usuario nuevo", "Costo: $300", "en lugar de Luis Ortega", "no aprueba ni rechaza nada"},
	} {
		got := s.letter(t, notice.ApprovalWanted, dana, lang)
		for _, w := range want {
			if !strings.Contains(got.Text, w) {
				t.Errorf("%s: no %q in\n%s", lang, w, got.Text)
			}
		}
	}
	s.at(in("America/New_York", "2026-11-21 10:00"), 0, ticket.ApprovalReminded{Number: 1})
	if got := s.letter(t, notice.ApprovalWanted, dana, wording.English); !strings.Contains(got.Text, "A reminder") {
		t.Errorf("%s", got.Text)
	}
}
