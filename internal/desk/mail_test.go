package desk_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store"
	"switchboard/internal/store/migrations"
)

const lostMail = "Message-ID: <1@example.gov>\r\nDate: Fri, 20 Nov 2026 09:00:00 -0500\r\nFrom: dana@example.gov\r\nSubject: Lost\r\n my\tlaptop\r\n\r\nOn the train.\r\n"

// TestMailIsStoredOnce: the same message by whichever way is the same; another with its number is not (ME-05).
func TestMailIsStoredOnce(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx := context.Background()
		h := desktest.Open(t, db, "maine", time.Date(2026, 11, 20, 16, 0, 0, 0, time.UTC))
		large := strings.Replace(lostMail, "On the train.", strings.Repeat("On the train.\r\n", 200_000), 1)
		for _, c := range []struct {
			name, raw string
			again     bool
		}{
			{"new", lostMail, false},
			{"the same", lostMail, true},
			{"by another way", "Received: from a by b\r\nDelivered-To: x\r\n" + lostMail, true},
			{"with other line ends", strings.ReplaceAll(lostMail, "\r\n", "\n"), true},
			{"another body under the same Message-ID", strings.Replace(lostMail, "train", "bus", 1), false},
			{"another sender under the same Message-ID", strings.Replace(lostMail, "dana", "theo", 1), false},
			{"without Message-ID", strings.Replace(lostMail, "Message-ID", "X-Id", 1), false},
			{"without Message-ID, by another way", "Received: a\r\n" + strings.Replace(lostMail, "Message-ID", "X-Id", 1), false},
			{"of several pieces", large, false},
			{"empty", "", false},
		} {
			id, again, err := h.StoreMail(ctx, access.System, desk.ArrivedMail{Mailbox: "desk", Raw: []byte(c.raw)})
			if err != nil || again != c.again || id == 0 {
				t.Errorf("%s: mail %d again %v, %v; want again %v", c.name, id, again, err, c.again)
			}
			m, err := store.MailByID(ctx, db.Reader(), id)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := store.MailBytes(ctx, db.Reader(), m); !again && (err != nil || string(got) != c.raw) {
				t.Errorf("%s: %d bytes came back of %d, %v", c.name, len(got), len(c.raw), err)
			}
		}
		dana := h.Person("dana", people.Customer, "")
		if _, _, err := h.StoreMail(ctx, dana, desk.ArrivedMail{Raw: []byte(lostMail)}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a person stored mail: %v", err)
		}
	})
}
