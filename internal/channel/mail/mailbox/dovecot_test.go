package mailbox_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard/internal/channel/mail"
	"switchboard/internal/channel/mail/mailbox"
	"switchboard/internal/channel/mail/mailtest"
)

// TestEveryWayIn: each protection with each proof (ME-05), a message that lies there and one that comes while the desk
// waits.
func TestEveryWayIn(t *testing.T) {
	h := mailtest.Start(t)
	for _, c := range []struct {
		name, host, token string
		security          mail.Security
	}{
		{"plain", h.IMAP, "", mail.Plain},
		{"starttls", h.IMAP, "", mail.StartTLS},
		{"tls", h.IMAPS, "", mail.TLS},
		{"token", h.IMAPS, "token", mail.TLS},
	} {
		t.Run(c.name, func(t *testing.T) {
			address := "way-" + c.name + "@example.gov"
			if c.token != "" {
				c.token = h.Token(t, address, time.Now().Add(time.Hour))
			}
			h.Deliver(t, "ana@example.com", address, letter("before"))
			k := newKeeper(t)
			k.reads(setup{Mailbox: mail.Mailbox{Name: "desk", Address: address, Host: c.host, Security: c.security, User: address},
				password: mailtest.Password, token: c.token, roots: h.Certificate})
			k.has(1)
			h.WaitUntil(t, address, func(all []mailtest.Message) bool { return len(all) == 1 && all[0].Seen })
			h.Deliver(t, "ana@example.com", address, letter("pushed"))
			k.has(2)
			all := h.WaitUntil(t, address, func(all []mailtest.Message) bool { return len(all) == 2 && all[1].Seen })
			for i, m := range k.mails() {
				if got := k.stored()[i]; got != string(all[i].Raw) || !m.Arrived.Equal(all[i].Arrived) || m.Mailbox != "desk" {
					t.Errorf("stored %+v:\n%s\nlies there since %v:\n%s", m, got, all[i].Arrived, all[i].Raw)
				}
			}
		})
	}
}

// TestReadFromTheStartChangesNothing: another UIDVALIDITY, as after a restored backup, brings nothing twice and hides
// nothing that is new.
func TestReadFromTheStartChangesNothing(t *testing.T) {
	h := mailtest.Start(t)
	const address = "again@example.gov"
	fill := func(ids ...string) {
		h.Recreate(t, address, "Desk")
		for _, id := range ids {
			h.Append(t, address, "Desk", time.Date(2026, 11, 20, 14, 0, 0, 0, time.UTC), letter(id))
		}
	}
	place := setup{Mailbox: mail.Mailbox{Name: "desk", Address: address, Host: h.IMAP, Security: mail.Plain, User: address, Folder: "Desk"}, password: mailtest.Password}
	k := newKeeper(t)
	fill("one", "two", "three")
	stop := k.reads(place)
	k.has(3)
	stop()
	if m := k.mails()[0]; !m.Arrived.Equal(time.Date(2026, 11, 20, 14, 0, 0, 0, time.UTC)) {
		t.Errorf("arrived %v", m.Arrived)
	}
	fill("two", "one", "new", "three")
	k.reads(place)
	k.has(4)
	k.until("the end of the folder", func() bool {
		m, err := k.Mailbox(t.Context(), systemActor, "desk")
		return err == nil && m.UID == 4
	})
	subjects := make([]string, 0, 4)
	for _, text := range k.stored() {
		_, subject, _ := strings.Cut(text, "Subject: ")
		subject, _, _ = strings.Cut(subject, "\r\n")
		subjects = append(subjects, subject)
	}
	if !slices.Equal(subjects, []string{"one", "two", "three", "new"}) {
		t.Errorf("stored: %q", subjects)
	}
}

// TestSeveralAtOnce: mailboxes of one desk, one of which cannot be signed in to, and rings without holding up the others.
func TestSeveralAtOnce(t *testing.T) {
	h := mailtest.Start(t)
	k := newKeeper(t)
	for _, name := range []string{"east", "west", "locked"} {
		address := "several-" + name + "@example.gov"
		h.Deliver(t, "ana@example.com", address, letter(name))
		password := mailtest.Password
		if name == "locked" {
			password = "wrong"
		}
		k.reads(setup{Mailbox: mail.Mailbox{Name: name, Address: address, Host: h.IMAP, Security: mail.Plain, User: address}, password: password})
	}
	k.has(2)
	k.until("the alarm", func() bool { return len(k.alarms()) == 1 })
	if says := k.alarms()[mailbox.AlarmName("locked")]; !strings.Contains(says, "refuses the sign-in of several-locked@example.gov") {
		t.Errorf("alarms: %v", k.alarms())
	}
}

// TestTroubleOfTheDeskLosesNothing: what cannot be stored is not flagged, and comes again.
func TestTroubleOfTheDeskLosesNothing(t *testing.T) {
	h := mailtest.Start(t)
	const address = "trouble@example.gov"
	h.Deliver(t, "ana@example.com", address, letter("one"))
	h.Deliver(t, "ana@example.com", address, letter("two"))
	k := newKeeper(t)
	k.trouble = errDisk
	k.reads(setup{Mailbox: mail.Mailbox{Name: "desk", Address: address, Host: h.IMAP, Security: mail.Plain, User: address}, password: mailtest.Password})
	k.has(2)
	h.WaitUntil(t, address, func(all []mailtest.Message) bool { return len(all) == 2 && all[0].Seen && all[1].Seen })
}
