package desk_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/fault"
	"switchboard/internal/job"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store"
	"switchboard/internal/store/migrations"
)

// standstill is a desk of which some work has failed.
type standstill struct {
	*desktest.House
	t                       *testing.T
	luis, lena, ann, sam    access.Actor
	plain, sealed           int64
	read, sent, quiet, fact string
	works                   bool
	runner                  *job.Runner
	attempts                map[string]int
	secret, says            string
}

func standingStill(t *testing.T, db *sqldb.DB) *standstill {
	s := &standstill{House: desktest.Open(t, db, "maine", time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC)), t: t, attempts: map[string]int{},
		secret: "hunter2hunter2hunter2hunter2hunter2", says: "the printer is on fire"}
	s.Person("dana", people.Customer, "Revenue")
	s.luis, s.lena = s.Person("luis", people.Analyst, "", "desk"), s.Person("lena", people.Lead, "", "desk")
	s.ann, s.sam = s.Person("ann", people.Manager, ""), s.Person("sam", people.Lead, "", "security")
	open := func(r desk.Request) int64 {
		r.Channel, r.Email = "phone", "dana@example.gov"
		o, err := s.Open(ctx, s.luis, r)
		if err != nil {
			t.Fatal(err)
		}
		return o.Ticket.ID
	}
	s.plain, s.sealed = open(desk.Request{Subject: "A lamp"}), open(desk.Request{Subject: "Quiet", Service: "security", Type: "incident"})
	s.fail()
	s.park()
	s.Pass(time.Hour)
	all := s.standing(s.lena).Work
	if len(all) != 4 {
		t.Fatalf("%d pieces of work stand still: %+v", len(all), all)
	}
	s.read, s.quiet, s.sent, s.fact = all[0].Name, all[1].Name, all[2].Name, all[3].Name
	return s
}

// fail puts three jobs aside: of a mail that came in, of a letter about a ticket, and of one about a sealed ticket.
func (s *standstill) fail() {
	err := s.DB.Write(ctx, func(tx *sqldb.Tx) error {
		for i, of := range []int64{s.plain, s.sealed} {
			l := store.Letter{Kind: "acknowledged", Cause: int64(i), Ticket: of, Address: "dana@example.gov", MessageID: string(rune('a' + i)), State: store.LetterQueued}
			if _, err := store.AddLetter(ctx, tx, l); err != nil {
				return err
			}
		}
		return job.Enqueue(ctx, tx, job.Job{Kind: store.ReadMailJob, Body: "7"})
	})
	if err != nil {
		s.t.Fatal(err)
	}
	do := func(_ context.Context, j *job.Job) error {
		if s.attempts[j.Kind+" "+j.Body]++; s.works {
			return nil
		}
		return job.Stop(errors.New(s.says + ": smtp://desk:" + s.secret + "@mail.example.gov\ngoroutine 1 [running]"))
	}
	s.runner = &job.Runner{DB: s.DB, Log: slog.New(slog.DiscardHandler), Handlers: map[string]job.Handler{store.SendMailJob: {Do: do}, store.ReadMailJob: {Do: do}}}
	s.step()
}

func (s *standstill) step() {
	s.t.Helper()
	if _, err := s.runner.Step(ctx); err != nil {
		s.t.Fatal(err)
	}
}

// park puts a fact of the ticket aside for a follower.
func (s *standstill) park() {
	err := s.DB.Write(ctx, func(tx *sqldb.Tx) error {
		for _, text := range []string{`INSERT INTO follower (name, xid, seq) VALUES ('search', 0, 0)`,
			`INSERT INTO follower_parked (name, seq, error, parked_at) SELECT 'search', min(seq), 'no such word', 1 FROM fact WHERE ticket_id IS NOT NULL`} {
			if _, err := tx.Exec(ctx, text); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *standstill) standing(who access.Actor) desk.Standing {
	s.t.Helper()
	all, err := s.Standing(ctx, who)
	if err != nil {
		s.t.Fatal(err)
	}
	return all
}

// What failed is shown to those in charge: what it is about, since when, and by what, without keys; of a sealed ticket only
// that there is something. DESIGN 9.9
func TestStandingIsSeen(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		s := standingStill(t, db)
		if _, err := s.Standing(ctx, s.luis); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an analyst: %v", err)
		}
		got := s.standing(s.lena)
		read, quiet, sent, fact := got.Work[0], got.Work[1], got.Work[2], got.Work[3]
		if !quiet.Hidden || quiet.Ticket != 0 || quiet.Error != "" {
			t.Errorf("of the sealed: %+v", quiet)
		}
		if sent.Ticket != s.plain || sent.Tries != 1 || !sent.MayLetGo || sent.Failed.IsZero() || sent.Error != s.says+": smtp://…@mail.example.gov" {
			t.Errorf("of a letter: %+v", sent)
		}
		if read.MayLetGo {
			t.Error("a mail that was acknowledged can be let go")
		}
		if fact.Ticket != s.plain || fact.Error != "no such word" || len(got.Followers) != 1 || got.Followers[0].Behind == 0 || got.Followers[0].Since.IsZero() {
			t.Errorf("of a fact: %+v, followers %+v", fact, got.Followers)
		}
		if seen := s.standing(s.sam).Work[1]; seen.Ticket != s.sealed || seen.Hidden || seen.Error == "" {
			t.Errorf("of the sealed, in its team: %+v", seen)
		}
	})
}

// A manager has it tried again or lets it go, which is written down; nobody else does, and not what somebody counts on.
func TestStandingIsMended(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		s := standingStill(t, db)
		for _, do := range []func(context.Context, access.Actor, string) error{s.TryAgain, s.LetGo} {
			if err := do(ctx, s.lena, s.sent); !fault.Is(err, fault.Forbidden) {
				t.Errorf("a lead: %v", err)
			}
			for _, none := range []string{"job 99999", "fact 99999 search", strings.Replace(s.fact, "search", "none", 1), "", "job", "job 0", "job 1 search", "fact 1", "fact x search", "work 1"} {
				if err := do(ctx, s.ann, none); !fault.Is(err, fault.NotFound) {
					t.Errorf("%q: %v", none, err)
				}
			}
		}
		if err := s.LetGo(ctx, s.ann, s.read); !fault.Is(err, fault.Conflict) {
			t.Errorf("letting a mail go: %v", err)
		}
		s.works = true
		for _, err := range []error{s.TryAgain(ctx, s.ann, s.read), s.LetGo(ctx, s.ann, s.sent), s.TryAgain(ctx, s.ann, s.quiet), s.LetGo(ctx, s.ann, s.fact)} {
			if err != nil {
				t.Error(err)
			}
		}
		s.step()
		if left := s.standing(s.ann).Work; len(left) != 0 {
			t.Errorf("left over: %+v", left)
		}
		if s.attempts["mail.read 7"] != 2 || s.attempts["mail.send 1"] != 1 || s.attempts["mail.send 2"] != 2 {
			t.Errorf("tried: %v", s.attempts)
		}
		letters, err := s.Letters(ctx, s.luis, s.plain)
		if err != nil || len(letters) != 1 || letters[0].State != desk.LetterFailed {
			t.Errorf("the letter that was let go: %+v, %v", letters, err)
		}
		audit, err := s.Audit(ctx, s.Person("admin", people.Administrator, ""), "ann@example.gov", 0, 50)
		if err != nil {
			t.Fatal(err)
		}
		var acts []string
		for _, a := range audit.Acts {
			acts = append(acts, a.Kind+" "+a.What)
		}
		want := "work.dropped " + s.fact + ", work.retried " + s.quiet + ", work.dropped " + s.sent + ", work.retried " + s.read
		if got := strings.Join(acts, ", "); got != want {
			t.Errorf("written down: %s\nwant %s", got, want)
		}
	})
}

// The alarm rings while something stands still, says how much, and ends by itself.
func TestStandingAlarm(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		s := standingStill(t, db)
		check := func(want string) {
			t.Helper()
			if err := s.CheckStanding(ctx, access.System); err != nil {
				t.Fatal(err)
			}
			ringing, err := s.Alarms(ctx, s.lena)
			if err != nil || len(ringing) > 1 || (len(ringing) == 1) != (want != "") || want != "" && ringing[0].Says != want {
				t.Errorf("rings %+v, want %q, %v", ringing, want, err)
			}
		}
		check("4 pieces of work stand still")
		if err := s.LetGo(ctx, s.ann, s.sent); err != nil {
			t.Fatal(err)
		}
		check("3 pieces of work stand still")
		s.works = true
		for _, err := range []error{s.TryAgain(ctx, s.ann, s.read), s.LetGo(ctx, s.ann, s.quiet), s.LetGo(ctx, s.ann, s.fact)} {
			if err != nil {
				t.Fatal(err)
			}
		}
		s.step()
		check("")
	})
}
