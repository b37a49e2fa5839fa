package mailbox_test

import (
	"io"
	"strings"
	"testing"
	"time"

	"switchboard/internal/channel/mail"
	"switchboard/internal/channel/mail/mailtest"
	"switchboard/internal/core/notice"
	"switchboard/internal/sqldb"
)

// beat puts a heartbeat into the outbox and answers its Message-ID.
func (k *keeper) beat(address string) string {
	k.t.Helper()
	if err := k.SendHeartbeat(k.t.Context(), systemActor, "desk", address, time.Hour); err != nil {
		k.t.Fatal(err)
	}
	id, err := sqldb.One(k.t.Context(), k.DB.Reader(), sqldb.Value[string], `SELECT message_id FROM letter WHERE kind = $1`, string(notice.Heartbeat))
	if err != nil {
		k.t.Fatal(err)
	}
	return id
}

// TestHeartbeatsLeaveTheFolder: 144 a day would fill it. What only looks like one stays, and so does what somebody else has
// marked as deleted.
func TestHeartbeatsLeaveTheFolder(t *testing.T) {
	h := mailtest.Start(t)
	const address = "beats@example.gov"
	k := newKeeper(t)
	own := []byte(strings.Replace(string(letter("beat")), "<beat@example.com>", k.beat(address), 1))
	for _, raw := range [][]byte{letter("one"), own, letter("beat")} {
		h.Deliver(t, "ana@example.com", address, raw)
	}
	k.reads(setup{Mailbox: mail.Mailbox{Name: "desk", Address: address, Host: h.IMAP, Security: mail.Plain, User: address}, password: mailtest.Password})
	k.has(3)
	all := h.WaitUntil(t, address, func(all []mailtest.Message) bool { return len(all) == 2 && all[0].Seen && all[1].Seen })
	for i, id := range []string{"<one@example.com>", "<beat@example.com>"} {
		if !strings.Contains(string(all[i].Raw), id) {
			t.Errorf("in place of %s there is:\n%s", id, all[i].Raw)
		}
	}
	h.Deliver(t, "ana@example.com", address, letter("later"))
	k.has(4)
}

// TestAHostThatCannotTellKeepsThem: without UIDPLUS nothing is expunged.
func TestAHostThatCannotTellKeepsThem(t *testing.T) {
	f, k := newFake(t), newKeeper(t)
	own := strings.Replace(string(letter("beat")), "<beat@example.com>", k.beat("desk@example.gov"), 1)
	f.messages = []fakeMessage{{uid: 1, text: own}, {uid: 2, text: string(letter("two"))}}
	var said []string
	f.odd = func(command string, _ io.Writer) (bool, bool) {
		said = append(said, command)
		return false, false
	}
	k.reads(f.setup())
	k.has(2)
	k.until("the flags", func() bool {
		f.mutex.Lock()
		defer f.mutex.Unlock()
		return strings.Count(strings.Join(said, "\n"), "UID STORE") == 2
	})
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if all := strings.ToUpper(strings.Join(said, "\n")); strings.Contains(all, "EXPUNGE") || strings.Contains(all, "DELETED") {
		t.Errorf("it was told:\n%s", all)
	}
}
