package desk_test

import (
	"fmt"
	"strings"
	"testing"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// What came with an empty way back is a notice of a mail system, whether or not a header repeats it: answering it would begin a
// loop (RFC 5321, 4.5.5; RFC 3834, 2).
func TestNoWayBackIsNoRequest(t *testing.T) {
	eachPost(t, "maine", func(t *testing.T, p post) {
		raw := []byte(plainMail(1, "robot@example.org", "Your message", "", "It could not be taken."))
		for _, c := range []struct {
			way, sender string
			state       store.MailState
		}{{"smtp", "", store.MailHeld}, {"lmtp", "", store.MailHeld}, {"smtp", "robot@example.org", store.MailOpened}, {"desk", "", store.MailOpened}} {
			raw = append(raw, '\n', 'x', '\n')
			if m := p.reads(p.stores(desk.ArrivedMail{Mailbox: c.way, Sender: c.sender, Recipient: "help@desk.example.gov", Raw: raw})); m.State != c.state {
				t.Errorf("by %s from <%s>: %s, %s", c.way, c.sender, m.State, m.Reason)
			}
		}
	})
}

// An absence notice that says so in no header has an empty way back all the same, and goes to where a bounce would: it answers
// a letter, and is no bounce of it (RFC 3834, 3.3 and 4).
func TestAnAbsenceIsNoBounce(t *testing.T) {
	eachPost(t, "maine", func(t *testing.T, p post) {
		dana := p.Person("dana", people.Customer, "")
		o, err := p.Open(ctx, dana, desk.Request{Subject: "Printer", Type: "incident"})
		if err != nil {
			t.Fatal(err)
		}
		letter := addLetter(t, p.House, store.Letter{Kind: "acknowledged", Cause: 1, Ticket: o.Ticket.ID, Person: dana.ID, Address: "dana@example.gov"})
		post, err := p.Post(ctx, access.System, letter)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.ReportDelivery(ctx, access.System, letter, desk.LetterAccepted, "250 Ok"); err != nil {
			t.Fatal(err)
		}
		m := p.reads(p.stores(desk.ArrivedMail{Mailbox: "smtp", Recipient: "help+" + post.BounceTag + "@desk.example.gov",
			Raw: []byte(plainMail(1, "dana@example.gov", "Olen lomalla", "In-Reply-To: "+post.MessageID+"\n", "Palaan maanantaina."))}))
		if m.State != store.MailNoted || p.letter(letter).State != desk.LetterAccepted {
			t.Errorf("it was %s (%s), and the letter is %s", m.State, m.Reason, p.letter(letter).State)
		}
	})
}

// Who gets a copy of a mail can send it to the desk first, with a header by which it would be put aside. The mail itself is
// read all the same, and once.
func TestAForgedCopyTakesNoPlace(t *testing.T) {
	eachPost(t, "maine", func(t *testing.T, p post) {
		for i, forged := range []string{desk.MarkHeader + ": desk.example.gov\n", "Auto-Submitted: auto-replied\n", "X-Autoreply: yes\n", "Precedence: auto_reply\n",
			"Return-Path: <>\n", "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n", strings.Repeat("Received: from a by b\n", 100)} {
			p.gets(plainMail(i, "dana@example.gov", "Printer", forged, fmt.Sprint("It blinks. ", i)))
			genuine := plainMail(i, "dana@example.gov", "Printer", "", fmt.Sprint("It blinks. ", i))
			first := p.gets(genuine)
			again := p.gets("Received: from mx by mx2\nPrecedence: list\n" + genuine)
			if first.State != store.MailOpened || again.ID != first.ID {
				t.Errorf("after %q: %s (%s), then %d after %d", forged[:20], first.State, first.Reason, again.ID, first.ID)
			}
		}
	})
}

// The mark of another desk of this kind: what its machine says goes no further, so that two desks do not write to each other for
// ever; what a person there wrote waits for one here.
func TestMailOfAnotherDesk(t *testing.T) {
	eachPost(t, "maine", func(t *testing.T, p post) {
		for i, c := range []struct {
			mark, head string
			state      store.MailState
		}{
			{"desk.example.gov", "", store.MailDropped},
			{"other.example.org", "", store.MailHeld},
			{"other.example.org", "Auto-Submitted: auto-generated\n", store.MailDropped},
			{"other.example.org", "Auto-Submitted: auto-replied\n", store.MailDropped},
		} {
			m := p.gets(plainMail(i, "help@other.example.org", "Ours", desk.MarkHeader+": "+c.mark+"\n"+c.head, fmt.Sprint("x", i)))
			if m.State != c.state || m.Reason == "" {
				t.Errorf("%+v: %s, %s", c, m.State, m.Reason)
			}
		}
	})
}

// The same message in two deliveries is one; what the second says of where it goes still finds the ticket.
func TestTheSecondCopyFindsTheTicket(t *testing.T) {
	eachPost(t, "maine", func(t *testing.T, p post) {
		dana := p.Person("dana", people.Customer, "")
		o, err := p.Open(ctx, dana, desk.Request{Subject: "Printer", Type: "incident"})
		if err != nil {
			t.Fatal(err)
		}
		letter := addLetter(t, p.House, store.Letter{Kind: "acknowledged", Cause: 1, Ticket: o.Ticket.ID, Person: dana.ID, Address: "dana@example.gov"})
		post, err := p.Post(ctx, access.System, letter)
		if err != nil {
			t.Fatal(err)
		}
		raw := []byte(plainMail(1, "dana@example.gov", "More", "", "It blinks."))
		var ids []int64
		for _, to := range []string{"help@desk.example.gov", "help+" + post.ReplyTag + "@desk.example.gov", "help@desk.example.gov"} {
			ids = append(ids, p.stores(desk.ArrivedMail{Mailbox: "lmtp", Sender: "dana@example.gov", Recipient: to, Raw: raw}))
		}
		if m := p.reads(ids[0]); ids[1] != ids[0] || ids[2] != ids[0] || m.State != store.MailThreaded || m.Ticket != o.Ticket.ID {
			t.Errorf("%v: %s on %d, %s; written to %s", ids, m.State, m.Ticket, m.Reason, m.Recipient)
		}
	})
}

// DESIGN 9.1: another server's words, in a report or an alarm, neither break a line nor reverse the order of reading.
func TestServersWordsAreStraight(t *testing.T) {
	eachPost(t, "maine", func(t *testing.T, p post) {
		const bad = "550\u202e no\x1b[2J\r\nsuch \u2066user\u2028x"
		dana := p.Person("dana", people.Customer, "")
		letter := addLetter(t, p.House, store.Letter{Kind: "acknowledged", Cause: 1, Person: dana.ID, Address: "dana@example.gov"})
		if _, err := p.ReportDelivery(ctx, access.System, letter, desk.LetterRefused, bad); err != nil {
			t.Fatal(err)
		}
		if err := p.RaiseAlarm(ctx, access.System, "mailbox:desk", bad); err != nil {
			t.Fatal(err)
		}
		alarms, err := p.Alarms(ctx, access.System)
		if err != nil || len(alarms) != 1 {
			t.Fatalf("%+v, %v", alarms, err)
		}
		id := p.stores(desk.ArrivedMail{Raw: []byte("Subject: " + strings.ReplaceAll(bad, "\r\n", "") + "\n\nx\n")})
		if err := p.RescueMail(ctx, access.System, id, bad); err != nil {
			t.Fatal(err)
		}
		m := p.reads(id)
		for _, text := range []string{p.letter(letter).Detail, alarms[0].Says, m.Subject, m.Reason, p.ticket(m.Ticket).Ticket.Request.Subject} {
			if strings.ContainsAny(text, "\u202e\u2066\u2028\x1b\r\n") {
				t.Errorf("shown is %q", text)
			}
		}
	})
}

// Whoever asks for a number learns nothing by it: what is another's and what does not exist are treated alike.
func TestNumbersTellNothing(t *testing.T) {
	eachPost(t, "maine", func(t *testing.T, p post) {
		other := p.Person("dana", people.Customer, "")
		var numbers []int64
		for range 2 {
			s, err := p.Open(ctx, other, desk.Request{Subject: "Theirs", Type: "incident"})
			if err != nil {
				t.Fatal(err)
			}
			numbers = append(numbers, s.Ticket.ID)
		}
		ask := func(i int, subject string) string {
			m := p.gets(plainMail(i, "mallory@example.org", subject, "", fmt.Sprint("x", i)))
			return string(m.State) + m.Reason
		}
		if a, b := ask(1, fmt.Sprintf("STATUS %d", numbers[0])), ask(2, "STATUS 987654321"); a != b || !strings.HasPrefix(a, "held") {
			t.Errorf("another's is %s, what is not there %s", a, b)
		}
		n, err := sqldb.One(ctx, p.DB.Reader(), sqldb.Value[int], `SELECT count(*) FROM letter WHERE address = 'mallory@example.org'`)
		if err != nil || n != 0 {
			t.Errorf("mallory got %d letters, %v", n, err)
		}
	})
}

// Nothing that a mail calls its sender, its subject or its files reverses the order of reading or breaks a line.
func TestShownNamesAreStraight(t *testing.T) {
	eachPost(t, "maine", func(t *testing.T, p post) {
		m := p.gets(plainMail(1, "=?utf-8?q?Ann=E2=80=AEe=0D=0AX?= <an\u202en@example.org>", "=?utf-8?q?a=E2=80=AEb=E2=81=A6c=00d?= e\u2028f", "", "x"))
		if m.State != store.MailOpened {
			t.Fatalf("%s: %s", m.State, m.Reason)
		}
		s := p.ticket(m.Ticket)
		shown := []string{s.Ticket.Request.Subject, m.Subject, m.Author}
		for _, who := range s.People {
			shown = append(shown, who.Name, who.Email)
		}
		for _, text := range shown {
			if strings.ContainsAny(text, "\u202e\u2066\u2028\r\n\x00") {
				t.Errorf("shown is %q", text)
			}
		}
	})
}
