package desk_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/notice"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store"
	"switchboard/internal/store/migrations"
)

// plainMail is a mail of a few lines; head holds further fields.
func plainMail(id int, from, subject, head, body string) string {
	return fmt.Sprintf("Message-ID: <%d@mail.example.gov>\nDate: Fri, 20 Nov 2026 10:00:00 -0500\nFrom: %s\nTo: help@desk.example.gov\nSubject: %s\n%s\n%s\n", id, from, subject, head, body)
}

// Hostile mail is neutralised, held or refused, with the reason on record; none of it stops the next one (DESIGN 9.1, 9.3).
func TestHostileMail(t *testing.T) {
	const dana = "dana@example.gov"
	deep := strings.Repeat("Content-Type: multipart/mixed; boundary=b\n\n--b\n", 1000)
	many := strings.Repeat("someone.with.a.name@example.org, ", 100_000)
	bomb := "MIME-Version: 1.0\nContent-Type: application/zip; name=\"42.zip\"\nContent-Transfer-Encoding: base64\n"
	for _, c := range []struct {
		name, raw string
		state     store.MailState
		check     func(t *testing.T, p post, m desk.Mail)
	}{
		{"a header injected by an encoded word", plainMail(1, dana, "=?utf-8?q?Hi=0D=0ABcc:_all@example.gov?=", "", "x"), store.MailOpened, func(t *testing.T, p post, m desk.Mail) {
			if s := p.ticket(m.Ticket).Ticket.Request.Subject; strings.ContainsAny(s, "\r\n") || s != "Hi Bcc: all@example.gov" {
				t.Errorf("its subject is %q", s)
			}
		}},
		{"a folded Bcc grants nothing", plainMail(2, dana, "Cc", "Cc: mallory@example.org\nBcc: mallory@example.org\n", "x"), store.MailOpened, func(t *testing.T, p post, m desk.Mail) {
			if r := p.ticket(m.Ticket).Ticket.Request; r.Customer != 0 || len(p.ticket(m.Ticket).People) != 1 {
				t.Errorf("others joined: %+v", r)
			}
		}},
		{"parts 1,000 deep", "Message-ID: <3@x>\nDate: Fri, 20 Nov 2026 10:00:00 -0500\nFrom: " + dana + "\nSubject: Deep\n" + deep + "\nhello\n", store.MailOpened, nil},
		{"an archive stays one", plainMail(4, dana, "Zip", bomb, "UEsDBBQAAAAIAA=="), store.MailOpened, func(t *testing.T, p post, m desk.Mail) {
			if f := p.ticket(m.Ticket).Ticket.Request.Files; len(f) != 1 || f[0].Name != "42.zip" || f[0].Size != 10 {
				t.Errorf("files %+v", f)
			}
		}},
		{"100,000 recipients", plainMail(5, dana, "Many", "Cc: "+many+"\n", "x"), store.MailOpened, nil},
		{"forged Auto-Submitted gains nothing", plainMail(6, dana, "Auto", "Auto-Submitted: auto-replied\n", "x"), store.MailNoted, nil},
		{"a machine opens and is not answered", plainMail(7, "scanner@example.gov", "Scan", "Auto-Submitted: auto-generated\n", "x"), store.MailOpened, func(t *testing.T, p post, m desk.Mail) {
			if !p.ticket(m.Ticket).Ticket.Request.Quiet {
				t.Error("a machine would be answered")
			}
		}},
		{"the desk's own mark", plainMail(8, dana, "Loop", desk.MarkHeader+": desk.example.gov\n", "x"), store.MailDropped, nil},
		{"the desk's own address", plainMail(9, "help+1.abcdefghijklmnop@desk.example.gov", "Me", "", "x"), store.MailHeld, nil},
		{"in circles", plainMail(10, dana, "Hops", strings.Repeat("Received: from a by b\n", 120), "x"), store.MailDropped, nil},
		{"a report about nothing of ours", plainMail(11, "mailer-daemon@example.org", "Undelivered Mail", "X-Failed-Recipients: a@example.org\n", "x"), store.MailDropped, nil},
		{"no sender at all", "Message-ID: <12@x>\nSubject: Nobody\n\nx\n", store.MailOpened, func(t *testing.T, p post, m desk.Mail) {
			if m.Author != "unknown.sender@mail.invalid" || !p.ticket(m.Ticket).Ticket.Request.Quiet {
				t.Errorf("written by %s", m.Author)
			}
		}},
		{"a sender who is staff is no staff", plainMail(13, "luis@example.gov", "[#100001] x", "", "Close it."), store.MailHeld, nil},
		{"bytes that are no text", "Message-ID: <14@x>\nFrom: " + dana + "\nSubject: \xff\xfe\x00\x01\nContent-Type: text/plain; charset=utf-8\n\n\xff\x00\xfe\n", store.MailOpened, nil},
		{"nothing", "", store.MailOpened, nil},
		{"no subject", plainMail(15, dana, "", "", "\nThe second line.\n\nMore"), store.MailOpened, func(t *testing.T, p post, m desk.Mail) {
			if s := p.ticket(m.Ticket).Ticket.Request.Subject; s != "The second line." {
				t.Errorf("it is called %q", s)
			}
		}},
		{"too long a text", plainMail(16, dana, strings.Repeat("Längst", 200), "", strings.Repeat("Wörter und mehr.\n", 20_000)), store.MailOpened, func(t *testing.T, p post, m desk.Mail) {
			r := p.ticket(m.Ticket).Ticket.Request
			if len(r.Description) > ticket.MaxText || !strings.HasSuffix(r.Description, "KB more in the original mail]") || len(r.Subject) > ticket.MaxSubject {
				t.Errorf("kept %d bytes under %d", len(r.Description), len(r.Subject))
			}
		}},
		{"two senders thread nowhere", plainMail(17, dana, "[#100001] x", "From: mallory@example.org\n", "x"), store.MailHeld, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			eachPost(t, "maine", func(t *testing.T, p post) {
				who := p.Person("dana", people.Customer, "")
				p.Person("luis", people.Analyst, "", "desk")
				first, err := p.Open(ctx, who, desk.Request{Subject: "First", Type: "incident"})
				if err != nil {
					t.Fatal(err)
				}
				m := p.gets(strings.ReplaceAll(c.raw, "100001", fmt.Sprint(first.Ticket.ID)))
				if m.State != c.state || m.State != store.MailOpened && m.Reason == "" {
					t.Fatalf("it was %s: %s", m.State, m.Reason)
				}
				if c.check != nil {
					c.check(t, p, m)
				}
			})
		})
	}
}

// One address opens twenty tickets an hour; what is beyond waits for a person. The next hour begins anew (DESIGN 9.10).
func TestSendersAreLimited(t *testing.T) {
	eachPost(t, "maine", func(t *testing.T, p post) {
		got := map[store.MailState]int{}
		for i := range 25 {
			got[p.gets(plainMail(i, "dana@example.gov", fmt.Sprint("Mail ", i), "", "x")).State]++
		}
		if got[store.MailOpened] != 20 || got[store.MailHeld] != 5 {
			t.Errorf("of 25 mails became %v", got)
		}
		if m := p.gets(plainMail(50, "theo@example.gov", "Mine", "", "x")); m.State != store.MailOpened {
			t.Errorf("another sender's was %s: %s", m.State, m.Reason)
		}
		p.Pass(61 * time.Minute)
		m := p.gets(plainMail(51, "dana@example.gov", "Later", "", "x"))
		if m.State != store.MailOpened {
			t.Errorf("an hour later it was %s: %s", m.State, m.Reason)
		}
		for i := range 32 {
			again := p.gets(plainMail(100+i, "dana@example.gov", fmt.Sprintf("[#%d]", m.Ticket), "", fmt.Sprint("Word ", i)))
			if want := map[bool]store.MailState{true: store.MailThreaded, false: store.MailHeld}[i < 30]; again.State != want {
				t.Fatalf("mail %d on one ticket was %s: %s", i, again.State, again.Reason)
			}
		}
	})
}

// A job that is repeated, by two nodes or after a crash, changes nothing more; what fails half way leaves nothing behind.
func TestMailIsReadOnce(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		p := newPost(t, db, "maine")
		id := p.stores(desk.ArrivedMail{Raw: []byte(withFiles)})
		broken, cancel := context.WithCancel(ctx)
		cancel()
		if err := p.ReadMail(broken, access.System, id); !errors.Is(err, context.Canceled) {
			t.Fatalf("read without a database: %v", err)
		}
		done := make(chan error)
		for range 4 {
			go func() { done <- p.ReadMail(ctx, access.System, id) }()
		}
		for range 4 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		for table, want := range map[string]int{"ticket": 1, "file": 3, "fact": 3} {
			n, err := sqldb.One(ctx, db.Reader(), sqldb.Value[int], "SELECT count(*) FROM "+table)
			if err != nil || n != want {
				t.Errorf("%d rows of %s, %v", n, table, err)
			}
		}
	})
}

// What can be read by nobody is a ticket all the same, and the original lies beside it.
func TestRescuedMail(t *testing.T) {
	eachPost(t, "maine", func(t *testing.T, p post) {
		id := p.stores(desk.ArrivedMail{Sender: "dana@example.gov", Raw: []byte(plainMail(1, "dana@example.gov", "Strange", "", "x"))})
		for range 2 {
			if err := p.RescueMail(ctx, access.System, id, "the reader\nfailed"); err != nil {
				t.Fatal(err)
			}
		}
		m := p.reads(id)
		o := p.ticket(m.Ticket).Ticket.Request
		if m.State != store.MailOpened || o.Subject != "Strange" || !o.Quiet || o.Mail != id || !strings.Contains(m.Reason, "the reader failed") {
			t.Errorf("it was %+v, %+v", m, o)
		}
		if _, raw, err := p.OriginalMail(ctx, access.System, id); err != nil || !strings.Contains(string(raw), "Strange") {
			t.Errorf("the original is %q, %v", raw, err)
		}
	})
}

// CO-18: what comes back is the delivery of the letter, and opens nothing (RFC 3464).
func TestBounces(t *testing.T) {
	eachPost(t, "maine", func(t *testing.T, p post) {
		dana := p.Person("dana", people.Customer, "")
		opened, err := p.Open(ctx, dana, desk.Request{Subject: "Printer", Type: "incident"})
		if err != nil {
			t.Fatal(err)
		}
		report := func(n int, action string) string {
			return plainMail(n, "MAILER-DAEMON@mx.example.org", "Undelivered Mail Returned to Sender", "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n",
				"--b\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; dana@example.gov\nAction: "+action+"\nStatus: 5.1.1\n\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <acknowledged@example.gov>\n\n--b--")
		}
		letter := addLetter(t, p.House, store.Letter{Kind: "acknowledged", Cause: 1, Ticket: opened.Ticket.ID, Person: dana.ID, Address: "dana@example.gov"})
		if _, err := p.ReportDelivery(ctx, access.System, letter, desk.LetterAccepted, "250 Ok"); err != nil {
			t.Fatal(err)
		}
		if m := p.gets(report(1, "delayed")); m.State != store.MailNoted || p.letter(letter).State != desk.LetterAccepted {
			t.Errorf("a delay was %s: %s", m.State, m.Reason)
		}
		if m := p.gets(report(2, "failed")); m.State != store.MailNoted || m.Ticket != opened.Ticket.ID || p.letter(letter).State != desk.LetterBounced {
			t.Errorf("a bounce was %s: %s; the letter is %+v", m.State, m.Reason, p.letter(letter))
		}
		entries := p.ticket(opened.Ticket.ID).Entries
		if e, ok := entries[len(entries)-1].Event.(ticket.DeliveryReported); !ok || e.State != "bounced" || !strings.Contains(e.Detail, "5.1.1") {
			t.Errorf("on record is %+v", entries[len(entries)-1])
		}
		if m := p.gets(report(3, "failed")); m.State != store.MailNoted || len(p.ticket(opened.Ticket.ID).Entries) != len(entries) {
			t.Errorf("the same again was %s: %s", m.State, m.Reason)
		}
	})
}

// An absence notice is on record, and takes nothing up again (RFC 3834).
func TestAutoReplies(t *testing.T) {
	eachPost(t, "maine", func(t *testing.T, p post) {
		dana := p.Person("dana", people.Customer, "")
		luis := p.Person("luis", people.Analyst, "", "desk")
		opened, err := p.Open(ctx, dana, desk.Request{Subject: "Printer", Type: "incident"})
		if err != nil {
			t.Fatal(err)
		}
		on := desk.On{Ticket: opened.Ticket.ID}
		must(t)(p.Ask(ctx, luis, on, ticket.Asked{Question: "Which?", ReplyBy: p.Now().Add(time.Hour)}))
		away := func(n int, from string) desk.Mail {
			return p.gets(plainMail(n, from, fmt.Sprintf("Automatic reply: [#%d] Printer", on.Ticket), "Auto-Submitted: auto-replied\n", fmt.Sprint("I am away. ", n)))
		}
		before := p.ticket(on.Ticket).Ticket
		for n := range 10 {
			if m := away(n, "dana@example.gov"); m.State != store.MailNoted {
				t.Fatalf("it was %s: %s", m.State, m.Reason)
			}
		}
		after := p.ticket(on.Ticket)
		if after.Ticket.Question == nil || after.Ticket.Version != before.Version+3 {
			t.Errorf("it is %+v: ten notices of absence are three, and no answer", after.Ticket)
		}
		if m := away(20, "theo@example.gov"); m.State != store.MailNoted || m.Ticket != 0 || p.ticket(on.Ticket).Ticket.Version != after.Ticket.Version {
			t.Errorf("a stranger's was %+v", m)
		}
		if s, err := p.Ticket(ctx, dana, on.Ticket); err != nil || len(s.Entries) >= len(after.Entries) {
			t.Errorf("the customer sees the notices, %v", err)
		}
	})
}

func (p post) letter(id int64) desk.Letter {
	p.t.Helper()
	l, err := store.LetterByID(ctx, p.DB.Reader(), id)
	if err != nil {
		p.t.Fatal(err)
	}
	return l
}

// The desk's own message through the loop is no loop: it shows that the mailbox works.
func TestHeartbeatIsNoted(t *testing.T) {
	eachPost(t, "maine", func(t *testing.T, p post) {
		if err := p.SendHeartbeat(ctx, access.System, "desk", "help@desk.example.gov", time.Minute); err != nil {
			t.Fatal(err)
		}
		id := beats(t, p.House)[0].MessageID
		m := p.gets("Message-ID: " + id + "\nFrom: help@desk.example.gov\n" + desk.MarkHeader + ": x\nSubject: Heartbeat\n\nx\n")
		if m.State != store.MailNoted || !strings.Contains(m.Reason, "heartbeat") {
			t.Errorf("it was %s: %s", m.State, m.Reason)
		}
	})
}

// What came together is read in its order, whichever job runs first.
func TestAnswersAreReadAfterWhatTheyAnswer(t *testing.T) {
	eachPost(t, "maine", func(t *testing.T, p post) {
		var ids []int64
		for i := range 3 {
			ids = append(ids, p.stores(desk.ArrivedMail{Raw: []byte(plainMail(i, "dana@example.gov", "Printer", fmt.Sprintf("In-Reply-To: <%d@mail.example.gov>\n", i-1), fmt.Sprint("Word ", i)))}))
		}
		last := p.reads(ids[2])
		first := p.reads(ids[0])
		if first.State != store.MailOpened || last.State != store.MailThreaded || last.Ticket != first.Ticket {
			t.Errorf("the first was %+v, the last %+v", first, last)
		}
	})
}

// A database that fails half way leaves the mail as it was; read again, it is read once.
func TestReadingFailsHalfWay(t *testing.T) {
	eachPost(t, "maine", func(t *testing.T, p post) {
		id := p.stores(desk.ArrivedMail{Raw: []byte(withFiles)})
		rename := func(from, to string) {
			t.Helper()
			err := p.DB.Write(ctx, func(tx *sqldb.Tx) error {
				_, err := tx.Exec(ctx, "ALTER TABLE "+from+" RENAME TO "+to)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		rename("file", "file_away")
		if err := p.ReadMail(ctx, access.System, id); err == nil {
			t.Fatal("it was read without the table of files")
		}
		m, err := store.MailByID(ctx, p.DB.Reader(), id)
		if err != nil || m.State != store.MailStored {
			t.Errorf("half way it was %s, %v", m.State, err)
		}
		rename("file_away", "file")
		if m := p.reads(id); m.State != store.MailOpened || len(p.ticket(m.Ticket).Ticket.Request.Files) != 3 {
			t.Errorf("then it was %s: %s", m.State, m.Reason)
		}
		n, err := sqldb.One(ctx, p.DB.Reader(), sqldb.Value[int], "SELECT count(*) FROM ticket")
		if err != nil || n != 1 {
			t.Errorf("there are %d tickets, %v", n, err)
		}
	})
}

// What a machine answers to a mail says which one (RFC 3834, 3.1.5), and nobody is answered who did not say who they are.
func TestAnswersNameTheirMail(t *testing.T) {
	eachPost(t, "colorado", func(t *testing.T, p post) {
		m := p.gets(plainMail(7, "dana@example.gov", "Printer", "", "x"))
		letter := func(n int) desk.Post {
			t.Helper()
			id, err := sqldb.One(ctx, p.DB.Reader(), sqldb.Value[int64], "SELECT id FROM letter ORDER BY id LIMIT 1 OFFSET $1", n)
			if err != nil {
				t.Fatal(err)
			}
			out, err := p.House.Post(ctx, access.System, id)
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		if l := letter(0); m.State != store.MailAnswered || l.Withheld != "" || len(l.References) != 1 || l.References[0] != m.MessageID {
			t.Errorf("the mail was %s, the letter refers to %q: %s", m.State, l.References, l.Withheld)
		}
		if m := p.gets("Message-ID: <8@x>\nDate: Fri, 20 Nov 2026 10:00:00 -0500\nSubject: Nobody\n\nx\n"); m.State != store.MailNoted {
			t.Errorf("nobody's mail was %s: %s", m.State, m.Reason)
		}
		if why := notice.Suppressed(notice.Replied, people.Person{Email: "unknown.sender@mail.invalid"}, notice.Recent{}); why == "" {
			t.Error("a letter to nobody would leave")
		}
	})
}
