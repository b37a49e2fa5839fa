package server_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"switchboard/desks"
	"switchboard/internal/channel/mail"
	"switchboard/internal/channel/mail/mailtest"
	"switchboard/internal/core/access"
	"switchboard/internal/desk"
	"switchboard/internal/server"
)

// mailDesk starts the whole desk with a mailbox at Dovecot, sending by Postfix, and taking what Postfix brings by LMTP.
func mailDesk(t *testing.T, h *mailtest.House, definition, address string) *server.Server {
	t.Helper()
	loaded, err := desks.Load(definition)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "mail.yaml")
	text := fmt.Sprintf(`address: %[1]s
authorities: %[2]s
networks: [127.0.0.0/8]
lmtp: %[3]s
accept: [%[4]s]
mailboxes:
  - {name: desk, host: "%[5]s", user: %[1]s, password file: password}
send: {host: "%[6]s", security: none}
`, address, h.Certificate, h.DeskLMTP, mailtest.AtDesk, strings.Replace(h.IMAPS, "127.0.0.1", "localhost", 1), h.SMTP)
	for name, text := range map[string]string{file: text, filepath.Join(filepath.Dir(file), "password"): mailtest.Password + "\n"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	config, err := mail.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	config.Networks = append(config.Networks, netip.MustParsePrefix("::1/128")) // localhost may be that
	s, err := server.Start(context.Background(), server.Config{Data: t.TempDir(), DeskName: definition, Desk: loaded.Source,
		Listen: "127.0.0.1:0", Version: "test", Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Mail: config})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// until waits for what the desk does by itself.
func until(t *testing.T, h *mailtest.House, what string, ok func() bool) {
	t.Helper()
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for deadline := time.After(30 * time.Second); !ok(); {
		select {
		case <-again.C:
		case <-deadline:
			t.Fatalf("waited in vain for %s\n%s", what, h.Log())
		}
	}
}

// TestMailThroughTheHouse: real servers on both sides. A mail becomes a ticket (ME-05), its writer is told so (CO-18), the
// desk's own message goes round, and a server next door may bring mail too.
func TestMailThroughTheHouse(t *testing.T) {
	h := mailtest.Start(t)
	const address = "whole-house@example.gov"
	s := mailDesk(t, h, "maine", address)
	ctx := t.Context()
	subjects := func() []string {
		list, err := s.Desk.List(ctx, access.System, "any", desk.Page{Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, row := range list.Rows {
			out = append(out, row.Subject)
		}
		return out
	}
	h.Submit(t, "house-ana@example.com", address, []byte("Message-ID: <house1@example.com>\r\nDate: Fri, 20 Nov 2026 09:00:00 -0500\r\n"+
		"From: Ana <house-ana@example.com>\r\nTo: "+address+"\r\nSubject: My screen is black\r\n\r\nSince this morning.\r\n"))
	answer := h.WaitFor(t, "house-ana@example.com", 1)[0]
	if !bytes.Contains(answer.Raw, []byte("In-Reply-To: <house1@example.com>")) || !bytes.Contains(answer.Raw, []byte("Auto-Submitted: auto-replied")) {
		t.Errorf("the acknowledgement:\n%s", answer.Raw)
	}
	until(t, h, "the heartbeat", func() bool {
		m, err := s.Desk.Mailbox(ctx, access.System, "desk")
		if err != nil {
			t.Fatal(err)
		}
		return !m.BeatBack.IsZero()
	})
	h.Submit(t, "house-ana@example.com", mailtest.AtDesk, []byte("Message-ID: <house2@example.com>\r\nDate: Fri, 20 Nov 2026 09:10:00 -0500\r\n"+
		"From: Ana <house-ana@example.com>\r\nTo: "+mailtest.AtDesk+"\r\nSubject: The printer hums\r\n\r\nLoudly.\r\n"))
	until(t, h, "the second ticket", func() bool { return len(subjects()) == 2 })
	if got := subjects(); got[0] != "The printer hums" || got[1] != "My screen is black" {
		t.Errorf("tickets: %q", got)
	}
	if alarms, err := s.Desk.Alarms(ctx, access.System); err != nil || len(alarms) != 0 {
		t.Errorf("alarms: %v, %v", alarms, err)
	}
}
