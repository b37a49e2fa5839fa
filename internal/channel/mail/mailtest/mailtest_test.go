package mailtest_test

import (
	"bytes"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-smtp"

	"switchboard/internal/channel/mail/mailtest"
)

const hello = "Message-ID: <hello@example.com>\r\nFrom: ana@example.com\r\nTo: house@example.gov\r\nSubject: Hello\r\n\r\nHello.\r\n"

// TestMailGoesItsWays: what other tests build upon.
func TestMailGoesItsWays(t *testing.T) {
	h := mailtest.Start(t)
	h.Submit(t, "ana@example.com", "house+tag@example.gov", []byte(hello))
	h.Deliver(t, "ana@example.com", "house@example.gov", []byte(hello))
	for _, m := range h.WaitFor(t, "house@example.gov", 1) {
		if !bytes.Contains(m.Raw, []byte("Subject: Hello\r\n")) || m.Seen || m.Arrived.IsZero() {
			t.Errorf("%+v", m)
		}
	}
	var refusal *smtp.SMTPError
	if err := h.TrySubmit("ana@example.com", mailtest.Refused, []byte(hello)); !errors.As(err, &refusal) || refusal.Code != 550 {
		t.Errorf("refused: %v", err)
	}
	h.Submit(t, "bounces-here@example.gov", mailtest.Gone, []byte(hello))
	bounce := h.WaitFor(t, "bounces-here@example.gov", 1)[0]
	if !bytes.Contains(bounce.Raw, []byte("report-type=delivery-status")) || !bytes.Contains(bounce.Raw, []byte("Status: 5.1.1")) {
		t.Errorf("bounce:\n%s", bounce.Raw)
	}
}

func TestPostfixStopsAndReturns(t *testing.T) {
	h := mailtest.Start(t)
	h.StopPostfix(t)
	var refused *net.OpError
	if err := h.TrySubmit("ana@example.com", "later@example.gov", []byte(hello)); !errors.As(err, &refused) {
		t.Errorf("a stopped Postfix answered: %v", err)
	}
	h.StartPostfix(t)
	h.Submit(t, "ana@example.com", "later@example.gov", []byte(hello))
	h.WaitFor(t, "later@example.gov", 1)
}

func TestTokenOpens(t *testing.T) {
	h := mailtest.Start(t)
	for _, c := range []struct {
		name    string
		expires time.Duration
		opens   bool
	}{{"good", time.Hour, true}, {"expired", -time.Hour, false}} {
		client, err := imapclient.DialInsecure(h.IMAP, nil)
		if err != nil {
			t.Fatal(err)
		}
		token := h.Token(t, "robot@example.gov", time.Now().Add(c.expires))
		err = client.Authenticate(&bearer{token})
		if (err == nil) != c.opens {
			t.Errorf("%s: %v\n%s", c.name, err, h.Log())
		}
		client.Close()
	}
}

// bearer is the simplest XOAUTH2: it says the token, and an empty line to an error.
type bearer struct{ token string }

func (b *bearer) Start() (string, []byte, error) {
	return "XOAUTH2", []byte(strings.Join([]string{"user=robot@example.gov", "auth=Bearer " + b.token, "", ""}, "\x01")), nil
}

func (b *bearer) Next([]byte) ([]byte, error) { return []byte{}, nil }
