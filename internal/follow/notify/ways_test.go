package notify_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/notice"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/eventlog"
	"switchboard/internal/fault"
	"switchboard/internal/follow/notify"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store"
	"switchboard/internal/store/migrations"
)

// OK-09, ASKS 18: the technician is told in the page always, by mail as they choose; what they switched off is on record as
// such, what comes in their quiet hours leaves when these end, and nobody reads the news of another.
func TestAReaderChooses(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h, follower := house(t, db)
		dana, luis, eve := h.Person("dana", people.Customer, "Revenue"), h.Person("luis", people.Analyst, "", "desk"), h.Person("eve", people.Customer, "Revenue")
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		o, err := h.Open(ctx, dana, desk.Request{Subject: "Printer", Type: "incident"})
		must(err)
		on := desk.On{Ticket: o.Ticket.ID}
		_, err = h.Accept(ctx, luis, on)
		must(err)
		must(eventlog.Drain(ctx, db, follower))
		last := func() store.Letter {
			t.Helper()
			h.Pass(time.Minute)
			_, err := h.Write(ctx, dana, on, "Any news?")
			must(err)
			for range 2 { // a follower may see a batch again
				must(eventlog.Drain(ctx, db, follower))
			}
			all, err := store.LettersOf(ctx, db.Reader(), on.Ticket)
			must(err)
			l := all[len(all)-1]
			if l.Kind != "wrote" || l.Person != luis.ID {
				t.Fatalf("the last letter is %+v", l)
			}
			return l
		}
		unread := func(who access.Actor, want int) {
			t.Helper()
			if n := h.Unread(who); n != want {
				t.Errorf("%d unread, want %d", n, want)
			}
		}
		if l := last(); l.Chosen != "" || !l.NotBefore.IsZero() {
			t.Errorf("who chose nothing: %+v", l)
		}
		unread(luis, 1)

		must(h.Choose(ctx, luis, desk.NoticeChoices{Choices: map[notice.Group]notice.Choice{notice.Work: {}}}))
		off := last()
		post, err := h.Post(ctx, access.System, off.ID)
		must(err)
		if post.Withheld != notice.SwitchedOff {
			t.Errorf("a letter that was switched off is withheld for %q", post.Withheld)
		}
		unread(luis, 2)

		until := h.Now().Add(3 * time.Hour).Truncate(time.Minute)
		minute := func(at time.Time) int { return at.Hour()*60 + at.Minute() }
		must(h.Choose(ctx, luis, desk.NoticeChoices{Choices: map[notice.Group]notice.Choice{notice.Work: notice.Usual},
			Quiet: notice.Quiet{From: minute(until.Add(-4 * time.Hour)), Until: minute(until)}, Zone: "UTC"}))
		if l := last(); !l.NotBefore.Equal(until) || l.Chosen != "" {
			t.Errorf("in quiet hours until %s: %+v", until, l)
		}
		if at, err := sqldb.One(ctx, db.Reader(), sqldb.Value[int64], `SELECT max(run_at) FROM job WHERE kind = $1`, store.SendMailJob); err != nil || at != until.UnixMilli() {
			t.Errorf("its job runs at %d, %v", at, err)
		}
		unread(luis, 3)
		unread(eve, 0)
		all, _, err := h.MyNotices(ctx, luis, desk.Page{Limit: 10})
		must(err)
		var got []string
		for _, b := range all {
			got = append(got, fmt.Sprint(b.Kind, " ", b.Subject, " ", b.Read.IsZero()))
		}
		if want := strings.Repeat("wrote Printer true, ", 3); strings.Join(got, ", ")+", " != want {
			t.Errorf("news are %q", got)
		}
		must(h.ReadNotices(ctx, eve, 0)) // hers: none
		unread(luis, 3)
		must(h.ReadNotices(ctx, luis, on.Ticket))
		unread(luis, 0)
	})
}

// A guarantee cannot be silenced by all: where everybody has switched its clocks off, the first hears all the same, and the
// letter says why; a promised letter cannot be switched off, a step on the way can (CO-18).
func TestAGuaranteeIsHeard(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := desktest.Open(t, db, "oklahoma", time.Date(2026, 11, 16, 17, 0, 0, 0, time.UTC)) // OK-17: its targets are guaranteed
		team := h.Definition().DeskTeam()
		follower := notify.Follower(notify.Config{Domain: "desk.example.gov", DeskTeam: func() string { return team }})
		dana, luis := h.Person("dana", people.Customer, "Revenue"), h.Person("luis", people.Analyst, "", team)
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		off := map[notice.Group]notice.Choice{}
		for _, g := range notice.Groups(true) {
			off[g] = notice.Choice{}
		}
		for _, who := range []access.Actor{dana, luis} {
			must(h.Choose(ctx, who, desk.NoticeChoices{Choices: off}))
		}
		o, err := h.Open(ctx, dana, desk.Request{Subject: "Printer", Type: "incident"})
		must(err)
		_, err = h.Accept(ctx, luis, desk.On{Ticket: o.Ticket.ID})
		must(err)
		for range 40 { // until every clock has spoken
			h.Pass(24 * time.Hour)
			must(h.Tick(ctx, access.System, o.Ticket.ID))
			must(eventlog.Drain(ctx, db, follower))
		}
		all, err := store.LettersOf(ctx, db.Reader(), o.Ticket.ID)
		must(err)
		chosen := map[string]store.Chosen{}
		for _, l := range all {
			chosen[l.Kind] = l.Chosen
		}
		if chosen["acknowledged"] != "" || chosen["started"] != store.ChosenOff {
			t.Errorf("letters of who switched all off: %v", chosen)
		}
		heard := false
		for _, l := range all {
			heard = heard || l.Chosen == store.Insists && l.Person == luis.ID && (l.Kind == "warned" || l.Kind == "missed")
		}
		if !heard {
			t.Errorf("nobody heard of a clock: %v", chosen)
		}
	})
}

// A device belongs to who signed it up: another cannot take it by its address alone, see it, or sign it off.
func TestDevicesOfOthers(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h, _ := house(t, db)
		dana, eve := h.Person("dana", people.Customer, "Revenue"), h.Person("eve", people.Customer, "Revenue")
		// The keys are the example of RFC 8291, 5.
		mine := desk.PushDevice{Endpoint: "https://push.example.net/1", Auth: "BTBZMqHH6r4Tts7J_aSIgg", Name: "Firefox", Lang: "en",
			P256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"}
		if err := h.AddDevice(ctx, dana, mine); err != nil {
			t.Fatal(err)
		}
		stolen := mine
		stolen.Auth = "AAAAAAAAAAAAAAAAAAAAAA"
		if err := h.AddDevice(ctx, eve, stolen); !fault.Is(err, fault.Conflict) {
			t.Errorf("with other keys: %v", err)
		}
		devices, err := h.MyDevices(ctx, dana)
		if err != nil || len(devices) != 1 {
			t.Fatalf("%v, %v", devices, err)
		}
		if theirs, err := h.MyDevices(ctx, eve); err != nil || len(theirs) != 0 {
			t.Errorf("eve sees %v, %v", theirs, err)
		}
		if err := h.DropDevice(ctx, eve, devices[0].ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("eve signs it off: %v", err)
		}
		if err := h.DropDevice(ctx, dana, devices[0].ID); err != nil {
			t.Error(err)
		}
		for _, bad := range []desk.PushDevice{{}, {Endpoint: "http://push.example.net/1", Auth: mine.Auth, P256dh: mine.P256dh},
			{Endpoint: mine.Endpoint, Auth: "AA", P256dh: mine.P256dh}, {Endpoint: mine.Endpoint, Auth: mine.Auth, P256dh: "AAAA"}} {
			if err := h.AddDevice(ctx, dana, bad); !fault.Is(err, fault.Invalid) {
				t.Errorf("%+v: %v", bad, err)
			}
		}
		if _, _, err := h.MyNotices(ctx, access.Actor{}, desk.Page{Limit: 1}); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("nobody's news: %v", err)
		}
	})
}
