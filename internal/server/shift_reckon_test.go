package server_test

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"switchboard/internal/channel/mail/mailtest"
	"switchboard/internal/channel/mail/outbox/sink"
	"switchboard/internal/core/access"
	"switchboard/internal/demo"
	"switchboard/internal/desk"
)

// readable is a letter without the soft line ends of quoted-printable (RFC 2045, 6.7), so that a word is whole.
func readable(raw []byte) string { return strings.ReplaceAll(string(raw), "=\r\n", "") }

func mailMessage(m sink.Message) mailtest.Message { return mailtest.Message{Raw: m.Raw} }

// reckon closes the desk and counts: each word stands in one entry of its ticket or in one draft, each letter was sent once, the
// figure of the first contacts is what was done, and the desk has complained of nothing.
func (s *shift) reckon() {
	s.allLetters()
	s.stop()
	s.oneLetterEach()
	s.inside(func(d *desk.Desk) {
		s.oneEntryEach(d)
		sum, err := d.Handling(s.t.Context(), access.System, s.opened, d.Now().Add(time.Minute))
		s.must(err)
		if got := sum.FirstContacts.All.First; got != s.first {
			s.t.Errorf("%d resolved at the first contact, want %d", got, s.first)
		}
	})
	for _, line := range s.said.lines() {
		if strings.Contains(line, "level=ERROR") || strings.Contains(line, "level=WARN") || strings.Contains(line, "panic") {
			s.t.Errorf("the desk says: %s", line)
		}
	}
}

// allLetters waits until every word that is for a customer has gone out.
func (s *shift) allLetters() {
	waits := time.Now().Add(30 * time.Second)
	for {
		taken, missing := s.letters.Taken(), []string{}
		for mark, w := range s.typed {
			if w.public && !slices.ContainsFunc(taken, func(m sink.Message) bool { return strings.Contains(readable(m.Raw), mark) }) {
				missing = append(missing, w.text+" "+mark)
			}
		}
		if len(missing) == 0 {
			return
		}
		if time.Now().After(waits) {
			s.t.Errorf("no letter says %q", missing)
			return
		}
		s.letters.Wait(len(taken)+1, time.Second)
	}
}

func (s *shift) oneEntryEach(d *desk.Desk) {
	found := map[string]int{}
	for id := range s.tickets(d) {
		sheet, err := d.Ticket(s.t.Context(), access.System, id)
		s.must(err)
		for _, entry := range sheet.Entries {
			text, err := json.Marshal(entry.Event)
			s.must(err)
			for mark, w := range s.typed {
				if strings.Contains(string(text), mark) {
					if found[mark]++; w.ticket != id {
						s.t.Errorf("%q was written on %d and stands on %d: %s", w.text, w.ticket, id, text)
					}
				}
			}
		}
	}
	for _, address := range []string{luis, ann} {
		who, err := d.SignIn(s.t.Context(), address, demo.Password)
		s.must(err)
		drafts, err := d.MyDrafts(s.t.Context(), who)
		s.must(err)
		for _, draft := range drafts {
			for mark := range s.typed {
				if strings.Contains(draft.Text, mark) {
					found[mark]++
				}
			}
		}
	}
	for mark, w := range s.typed {
		if found[mark] != 1 {
			s.t.Errorf("%q (%s) of ticket %d stands in %d places, want one", w.text, mark, w.ticket, found[mark])
		}
	}
}

// tickets are all that came in the shift.
func (s *shift) tickets(d *desk.Desk) map[int64]bool {
	out := map[int64]bool{}
	for page := (desk.Page{Limit: desk.MaxPage}); ; {
		list, err := d.List(s.t.Context(), access.System, "any", page)
		s.must(err)
		for _, row := range list.Rows {
			out[row.ID] = true
		}
		if page.After = list.Next; list.Next == (desk.Cursor{}) {
			return out
		}
	}
}

func (s *shift) oneLetterEach() {
	ids, words := map[[2]string]int{}, map[[2]string]int{}
	for _, m := range s.letters.Taken() {
		ids[[2]string{m.To, m.ID}]++
		text := readable(m.Raw)
		for mark := range s.typed {
			if strings.Contains(text, mark) {
				words[[2]string{m.To, mark}]++
			}
		}
	}
	for letter, n := range ids {
		if n != 1 {
			s.t.Errorf("%s got %s %d times", letter[0], letter[1], n)
		}
	}
	for letter, n := range words {
		if n != 1 {
			s.t.Errorf("%s got %q in %d letters", letter[0], s.typed[letter[1]].text, n)
		}
	}
}
