package desk_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store"
	"switchboard/internal/store/migrations"
)

// aFriday is a moment at which all three desks are open.
var aFriday = time.Date(2026, 11, 20, 16, 0, 0, 0, time.UTC)

// post is a house with a mailbox.
type post struct {
	*desktest.House
	t *testing.T
}

// eachPost runs a test on both databases, with a desk whose mail has names.
func eachPost(t *testing.T, definition string, run func(t *testing.T, p post)) {
	t.Helper()
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) { run(t, newPost(t, db, definition)) })
}

func newPost(t *testing.T, db *sqldb.DB, definition string) post {
	h := desktest.Open(t, db, definition, aFriday)
	h.UseMail(desk.MailNames{Domain: "desk.example.gov", Addresses: []string{"help@desk.example.gov"}, Trust: "mx.example.gov"})
	return post{h, t}
}

// gets stores a mail that arrives now, reads it, and answers what became of it. Lines end as in Go's source.
func (p post) gets(raw string) desk.Mail {
	p.t.Helper()
	return p.reads(p.stores(desk.ArrivedMail{Mailbox: "desk", Raw: []byte(raw)}))
}

func (p post) stores(in desk.ArrivedMail) int64 {
	p.t.Helper()
	in.Raw = []byte(strings.ReplaceAll(string(in.Raw), "\n", "\r\n"))
	id, _, err := p.StoreMail(ctx, access.System, in)
	if err != nil {
		p.t.Fatal(err)
	}
	return id
}

func (p post) reads(id int64) desk.Mail {
	p.t.Helper()
	if err := p.ReadMail(ctx, access.System, id); err != nil {
		p.t.Fatal(err)
	}
	m, err := store.MailByID(ctx, p.DB.Reader(), id)
	if err != nil {
		p.t.Fatal(err)
	}
	return m
}

// ticket is a ticket as the desk itself sees it.
func (p post) ticket(id int64) desk.Sheet {
	p.t.Helper()
	s, err := p.Ticket(ctx, access.System, id)
	if err != nil {
		p.t.Fatal(err)
	}
	return s
}

// withFiles is a mail with files; the name of one has a folder before it, reverses the order of reading, and ends in a space.
var withFiles = strings.ReplaceAll(`Message-ID: <1@mail.example.gov>
Date: Fri, 20 Nov 2026 10:00:00 -0500
From: "Whitfield, Dana" <Dana.Whitfield@example.gov>
To: help@desk.example.gov
Subject: The printer blinks
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

It blinks since Monday.
--b
Content-Type: image/png; name="../../photoRLOgnp.exe "
Content-Disposition: inline
Content-ID: <p>
Content-Transfer-Encoding: base64

aGVsbG8=
--b
Content-Type: text/calendar; method=REQUEST

BEGIN:VCALENDAR
END:VCALENDAR
--b
Content-Type: application/ms-tnef

x
--b--
`, "RLO", "\u202e")

// ME-05: a mail is a ticket, in the name of who wrote it, by claim; its files hang on it under ids that nobody can guess.
func TestMailOpensTicket(t *testing.T) {
	eachPost(t, "maine", func(t *testing.T, p post) {
		luis := p.Person("luis", people.Analyst, "", "desk")
		mallory := p.Person("mallory", people.Customer, "")
		m := p.gets(withFiles)
		if m.State != store.MailOpened || m.Ticket == 0 || m.Author != "dana.whitfield@example.gov" {
			t.Fatalf("it became %+v", m)
		}
		s := p.ticket(m.Ticket)
		o := s.Ticket.Request
		who := s.People[o.Requester]
		if o.Subject != "The printer blinks" || o.Description != "It blinks since Monday." || o.Channel != "mail" || o.Quiet || o.Mail != m.ID {
			t.Errorf("opened %+v", o)
		}
		if who.Email != m.Author || who.Name != "Whitfield, Dana" || who.Proven || who.Role != people.Customer {
			t.Errorf("asked by %+v", who)
		}
		var names []string
		for _, f := range o.Files {
			names = append(names, f.Name)
			if len(f.ID) < 20 {
				t.Errorf("the id %q can be guessed", f.ID)
			}
		}
		if strings.Join(names, "|") != "photognp.exe|file-2.ics|winmail.dat" {
			t.Errorf("files %q", names)
		}
		dana, _, err := p.Visitor(ctx, o.Requester)
		if err != nil {
			t.Fatal(err)
		}
		for _, who := range []desk.Actor{dana, luis} {
			if f, err := p.File(ctx, who, o.Files[0].ID); err != nil || string(f.Bytes) != "hello" || f.Type != "image/png" {
				t.Errorf("fetched %+v, %v", f, err)
			}
			if _, raw, err := p.OriginalMail(ctx, who, m.ID); err != nil || strings.ReplaceAll(string(raw), "\r\n", "\n") != withFiles {
				t.Errorf("the original of %d bytes, %v", len(raw), err)
			}
		}
		if _, err := p.File(ctx, mallory, o.Files[0].ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger fetched a file: %v", err)
		}
		if _, _, err := p.OriginalMail(ctx, mallory, m.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger read the original: %v", err)
		}
		if again := p.reads(m.ID); again != m || p.ticket(m.Ticket).Ticket.Version != s.Ticket.Version {
			t.Errorf("read again it became %+v", again)
		}
	})
}

// A mail waits for a person, who opens, threads or drops it; a customer cannot (OK-12).
func TestHeldMail(t *testing.T) {
	eachPost(t, "maine", func(t *testing.T, p post) {
		luis := p.Person("luis", people.Analyst, "", "desk")
		dana := p.Person("dana", people.Customer, "")
		opened, err := p.Open(ctx, dana, desk.Request{Subject: "Printer", Type: "incident"})
		if err != nil {
			t.Fatal(err)
		}
		held := p.hold("<2@x>", "Open me")
		if list, err := p.HeldMail(ctx, luis, 0, 10); err != nil || len(list) != 1 || list[0].ID != held {
			t.Errorf("held are %+v, %v", list, err)
		}
		if _, err := p.HeldMail(ctx, dana, 0, 10); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a customer lists held mail: %v", err)
		}
		if _, err := p.OpenHeld(ctx, dana, held); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a customer opens held mail: %v", err)
		}
		got, err := p.OpenHeld(ctx, luis, held)
		if err != nil || got.Request.Subject != "Open me" || got.Request.Mail != held {
			t.Errorf("opened %+v, %v", got.Request, err)
		}
		if err := p.DropHeld(ctx, luis, held, "late"); !fault.Is(err, fault.Conflict) {
			t.Errorf("what was opened was dropped: %v", err)
		}
		held = p.hold("<3@x>", "Thread me")
		on, err := p.ThreadHeld(ctx, luis, held, opened.Ticket.ID)
		entries := p.ticket(on.ID).Entries
		if wrote, ok := entries[len(entries)-1].Event.(ticket.Wrote); err != nil || !ok || wrote.Via != luis.ID || wrote.Mail != held {
			t.Errorf("threaded %+v, %v", entries[len(entries)-1], err)
		}
		held = p.hold("<4@x>", "Drop me")
		if err := p.DropHeld(ctx, luis, held, " "); !fault.Is(err, fault.Invalid) {
			t.Errorf("dropped without a reason: %v", err)
		}
		if err := p.DropHeld(ctx, luis, held, "advertising"); err != nil {
			t.Error(err)
		}
		if list, err := p.HeldMail(ctx, luis, 0, 10); err != nil || len(list) != 0 {
			t.Errorf("held are %+v, %v", list, err)
		}
		if got := p.mailFacts(); got != "mail.decided mail.decided mail.decided" { // three were decided once each; the test held them itself
			t.Errorf("in the log is %s", got)
		}
		if m := p.gets(plainMail(5, "help@desk.example.gov", "Me", "", "x")); m.State != store.MailHeld || p.mailFacts() != "mail.decided mail.decided mail.decided mail.held" {
			t.Errorf("%s; in the log is %s", m.State, p.mailFacts())
		}
	})
}

// DESIGN 9.7: what names a sealed ticket is neither listed nor counted for who may not know of it, and hides nothing behind it.
func TestHeldMailOfTheSealed(t *testing.T) {
	eachPost(t, "maine", func(t *testing.T, p post) {
		luis, fay := p.Person("luis", people.Analyst, "", "desk"), p.Person("fay", people.Analyst, "", "security")
		dana := p.Person("dana", people.Customer, "")
		opened, err := p.Open(ctx, dana, desk.Request{Subject: "Secret", Type: "incident", Service: "security"})
		if err != nil || !p.ticket(opened.Ticket.ID).Ticket.Sealed {
			t.Fatalf("%+v, %v", opened.Ticket, err)
		}
		for i := range 6 {
			subject := fmt.Sprintf("[#%d] x", opened.Ticket.ID)
			if i == 5 {
				subject = "STATUS 987654321"
			}
			if m := p.gets(plainMail(i, fmt.Sprintf("eve%d@example.org", i), subject, "", "x")); m.State != store.MailHeld {
				t.Fatalf("%s: %s", m.State, m.Reason)
			}
		}
		for _, c := range []struct {
			who  access.Actor
			want int
		}{{luis, 1}, {fay, 6}} {
			all, err := p.HeldMail(ctx, c.who, 0, 3)
			n, cerr := p.HeldCount(ctx, c.who)
			if err != nil || cerr != nil || len(all) != min(c.want, 3) || n != c.want {
				t.Errorf("%d listed and %d counted of %d, %v, %v", len(all), n, c.want, err, cerr)
			}
		}
	})
}

// mailFacts are the kinds of all facts of mail that waits, in order.
func (p post) mailFacts() string {
	p.t.Helper()
	kinds, err := sqldb.All(ctx, p.DB.Reader(), sqldb.Value[string], `SELECT kind FROM fact WHERE kind LIKE 'mail.%' ORDER BY seq`)
	if err != nil {
		p.t.Fatal(err)
	}
	return strings.Join(kinds, " ")
}

// hold stores a mail of a stranger and holds it.
func (p post) hold(id, subject string) int64 {
	p.t.Helper()
	mail := p.stores(desk.ArrivedMail{Raw: []byte("Message-ID: " + id + "\nDate: Fri, 20 Nov 2026 10:00:00 -0500\nFrom: eve@example.org\nSubject: " + subject + "\n\nWords.\n")})
	err := p.DB.Write(context.Background(), func(tx *sqldb.Tx) error {
		return store.SettleMail(ctx, tx, store.Mail{ID: mail, State: store.MailHeld, Reason: "a test", Author: "eve@example.org", Subject: subject})
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return mail
}
