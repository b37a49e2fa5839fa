package mailbox_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"

	"switchboard/internal/channel/mail"
	"switchboard/internal/core/access"
)

var systemActor = access.System

// fake is a mail host that says what a test wants where it wants it, and else what an honest one would.
type fake struct {
	t        *testing.T
	address  string
	mutex    sync.Mutex
	validity int
	messages []fakeMessage
	greeting string
	odd      func(command string, w io.Writer) (handled, hangUp bool) // asked first for each command, without its tag
	visits   int
	open     func()
}

type fakeMessage struct {
	uid  int
	seen bool
	text string
	size int // said; of the text when zero
}

func newFake(t *testing.T) *fake {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f := &fake{t: t, address: ln.Addr().String(), validity: 1, greeting: "* OK here"}
	var serving sync.WaitGroup
	f.open = sync.OnceFunc(func() {
		serving.Go(func() {
			for {
				conn, err := ln.Accept()
				if err != nil {
					return
				}
				serving.Go(func() { f.serve(conn) })
			}
		})
	})
	t.Cleanup(func() { ln.Close(); serving.Wait() })
	return f
}

// setup is how the host is reached; from then on it answers, and is changed only by set.
func (f *fake) setup() setup {
	f.open()
	return setup{Mailbox: mail.Mailbox{Name: "desk", Address: "desk@example.gov", Host: f.address, Security: mail.Plain, User: "desk"}, password: "secret"}
}

// set changes what the host does, between two commands.
func (f *fake) set(change func()) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	change()
}

func (f *fake) serve(conn net.Conn) {
	defer conn.Close()
	f.mutex.Lock()
	f.visits++
	fmt.Fprintf(conn, "%s\r\n", f.greeting)
	f.mutex.Unlock()
	r := bufio.NewReader(conn)
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		tag, command, _ := strings.Cut(strings.TrimSpace(line), " ")
		if !f.answer(conn, tag, command) {
			return
		}
	}
}

// answer says what follows from a command; false hangs up.
func (f *fake) answer(w io.Writer, tag, command string) bool {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.odd != nil {
		if handled, hangUp := f.odd(command, taggedWriter{w, tag}); handled || hangUp {
			return !hangUp
		}
	}
	verb := strings.ToUpper(command)
	switch {
	case strings.HasPrefix(verb, "CAPABILITY"):
		fmt.Fprint(w, "* CAPABILITY IMAP4rev1\r\n")
	case strings.HasPrefix(verb, "SELECT"):
		fmt.Fprintf(w, "* FLAGS (\\Seen)\r\n* %d EXISTS\r\n* OK [UIDVALIDITY %d] ok\r\n", len(f.messages), f.validity)
	case strings.HasPrefix(verb, "UID SEARCH"):
		from := 0
		fmt.Sscanf(strings.TrimPrefix(verb, "UID SEARCH UID "), "%d:*", &from)
		fmt.Fprint(w, "* SEARCH")
		for _, m := range f.messages {
			if m.uid >= from {
				fmt.Fprintf(w, " %d", m.uid)
			}
		}
		fmt.Fprint(w, "\r\n")
	case strings.HasPrefix(verb, "UID FETCH"):
		f.fetch(w, verb)
	case strings.HasPrefix(verb, "LOGOUT"):
		fmt.Fprintf(w, "* BYE\r\n")
	}
	fmt.Fprintf(w, "%s OK done\r\n", tag)
	return !strings.HasPrefix(verb, "LOGOUT")
}

func (f *fake) fetch(w io.Writer, verb string) {
	for n, m := range f.messages {
		switch {
		case !strings.Contains(verb, "BODY"):
			flags, size := "", m.size
			if m.seen {
				flags = `\Seen`
			}
			if size == 0 {
				size = len(m.text)
			}
			fmt.Fprintf(w, "* %d FETCH (UID %d FLAGS (%s) INTERNALDATE \"20-Nov-2026 09:00:00 -0500\" RFC822.SIZE %d)\r\n", n+1, m.uid, flags, size)
		case !strings.HasPrefix(verb, fmt.Sprintf("UID FETCH %d ", m.uid)):
		case strings.Contains(verb, "HEADER"):
			header, _, _ := strings.Cut(m.text, "\r\n\r\n")
			fmt.Fprintf(w, "* %d FETCH (UID %d BODY[HEADER]<0> {%d}\r\n%s)\r\n", n+1, m.uid, len(header)+4, header+"\r\n\r\n")
		default:
			fmt.Fprintf(w, "* %d FETCH (UID %d BODY[] {%d}\r\n%s)\r\n", n+1, m.uid, len(m.text), m.text)
		}
	}
}

// taggedWriter writes; "TAG" at the beginning of a line is the command's.
type taggedWriter struct {
	io.Writer
	tag string
}

func (w taggedWriter) Write(b []byte) (int, error) {
	_, err := io.WriteString(w.Writer, strings.ReplaceAll(string(b), "TAG ", w.tag+" "))
	return len(b), err
}
