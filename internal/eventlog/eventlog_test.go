package eventlog_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"testing"
	"time"

	"switchboard/internal/eventlog"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

func appendFacts(t *testing.T, db *sqldb.DB, facts ...eventlog.Fact) {
	t.Helper()
	err := db.Write(t.Context(), func(tx *sqldb.Tx) error { return eventlog.Append(t.Context(), tx, facts...) })
	if err != nil {
		t.Fatal(err)
	}
}

func kinds(facts []eventlog.Fact) (all []string) {
	for _, f := range facts {
		all = append(all, f.Kind)
	}
	return all
}

func TestAppend(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx := t.Context()
		at := time.Date(2026, 1, 2, 3, 4, 5, 6_000_000, time.UTC)
		appendFacts(t, db,
			eventlog.Fact{Ticket: 7, At: at, Kind: "ticket.opened", Actor: 3, Public: true, Body: `{"ä":1}`},
			eventlog.Fact{Ticket: 8, Kind: "ticket.opened", Body: "{}"},
			eventlog.Fact{Kind: "desk.published", Body: "{}"},
			eventlog.Fact{Ticket: 7, Kind: "ticket.routed", Body: "{}"})
		facts, err := eventlog.OfTicket(ctx, db.Reader(), 7)
		if err != nil || fmt.Sprint(kinds(facts)) != "[ticket.opened ticket.routed]" {
			t.Fatalf("facts of 7: %+v, %v", facts, err)
		}
		f := facts[0]
		if f.Ticket != 7 || !f.At.Equal(at) || f.Actor != 3 || !f.Public || f.Body != `{"ä":1}` || f.Recorded.Before(at) {
			t.Errorf("read back %+v", f)
		}
		if g := facts[1]; g.Actor != 0 || g.Public || !g.At.Equal(f.Recorded) || g.Seq <= f.Seq {
			t.Errorf("read back %+v", g)
		}
		settle(t, db)
		all, err := eventlog.After(ctx, db.Reader(), eventlog.Position{}, 10)
		if err != nil || fmt.Sprint(kinds(all)) != "[ticket.opened ticket.opened desk.published ticket.routed]" {
			t.Errorf("the log: %v, %v", kinds(all), err)
		}
		end, err := eventlog.End(ctx, db.Reader())
		if err != nil || end != all[3].Position() {
			t.Errorf("end is %v, want %v: %v", end, all[3].Position(), err)
		}
		many := make([]eventlog.Fact, 2_345)
		for i := range many {
			many[i] = eventlog.Fact{Ticket: 9, Kind: fmt.Sprint(i), Body: "{}"}
		}
		appendFacts(t, db, many...)
		facts, err = eventlog.OfTicket(ctx, db.Reader(), 9)
		if err != nil || len(facts) != len(many) {
			t.Fatalf("%d facts, %v", len(facts), err)
		}
		for i, f := range facts {
			if f.Kind != fmt.Sprint(i) {
				t.Fatalf("fact %d is %s", i, f.Kind)
			}
		}
	})
}

// settle waits for the horizon: tests of other packages share the cluster, and their transactions hold it back.
func settle(t *testing.T, db *sqldb.DB) {
	t.Helper()
	if err := eventlog.Await(t.Context(), db); err != nil {
		t.Fatal(err)
	}
}

// A fact whose number is lower but whose transaction commits later is not lost: what came after it waits for it.
func TestHorizon(t *testing.T) {
	db := sqltest.Postgres(t, migrations.FS)
	ctx := t.Context()
	appended, commit := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		err := db.Write(ctx, func(tx *sqldb.Tx) error {
			err := eventlog.Append(ctx, tx, eventlog.Fact{Kind: "slow"})
			close(appended)
			<-commit
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-appended
	appendFacts(t, db, eventlog.Fact{Kind: "quick"})
	before, err := eventlog.After(ctx, db.Reader(), eventlog.Position{}, 10)
	if err != nil || len(before) != 0 {
		t.Errorf("while the slow one is open: %v, %v", kinds(before), err)
	}
	close(commit)
	wg.Wait()
	settle(t, db)
	after, err := eventlog.After(ctx, db.Reader(), eventlog.Position{}, 10)
	if err != nil || fmt.Sprint(kinds(after)) != "[slow quick]" {
		t.Errorf("after both: %v, %v", kinds(after), err)
	}
}

// Eight writers of 500 transactions each, one in ten undone, while followers on two nodes and a tail read all the
// time: every fact that was committed is applied once, those of one writer in their order, and the tail sees the same.
func TestNoneLostNoneTwice(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		nodes := []*sqldb.DB{db}
		if db.Dialect() == sqldb.Postgres {
			nodes = append(nodes, sqltest.SecondNode(t, db))
		}
		const writers, each, undone = 8, 500, 10
		want := writers * each * (undone - 1) / undone
		var mu sync.Mutex
		var applied, seen []eventlog.Fact
		done := make(chan struct{}, 2)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		collect := func(to *[]eventlog.Fact, facts []eventlog.Fact) {
			mu.Lock()
			defer mu.Unlock()
			*to = append(*to, facts...)
			if len(*to) == want {
				done <- struct{}{}
			}
		}
		follower := eventlog.Follower{Name: "all", Apply: func(_ context.Context, tx *sqldb.Tx, facts []eventlog.Fact) error {
			tx.AfterCommit(func() { collect(&applied, facts) })
			return nil
		}}
		var readers, wg sync.WaitGroup
		for _, node := range nodes {
			readers.Go(func() { eventlog.Run(ctx, node, quiet, follower) })
		}
		readers.Go(func() {
			eventlog.Tail(ctx, db, quiet, eventlog.Position{}, func(facts []eventlog.Fact) { collect(&seen, facts) })
		})
		refused := errors.New("refused")
		for w := range writers {
			wg.Go(func() {
				for n := range each {
					err := nodes[w%len(nodes)].Write(ctx, func(tx *sqldb.Tx) error {
						fact := eventlog.Fact{Ticket: int64(w + 1), Actor: int64(n + 1), Kind: "test"}
						if err := eventlog.Append(ctx, tx, fact); err != nil || n%undone != 3 {
							return err
						}
						return refused
					})
					if (n%undone == 3) != errors.Is(err, refused) || err != nil && !errors.Is(err, refused) {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		for range 2 {
			select {
			case <-done:
			case <-time.After(20 * time.Second):
				t.Error("facts are missing")
			}
		}
		cancel()
		readers.Wait()
		for name, facts := range map[string][]eventlog.Fact{"follower": applied, "tail": seen} {
			once := map[int64]bool{}
			last := map[int64]int64{}
			for _, f := range facts {
				if once[f.Seq] {
					t.Errorf("%s: fact %d twice", name, f.Seq)
				}
				once[f.Seq] = true
				if f.Actor <= last[f.Ticket] && name == "tail" {
					t.Errorf("%s: writer %d's fact %d after its fact %d", name, f.Ticket, f.Actor, last[f.Ticket])
				}
				last[f.Ticket] = f.Actor
			}
			if len(once) != want {
				t.Errorf("%s: %d facts, want %d", name, len(once), want)
			}
		}
	})
}

// A follower that refuses one fact applies those before it, tries again later and later, is seen to do so, and parks
// the fact in the end; another follower never notices.
func TestOneSickFact(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx := t.Context()
		clock := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
		db.Now = func() time.Time { return clock }
		sick := true
		var got []string
		picky := eventlog.Follower{Name: "picky", Apply: func(_ context.Context, tx *sqldb.Tx, facts []eventlog.Fact) error {
			for _, f := range facts {
				if f.Kind == "odd" && sick {
					var none []int
					_ = none[len(facts)] // a bug, met by one odd fact
				}
				tx.AfterCommit(func() { got = append(got, f.Kind) })
			}
			return nil
		}}
		f := eventlog.Start(db, quiet, picky)
		eventlog.Round(ctx, f) // nothing there yet; the follower is known from now on
		appendFacts(t, db, eventlog.Fact{Kind: "a"}, eventlog.Fact{Kind: "b"}, eventlog.Fact{Kind: "odd"}, eventlog.Fact{Kind: "c"})
		var waits []time.Duration
		for range 100 {
			eventlog.Round(ctx, f)
			state := onlyState(t, db)
			if state.RetryAt.After(clock) {
				if state.Error == "" || fmt.Sprint(got) != "[a b]" || state.Behind != 2 {
					t.Errorf("after a failure: %+v, applied %v", state, got)
				}
				waits = append(waits, state.RetryAt.Sub(clock))
				clock = state.RetryAt.Add(-time.Millisecond)
				eventlog.Round(ctx, f) // too early: nothing happens
				clock = state.RetryAt
			}
			if state.Parked == 1 && state.Behind == 0 {
				break
			}
		}
		if want := "[1s 2s 4s 8s 16s 32s 1m0s]"; fmt.Sprint(waits) != want {
			t.Errorf("waited %v, want %s", waits, want)
		}
		if state := onlyState(t, db); fmt.Sprint(got) != "[a b c]" || state.Parked != 1 || state.Failures != 0 || state.Error != "" {
			t.Errorf("in the end: %+v, applied %v", state, got)
		}
		odd := int64(3)
		if err := eventlog.Unpark(ctx, db, picky, odd); err == nil {
			t.Error("still sick, yet unparked")
		}
		sick = false
		if err := eventlog.Unpark(ctx, db, picky, odd); err != nil || onlyState(t, db).Parked != 0 {
			t.Errorf("unpark: %v", err)
		}
		if err := eventlog.Unpark(ctx, db, picky, odd); !fault.Is(err, fault.NotFound) || fmt.Sprint(got) != "[a b c odd]" {
			t.Errorf("unpark again: %v, applied %v", err, got)
		}
	})
}

func onlyState(t *testing.T, db *sqldb.DB) eventlog.State {
	t.Helper()
	all, err := eventlog.States(t.Context(), db.Reader())
	if err != nil || len(all) != 1 {
		t.Fatalf("%d followers, %v", len(all), err)
	}
	return all[0]
}

// Drain applies what is there, also what its followers append, and answers a failure.
func TestDrain(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx := t.Context()
		n := 0
		echo := eventlog.Follower{Name: "echo", Apply: func(ctx context.Context, tx *sqldb.Tx, facts []eventlog.Fact) error {
			for _, f := range facts {
				n++
				if len(f.Kind) < 4 {
					if err := eventlog.Append(ctx, tx, eventlog.Fact{Kind: f.Kind + "x"}); err != nil {
						return err
					}
				}
			}
			return nil
		}}
		appendFacts(t, db, eventlog.Fact{Kind: "x"})
		if err := eventlog.Drain(ctx, db, echo); err != nil || n != 4 {
			t.Errorf("applied %d, want 4: %v", n, err)
		}
		no := errors.New("no")
		bad := eventlog.Follower{Name: "bad", Apply: func(context.Context, *sqldb.Tx, []eventlog.Fact) error { return no }}
		if err := eventlog.Drain(ctx, db, echo, bad); !errors.Is(err, no) {
			t.Errorf("got %v", err)
		}
	})
}
