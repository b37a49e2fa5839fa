package server_test

import (
	"bytes"
	"fmt"
	"io"
	netmail "net/mail"
	"slices"
	"strings"
	"testing"

	"switchboard/internal/channel/mail/mailtest"
	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/server"
)

// letter is a mail as its reader's program takes it.
type letter struct {
	netmail.Header
	text string
}

func opened(t *testing.T, m mailtest.Message) letter {
	t.Helper()
	read, err := netmail.ReadMessage(bytes.NewReader(m.Raw))
	if err != nil {
		t.Fatalf("%v in\n%s", err, m.Raw)
	}
	text, err := io.ReadAll(read.Body)
	if err != nil {
		t.Fatal(err)
	}
	return letter{read.Header, string(text)}
}

// answer is what a mail program sends when its reader answers a letter.
func (l letter) answer(id, from, words string) (to string, raw []byte) {
	reply, err := netmail.ParseAddress(l.Get("Reply-To"))
	if err != nil {
		return "", nil
	}
	return reply.Address, fmt.Appendf(nil, "Message-ID: %s\r\nDate: Fri, 20 Nov 2026 10:00:00 -0500\r\nFrom: %s\r\nTo: %s\r\nSubject: RE: %s\r\n"+
		"In-Reply-To: %s\r\nReferences: %s %s\r\n\r\n%s\r\n\r\nOn Fri, Nov 20, 2026 at 9:41 AM Service Center <%s> wrote:\r\n> old words\r\n",
		id, from, reply.Address, l.Get("Subject"), l.Get("Message-ID"), l.Get("References"), l.Get("Message-ID"), words, reply.Address)
}

// staff adds an analyst and answers who acts.
func staff(t *testing.T, s *server.Server, address string) access.Actor {
	t.Helper()
	return member(t, s, people.Person{Email: address, Name: "Luis Ortega", Role: people.Analyst, Teams: []string{"desk"}, Proven: true})
}

func member(t *testing.T, s *server.Server, p people.Person) access.Actor {
	t.Helper()
	id, err := s.Desk.AddPerson(t.Context(), access.System, p, "")
	if err != nil {
		t.Fatal(err)
	}
	who, _, err := s.Desk.Visitor(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return who
}

// entries are what happened to a ticket, as the desk itself sees it.
func entries(t *testing.T, s *server.Server, id int64) []ticket.Entry {
	t.Helper()
	sheet, err := s.Desk.Ticket(t.Context(), access.System, id)
	if err != nil {
		t.Fatal(err)
	}
	return sheet.Entries
}

func happened(all []ticket.Entry, is func(ticket.Event) bool) bool {
	return slices.ContainsFunc(all, func(e ticket.Entry) bool { return is(e.Event) })
}

// TestConversationByMail: a mail becomes a ticket and an acknowledgement with number and promise (ME-05, ME-55); the
// analyst's reply arrives in the thread of the customer's own mail; the answer to it, quotation and all, is the customer's
// new words on the ticket (CO-18, CO-42).
func TestConversationByMail(t *testing.T) {
	h := mailtest.Start(t)
	const address, ana = "talk-desk@example.gov", "talk-ana@example.com"
	s := mailDesk(t, h, "maine", address)
	luis := staff(t, s, "talk-luis@example.gov")
	member(t, s, people.Person{Email: ana, Name: "Ana Ruiz", Role: people.Customer, Agency: "Revenue", Proven: true})
	h.Submit(t, ana, address, []byte("Message-ID: <talk1@example.com>\r\nDate: Fri, 20 Nov 2026 09:00:00 -0500\r\nFrom: Ana Ruiz <"+ana+">\r\nTo: "+address+
		"\r\nSubject: The VPN drops\r\n\r\nEvery ten minutes, since Monday.\r\n"))
	ack := opened(t, h.WaitFor(t, ana, 1)[0])
	list, err := s.Desk.List(t.Context(), access.System, "any", desk.Page{Limit: 1})
	if err != nil || len(list.Rows) != 1 {
		t.Fatalf("%d tickets, %v", len(list.Rows), err)
	}
	id := list.Rows[0].ID
	if number := fmt.Sprintf("#%d", id); !strings.Contains(ack.Get("Subject"), number) || ack.Get("In-Reply-To") != "<talk1@example.com>" || ack.Get("Auto-Submitted") == "" {
		t.Errorf("the acknowledgement: %v", ack.Header)
	}

	if _, err := s.Desk.Reply(t.Context(), luis, desk.On{Ticket: id}, "Please restart the client and tell me what it says."); err != nil {
		t.Fatal(err)
	}
	var reply letter
	h.WaitUntil(t, ana, func(all []mailtest.Message) bool {
		for _, m := range all {
			if l := opened(t, m); strings.Contains(l.text, "Please restart the client") {
				reply = l
			}
		}
		return reply.text != ""
	})
	if !strings.Contains(reply.Get("References"), "<talk1@example.com>") || !strings.Contains(reply.Get("References"), ack.Get("Message-ID")) || reply.Get("Auto-Submitted") != "" {
		t.Errorf("the reply is not in the thread: %v", reply.Header)
	}

	to, raw := reply.answer("<talk2@example.com>", ana, "It says: certificate expired.")
	h.Submit(t, ana, to, raw)
	until(t, h, "the answer on the ticket", func() bool {
		return happened(entries(t, s, id), func(e ticket.Event) bool {
			w, ok := e.(ticket.Wrote)
			return ok && w.Body == "It says: certificate expired." && w.Mail != 0
		})
	})
	h.Submit(t, "talk-mallory@example.com", to, bytes.ReplaceAll(bytes.ReplaceAll(raw, []byte(ana), []byte("talk-mallory@example.com")), []byte("talk2"), []byte("talk3")))
	until(t, h, "the stranger's mail to be held", func() bool {
		held, err := s.Desk.HeldMail(t.Context(), luis, 0, 10)
		return err == nil && len(held) == 1
	})
	if n := len(slices.DeleteFunc(entries(t, s, id), func(e ticket.Entry) bool { _, wrote := e.Event.(ticket.Wrote); return !wrote })); n != 1 {
		t.Errorf("%d messages of customers on the ticket, want one: another sender's mail is never threaded", n)
	}
}

// TestBounceShowsOnTheTicket: what the next server takes and a later one cannot deliver comes back as a report, and is the
// state of that letter on its ticket; it opens nothing and is answered by nobody (CO-18).
func TestBounceShowsOnTheTicket(t *testing.T) {
	h := mailtest.Start(t)
	const address = "bounce-desk@example.gov"
	s := mailDesk(t, h, "maine", address)
	luis := staff(t, s, "bounce-luis@example.gov")
	o, err := s.Desk.Open(t.Context(), luis, desk.Request{Subject: "Called from the corridor", Channel: "phone", Email: mailtest.Gone, Type: "incident", Impact: "person", Urgency: "can_work"})
	if err != nil {
		t.Fatal(err)
	}
	state := func(want string) func() bool {
		return func() bool {
			return happened(entries(t, s, o.Ticket.ID), func(e ticket.Event) bool {
				d, ok := e.(ticket.DeliveryReported)
				return ok && d.Address == mailtest.Gone && d.State == want
			})
		}
	}
	until(t, h, "the letter to be accepted", state("accepted"))
	until(t, h, "the letter to bounce", state("bounced"))
	list, err := s.Desk.List(t.Context(), access.System, "any", desk.Page{Limit: 10})
	if err != nil || len(list.Rows) != 1 {
		t.Errorf("%d tickets, %v: a bounce opened one", len(list.Rows), err)
	}
}

// TestPostfixAway: while no server takes mail the desk goes on, and when one does each letter arrives, once.
func TestPostfixAway(t *testing.T) {
	h := mailtest.Start(t)
	const address, ana = "away-desk@example.gov", "away-ana@example.com"
	s := mailDesk(t, h, "maine", address)
	luis := staff(t, s, "away-luis@example.gov")
	member(t, s, people.Person{Email: ana, Name: "Ana Ruiz", Role: people.Customer, Proven: true})
	h.StopPostfix(t)
	const n = 5
	for i := range n {
		if _, err := s.Desk.Open(t.Context(), luis, desk.Request{Subject: fmt.Sprintf("Request %d", i), Channel: "phone", Email: ana, Type: "request", Impact: "person", Urgency: "can_work"}); err != nil {
			t.Fatal(err)
		}
	}
	h.StartPostfix(t)
	ids := map[string]int{}
	for _, m := range h.WaitFor(t, ana, n) {
		ids[opened(t, m).Get("Message-ID")]++
	}
	if len(ids) != n {
		t.Errorf("%d letters of %d: %v", len(ids), n, ids)
	}
}

// TestMailToADeskThatTakesNone: Colorado writes mail and reads no new requests by it. Such a mail is answered with the ways
// that there are, and opens nothing; the answer to one of its own letters reaches the ticket (CO-42).
func TestMailToADeskThatTakesNone(t *testing.T) {
	h := mailtest.Start(t)
	const address, ana = "nomail-desk@example.gov", "nomail-ana@example.com"
	s := mailDesk(t, h, "colorado", address)
	luis := staff(t, s, "nomail-luis@example.gov")
	member(t, s, people.Person{Email: ana, Name: "Ana Ruiz", Role: people.Customer, Proven: true})
	h.Submit(t, ana, address, []byte("Message-ID: <nomail1@example.com>\r\nDate: Fri, 20 Nov 2026 09:00:00 -0500\r\nFrom: "+ana+"\r\nTo: "+address+"\r\nSubject: Help\r\n\r\nPlease.\r\n"))
	told := opened(t, h.WaitFor(t, ana, 1)[0])
	if !strings.Contains(told.text, "303.239.HELP") || told.Get("Auto-Submitted") != "auto-replied" {
		t.Errorf("the answer names no other way: %v\n%s", told.Header, told.text)
	}
	o, err := s.Desk.Open(t.Context(), luis, desk.Request{Subject: "By phone", Channel: "phone", Email: ana, Type: "incident"})
	if err != nil {
		t.Fatal(err)
	}
	ack := opened(t, h.WaitFor(t, ana, 2)[1])
	to, raw := ack.answer("<nomail2@example.com>", ana, "One more thing.")
	h.Submit(t, ana, to, raw)
	until(t, h, "the answer on the ticket", func() bool {
		return happened(entries(t, s, o.Ticket.ID), func(e ticket.Event) bool { w, ok := e.(ticket.Wrote); return ok && w.Body == "One more thing." })
	})
	list, err := s.Desk.List(t.Context(), access.System, "any", desk.Page{Limit: 10})
	if err != nil || len(list.Rows) != 1 {
		t.Errorf("%d tickets, %v; want the one by phone", len(list.Rows), err)
	}
}
