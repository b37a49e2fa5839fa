package mailbox_test

import (
	"bytes"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"switchboard/internal/channel/mail"
	"switchboard/internal/channel/mail/mailtest"
)

// TestALargeMailIsHeldOnce: one of 50 MB is fetched and stored while the whole process keeps under 150 MB.
func TestALargeMailIsHeldOnce(t *testing.T) {
	h := mailtest.Start(t)
	const address = "large@example.gov"
	func() {
		line := []byte("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5\r\n")
		h.Append(t, address, "INBOX", time.Time{}, append(letter("large"), bytes.Repeat(line, 50<<20/len(line))...))
	}()
	k := newKeeper(t)
	debug.FreeOSMemory()
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil { // the peak begins anew: proc(5)
		t.Skipf("the peak of memory cannot be measured: %v", err)
	}
	k.reads(setup{Mailbox: mail.Mailbox{Name: "desk", Address: address, Host: h.IMAP, Security: mail.Plain, User: address}, password: mailtest.Password})
	k.has(1)
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	var kilobytes int
	_, peak, _ := strings.Cut(string(status), "VmHWM:")
	if _, err := fmt.Sscan(peak, &kilobytes); err != nil {
		t.Fatal(err)
	}
	t.Logf("peak: %d MB", kilobytes>>10)
	if m := k.mails()[0]; m.Size < 50<<20 || kilobytes>>10 >= 150 {
		t.Errorf("a mail of %d MB took %d MB", m.Size>>20, kilobytes>>10)
	}
}
