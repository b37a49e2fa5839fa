package outbox_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"switchboard/internal/channel/mail"
	"switchboard/internal/channel/mail/mailtest"
	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// person adds somebody with a mailbox of their own at the house.
func (h *house) person(email string) access.Actor {
	h.t.Helper()
	id, err := h.AddPerson(ctx, access.System, people.Person{Email: email, Name: "Dana", Role: people.Customer, Proven: true}, "")
	if err != nil {
		h.t.Fatal(err)
	}
	who, _, err := h.Visitor(ctx, id)
	if err != nil {
		h.t.Fatal(err)
	}
	return who
}

// Against Postfix: over TLS and STARTTLS with a sign-in a letter arrives; one to whom nobody is at home is refused.
func TestPostfixTakesLetters(t *testing.T) {
	house := mailtest.Start(t)
	password := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(password, []byte(mailtest.Password+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, send := range map[string]mail.Send{
		"tls":      {Host: house.Submissions, Security: mail.TLS, User: "out@example.gov", PasswordFile: password},
		"starttls": {Host: house.Submission, Security: mail.StartTLS, User: "out@example.gov", PasswordFile: password},
		"none":     {Host: house.SMTP, Security: mail.Plain},
	} {
		t.Run(name, func(t *testing.T) {
			h := openWith(t, sqltest.SQLite(t, migrations.FS), &mail.Config{Send: &send, Authorities: house.Certificate})
			h.dana = h.person("letters-" + name + "@example.gov")
			id := h.ask("Printer")
			h.dana = h.person(mailtest.Refused)
			refused := h.ask("Printer")
			h.post()
			if got := h.states(id); got != "acknowledged accepted" {
				t.Fatalf("letters: %s\n%s", got, house.Log())
			}
			if got := h.states(refused); !strings.HasPrefix(got, "acknowledged refused") {
				t.Errorf("letters: %s", got)
			}
			got := house.WaitFor(t, "letters-"+name+"@example.gov", 1)
			if len(got) != 1 || !strings.Contains(string(got[0].Raw), "[#"+strconv.FormatInt(id, 10)+"] Printer") {
				t.Errorf("%d letters arrived", len(got))
			}
		})
	}
}

// Postfix is stopped for an hour of the desk's time: no letter is lost, and when it is back each arrives once.
func TestPostfixIsDownForAnHour(t *testing.T) {
	house := mailtest.Start(t)
	h := openWith(t, sqltest.SQLite(t, migrations.FS), &mail.Config{Send: &mail.Send{Host: house.SMTP, Security: mail.Plain}})
	const inbox = "patient@example.gov"
	h.dana = h.person(inbox)
	h.ask("Before")
	h.post()
	house.StopPostfix(t)
	for n := range 9 {
		h.ask("Meanwhile " + strconv.Itoa(n))
	}
	for range 60 {
		h.post()
		h.Pass(time.Minute)
	}
	if got := len(house.Messages(t, inbox)); got > 1 {
		t.Fatalf("%d messages arrived past a server that is down", got)
	}
	house.StartPostfix(t)
	for range 3 {
		h.post()
		h.Pass(time.Minute)
	}
	var different map[string]bool
	house.WaitUntil(t, inbox, func(all []mailtest.Message) bool {
		different = map[string]bool{}
		for _, m := range all {
			_, rest, _ := strings.Cut(string(m.Raw), "Message-ID: ")
			id, _, _ := strings.Cut(rest, "\r\n")
			different[id] = true
		}
		return len(different) == 10
	})
	// A Postfix that is stopped between a mailbox and its own queue brings that message again. What counts is how often it
	// took each from us.
	log := house.Log()
	for id := range different {
		if n := strings.Count(log, "message-id="+id); n != 1 {
			t.Errorf("%s was taken %d times", id, n)
		}
	}
}
