package desk_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/notice"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store"
	"switchboard/internal/store/migrations"
)

var monday = time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC)

// kinds are the kinds of all facts of alarms, in order.
func alarmFacts(t *testing.T, h *desktest.House) string {
	t.Helper()
	kinds, err := sqldb.All(t.Context(), h.DB.Reader(), sqldb.Value[string], `SELECT kind FROM fact WHERE kind LIKE 'alarm.%' ORDER BY seq`)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(kinds, " ")
}

// TestAlarmsRingOnce: an alarm is a fact when it begins and when it ends, however often it is raised between.
func TestAlarmsRingOnce(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx := context.Background()
		h := desktest.Open(t, db, "maine", monday)
		lead, analyst := h.Person("lea", people.Lead, ""), h.Person("ana", people.Analyst, "")
		for _, says := range []string{"the host does not answer", "the sign-in\r\nis refused"} {
			if err := h.RaiseAlarm(ctx, access.System, "mailbox:desk", says); err != nil {
				t.Fatal(err)
			}
			h.Pass(time.Minute)
		}
		rings, err := h.Alarms(ctx, lead)
		if err != nil || len(rings) != 1 || rings[0].Says != "the sign-in is refused" || !rings[0].Raised.Equal(monday) {
			t.Errorf("%+v, %v", rings, err)
		}
		for range 2 {
			if err := h.ClearAlarm(ctx, access.System, "mailbox:desk"); err != nil {
				t.Fatal(err)
			}
		}
		if rings, err := h.Alarms(ctx, lead); err != nil || len(rings) != 0 {
			t.Errorf("after the end: %+v, %v", rings, err)
		}
		if got := alarmFacts(t, h); got != "alarm.raised alarm.cleared" {
			t.Errorf("facts: %s", got)
		}
		if _, err := h.Alarms(ctx, analyst); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an analyst reads alarms: %v", err)
		}
		if err := h.RaiseAlarm(ctx, lead, "x", "y"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a person raises one: %v", err)
		}
	})
}

// TestMailboxIsReadForward: under one validity the place never goes back, and another validity begins anew.
func TestMailboxIsReadForward(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx := context.Background()
		h := desktest.Open(t, db, "maine", monday)
		for _, c := range []struct{ validity, uid, wantValidity, wantUID int64 }{{7, 10, 7, 10}, {7, 9, 7, 10}, {7, 11, 7, 11}, {8, 0, 8, 0}, {4_294_967_295, 4_294_967_295, 4_294_967_295, 4_294_967_295}} {
			if err := h.MailboxRead(ctx, access.System, "desk", uint32(c.validity), uint32(c.uid)); err != nil {
				t.Fatal(err)
			}
			h.Pass(time.Minute)
			m, err := h.Mailbox(ctx, access.System, "desk")
			if err != nil || m.Validity != c.wantValidity || m.UID != c.wantUID || !m.Since.Equal(monday) {
				t.Errorf("after %+v: %+v, %v", c, m, err)
			}
		}
		if m, err := h.Mailbox(ctx, access.System, "other"); err != nil || m != (desk.Mailbox{Name: "other"}) {
			t.Errorf("another one: %+v, %v", m, err)
		}
	})
}

// beats are the heartbeats in the outbox, oldest first.
func beats(t *testing.T, h *desktest.House) []store.Letter {
	t.Helper()
	ids, err := sqldb.All(t.Context(), h.DB.Reader(), sqldb.Value[int64], `SELECT id FROM letter WHERE kind = $1 ORDER BY id`, string(notice.Heartbeat))
	if err != nil {
		t.Fatal(err)
	}
	all := make([]store.Letter, len(ids))
	for i, id := range ids {
		if all[i], err = store.LetterByID(t.Context(), h.DB.Reader(), id); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// TestSilenceIsAnAlarm: a mailbox through which our own message does not come for longer than the limit raises its
// alarm, and the first that comes ends it.
func TestSilenceIsAnAlarm(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx := context.Background()
		h := desktest.Open(t, db, "maine", monday)
		h.UseMail(desk.MailNames{Domain: "example.gov"})
		minute := func() { // what the mailbox's reader does
			t.Helper()
			if err := h.SendHeartbeat(ctx, access.System, "desk", "desk@example.gov", 10*time.Minute); err != nil {
				t.Fatal(err)
			}
			if err := h.CheckHeartbeat(ctx, access.System, "desk", 30*time.Minute, monday); err != nil {
				t.Fatal(err)
			}
			h.Pass(time.Minute)
		}
		for range 31 {
			minute()
		}
		if got := alarmFacts(t, h); got != "" || len(beats(t, h)) != 4 {
			t.Errorf("within the limit: %s, %d heartbeats", got, len(beats(t, h)))
		}
		minute()
		if got := alarmFacts(t, h); got != "alarm.raised" {
			t.Errorf("after the limit: %s", got)
		}
		if mine, err := desk.HeartbeatReturned(ctx, h.Desk, beats(t, h)[1].MessageID); err != nil || !mine {
			t.Errorf("one came back: %v, %v", mine, err)
		}
		if got := alarmFacts(t, h); got != "alarm.raised alarm.cleared" {
			t.Errorf("after one came back: %s", got)
		}
		for range 29 { // the next one leaves at once or within ten minutes, and is waited for from then
			minute()
		}
		if got := alarmFacts(t, h); got != "alarm.raised alarm.cleared" {
			t.Errorf("the limit begins anew: %s", got)
		}
		for range 15 {
			minute()
		}
		if got := alarmFacts(t, h); got != "alarm.raised alarm.cleared alarm.raised" {
			t.Errorf("silent again: %s", got)
		}
		if mine, err := desk.HeartbeatReturned(ctx, h.Desk, "<somebody@example.com>"); err != nil || mine {
			t.Errorf("a stranger's message was taken for ours: %v, %v", mine, err)
		}
	})
}

// TestTimeAsleepIsNoSilence: while the desk did not run, nobody read.
func TestTimeAsleepIsNoSilence(t *testing.T) {
	ctx := context.Background()
	h := desktest.Open(t, sqltest.SQLite(t, migrations.FS), "maine", monday)
	h.UseMail(desk.MailNames{Domain: "example.gov"})
	if err := h.SendHeartbeat(ctx, access.System, "desk", "desk@example.gov", time.Minute); err != nil {
		t.Fatal(err)
	}
	h.Pass(24 * time.Hour)
	if err := h.CheckHeartbeat(ctx, access.System, "desk", 30*time.Minute, h.Now().Add(-time.Minute)); err != nil || alarmFacts(t, h) != "" {
		t.Errorf("a minute after the start: %s, %v", alarmFacts(t, h), err)
	}
}

// TestOldHeartbeatsAreForgotten: they are many, and say nothing after a week.
func TestOldHeartbeatsAreForgotten(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx := context.Background()
		h := desktest.Open(t, db, "maine", monday)
		h.UseMail(desk.MailNames{Domain: "example.gov"})
		send := func() {
			t.Helper()
			if err := h.SendHeartbeat(ctx, access.System, "desk", "desk@example.gov", time.Minute); err != nil {
				t.Fatal(err)
			}
		}
		send()
		h.Pass(time.Hour)
		send() // it never leaves the outbox
		first := beats(t, h)[0]
		if _, err := h.ReportDelivery(ctx, access.System, first.ID, store.LetterAccepted, ""); err != nil {
			t.Fatal(err)
		}
		id, _, err := h.StoreMail(ctx, access.System, desk.ArrivedMail{Mailbox: "desk", Raw: []byte("Message-ID: " + first.MessageID + "\r\n\r\n")})
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Write(ctx, func(tx *sqldb.Tx) error { return store.SettleMail(ctx, tx, store.Mail{ID: id, State: store.MailNoted}) }); err != nil {
			t.Fatal(err)
		}
		h.Pass(8 * 24 * time.Hour)
		send()
		if all := beats(t, h); len(all) != 2 || all[0].State != store.LetterQueued {
			t.Errorf("%+v", all)
		}
		if _, err := store.MailByID(ctx, db.Reader(), id); !fault.Is(err, fault.NotFound) {
			t.Errorf("the mail as which it came back: %v", err)
		}
	})
}
