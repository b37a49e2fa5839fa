package server_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"switchboard/desks"
	"switchboard/internal/channel/mail"
	"switchboard/internal/channel/mail/outbox/sink"
	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/view"
	"switchboard/internal/demo"
	"switchboard/internal/desk"
	"switchboard/internal/server"
	"switchboard/internal/webtest"
)

// The environment of a test process that is the desk of a shift, and no test: it can be killed as a program is.
const (
	shiftFolder = "SWITCHBOARD_SHIFT_FOLDER"
	shiftListen = "SWITCHBOARD_SHIFT_LISTEN"
	shiftBegan  = "SWITCHBOARD_SHIFT_BEGAN" // when the shift began by the clock of the machine, in ms
)

// shiftMorning is when the shift begins by the clock of the desk: a Wednesday, 9:15 a.m. in Denver.
var shiftMorning = time.Date(2026, 11, 18, 16, 15, 0, 0, time.UTC)

const (
	shiftMail = "desk@desk.example.gov"
	shiftOpen = "the desk is open"
)

func TestMain(m *testing.M) {
	if os.Getenv(shiftFolder) != "" {
		if err := beTheDesk(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	webtest.Main(m)
}

// shiftConfig is how the desk is opened, by the test before the shift and after it, and by the process of the desk.
func shiftConfig(folder string, began time.Time) (server.Config, error) {
	loaded, err := desks.Load("colorado")
	return server.Config{Data: filepath.Join(folder, "data"), DeskName: "colorado", Desk: loaded.Source, Version: "test",
		Log: slog.New(slog.NewTextHandler(os.Stderr, nil)), Now: func() time.Time { return shiftMorning.Add(time.Since(began)) }}, err
}

// beTheDesk serves until the test closes our standard input, or ends.
func beTheDesk() error {
	began, err := strconv.ParseInt(os.Getenv(shiftBegan), 10, 64)
	if err != nil {
		return err
	}
	folder := os.Getenv(shiftFolder)
	c, err := shiftConfig(folder, time.UnixMilli(began))
	if err != nil {
		return err
	}
	if c.Mail, err = mail.Load(filepath.Join(folder, "mail.yaml")); err != nil {
		return err
	}
	c.Listen, c.Demo = os.Getenv(shiftListen), true
	s, err := server.Start(context.Background(), c)
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, shiftOpen)
	_, _ = io.Copy(io.Discard, os.Stdin)
	return s.Close()
}

// shift is the house in which the shift is worked: the desk's process, where its letters go, who works and who calls.
type shift struct {
	t       *testing.T
	folder  string
	listen  string
	line    *webtest.Line
	began   time.Time
	opened  time.Time // by the clock of the desk, after the demo's past
	letters *sink.Sink
	staff   map[string]*analyst // by address
	callers []people.Person     // who have not come yet
	guests  []people.Person     // of whom the portal is the way
	tokens  map[string]string   // by address
	calls   map[string]*call    // who has come, by what it was about
	left    map[string][]*call  // for later
	typed   map[string]*word    // every word that somebody wrote
	first   int                 // tickets that were resolved at the first contact
	tasks   int                 // tickets that are parts of others
	said    *log                // what the desk's process says
	stop    func()              // ends the desk in good order
	kill    func()              // ends it as a power cut does
}

// log is what a process says on its standard error.
type log struct {
	sync.Mutex
	strings.Builder
}

func (l *log) add(line string) {
	l.Lock()
	defer l.Unlock()
	l.WriteString(line + "\n")
}

func (l *log) lines() []string {
	l.Lock()
	defer l.Unlock()
	return strings.Split(l.String(), "\n")
}

// newShift fills a desk with the demo, gives those who will call a way to do so, and opens it.
func newShift(t *testing.T) *shift {
	t.Helper()
	letters, err := sink.Listen("127.0.0.1:0", sink.Script{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(letters.Close)
	s := &shift{t: t, folder: t.TempDir(), listen: freeAddress(t), began: time.Now(), letters: letters, staff: map[string]*analyst{},
		tokens: map[string]string{}, calls: map[string]*call{}, left: map[string][]*call{}, typed: map[string]*word{}, said: &log{}}
	s.inside(func(d *desk.Desk) {
		s.hire(d)
		s.choose(d)
		s.opened = d.Now()
	})
	s.must(os.WriteFile(filepath.Join(s.folder, "mail.yaml"), fmt.Appendf(nil, "address: %s\ntrust: mx.desk.example.gov\nnetworks: [127.0.0.0/8]\nlmtp: %s\nsend: {host: \"%s\", security: none}\n",
		shiftMail, s.socket(), letters.Address), 0o600))
	s.line = webtest.Lay(t, "http://"+s.listen)
	s.open()
	return s
}

func (s *shift) socket() string { return filepath.Join(s.folder, "lmtp") }

func (s *shift) base() string { return s.line.URL }

func (s *shift) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	return ln.Addr().String()
}

// inside looks into the desk while its process does not run.
func (s *shift) inside(look func(*desk.Desk)) {
	s.t.Helper()
	c, err := shiftConfig(s.folder, s.began)
	s.must(err)
	s.must(os.MkdirAll(c.Data, 0o700))
	d, db, err := server.OpenDesk(s.t.Context(), c)
	s.must(err)
	defer db.Close()
	s.must(db.Unsynced(func() error { return demo.Seed(s.t.Context(), d, &db.Now) }))
	look(d)
}

// hire gives customers of the demo what their programs need to speak to the desk, and adds those who use the portal.
func (s *shift) hire(d *desk.Desk) {
	s.t.Helper()
	found, err := d.FindPeople(s.t.Context(), access.System, "", "", 0, desk.MaxPage)
	s.must(err)
	for _, p := range found.People {
		if p.Role == people.Customer && !strings.HasPrefix(p.Email, "dana.") && len(s.callers) < len(contacts) {
			s.callers = append(s.callers, p)
		}
	}
	for i, c := range contacts {
		if c.after == "" && (c.by == inPortal || c.by == byJoining) {
			p := people.Person{Email: numbered("guest", i) + "@example.gov", Name: numbered("Guest ", i), Role: people.Customer, Agency: "Revenue", Proven: true}
			_, err := d.AddPerson(s.t.Context(), access.System, p, password)
			s.must(err)
			s.guests = append(s.guests, p)
		}
	}
	for _, p := range append(append(s.guests, s.callers...), lead) {
		s.tokens[p.Email] = s.token(d, p.Email)
	}
}

func (s *shift) token(d *desk.Desk, address string) string {
	s.t.Helper()
	token, _, err := d.MakeToken(s.t.Context(), access.System, address)
	s.must(err)
	return token
}

// choose is what the people of the desk have chosen before: a text to begin replies with, and for how long theirs can be taken
// back. Ann thinks longer than Luis.
func (s *shift) choose(d *desk.Desk) {
	s.t.Helper()
	for address, seconds := range map[string]int{luis: 5, ann: 20} {
		who, err := d.SignIn(s.t.Context(), address, demo.Password)
		s.must(err)
		s.must(d.ChooseUndo(s.t.Context(), who, seconds))
	}
	who, err := d.SignIn(s.t.Context(), marta, demo.Password)
	s.must(err)
	_, err = d.KeepReply(s.t.Context(), who, desk.SavedReply{Audience: view.Desk, Name: "Restart first", En: "Please restart it once about {{ticket.number}}.", Verb: "reply"})
	s.must(err)
}

// open starts the process of the desk and waits until it answers.
func (s *shift) open() {
	s.t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), shiftFolder+"="+s.folder, shiftListen+"="+s.listen, shiftBegan+"="+strconv.FormatInt(s.began.UnixMilli(), 10))
	stdin, err := cmd.StdinPipe()
	s.must(err)
	stderr, err := cmd.StderrPipe()
	s.must(err)
	s.must(cmd.Start())
	opened, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for lines := bufio.NewScanner(stderr); lines.Scan(); {
			if s.said.add(lines.Text()); lines.Text() == shiftOpen {
				close(opened)
			}
		}
		_ = cmd.Wait() // it may have been killed, and says so
	}()
	s.kill = sync.OnceFunc(func() { _ = cmd.Process.Kill(); <-ended })
	s.stop = sync.OnceFunc(func() { _ = stdin.Close(); <-ended })
	s.t.Cleanup(s.kill)
	select {
	case <-opened:
	case <-ended:
		s.t.Fatalf("the desk did not open:\n%s", strings.Join(s.said.lines(), "\n"))
	}
}
