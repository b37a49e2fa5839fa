package main_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"switchboard/internal/core/ticket"
	"switchboard/internal/eventlog"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store"
)

const (
	crashes = 50 // per database
	clients = 8
)

// TestKilledDeskLosesNothing kills the program with SIGKILL in the middle of a load, again and again. What was answered
// 201 or 200 has to be there afterwards with its whole history, a request that was not answered and is sent again with
// its key makes one ticket, and a follower that is stopped as rudely sees every fact of the log once.
func TestKilledDeskLosesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("a minute per database")
	}
	binary := build(t)
	t.Run("sqlite", func(t *testing.T) {
		dir := t.TempDir()
		crash(t, &house{t: t, binary: binary, place: []string{"--data", dir}, url: dir})
	})
	t.Run("postgres", func(t *testing.T) {
		url := sqltest.PostgresURL(t)
		crash(t, &house{t: t, binary: binary, place: []string{"--database", url}, url: url})
	})
}

func build(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "switchboard")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return binary
}

func crash(t *testing.T, h *house) {
	h.token = h.makeToken()
	seen := &recorder{facts: map[int64]int{}}
	said := newPromises()
	for n := range crashes {
		stop := h.serve()
		load(t, h, said, n, time.Duration(40+rand.IntN(160))*time.Millisecond, stop)
		inspect(t, h.url, said, seen, n == crashes-1)
		if t.Failed() {
			t.Fatalf("after crash %d", n+1)
		}
	}
	t.Logf("%d tickets answered, %d facts followed", len(said.versions), len(seen.facts))
	if len(said.versions) < crashes {
		t.Errorf("only %d tickets in %d rounds: this proves little", len(said.versions), crashes)
	}
}

// house is the program under test and where its database is.
type house struct {
	t      *testing.T
	binary string
	place  []string
	url    string
	token  string
	base   string
	more   []string // arguments of serve
}

func (h *house) makeToken() string {
	h.t.Helper()
	cmd := exec.Command(h.binary, append([]string{"token", "create", "--as", "load@example.gov"}, h.place...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		h.t.Fatalf("token: %v", err)
	}
	return strings.TrimSpace(string(out))
}

// serve starts the program, waits until it says where it is, and answers how to kill it.
func (h *house) serve() (kill func()) {
	h.t.Helper()
	cmd := exec.Command(h.binary, slices.Concat([]string{"serve", "--listen", "127.0.0.1:0"}, h.place, h.more)...)
	said := &listener{base: make(chan string, 1)}
	cmd.Stderr = said
	if err := cmd.Start(); err != nil {
		h.t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { defer close(ended); _ = cmd.Wait() }() // it is killed, and says so
	kill = sync.OnceFunc(func() {
		_ = cmd.Process.Kill()
		<-ended
	})
	h.t.Cleanup(kill)
	select {
	case h.base = <-said.base:
	case <-ended:
		if strings.Contains(said.text.String(), "make assets") {
			h.t.Skip("the pages are not built: run make assets")
		}
		h.t.Fatalf("it did not open: %s", &said.text)
	}
	return kill
}

// listener reads what the program says, up to where it is.
type listener struct {
	text bytes.Buffer // before it ends or has said where it is, written by one goroutine
	base chan string
	done bool
}

func (l *listener) Write(b []byte) (int, error) {
	if l.done {
		return len(b), nil
	}
	l.text.Write(b)
	if _, rest, found := strings.Cut(l.text.String(), "the desk is open at "); found && strings.Contains(rest, "\n") {
		base, _, _ := strings.Cut(rest, "\n")
		l.done = true
		l.base <- base
	}
	return len(b), nil
}

// promises is what clients were told: for each ticket the version that was answered, and what is still unanswered.
type promises struct {
	sync.Mutex
	versions map[int64]int64
	subjects map[string]int64 // 0: sent and not answered
}

func newPromises() *promises {
	return &promises{versions: map[int64]int64{}, subjects: map[string]int64{}}
}

func (p *promises) sent(subject string) {
	p.Lock()
	defer p.Unlock()
	if _, told := p.subjects[subject]; !told {
		p.subjects[subject] = 0
	}
}

func (p *promises) answered(t *testing.T, subject string, number, version int64) {
	p.Lock()
	defer p.Unlock()
	if before := p.subjects[subject]; before != 0 && before != number {
		t.Errorf("%s is ticket %d, and was %d", subject, number, before)
	}
	p.subjects[subject] = number
	p.versions[number] = max(p.versions[number], version)
}

func (p *promises) unanswered() []string {
	p.Lock()
	defer p.Unlock()
	var out []string
	for _, subject := range slices.Sorted(maps.Keys(p.subjects)) {
		if p.subjects[subject] == 0 {
			out = append(out, subject)
		}
	}
	return out
}

// load sends again what was not answered before, then has the clients open tickets and reply to them until the kill.
func load(t *testing.T, h *house, said *promises, round int, length time.Duration, kill func()) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}}
	defer client.CloseIdleConnections()
	for _, subject := range said.unanswered() {
		open(ctx, t, client, h, said, subject)
	}
	var wg sync.WaitGroup
	for c := range clients {
		wg.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				subject := fmt.Sprintf("round %d client %d ticket %d", round, c, n)
				if number := open(ctx, t, client, h, said, subject); number != 0 {
					call(ctx, t, client, h, said, fmt.Sprintf("/api/v1/tickets/%d/replies", number), subject, "", map[string]any{"body": "On it."})
				}
			}
		})
	}
	timer := time.NewTimer(length)
	defer timer.Stop()
	<-timer.C
	kill()
	cancel()
	wg.Wait()
}

func open(ctx context.Context, t *testing.T, client *http.Client, h *house, said *promises, subject string) int64 {
	said.sent(subject)
	return call(ctx, t, client, h, said, "/api/v1/tickets", subject, subject, map[string]any{"subject": subject, "channel": "portal"})
}

// call posts and records an answer; 0 when there was none, as is to be expected of a program that is killed.
func call(ctx context.Context, t *testing.T, client *http.Client, h *house, said *promises, path, subject, key string, form map[string]any) int64 {
	body, err := json.Marshal(form)
	if err != nil {
		t.Error(err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.base+path, bytes.NewReader(body))
	if err != nil {
		t.Error(err)
		return 0
	}
	req.Header.Set("Authorization", "Bearer "+h.token)
	req.Header.Set("Content-Type", "application/json")
	if key != "" {
		req.Header.Set("Idempotency-Key", key)
	}
	resp, err := client.Do(req)
	if err != nil {
		return 0
	}
	defer resp.Body.Close()
	var answer struct{ Number, Version int64 }
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0 // cut in the middle: not an answer
	}
	if resp.StatusCode >= 300 {
		t.Errorf("%s: %s %s", path, resp.Status, raw)
		return 0
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		t.Errorf("%s: %v", path, err)
		return 0
	}
	said.answered(t, subject, answer.Number, answer.Version)
	return answer.Number
}

// recorder counts how often a follower was given each fact.
type recorder struct{ facts map[int64]int }

func (r *recorder) follower() eventlog.Follower {
	return eventlog.Follower{Name: "test.crash", Apply: func(_ context.Context, tx *sqldb.Tx, facts []eventlog.Fact) error {
		seqs := make([]int64, len(facts))
		for i, f := range facts {
			seqs[i] = f.Seq
		}
		tx.AfterCommit(func() {
			for _, seq := range seqs {
				r.facts[seq]++
			}
		})
		return nil
	}}
}

// inspect looks into the database that a kill left behind; all tables are compared only after the last one.
func inspect(t *testing.T, url string, said *promises, seen *recorder, last bool) {
	ctx := t.Context()
	db, err := sqldb.Open(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := eventlog.Drain(ctx, db, seen.follower()); err != nil {
		t.Fatal(err)
	}
	for number, version := range said.versions {
		entries, err := store.History(ctx, db.Reader(), number)
		if err != nil {
			t.Fatal(err)
		}
		if got := ticket.Fold(number, entries); got.Version < version {
			t.Errorf("ticket %d was answered at version %d and has %d entries", number, version, got.Version)
		}
	}
	if last {
		whole(t, db, said, seen)
	}
}

// whole compares rows, facts, what clients were told and what the follower saw.
func whole(t *testing.T, db *sqldb.DB, said *promises, seen *recorder) {
	ctx := t.Context()
	count := func(text string) int {
		n, err := sqldb.One(ctx, db.Reader(), sqldb.Value[int], text)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := count("SELECT count(*) FROM ticket t WHERE t.version <> (SELECT count(*) FROM fact f WHERE f.ticket_id = t.id)"); n != 0 {
		t.Errorf("%d rows do not agree with their facts", n)
	}
	if n := count("SELECT count(*) FROM fact f WHERE f.ticket_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ticket t WHERE t.id = f.ticket_id)"); n != 0 {
		t.Errorf("%d facts are of no ticket", n)
	}
	if n := count("SELECT count(*) FROM (SELECT subject FROM ticket GROUP BY subject HAVING count(*) > 1) AS twice"); n != 0 {
		t.Errorf("%d requests made more than one ticket", n)
	}
	facts := count("SELECT count(*) FROM fact")
	for deadline := time.Now().Add(10 * time.Second); len(seen.facts) < facts && time.Now().Before(deadline); {
		if err := eventlog.Drain(ctx, db, seen.follower()); err != nil { // another database of the cluster may hold the horizon
			t.Fatal(err)
		}
	}
	if len(seen.facts) != facts {
		t.Errorf("the follower saw %d of %d facts", len(seen.facts), facts)
	}
	for seq, n := range seen.facts {
		if n != 1 {
			t.Errorf("fact %d was seen %d times", seq, n)
		}
	}
}
