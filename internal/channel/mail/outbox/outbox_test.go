package outbox_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"switchboard/internal/channel/mail"
	"switchboard/internal/channel/mail/outbox"
	"switchboard/internal/channel/mail/outbox/sink"
	"switchboard/internal/core/access"
	"switchboard/internal/core/mail/reading"
	"switchboard/internal/core/mail/tag"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/core/wording"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/eventlog"
	"switchboard/internal/follow/notify"
	"switchboard/internal/job"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store"
	"switchboard/internal/store/migrations"
)

var ctx = context.Background()

// house is a desk whose letters leave for a sink, at a time in the test's hands.
type house struct {
	*desktest.House
	t      *testing.T
	box    *outbox.Outbox
	runner *job.Runner
	follow eventlog.Follower
	dana   access.Actor
	luis   access.Actor
}

// each runs a test on both databases.
func each(t *testing.T, script sink.Script, test func(h *house, s *sink.Sink)) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		s, err := sink.Listen("127.0.0.1:0", script)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(s.Close)
		test(open(t, db, &mail.Send{Host: s.Address, Security: mail.Plain}), s)
	})
}

func open(t *testing.T, db *sqldb.DB, send *mail.Send) *house {
	t.Helper()
	return openWith(t, db, &mail.Config{Send: send})
}

func openWith(t *testing.T, db *sqldb.DB, c *mail.Config) *house {
	t.Helper()
	h := &house{House: desktest.Open(t, db, "colorado", time.Date(2026, 11, 16, 17, 0, 0, 0, time.UTC)), t: t}
	words, err := wording.Load()
	if err != nil {
		t.Fatal(err)
	}
	c.Address, c.Domain, c.Networks = "help@desk.example.gov", "desk.example.gov", []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	h.UseMail(desk.MailNames{Domain: c.Domain, Addresses: []string{c.Address}})
	h.box, err = outbox.New(outbox.Config{Desk: h.Desk, Mail: c, Words: words, Base: "https://help.example.gov", Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.box.Close)
	h.runner = &job.Runner{DB: db, Log: slog.New(slog.DiscardHandler), Workers: outbox.Workers,
		Handlers: map[string]job.Handler{store.SendMailJob: h.box.Handler()}}
	h.follow = notify.Follower(notify.Config{Domain: c.Domain, DeskTeam: func() string { return h.Definition().DeskTeam() }})
	h.dana, h.luis = h.Person("dana", people.Customer, "Revenue"), h.Person("luis", people.Analyst, "", "desk")
	return h
}

// post decides the letters of all that happened, and sends what is due.
func (h *house) post() {
	h.t.Helper()
	if err := eventlog.Drain(ctx, h.DB, h.follow); err != nil {
		h.t.Fatal(err)
	}
	if _, err := h.runner.Step(ctx); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) ask(subject string) int64 {
	h.t.Helper()
	o, err := h.Open(ctx, h.dana, desk.Request{Subject: subject, Type: "incident"})
	if err != nil {
		h.t.Fatal(err)
	}
	h.Pass(time.Second)
	return o.Ticket.ID
}

// states lists how the letters of a ticket stand: "acknowledged accepted".
func (h *house) states(id int64) string {
	h.t.Helper()
	letters, err := h.Letters(ctx, h.luis, id)
	if err != nil {
		h.t.Fatal(err)
	}
	var out []string
	for _, l := range letters {
		out = append(out, l.Kind+" "+string(l.State))
	}
	return strings.Join(out, ", ")
}

func (h *house) done(_ ticket.Ticket, err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
	h.Pass(time.Second)
}

func parsed(t *testing.T, m sink.Message) (netmail.Header, map[string]string) {
	t.Helper()
	got, err := netmail.ReadMessage(bytes.NewReader(m.Raw))
	if err != nil {
		t.Fatalf("%v in\n%s", err, m.Raw)
	}
	kind, params, err := mime.ParseMediaType(got.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("%s, %v", kind, err)
	}
	parts := map[string]string{}
	for r := multipart.NewReader(got.Body, params["boundary"]); ; {
		p, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			return got.Header, parts
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(p))
		if err != nil {
			t.Fatal(err)
		}
		parts[p.Header.Get("Content-Type")] = string(body)
	}
}

// A letter is written in the language that its reader asked for.
func TestLettersSpeakTheReadersLanguage(t *testing.T) {
	each(t, sink.Script{}, func(h *house, s *sink.Sink) {
		if err := h.SetDetails(ctx, h.dana, people.Contact{Details: people.Details{Language: "es"}}); err != nil {
			h.t.Fatal(err)
		}
		h.ask("Outlook pide una clave")
		h.post()
		got := s.Taken()
		if len(got) != 1 {
			h.t.Fatalf("%d messages", len(got))
		}
		if _, parts := parsed(h.t, got[0]); !strings.Contains(parts["text/plain; charset=utf-8"], "Recibimos lo que nos pide") ||
			!strings.Contains(parts["text/html; charset=utf-8"], `<html lang="es">`) {
			h.t.Errorf("parts: %v", parts)
		}
	})
}

// CO-18, ME-55: an acknowledgement and a reply leave, once each, under one thread, with addresses that find their way back;
// how that went is on the ticket.
func TestLettersLeave(t *testing.T) {
	each(t, sink.Script{}, func(h *house, s *sink.Sink) {
		id := h.ask("Outlook asks für a password")
		h.post()
		h.done(h.Reply(ctx, h.luis, desk.On{Ticket: id}, "I am looking at it.\n.\nFrom here."))
		h.post()
		h.post()
		got := s.Taken()
		if len(got) != 2 || h.states(id) != "acknowledged accepted, replied accepted" {
			h.t.Fatalf("%d messages; letters: %s", len(got), h.states(id))
		}
		number := strconv.FormatInt(id, 10)
		ack, parts := parsed(h.t, got[0])
		subject, _ := new(mime.WordDecoder).DecodeHeader(ack.Get("Subject"))
		root := "<" + number + "@desk.example.gov>"
		for name, want := range map[string]string{"Subject": "[#" + number + "] Outlook asks für a password", "From": `"OIT Service Desk" <help@desk.example.gov>`,
			"To": "dana@example.gov", "Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All", "X-Switchboard-Desk": "desk.example.gov",
			"References": root, "In-Reply-To": root, "Date": "Mon, 16 Nov 2026 17:00:01 +0000"} {
			if has := ack.Get(name); name == "Subject" && subject != want || name != "Subject" && has != want {
				h.t.Errorf("%s: %q, want %q", name, has, want)
			}
		}
		if !strings.Contains(parts["text/plain; charset=utf-8"], "ticket "+number) || !strings.Contains(parts["text/html; charset=utf-8"], "<!DOCTYPE html>") {
			h.t.Errorf("parts: %v", parts)
		}
		reply, parts := parsed(h.t, got[1])
		if !strings.Contains(parts["text/plain; charset=utf-8"], "I am looking at it.\r\n.\r\nFrom here.") {
			h.t.Errorf("the words came as %q", parts["text/plain; charset=utf-8"])
		}
		if reply.Get("Auto-Submitted") != "" || reply.Get("In-Reply-To") != got[0].ID || reply.Get("References") != root+" "+got[0].ID {
			h.t.Errorf("the reply is %v", reply)
		}
		h.findsBack(got[1], id)
		if m := reading.Read(got[0].Raw, reading.Marks{Header: desk.MarkHeader, Domain: "desk.example.gov"}); m.Kind != reading.Loop {
			h.t.Errorf("our own mail is read as %s", m.Kind)
		}
		if s.Conns() != 1 {
			h.t.Errorf("%d connections for two letters", s.Conns())
		}
	})
}

// findsBack checks the tags of the addresses: to answer to, and to come back to.
func (h *house) findsBack(m sink.Message, id int64) {
	h.t.Helper()
	var key []byte
	err := h.DB.Write(ctx, func(tx *sqldb.Tx) (err error) {
		key, err = store.Secret(ctx, tx, store.ReplySecret)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	header, _ := parsed(h.t, m)
	if got, ok := tag.Read(key, header.Get("Reply-To"), "dana@example.gov"); !ok || got != id {
		h.t.Errorf("Reply-To %q leads to %d", header.Get("Reply-To"), got)
	}
	letter, err := store.LetterByMessageID(ctx, h.DB.Reader(), m.ID)
	if err != nil {
		h.t.Fatal(err)
	}
	if got, ok := tag.ReadBounce(key, "<"+m.From+">"); !ok || got != letter.ID {
		h.t.Errorf("%q comes back to %d, want %d", m.From, got, letter.ID)
	}
}

// A refusal is on the ticket, and staff are told by a letter of their own.
func TestRefused(t *testing.T) {
	no := sink.Script{Rcpt: func(to string) error {
		if strings.HasPrefix(to, "dana") {
			return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user"}
		}
		return nil
	}}
	each(t, no, func(h *house, s *sink.Sink) {
		id := h.ask("Printer")
		h.post()
		h.post()
		if got := h.states(id); got != "acknowledged refused, delivery_failed accepted" {
			h.t.Errorf("letters: %s", got)
		}
		if got := s.Taken(); len(got) != 1 || got[0].To != "luis@example.gov" || !strings.Contains(string(got[0].Raw), "no such user") {
			h.t.Errorf("taken: %v", got)
		}
	})
}

// A server that says later is asked later; nothing is lost, nothing comes twice.
func TestLater(t *testing.T) {
	tries := 0
	later := sink.Script{Data: func(sink.Message) error {
		if tries++; tries%3 != 0 {
			return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "greylisted"}
		}
		return nil
	}}
	each(t, later, func(h *house, s *sink.Sink) {
		id := h.ask("Printer")
		for range 3 {
			h.post()
			h.Pass(time.Minute)
		}
		if got := h.states(id); got != "acknowledged accepted" || len(s.Taken()) != 1 {
			h.t.Errorf("letters: %s, %d taken", got, len(s.Taken()))
		}
	})
}

// The server is down for an hour: no letter is lost, each comes once when it is back, and while it is known to be down
// nobody waits for it.
func TestDownForAnHour(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		s, err := sink.Listen("127.0.0.1:0", sink.Script{})
		if err != nil {
			t.Fatal(err)
		}
		address := s.Address
		s.Close()
		h := open(t, db, &mail.Send{Host: address, Security: mail.Plain})
		ids := make([]int64, 20)
		for i := range ids {
			ids[i] = h.ask("Printer " + strconv.Itoa(i))
		}
		handler := h.box.Handler()
		tries := 0
		h.runner.Handlers[store.SendMailJob] = job.Handler{Hold: handler.Hold, Backoff: handler.Backoff, Attempts: handler.Attempts,
			Do: func(ctx context.Context, j *job.Job) error { tries++; return handler.Do(ctx, j) }}
		for range 60 {
			h.post()
			h.Pass(time.Minute)
		}
		if tries > 60*(outbox.Workers+1) {
			t.Errorf("%d tries in an hour in which the server was known to be down", tries)
		}
		boss := h.Person("boss", people.Manager, "")
		if rings, err := h.Alarms(ctx, boss); err != nil || len(rings) != 1 || rings[0].Name != desk.SendingAlarm {
			t.Errorf("after an hour rings %v, %v", rings, err)
		}
		if s, err = sink.Listen(address, sink.Script{}); err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		h.Pass(time.Minute)
		h.post()
		h.Pass(time.Minute)
		h.post()
		if n := len(unique(s.Taken())); n != 20 || len(s.Taken()) != 20 {
			t.Errorf("%d letters arrived, %d different", len(s.Taken()), n)
		}
		if rings, err := h.Alarms(ctx, boss); err != nil || len(rings) != 0 {
			t.Errorf("when it works again rings %v, %v", rings, err)
		}
		for _, id := range ids {
			if got := h.states(id); got != "acknowledged accepted" {
				t.Errorf("ticket %d: %s", id, got)
			}
		}
	})
}

// After five days nobody waits any more, and the letter has failed.
func TestGivenUp(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := open(t, db, &mail.Send{Host: "127.0.0.1:1", Security: mail.Plain})
		id := h.ask("Printer")
		h.post()
		h.Pass(5*24*time.Hour + time.Minute)
		h.post()
		if got := h.states(id); got != "acknowledged failed" {
			t.Errorf("letters: %s", got)
		}
		if err := eventlog.Drain(ctx, db, h.follow); err != nil {
			t.Fatal(err)
		}
		if got := h.states(id); got != "acknowledged failed, delivery_failed queued" {
			t.Errorf("letters: %s", got)
		}
	})
}

// The server takes the message and the connection breaks before it can say so: SMTP cannot tell, so the same message goes
// again, with the same Message-ID and the same bytes.
func TestUnknownOutcome(t *testing.T) {
	broke := false
	each(t, sink.Script{Sent: func(sink.Message) bool { broke = !broke; return !broke }}, func(h *house, s *sink.Sink) {
		broke = false
		id := h.ask("Printer")
		h.post()
		h.Pass(time.Minute)
		h.post()
		got := s.Taken()
		if len(got) != 2 || len(unique(got)) != 1 || !bytes.Equal(got[0].Raw, got[1].Raw) || h.states(id) != "acknowledged accepted" {
			h.t.Errorf("%d messages, %d different; letters: %s", len(got), len(unique(got)), h.states(id))
		}
	})
}

// DESIGN 9.2: an address that is only claimed gets one confirmation a day, and the second is kept with its reason.
func TestClaimedAddress(t *testing.T) {
	each(t, sink.Script{}, func(h *house, s *sink.Sink) {
		var ids []int64
		for range 2 {
			o, err := h.Open(ctx, h.luis, desk.Request{Subject: "BUY NOW", Type: "incident", Channel: "phone", Email: "victim@example.com"})
			if err != nil {
				h.t.Fatal(err)
			}
			ids = append(ids, o.Ticket.ID)
			h.Pass(time.Minute)
		}
		h.post()
		if h.states(ids[0]) != "acknowledged accepted" || h.states(ids[1]) != "acknowledged suppressed" {
			h.t.Errorf("letters: %s; %s", h.states(ids[0]), h.states(ids[1]))
		}
		if got := s.Taken(); len(got) != 1 || bytes.Contains(got[0].Raw, []byte("BUY")) {
			h.t.Errorf("sent: %q", got)
		}
	})
}

func unique(all []sink.Message) map[string]bool {
	ids := map[string]bool{}
	for _, m := range all {
		ids[m.ID] = true
	}
	return ids
}

// Who signs in with a wrong password sends nothing, and what waits leaves when the password is right.
func TestSignIn(t *testing.T) {
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte("correct horse\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	right := "desk:another"
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		right = "desk:another"
		s, err := sink.Listen("127.0.0.1:0", sink.Script{Auth: func(user string) error {
			if user != right {
				return smtp.ErrAuthFailed
			}
			return nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		h := open(t, db, &mail.Send{Host: s.Address, Security: mail.Plain, User: "desk", PasswordFile: file})
		id := h.ask("Printer")
		h.post()
		if got := h.states(id); got != "acknowledged queued" || len(s.Taken()) != 0 {
			t.Errorf("letters: %s", got)
		}
		right = "desk:correct horse"
		h.Pass(time.Minute)
		h.post()
		if got := h.states(id); got != "acknowledged accepted" {
			t.Errorf("letters: %s", got)
		}
	})
}
