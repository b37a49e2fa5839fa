package letter_test

import (
	"strings"
	"testing"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/notice"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/core/wording"
)

// Whoever has joined an outage reads its updates, and neither the words of whoever reported it nor a way to the ticket.
func TestWhoHasJoinedReadsUpdatesAlone(t *testing.T) {
	s := open(t, load(t, "colorado"), in("America/Denver", "2026-11-20 10:00"), ticket.Opened{Subject: "Dana cannot open her case files", Channel: "phone", Service: "application"},
		definition.ClassQuery{Type: "incident", Outage: true})
	s.at(in("America/Denver", "2026-11-20 10:20"), kim, ticket.Joined{Person: kim})
	s.at(in("America/Denver", "2026-11-20 10:30"), luis, ticket.UpdatePublished{Body: "The servers restart.", Audience: []people.ID{dana, kim}})
	theirs := s.letter(t, notice.Update, kim, wording.English)
	all := theirs.Subject + theirs.Text + theirs.HTML
	if strings.Contains(all, "case files") || strings.Contains(all, "/tickets/") || !strings.Contains(theirs.Text, "The servers restart.") {
		t.Errorf("kim reads %q\n%s", theirs.Subject, theirs.Text)
	}
	if own := s.letter(t, notice.Update, dana, wording.English); !strings.Contains(own.Subject, "case files") || !strings.Contains(own.Text, "/tickets/100123") {
		t.Errorf("dana reads %q\n%s", own.Subject, own.Text)
	}
}
