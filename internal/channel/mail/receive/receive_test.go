package receive_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"switchboard/internal/channel/mail"
	"switchboard/internal/channel/mail/mailtest"
	"switchboard/internal/channel/mail/receive"
	"switchboard/internal/core/access"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store"
	"switchboard/internal/store/migrations"
)

const hello = "Message-ID: <1@example.com>\r\nDate: Fri, 20 Nov 2026 09:00:00 -0500\r\nFrom: ana@example.com\r\nSubject: Hello\r\n\r\nHello.\r\n.\r\n..two\r\n"

// keeper is a desk in the test's hands: with trouble when the test says so, and as slow as the test wants.
type keeper struct {
	*desktest.House
	mutex   sync.Mutex
	trouble error
	gate    chan struct{} // when not nil, storing waits for a value
	entered chan struct{}
}

func (k *keeper) StoreMail(ctx context.Context, who access.Actor, in desk.ArrivedMail) (int64, bool, error) {
	k.mutex.Lock()
	trouble, gate := k.trouble, k.gate
	k.trouble = nil
	k.mutex.Unlock()
	if trouble != nil {
		return 0, false, trouble
	}
	if gate != nil {
		k.entered <- struct{}{}
		<-gate
	}
	return k.House.StoreMail(ctx, who, in)
}

// stored is all mail that the desk has, oldest first.
func (k *keeper) stored(t *testing.T) []store.Mail {
	t.Helper()
	ids, err := sqldb.All(t.Context(), k.DB.Reader(), sqldb.Value[int64], `SELECT id FROM mail ORDER BY id`)
	if err != nil {
		t.Fatal(err)
	}
	all := make([]store.Mail, len(ids))
	for i, id := range ids {
		if all[i], err = store.MailByID(t.Context(), k.DB.Reader(), id); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func (k *keeper) raw(t *testing.T, m store.Mail) string {
	t.Helper()
	raw, err := store.MailBytes(t.Context(), k.DB.Reader(), m)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// serve opens a desk and takes mail for it; stop ends that and waits for the end.
func serve(t *testing.T, protocol receive.Protocol, address string, set ...func(*receive.Server)) (k *keeper, at net.Addr, stop func()) {
	t.Helper()
	k = &keeper{House: desktest.Open(t, sqltest.SQLite(t, migrations.FS), "maine", time.Date(2026, 11, 20, 16, 0, 0, 0, time.UTC)), entered: make(chan struct{}, 1)}
	c := mail.Config{Address: "desk@example.gov", Accept: []string{"help@example.gov", mailtest.AtDesk}}
	s, err := receive.Listen(receive.Config{Protocol: protocol, Address: address, Domain: "desk.example.gov", Own: c.Own(), Keeper: k, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range set {
		f(s)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(stop)
	return k, s.Addr(), stop
}

func dial(t *testing.T, at net.Addr) *smtp.Client {
	t.Helper()
	conn, err := net.Dial(at.Network(), at.String())
	if err != nil {
		t.Fatal(err)
	}
	c := smtp.NewClient(conn)
	if at.Network() == "unix" {
		c = smtp.NewClientLMTP(conn)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func send(c *smtp.Client, to []string, raw string) error {
	return c.SendMail("ana@example.com", to, strings.NewReader(raw))
}

// code is the answer in an error, 250 without one.
func code(err error) int {
	if err == nil {
		return 250
	}
	if answer := (*smtp.SMTPError)(nil); errors.As(err, &answer) {
		return answer.Code
	}
	return 0
}

// TestMailIsStoredAsItCame (ME-05), with its envelope, once.
func TestMailIsStoredAsItCame(t *testing.T) {
	k, at, _ := serve(t, receive.SMTP, "127.0.0.1:0")
	c := dial(t, at)
	for range 2 {
		if err := send(c, []string{"help@example.gov", "desk+100001.abc@example.gov"}, hello); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.SendMail("", []string{"Desk@Example.gov"}, strings.NewReader("no header at all")); err != nil {
		t.Fatal(err)
	}
	all := k.stored(t)
	if len(all) != 2 {
		t.Fatalf("%d mails are stored", len(all))
	}
	if m := all[0]; m.Mailbox != "smtp" || m.Sender != "ana@example.com" || m.Recipient != "desk+100001.abc@example.gov" || m.MessageID != "<1@example.com>" || k.raw(t, m) != hello {
		t.Errorf("%+v\n%q", m, k.raw(t, m))
	}
	if m := all[1]; m.Sender != "" || !strings.EqualFold(m.Recipient, "desk@example.gov") || k.raw(t, m) != "no header at all\r\n" {
		t.Errorf("%+v\n%q", m, k.raw(t, m))
	}
}

// TestNoRelay: mail for others is refused, however it is dressed.
func TestNoRelay(t *testing.T) {
	k, at, _ := serve(t, receive.SMTP, "127.0.0.1:0")
	for to, want := range map[string]int{
		"<dana@example.com>":                    550,
		"<@example.gov:dana@example.com>":       550,
		"<dana%example.com@example.gov>":        550,
		"<desk@example.gov@example.com>":        550,
		`<"desk@example.gov"@example.com>`:      550,
		"<postmaster@example.com>":              550,
		"<Postmaster@example.gov>":              250, // RFC 5321, 4.5.1
		"<DESK+1@EXAMPLE.GOV>":                  250,
		"<@example.com:desk@example.gov>":       250, // RFC 5321, appendix C: the route is ignored
		"<desk@example.gov> ORCPT=rfc822;x@y.z": 504,
	} {
		l := speak(t, at)
		l.say("EHLO there", 250)
		l.say("MAIL FROM:<ana@example.com>", 250)
		l.say("RCPT TO:"+to, want)
	}
	if len(k.stored(t)) != 0 {
		t.Error("something was stored")
	}
}

// TestLMTPAnswersEach: one answer a recipient, and one message.
func TestLMTPAnswersEach(t *testing.T) {
	k, at, _ := serve(t, receive.LMTP, filepath.Join(t.TempDir(), "lmtp"))
	l := speak(t, at)
	l.say("LHLO there", 250)
	l.say("MAIL FROM:<ana@example.com>", 250)
	l.say("RCPT TO:<desk@example.gov>", 250)
	l.say("RCPT TO:<else@example.gov>", 550)
	l.say("RCPT TO:<help@example.gov>", 250)
	l.say("DATA", 354)
	l.say("Subject: x\r\n\r\nx\r\n.", 250)
	l.say("", 250)
	l.say("QUIT", 221)
	if all := k.stored(t); len(all) != 1 || all[0].Mailbox != "lmtp" || all[0].Recipient != "desk@example.gov" {
		t.Errorf("%+v", all)
	}
}

// TestTroubleIsTemporary: what the database cannot take now is asked for again, and nothing is lost.
func TestTroubleIsTemporary(t *testing.T) {
	k, at, _ := serve(t, receive.SMTP, "127.0.0.1:0")
	c := dial(t, at)
	k.trouble = fmt.Errorf("the disk is full")
	if got := code(send(c, []string{"desk@example.gov"}, hello)); got != 451 {
		t.Errorf("answered %d", got)
	}
	if err := send(c, []string{"desk@example.gov"}, hello); err != nil || len(k.stored(t)) != 1 {
		t.Errorf("again: %v, %d stored", err, len(k.stored(t)))
	}
}

// TestNoAnswerBeforeTheDisk: 250 comes after the commit, and an end of the program waits for what is being stored.
func TestNoAnswerBeforeTheDisk(t *testing.T) {
	k, at, stop := serve(t, receive.SMTP, "127.0.0.1:0")
	k.gate = make(chan struct{})
	answer, stopped := make(chan error, 1), make(chan struct{})
	go func() { answer <- send(dial(t, at), []string{"desk@example.gov"}, hello) }()
	<-k.entered
	go func() { defer close(stopped); stop() }()
	select {
	case err := <-answer:
		t.Fatalf("answered before it was stored: %v", err)
	case <-stopped:
		t.Fatal("ended while a message was being stored")
	case <-time.After(50 * time.Millisecond):
	}
	k.gate <- struct{}{}
	<-stopped
	if len(k.stored(t)) != 1 {
		t.Error("it was not stored")
	}
}

// TestHalfAMessageIsNone: a connection that is cut in a message leaves nothing behind, however the message is sent.
func TestHalfAMessageIsNone(t *testing.T) {
	k, at, stop := serve(t, receive.SMTP, "127.0.0.1:0")
	for _, part := range []string{
		"DATA\r\nSubject: cut\r\n\r\nhal",
		"DATA\r\nSubject: cut\r\n\r\nhalf\r\n.",
		"DATA\r\nSubject: cut\r\n\r\nhalf\n.\n", // no end of a message: RFC 5321, 4.1.1.4
		"BDAT 100 LAST\r\nSubject: cut\r\n\r\nhalf\r\n",
		"BDAT 20\r\nSubject: cut\r\n\r\nhalf",
		"BDAT 0\r\nRSET\r\n",
	} {
		l := speak(t, at)
		l.say("EHLO there", 250)
		l.say("MAIL FROM:<ana@example.com>", 250)
		l.say("RCPT TO:<desk@example.gov>", 250)
		l.write(part)
		if err := l.conn.(*net.TCPConn).CloseWrite(); err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, l.conn); err != nil { // until the server has seen it
			t.Fatal(err)
		}
	}
	stop()
	for _, m := range k.stored(t) {
		t.Errorf("stored: %q", k.raw(t, m))
	}
}

func TestWholeChunksAreAMessage(t *testing.T) {
	k, at, _ := serve(t, receive.SMTP, "127.0.0.1:0")
	l := speak(t, at)
	l.say("EHLO there", 250)
	l.say("MAIL FROM:<ana@example.com>", 250)
	l.say("RCPT TO:<desk@example.gov>", 250)
	l.write("BDAT 14\r\nSubject: x\r\n\r\n")
	l.say("", 250)
	l.write("BDAT 5 LAST\r\n.\r\nx\n")
	l.say("", 250)
	if all := k.stored(t); len(all) != 1 || k.raw(t, all[0]) != "Subject: x\r\n\r\n.\r\nx\n" {
		t.Errorf("%+v", all)
	}
}

// TestBounds: each refusal says which bound it is, and the next message is taken.
func TestBounds(t *testing.T) {
	k, at, _ := serve(t, receive.SMTP, "127.0.0.1:0")
	l := speak(t, at)
	if hello := l.say("EHLO there", 250); !strings.Contains(hello, fmt.Sprintf("SIZE %d", desk.MaxMail)) || !strings.Contains(hello, "RCPTMAX=100") {
		t.Errorf("what is taken is not said:\n%s", hello)
	}
	l.say(fmt.Sprintf("MAIL FROM:<ana@example.com> SIZE=%d", desk.MaxMail+1), 552) // RFC 1870, 6.1
	l.say("MAIL FROM:<ana@example.com>", 250)
	for range 100 {
		l.say("RCPT TO:<desk@example.gov>", 250)
	}
	l.say("RCPT TO:<desk@example.gov>", 452)
	l.say("DATA", 354)
	l.say("Subject: x\r\n\r\nx\r\n.", 250)

	if err := send(dial(t, at), []string{"desk@example.gov"}, "Subject: long\r\n\r\n"+strings.Repeat("x", 2<<20)+"\r\n"); err != nil {
		t.Errorf("a line of 2 MB in a message: %v", err)
	}
	if err := dial(t, at).Hello(strings.Repeat("x", 2<<20)); err == nil {
		t.Error("a command of 2 MB was taken")
	}
	if got := len(k.stored(t)); got != 2 {
		t.Errorf("%d mails are stored", got)
	}
}

func TestTooLargeIsRefused(t *testing.T) {
	k, at, _ := serve(t, receive.SMTP, "127.0.0.1:0", func(s *receive.Server) { s.Bound(1 << 20) })
	large := hello + strings.Repeat("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcd\r\n", 1<<14)
	c := dial(t, at)
	if got := code(c.SendMail("", []string{"desk@example.gov"}, strings.NewReader(large))); got != 552 {
		t.Errorf("a message of %d bytes: %d", len(large), got)
	}
	if err := send(c, []string{"desk@example.gov"}, hello); err != nil || len(k.stored(t)) != 1 {
		t.Errorf("the next one: %v, %d stored", err, len(k.stored(t)))
	}
}

// TestTheCrowdWaitsOutside: one address cannot take all connections, and whoever leaves makes room.
func TestTheCrowdWaitsOutside(t *testing.T) {
	_, at, _ := serve(t, receive.SMTP, "127.0.0.1:0")
	guests := make([]*line, 0, 50)
	for range 50 {
		guests = append(guests, speak(t, at))
	}
	conn, err := net.Dial("tcp", at.String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if text, err := io.ReadAll(conn); err != nil || !strings.HasPrefix(string(text), "421 4.3.2 ") {
		t.Errorf("the one too many: %q, %v", text, err)
	}
	guests[0].say("QUIT", 221)
	if _, err := io.Copy(io.Discard, guests[0].conn); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); { // the server closes, then makes room
		conn, err := net.Dial("tcp", at.String())
		if err != nil {
			t.Fatal(err)
		}
		greeting := make([]byte, 3)
		_, err = io.ReadFull(conn, greeting)
		conn.Close()
		if err == nil && string(greeting) == "220" {
			return
		}
	}
	t.Error("nobody was let in after one had left")
}
