package notify_test

import (
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/notice"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/eventlog"
	"switchboard/internal/follow/notify"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store"
	"switchboard/internal/store/migrations"
)

// Who is named in a note is told by all three ways, once, by a choice of its own and not in their quiet hours; and by none
// once they may not know of the ticket any more (ME-57).
func TestAMentionIsTold(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := desktest.Open(t, db, "maine", time.Date(2026, 11, 16, 15, 0, 0, 0, time.UTC))
		follower := notify.Follower(notify.Config{Domain: "desk.example.gov", DeskTeam: func() string { return h.Definition().DeskTeam() }})
		dana, ann, bo := h.Person("dana", people.Customer, "Revenue"), h.Person("ann", people.Analyst, "", "desk"), h.Person("bo", people.Analyst, "", "network")
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		// The keys are the example of RFC 8291, 5.
		must(h.AddDevice(ctx, bo, desk.PushDevice{Endpoint: "https://push.example.net/1", Auth: "BTBZMqHH6r4Tts7J_aSIgg", Name: "Phone", Lang: "en",
			P256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"}))
		quiet := notice.Quiet{From: 15 * 60, Until: 18 * 60}
		must(h.Choose(ctx, bo, desk.NoticeChoices{Quiet: quiet, Zone: "UTC"}))
		o, err := h.Open(ctx, dana, desk.Request{Subject: "Copy of a payroll file", Type: "incident", Service: "network", Impact: "person", Urgency: "partly",
			Location: "Room 4", Phone: "555 0100", Alternate: "555 0101", Channel: "portal"})
		must(err)
		on := desk.On{Ticket: o.Ticket.ID}
		name := func() (l store.Letter, pushes []store.Push) {
			t.Helper()
			h.Pass(time.Minute)
			_, err := h.Note(ctx, ann, on, "@bo, have you seen this?")
			must(err)
			for range 2 { // a follower may see a batch again
				must(eventlog.Drain(ctx, db, follower))
			}
			letters, err := store.LettersOf(ctx, db.Reader(), on.Ticket)
			must(err)
			pushes, err = store.PushesOf(ctx, db.Reader(), on.Ticket)
			must(err)
			l = letters[len(letters)-1]
			if l.Kind != string(notice.Mentioned) || l.Person != bo.ID {
				t.Fatalf("the last letter is %+v", l)
			}
			return l, pushes
		}
		news := func(want int) {
			t.Helper()
			if n := h.Unread(bo); n != want {
				t.Errorf("%d in the page, want %d", n, want)
			}
		}
		until := time.Date(2026, 11, 16, 18, 0, 0, 0, time.UTC)
		first, pushes := name()
		if !first.NotBefore.Equal(until) || len(pushes) != 1 || !pushes[0].NotBefore.Equal(until) || pushes[0].Kind != string(notice.Mentioned) {
			t.Errorf("in quiet hours: %+v, %+v", first, pushes)
		}
		news(1)

		must(h.Choose(ctx, bo, desk.NoticeChoices{Choices: map[notice.Group]notice.Choice{notice.Mentions: {}}}))
		off, pushes := name()
		if off.Chosen != store.ChosenOff || len(pushes) != 1 {
			t.Errorf("switched off: %+v, %+v", off, pushes)
		}
		news(2)

		_, err = h.Route(ctx, ann, on, "security", "It is for forensics")
		must(err)
		must(eventlog.Drain(ctx, db, follower))
		news(0)
		post, err := h.Post(ctx, access.System, first.ID)
		must(err)
		push, err := h.PushPost(ctx, access.System, pushes[0].ID)
		must(err)
		if post.Withheld == "" || push.Withheld == "" {
			t.Errorf("what is sealed is told: by mail %+v, by push %+v", post, push)
		}
	})
}
