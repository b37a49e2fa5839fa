package main_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
)

const mailCrashes = 12 // per database

// TestKilledDeskKeepsItsMail kills the program while mail is brought to it. Every message that was answered 250 is there
// afterwards, and one that is brought again because it was not answered is there once (ME-05).
func TestKilledDeskKeepsItsMail(t *testing.T) {
	if testing.Short() {
		t.Skip("many starts of the program")
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
	folder := t.TempDir()
	socket, file := filepath.Join(folder, "lmtp"), filepath.Join(folder, "mail.yaml")
	if err := os.WriteFile(file, []byte("address: desk@example.gov\nlmtp: "+socket+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	h.place = append(h.place, "--mail", file)
	said := &receipts{answers: map[string]bool{}}
	for range mailCrashes {
		kill := h.serve()
		var wg sync.WaitGroup
		for range clients {
			wg.Go(func() { said.bring(socket) })
		}
		timer := time.NewTimer(time.Duration(40+rand.IntN(160)) * time.Millisecond)
		<-timer.C
		kill()
		wg.Wait()
	}
	said.check(t, h.url)
}

// receipts are the messages that were brought, by number, and whether they were answered.
type receipts struct {
	mutex   sync.Mutex
	answers map[string]bool
}

// next is a message that was not answered before, or a new one.
func (r *receipts) next() string {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for id, answered := range r.answers {
		if !answered && rand.IntN(2) == 0 {
			return id
		}
	}
	id := fmt.Sprintf("<%d@example.com>", len(r.answers))
	r.answers[id] = false
	return id
}

// bring brings messages until nobody takes them any more.
func (r *receipts) bring(socket string) {
	conn, err := net.Dial("unix", socket)
	if err != nil {
		return
	}
	c := smtp.NewClientLMTP(conn)
	defer c.Close()
	for {
		id := r.next()
		text := fmt.Appendf(nil, "Message-ID: %s\r\nDate: Fri, 20 Nov 2026 09:00:00 -0500\r\nFrom: ana@example.com\r\nSubject: x\r\n\r\n%s\r\n", id, id)
		if err := c.SendMail("ana@example.com", []string{"desk@example.gov"}, bytes.NewReader(text)); err != nil {
			return
		}
		r.mutex.Lock()
		r.answers[id] = true
		r.mutex.Unlock()
	}
}

func (r *receipts) check(t *testing.T, url string) {
	t.Helper()
	db := sqltest.Open(t, url, nil)
	stored, err := sqldb.All(t.Context(), db.Reader(), sqldb.Value[string], `SELECT message_id FROM mail`)
	if err != nil {
		t.Fatal(err)
	}
	times := map[string]int{}
	for _, id := range stored {
		times[id]++
	}
	answered := 0
	for id, ok := range r.answers {
		if ok {
			answered++
		}
		if n := times[id]; n > 1 || ok && n == 0 {
			t.Errorf("%s was answered %v, and is stored %d times", id, ok, n)
		}
	}
	t.Logf("%d of %d messages were answered, %d are stored", answered, len(r.answers), len(stored))
	if answered < mailCrashes {
		t.Errorf("only %d messages in %d rounds: this proves little", answered, mailCrashes)
	}
}
