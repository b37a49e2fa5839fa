package desk_test

import (
	"bytes"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"testing"

	"switchboard/internal/core/access"
	"switchboard/internal/desk"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// maxMore is how much more than at rest the process may take up while it reads a mail of 50 MB, in MB: at rest a desk has
// under 65, and the budget of the whole is 150.
const maxMore = 85

// TestALargeMailIsReadInLittle: one of 50 MB, whatever it is made of, is read within the budget of memory.
func TestALargeMailIsReadInLittle(t *testing.T) {
	if testing.Short() {
		t.Skip("it reads mails of 50 MB")
	}
	const size = 50 << 20
	fill := func(piece string) string { return strings.Repeat(piece, size/len(piece)) }
	for _, c := range []struct{ name, head, piece string }{
		{"a file", "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nHere it is.\n--b\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n",
			"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5\n"},
		{"words", "", "Words and words, and no end of them.\n"},
		{"words of a Latin", "MIME-Version: 1.0\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n", "W=F6rter und W=F6rter und mehr.\n"},
		{"quoted words", "", "> Words and words, and no end of them.\n"},
		{"a page", "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n", "<p>Words <b>and</b> words</p>\n"},
		{"one line", "", "x"},
		{"parts", "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n", "--b\n\nx\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPost(t, sqltest.SQLite(t, migrations.FS), "maine")
			id := func() int64 {
				raw := []byte(plainMail(1, "dana@example.gov", "Large", c.head, fill(c.piece)))
				id, _, err := p.StoreMail(ctx, access.System, desk.ArrivedMail{Mailbox: "desk", Raw: raw})
				if err != nil {
					t.Fatal(err)
				}
				return id
			}()
			debug.FreeOSMemory()
			if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil { // the peak begins anew: proc(5)
				t.Skipf("the peak of memory cannot be measured: %v", err)
			}
			before := memoryOf(t, "VmRSS:")
			m := p.reads(id)
			peak := memoryOf(t, "VmHWM:")
			t.Logf("%d MB before, %d MB at most", before, peak)
			if m.Ticket == 0 || peak-before > maxMore {
				t.Errorf("it was %s (%s), and took %d MB", m.State, m.Reason, peak)
			}
		})
	}
}

// memoryOf reads a figure of this process, in MB.
func memoryOf(t *testing.T, name string) int {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, figure, _ := bytes.Cut(status, []byte(name))
	var kilobytes int
	if _, err := fmt.Sscan(string(figure), &kilobytes); err != nil {
		t.Fatal(err)
	}
	return kilobytes >> 10
}
