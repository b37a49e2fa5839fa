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

// place is where a word was found: the number of a ticket, or the address of a letter, and the word.
type place[P comparable] struct {
	at   P
	mark string
}

// reckon closes the desk and counts by what was typed: each word stands once where it belongs and nowhere else, each letter was
// sent once, there are no more tickets than were asked for, the figure of the first contacts is what was done, and the desk has
// complained of nothing.
func (s *shift) reckon() {
	s.allLetters()
	s.stop()
	s.oneLetterEach()
	s.inside(func(d *desk.Desk) {
		s.oneEntryEach(d)
		s.asManyTickets(d)
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

// allLetters waits until every word that is for somebody has gone out to them.
func (s *shift) allLetters() {
	for waits := time.Now().Add(30 * time.Second); ; {
		taken, missing := s.letters.Taken(), []string{}
		for mark, w := range s.typed {
			for _, to := range w.to {
				if !slices.ContainsFunc(taken, func(m sink.Message) bool { return m.To == to && strings.Contains(readable(m.Raw), mark) }) {
					missing = append(missing, to+": "+w.text+" "+mark)
				}
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

// oneLetterEach: nobody got a letter or a word twice.
func (s *shift) oneLetterEach() {
	ids, words := map[place[string]]int{}, map[place[string]]int{}
	for _, m := range s.letters.Taken() {
		ids[place[string]{m.To, m.ID}]++
		text := readable(m.Raw)
		for mark := range s.typed {
			if strings.Contains(text, mark) {
				words[place[string]{m.To, mark}]++
			}
		}
	}
	for p, n := range ids {
		if n != 1 {
			s.t.Errorf("%s got %s %d times", p.at, p.mark, n)
		}
	}
	for p, n := range words {
		if n != 1 {
			s.t.Errorf("%s got %q in %d letters", p.at, s.typed[p.mark].text, n)
		}
	}
}

// oneEntryEach: each word stands once in the history of each ticket that it was written on, or in a draft there.
func (s *shift) oneEntryEach(d *desk.Desk) {
	found := map[place[int64]]int{}
	note := func(id int64, text string) {
		for mark := range s.typed {
			if n := strings.Count(text, mark); n > 0 {
				found[place[int64]{id, mark}] += n
			}
		}
	}
	for _, row := range s.rows(d) {
		sheet, err := d.Ticket(s.t.Context(), access.System, row.ID)
		s.must(err)
		for _, entry := range sheet.Entries {
			text, err := json.Marshal(entry.Event)
			s.must(err)
			note(row.ID, string(text))
		}
	}
	for _, address := range []string{luis, ann} {
		who, err := d.SignIn(s.t.Context(), address, demo.Password)
		s.must(err)
		drafts, err := d.MyDrafts(s.t.Context(), who)
		s.must(err)
		for _, draft := range drafts {
			note(draft.Ticket, draft.Text)
		}
	}
	for mark, w := range s.typed {
		for _, on := range w.on {
			p := place[int64]{on.id, mark}
			if found[p] != 1 {
				s.t.Errorf("%q (%s) stands %d times on %d (%s), want once", w.text, mark, found[p], on.id, on.about)
			}
			delete(found, p)
		}
	}
	for p, n := range found {
		s.t.Errorf("%q (%s) stands %d times on %d, where nobody wrote it", s.typed[p.mark].text, p.mark, n, p.at)
	}
}

// asManyTickets: one for each who asked, and one for each task.
func (s *shift) asManyTickets(d *desk.Desk) {
	asked := s.tasks
	for _, c := range s.calls {
		if c.id != 0 {
			asked++
		}
	}
	came := 0
	for _, row := range s.rows(d) {
		if !row.Received.Before(s.opened) {
			came++
		}
	}
	if came != asked {
		s.t.Errorf("%d tickets came of what was asked, want %d", came, asked)
	}
}

// rows are all tickets of the desk.
func (s *shift) rows(d *desk.Desk) (out []desk.Row) {
	for page := (desk.Page{Limit: desk.MaxPage}); ; {
		list, err := d.List(s.t.Context(), access.System, "any", page)
		s.must(err)
		out = append(out, list.Rows...)
		if page.After = list.Next; list.Next == (desk.Cursor{}) {
			return out
		}
	}
}
