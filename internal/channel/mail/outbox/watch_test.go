package outbox_test

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"switchboard/internal/channel/mail"
	"switchboard/internal/channel/mail/outbox/sink"
	"switchboard/internal/core/access"
	"switchboard/internal/desk"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// rings is what the alarm of this name says, "" where it does not ring.
func (h *house) rings(name string) string {
	h.t.Helper()
	all, err := h.Alarms(ctx, access.System)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, a := range all {
		if a.Name == name {
			return a.Says
		}
	}
	return ""
}

// A token that ends and is not renewed is said before a letter waits for it, and no more once it is renewed.
func TestTheTokenOfSendingIsWatched(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	token := func(ends time.Time) {
		t.Helper()
		claims := base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, `{"exp":%d}`, ends.Unix()))
		if err := os.WriteFile(file, []byte("e30."+claims+".c2ln"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	token(time.Now().Add(-time.Hour))
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := open(t, db, &mail.Send{Host: "127.0.0.1:25", Security: mail.Plain, User: "desk", OAuth: &mail.OAuth{TokenFile: file}})
		token(time.Now().Add(-time.Hour))
		h.box.Look(ctx)
		if says := h.rings(desk.SendingTokenAlarm); !strings.Contains(says, "nothing has renewed it") {
			t.Errorf("it says %q", says)
		}
		token(time.Now().Add(time.Hour))
		h.box.Look(ctx)
		if says := h.rings(desk.SendingTokenAlarm); says != "" {
			t.Errorf("it rings: %s", says)
		}
	})
}

// A sign-in that is refused rings at the second time, not after minutes; once may be a token that was too old.
func TestARefusedSignInRings(t *testing.T) {
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte("horse"), 0o600); err != nil {
		t.Fatal(err)
	}
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		s, err := sink.Listen("127.0.0.1:0", sink.Script{Auth: func(string) error { return smtp.ErrAuthFailed }})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		h := open(t, db, &mail.Send{Host: s.Address, Security: mail.Plain, User: "desk", PasswordFile: file})
		h.ask("Printer")
		h.post()
		if says := h.rings(desk.SendingAlarm); says != "" {
			t.Errorf("at the first time: %s", says)
		}
		h.Pass(5 * time.Second)
		h.post()
		if says := h.rings(desk.SendingAlarm); !strings.Contains(says, "refuses the sign-in of desk") {
			t.Errorf("at the second time it says %q", says)
		}
	})
}
