package mailbox_test

import (
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"switchboard/internal/channel/mail"
	"switchboard/internal/channel/mail/mailbox"
	"switchboard/internal/channel/mail/signin"
	"switchboard/internal/core/access"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/outbound"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store"
	"switchboard/internal/store/migrations"
)

// keeper is a desk whose storing fails when the test says so, and which tells the test of everything that it did.
type keeper struct {
	*desktest.House
	t       *testing.T
	mutex   sync.Mutex
	trouble error
	did     chan struct{} // has a value after something was done
}

func newKeeper(t *testing.T) *keeper {
	t.Helper()
	h := desktest.Open(t, sqltest.SQLite(t, migrations.FS), "maine", time.Now().Add(time.Hour)) // no host is ahead of it
	h.UseMail(desk.MailNames{Domain: "example.gov"})
	return &keeper{House: h, t: t, did: make(chan struct{}, 1)}
}

func (k *keeper) tell() {
	select {
	case k.did <- struct{}{}:
	default:
	}
}

func (k *keeper) StoreMail(ctx context.Context, who access.Actor, in desk.ArrivedMail) (int64, bool, error) {
	defer k.tell()
	k.mutex.Lock()
	trouble := k.trouble
	k.trouble = nil
	k.mutex.Unlock()
	if trouble != nil {
		return 0, false, trouble
	}
	return k.House.StoreMail(ctx, who, in)
}

func (k *keeper) MailboxRead(ctx context.Context, who access.Actor, name string, validity, uid uint32) error {
	defer k.tell()
	return k.House.MailboxRead(ctx, who, name, validity, uid)
}

func (k *keeper) RaiseAlarm(ctx context.Context, who access.Actor, name, says string) error {
	defer k.tell()
	return k.House.RaiseAlarm(ctx, who, name, says)
}

func (k *keeper) ClearAlarm(ctx context.Context, who access.Actor, name string) error {
	defer k.tell()
	return k.House.ClearAlarm(ctx, who, name)
}

// until waits until the desk is as the test wants it; it looks whenever the desk did something.
func (k *keeper) until(what string, ok func() bool) {
	k.t.Helper()
	deadline := time.After(20 * time.Second)
	for !ok() {
		select {
		case <-k.did:
		case <-deadline:
			k.t.Fatalf("waited in vain for %s; alarms %v, mail %q", what, k.alarms(), k.stored())
		}
	}
}

// stored is the text of all mail that the desk has, oldest first.
func (k *keeper) stored() []string {
	k.t.Helper()
	var all []string
	for _, m := range k.mails() {
		raw, err := store.MailBytes(context.Background(), k.DB.Reader(), m)
		if err != nil {
			k.t.Fatal(err)
		}
		all = append(all, string(raw))
	}
	return all
}

func (k *keeper) mails() []store.Mail {
	k.t.Helper()
	ids, err := sqldb.All(context.Background(), k.DB.Reader(), sqldb.Value[int64], `SELECT id FROM mail ORDER BY id`)
	if err != nil {
		k.t.Fatal(err)
	}
	all := make([]store.Mail, len(ids))
	for i, id := range ids {
		if all[i], err = store.MailByID(context.Background(), k.DB.Reader(), id); err != nil {
			k.t.Fatal(err)
		}
	}
	return all
}

// alarms are the words of those that ring, by name.
func (k *keeper) alarms() map[string]string {
	k.t.Helper()
	rings, err := k.Alarms(context.Background(), access.System)
	if err != nil {
		k.t.Fatal(err)
	}
	all := map[string]string{}
	for _, a := range rings {
		all[a.Name] = a.Says
	}
	return all
}

// has waits until so many mails are stored.
func (k *keeper) has(n int) {
	k.t.Helper()
	k.until("mail", func() bool { return len(k.mails()) >= n })
}

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}

// quick is a pace at which nothing is waited for but what the host says: looks at a host that pushes are an hour apart.
var quick = mailbox.Pace{Look: time.Hour, Poll: 10 * time.Millisecond, Again: time.Millisecond, Longest: 20 * time.Millisecond, Silent: time.Hour, Pulse: time.Hour}

// setup is a mailbox and how its account is known.
type setup struct {
	mail.Mailbox
	password string
	token    string
	pace     mailbox.Pace
	sends    bool
	roots    string // file of certificates
}

// reads starts a reader; stop ends it and waits for its end.
func (k *keeper) reads(s setup) (stop func()) {
	k.t.Helper()
	pool, err := outbound.Authorities(s.roots)
	if err != nil {
		k.t.Fatal(err)
	}
	if s.Folder == "" {
		s.Folder = "INBOX"
	}
	out := outbound.New(outbound.Rules{Networks: loopback, Authorities: pool})
	if s.token != "" {
		s.OAuth = &mail.OAuth{TokenFile: k.file(s.token)}
	}
	if s.pace == (mailbox.Pace{}) {
		s.pace = quick
	}
	r := &mailbox.Reader{Mailbox: s.Mailbox, Account: signin.New(s.User, k.file(s.password), s.OAuth, out), Out: out, Desk: k,
		Log: slog.New(slog.DiscardHandler), Sends: s.sends, Pace: s.pace,
		Heartbeat: mail.Heartbeat{Every: mail.Duration(time.Hour), Limit: mail.Duration(time.Hour)}}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); r.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		<-ended
	})
	k.t.Cleanup(stop)
	return stop
}

func (k *keeper) file(text string) string {
	k.t.Helper()
	path := filepath.Join(k.t.TempDir(), "secret")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		k.t.Fatal(err)
	}
	return path
}

var errDisk = errors.New("the disk is full")

// letter is a message with a name.
func letter(name string) []byte {
	return []byte(strings.ReplaceAll("Message-ID: <NAME@example.com>\r\nDate: Fri, 20 Nov 2026 09:00:00 -0500\r\nFrom: ana@example.com\r\nSubject: NAME\r\n\r\nText of NAME.\r\n", "NAME", name))
}
