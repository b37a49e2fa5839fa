package notify_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/notice"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/eventlog"
	"switchboard/internal/follow/notify"
	"switchboard/internal/job"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store"
	"switchboard/internal/store/migrations"
)

// night is a desk at night with one who works there, asleep.
type night struct {
	*testing.T
	*desktest.House
	db         *sqldb.DB
	follower   eventlog.Follower
	dana, luis access.Actor
}

func sleeping(t *testing.T, db *sqldb.DB) night {
	h := desktest.Open(t, db, "oklahoma", time.Date(2026, 11, 17, 6, 0, 0, 0, time.UTC)) // midnight there
	team := h.Definition().DeskTeam()
	n := night{t, h, db, notify.Follower(notify.Config{Domain: "desk.example.gov", DeskTeam: func() string { return team }}),
		h.Person("dana", people.Customer, "Revenue"), h.Person("luis", people.Analyst, "", team)}
	n.must(h.Choose(ctx, n.luis, desk.NoticeChoices{Quiet: notice.Quiet{From: 0, Until: 23 * 60}, Zone: "UTC"}))
	return n
}

func (n night) must(err error) {
	n.Helper()
	if err != nil {
		n.Fatal(err)
	}
}

// claims opens what wakes, on the customer's word alone.
func (n night) claims() desk.On {
	n.Helper()
	o, err := n.Open(ctx, n.dana, desk.Request{Subject: "Nobody can pay", Type: "incident", Impact: "state", Urgency: "cannot_work"})
	n.must(err)
	return desk.On{Ticket: o.Ticket.ID}
}

// writes lets the customer write every minute.
func (n night) writes(on desk.On, times int) {
	n.Helper()
	for range times {
		n.Pass(time.Minute)
		_, err := n.Write(ctx, n.dana, on, "Any news?")
		n.must(err)
	}
}

// woken drains the log and counts how often luis has been woken about a ticket, and told of it at all.
func (n night) woken(on desk.On) (woken, told int) {
	n.Helper()
	n.must(eventlog.Drain(ctx, n.db, n.follower))
	all, err := store.LettersOf(ctx, n.db.Reader(), on.Ticket)
	n.must(err)
	for _, l := range all {
		if l.Person == n.luis.ID {
			if told++; l.Chosen == store.Insists {
				woken++
			}
		}
	}
	return woken, told
}

// unwoken is what the ticket itself says of it.
func (n night) unwoken(on desk.On) string {
	n.Helper()
	runner := &job.Runner{DB: n.db, Log: slog.New(slog.DiscardHandler), Handlers: map[string]job.Handler{
		store.UnwokenJob: {Do: func(ctx context.Context, j *job.Job) error { return n.NoteUnwoken(ctx, access.System, j) }}}}
	_, err := runner.Step(ctx)
	n.must(err)
	sheet, err := n.Ticket(ctx, n.luis, on.Ticket)
	n.must(err)
	var out []string
	for _, e := range sheet.Entries {
		if d, is := e.Event.(ticket.DeliveryReported); is && d.Channel == ticket.ByWaking && d.Person == n.luis.ID {
			out = append(out, d.Kind+": "+d.Detail)
		}
	}
	return strings.Join(out, ", ")
}

// A customer who writes and writes wakes whoever has taken it up once in a while; what does not wake is told all the same, and
// stands on the ticket. A guarantee wakes whatever was before.
func TestOneTicketWakesNowAndThen(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		n := sleeping(t, db)
		on := n.claims()
		if woken, _ := n.woken(on); woken != 1 {
			t.Fatalf("woken %d times by what cannot wait", woken)
		}
		n.Pass(2 * time.Minute)
		n.writes(on, 1) // nobody has taken it up
		if woken, _ := n.woken(on); woken != 2 {
			t.Fatalf("woken %d times before somebody took it up", woken)
		}
		_, err := n.Accept(ctx, n.luis, on)
		n.must(err)
		n.writes(on, 5) // minutes 3 to 7
		if woken, told := n.woken(on); woken != 2 || told != 7 {
			t.Errorf("woken %d times of %d", woken, told)
		}
		if got := n.unwoken(on); got != strings.TrimSuffix(strings.Repeat("wrote: woken about it less than 15 minutes before, ", 5), ", ") {
			t.Errorf("the ticket says %q", got)
		}
		n.Pass(10 * time.Minute)
		n.writes(on, 1)
		if woken, _ := n.woken(on); woken != 3 {
			t.Errorf("woken %d times a quarter of an hour later", woken)
		}
		for n.Now().Before(time.Date(2026, 11, 17, 8, 1, 0, 0, time.UTC)) { // OK-19: closed within 2 hours
			n.Pass(time.Minute)
			n.writes(on, 1)
			n.must(n.Tick(ctx, access.System, on.Ticket))
		}
		woken, _ := n.woken(on)
		all, err := store.LettersOf(ctx, db.Reader(), on.Ticket)
		n.must(err)
		clocks := 0
		for _, l := range all {
			if l.Kind == "warned" || l.Kind == "missed" {
				clocks++
				if l.Person == n.luis.ID && l.Chosen != store.Insists {
					t.Errorf("a guarantee was silent: %+v", l)
				}
			}
		}
		if clocks < 2 || woken > 3+clocks+7 {
			t.Errorf("woken %d times in two hours, %d of them by clocks", woken, clocks)
		}
	})
}

// One customer's tickets wake a person so often in a night and no more; those of another do, and those that the desk opens.
func TestOneCustomerWakesSoOften(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		n := sleeping(t, db)
		for i := range 5 {
			n.Pass(time.Minute)
			on := n.claims()
			woken, told := n.woken(on)
			if want := map[bool]int{true: 1}[i < notice.UsualBounds.Tickets]; woken != want || told != 1 {
				t.Errorf("ticket %d: woken %d times of %d", i+1, woken, told)
			}
			want := map[bool]string{false: "paged: woken about 3 of the same customer this night"}[i < notice.UsualBounds.Tickets]
			if got := n.unwoken(on); got != want {
				t.Errorf("ticket %d says %q, want %q", i+1, got, want)
			}
		}
		nora := n.Person("nora", people.Analyst, "")
		o, err := n.Open(ctx, nora, desk.Request{Subject: "She called", Type: "incident", Impact: "state", Urgency: "cannot_work", Channel: "phone", Email: "dana@example.gov"})
		n.must(err)
		if woken, _ := n.woken(desk.On{Ticket: o.Ticket.ID}); woken != 1 {
			t.Errorf("woken %d times by what a colleague has heard", woken)
		}
	})
}
