package letter_test

import (
	"strings"
	"testing"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/notice"
	"switchboard/internal/core/ticket"
	"switchboard/internal/core/wording"
)

// ME-56, A20: the acknowledgement of a request at short notice says so, and promises nothing by that date; one that was asked
// in time has its date among the promises.
func TestShortNoticeIsSaidAtOnce(t *testing.T) {
	for _, x := range []struct {
		lang         wording.Lang
		short        bool
		says, silent string
	}{
		{wording.English, true, "Short notice: you asked 10 days ahead; 14 are needed, so the date is not guaranteed.", "November 26"},
		{wording.Spanish, true, "Aviso corto: lo pidió con 10 días de anticipación", "26 de noviembre"},
		{wording.English, false, "November 26", "Short notice"},
	} {
		s := open(t, load(t, "maine"), in("America/New_York", "2026-11-16 10:00"), ticket.Opened{Subject: "An account for Rosa", Channel: "portal"},
			definition.ClassQuery{Type: "new_user"})
		s.at(in("America/New_York", "2026-11-16 10:00"), dana, ticket.DateWanted{By: "2026-11-26", Given: 10, Needed: 14, Short: x.short})
		got := s.letter(t, notice.Acknowledged, dana, x.lang).Text
		if !strings.Contains(got, x.says) || strings.Contains(got, x.silent) {
			t.Errorf("%s, short %v: want %q and no %q in\n%s", x.lang, x.short, x.says, x.silent, got)
		}
	}
}
