// Package mailtest gives tests real mail servers to speak to: a Dovecot and a Postfix of their own, started by
// scripts/mailhouse, ended with the test process. It knows how mail is put into that world and how to look at what lies
// there; it refuses to know what a desk does with mail.
package mailtest

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Password opens every mailbox.
const Password = "secret"

// Addresses at which Postfix does not simply deliver. Every other one at example.gov and example.com is a mailbox.
const (
	Refused = "refused@example.gov" // refused with 550
	Gone    = "gone@example.gov"    // taken, then bounced
	AtDesk  = "desk@desk.example.gov"
)

// House is a Dovecot and a Postfix. All addresses are on loopback.
type House struct {
	Folder      string
	IMAP        string // without TLS, and STARTTLS
	IMAPS       string // TLS
	SMTP        string // Postfix without sign-in, and STARTTLS
	Submission  string // STARTTLS and sign-in are demanded
	Submissions string // TLS, and sign-in is demanded
	LMTP        string // Unix socket of Dovecot
	DeskLMTP    string // Unix socket on which a test may listen: Postfix brings it what is for *@desk.example.gov
	Certificate string // file: authority of the servers' certificate, which is for localhost and 127.0.0.1

	orders sync.Mutex
	stdin  io.Writer
	said   *bufio.Reader
}

// errNone says that a house cannot be had on this machine.
var errNone = errors.New("no mail servers to test with")

// Start answers the house of this test process, which is started by the first call: tests share it, and use addresses
// of their own. Where it cannot be had the test is skipped and says why; in CI it fails.
func Start(t testing.TB) *House {
	t.Helper()
	if testing.Short() {
		t.Skip("real mail servers: a second to start, and what they take to deliver")
	}
	h, err := house()
	if errors.Is(err, errNone) && os.Getenv("CI") == "" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return h
}

var house = sync.OnceValues(open)

// open runs the script until this process ends, however it ends: the script waits for the end of its standard input,
// which only this process keeps open.
func open() (*House, error) {
	root, err := moduleRoot()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(filepath.Join(root, "scripts", "mailhouse"), "hold")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C is for us; the script cleans up after us
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	h := &House{stdin: stdin, said: bufio.NewReader(stdout)}
	if err := h.read(); err != nil {
		stdin.Close()
		err = cmd.Wait()
		reason := strings.TrimSpace(stderr.String())
		if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && exit.ExitCode() == 3 {
			return nil, fmt.Errorf("%w: %s", errNone, reason)
		}
		return nil, fmt.Errorf("mailtest: %w: %s", err, reason)
	}
	return h, nil
}

// read takes what the script says of itself until it is ready.
func (h *House) read() error {
	facts := map[string]string{}
	for {
		line, err := h.said.ReadString('\n')
		if err != nil {
			return err
		}
		name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		if name == "ready" {
			break
		}
		facts[name] = value
	}
	at := func(name string) string { return "127.0.0.1:" + facts[name] }
	h.Folder = facts["dir"]
	h.IMAP, h.IMAPS = at("imap"), at("imaps")
	h.SMTP, h.Submission, h.Submissions = at("smtp"), at("submission"), at("submissions")
	h.LMTP, h.DeskLMTP = filepath.Join(h.Folder, "dovecot.lmtp"), filepath.Join(h.Folder, "desk.lmtp")
	h.Certificate = filepath.Join(h.Folder, "cert.pem")
	return nil
}

// StopPostfix takes Postfix down, as an outage would. It is up again after the test at the latest.
func (h *House) StopPostfix(t testing.TB) {
	t.Helper()
	h.order(t, "stop postfix")
	t.Cleanup(func() { h.order(t, "start postfix") })
}

// StartPostfix brings it back, on the same ports.
func (h *House) StartPostfix(t testing.TB) {
	t.Helper()
	h.order(t, "start postfix")
}

func (h *House) order(t testing.TB, what string) {
	t.Helper()
	h.orders.Lock()
	defer h.orders.Unlock()
	if _, err := fmt.Fprintln(h.stdin, what); err != nil {
		t.Fatal(err)
	}
	if line, err := h.said.ReadString('\n'); err != nil || line != "done\n" {
		t.Fatalf("%s: %q, %v\n%s", what, line, err, h.Log())
	}
}

// Log is what Postfix and Dovecot have written, for the message of a test that fails.
func (h *House) Log() string {
	var all strings.Builder
	for _, name := range []string{"postfix.log", "dovecot.log"} {
		text, err := os.ReadFile(filepath.Join(h.Folder, name))
		fmt.Fprintf(&all, "%s: %v\n%s\n", name, err, text)
	}
	return all.String()
}

// patience is how long a test waits for what servers do in a moment.
const patience = 20 * time.Second

// moduleRoot finds the folder of go.mod, upward from where the test runs.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	for err == nil {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if filepath.Dir(dir) == dir {
			return "", errors.New("no go.mod above the working directory")
		}
		dir = filepath.Dir(dir)
	}
	return "", err
}
