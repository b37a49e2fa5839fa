package mailtest

import (
	"slices"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// Message is one that lies in a mailbox.
type Message struct {
	UID     uint32
	Seen    bool
	Arrived time.Time // INTERNALDATE
	Raw     []byte
}

// Messages are what lies in the inbox of an address, in the order in which it came. Looking changes nothing.
func (h *House) Messages(t testing.TB, address string) []Message {
	t.Helper()
	c := h.signIn(t, address)
	defer c.Close()
	return messages(t, c)
}

// WaitFor waits until at least n messages lie in the inbox of an address.
func (h *House) WaitFor(t testing.TB, address string, n int) []Message {
	t.Helper()
	return h.WaitUntil(t, address, func(all []Message) bool { return len(all) >= n })
}

// WaitUntil waits until the inbox of an address is as the test wants it.
func (h *House) WaitUntil(t testing.TB, address string, ok func([]Message) bool) []Message {
	t.Helper()
	c := h.signIn(t, address)
	defer c.Close()
	again := time.NewTicker(30 * time.Millisecond)
	defer again.Stop()
	deadline := time.After(patience)
	for {
		all := messages(t, c)
		if ok(all) {
			return all
		}
		select {
		case <-again.C:
		case <-deadline:
			t.Fatalf("%s has %d messages, and not what was waited for\n%s", address, len(all), h.Log())
		}
	}
}

// Recreate deletes a folder and makes it anew: its UIDVALIDITY is another, as after a restored backup. Dovecot does not
// do so with the inbox.
func (h *House) Recreate(t testing.TB, address, folder string) {
	t.Helper()
	c := h.signIn(t, address)
	defer c.Close()
	_ = c.Delete(folder).Wait() // it may not be there yet
	if err := c.Create(folder, nil).Wait(); err != nil {
		t.Fatal(err)
	}
}

// Append puts a message into a folder of an address as it stands, as a mail client does; at zero it arrives now.
func (h *House) Append(t testing.TB, address, folder string, at time.Time, raw []byte) {
	t.Helper()
	c := h.signIn(t, address)
	defer c.Close()
	cmd := c.Append(folder, int64(len(raw)), &imap.AppendOptions{Time: at})
	_, err := cmd.Write(raw)
	if err == nil {
		err = cmd.Close()
	}
	if err == nil {
		_, err = cmd.Wait()
	}
	if err != nil {
		t.Fatal(err)
	}
}

func (h *House) signIn(t testing.TB, address string) *imapclient.Client {
	t.Helper()
	c, err := imapclient.DialInsecure(h.IMAP, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Login(address, Password).Wait(); err != nil {
		c.Close()
		t.Fatalf("%s: %v", address, err)
	}
	return c
}

func messages(t testing.TB, c *imapclient.Client) []Message {
	t.Helper()
	selected, err := c.Select("INBOX", &imap.SelectOptions{ReadOnly: true}).Wait()
	if err != nil {
		t.Fatal(err)
	}
	if selected.NumMessages == 0 {
		return nil
	}
	body := &imap.FetchItemBodySection{Peek: true}
	found, err := c.Fetch(imap.SeqSet{{Start: 1, Stop: 0}}, &imap.FetchOptions{UID: true, Flags: true, InternalDate: true,
		BodySection: []*imap.FetchItemBodySection{body}}).Collect()
	if err != nil {
		t.Fatal(err)
	}
	all := make([]Message, len(found))
	for i, m := range found {
		all[i] = Message{uint32(m.UID), slices.Contains(m.Flags, imap.FlagSeen), m.InternalDate, m.FindBodySection(body)}
	}
	return all
}
