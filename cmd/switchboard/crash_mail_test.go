package main_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"sync"
	"testing"
	"time"

	"switchboard/internal/channel/mail/outbox"
	"switchboard/internal/channel/mail/outbox/sink"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
)

// mailCrashes is how often the program is killed per database.
const mailCrashes = 15

// TestKilledDeskSendsEachLetterOnce kills the program with SIGKILL while it decides letters and sends them. Afterwards each
// ticket that was answered has one acknowledgement, accepted by the mail server: none is lost, and none came under two
// Message-IDs. A message may have come twice only where the kill fell between the server's taking it and our writing that
// down, at most once per connection and kill (ME-55, CO-18).
func TestKilledDeskSendsEachLetterOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("a minute per database")
	}
	binary := build(t)
	t.Run("sqlite", func(t *testing.T) {
		dir := t.TempDir()
		crashMail(t, &house{t: t, binary: binary, place: []string{"--data", dir}, url: dir})
	})
	t.Run("postgres", func(t *testing.T) {
		url := sqltest.PostgresURL(t)
		crashMail(t, &house{t: t, binary: binary, place: []string{"--database", url}, url: url})
	})
}

func crashMail(t *testing.T, h *house) {
	var mu sync.Mutex
	slow := func(sink.Message) error { // now and then an answer takes as long as a kill
		mu.Lock()
		defer mu.Unlock()
		if rand.IntN(4) == 0 {
			timer := time.NewTimer(time.Duration(rand.IntN(20)) * time.Millisecond)
			<-timer.C
		}
		return nil
	}
	s, err := sink.Listen("127.0.0.1:0", sink.Script{Data: slow})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	config := filepath.Join(t.TempDir(), "mail.yaml")
	text := fmt.Sprintf("address: help@desk.example.gov\nnetworks: [127.0.0.0/8]\nsend: {host: %q, security: none}\n", s.Address)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	h.token = h.makeToken()
	h.more = []string{"--mail", config}
	said := newPromises()
	for n := range mailCrashes {
		stop := h.serve()
		askByMail(t, h, said, n, time.Duration(40+rand.IntN(400))*time.Millisecond, stop)
		if t.Failed() {
			t.Fatalf("after crash %d", n+1)
		}
	}
	stop := h.serve()
	for _, subject := range said.unanswered() {
		if askFor(t.Context(), t, http.DefaultClient, h, said, subject) == 0 {
			t.Errorf("%s is not answered by a desk that nobody kills", subject)
		}
	}
	waitForLetters(t, h.url)
	stop()
	countLetters(t, s.Taken(), said)
}

// askByMail opens tickets for a new person each, until the kill.
func askByMail(t *testing.T, h *house, said *promises, round int, length time.Duration, kill func()) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}}
	defer client.CloseIdleConnections()
	var wg sync.WaitGroup
	for c := range clients {
		wg.Go(func() {
			for n := 0; ctx.Err() == nil && n < 20; n++ {
				askFor(ctx, t, client, h, said, fmt.Sprintf("r%d.c%d.n%d", round, c, n))
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

func askFor(ctx context.Context, t *testing.T, client *http.Client, h *house, said *promises, subject string) int64 {
	said.sent(subject)
	return call(ctx, t, client, h, said, "/api/v1/tickets", subject, subject, map[string]any{"subject": subject, "channel": "phone",
		"requester": map[string]string{"email": subject + "@example.gov"}})
}

// waitForLetters waits until nothing is left to be decided or sent: a killed process keeps its jobs until their lease ends.
func waitForLetters(t *testing.T, url string) {
	db, err := sqldb.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	left := -1
	for deadline := time.Now().Add(2 * time.Minute); left != 0 && time.Now().Before(deadline); {
		if left, err = sqldb.One(t.Context(), db.Reader(), sqldb.Value[int], `SELECT (SELECT count(*) FROM letter WHERE state <> 'accepted')
			+ (SELECT count(*) FROM ticket t WHERE NOT EXISTS (SELECT 1 FROM letter l WHERE l.ticket_id = t.id))`); err != nil {
			t.Fatal(err)
		}
		timer := time.NewTimer(100 * time.Millisecond)
		<-timer.C
	}
	if left != 0 {
		t.Errorf("%d letters are missing or not accepted", left)
	}
}

var letterID = regexp.MustCompile(`^<(\d+)\.[A-Z2-7]+@desk\.example\.gov>$`)

func countLetters(t *testing.T, taken []sink.Message, said *promises) {
	byID, byTicket := map[string]int{}, map[int64]map[string]bool{}
	for _, m := range taken {
		parts := letterID.FindStringSubmatch(m.ID)
		if parts == nil {
			t.Fatalf("a letter is called %s", m.ID)
		}
		number, err := strconv.ParseInt(parts[1], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		byID[m.ID]++
		if byTicket[number] == nil {
			byTicket[number] = map[string]bool{}
		}
		byTicket[number][m.ID] = true
	}
	for number := range said.versions {
		if n := len(byTicket[number]); n != 1 {
			t.Errorf("ticket %d was acknowledged by %d letters", number, n)
		}
	}
	again := len(taken) - len(byID)
	t.Logf("%d tickets, %d letters, %d of them taken a second time", len(said.versions), len(byID), again)
	if again > mailCrashes*outbox.Workers {
		t.Errorf("%d messages came again, of at most %d that a kill can leave in doubt", again, mailCrashes*outbox.Workers)
	}
	if len(byID) < mailCrashes {
		t.Errorf("only %d letters in %d rounds: this proves little", len(byID), mailCrashes)
	}
}
