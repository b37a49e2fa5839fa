package mailbox_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"switchboard/internal/channel/mail/mailbox"
	"switchboard/internal/desk"
)

// TestAHostThatDiesInTheMiddle of one message, each time: it is passed over after some tries, which somebody sees, and
// those behind it come.
func TestAHostThatDiesInTheMiddle(t *testing.T) {
	for name, odd := range map[string]func(w io.Writer) (handled, hangUp bool){
		"mid-literal": func(w io.Writer) (bool, bool) {
			fmt.Fprintf(w, "* 2 FETCH (UID 2 BODY[] {100}\r\nhalf")
			return true, true
		},
		"no":  func(w io.Writer) (bool, bool) { fmt.Fprint(w, "TAG NO it is corrupt\r\n"); return true, false },
		"bye": func(w io.Writer) (bool, bool) { fmt.Fprint(w, "* BYE shutting down\r\n"); return true, true },
		"a huge literal": func(w io.Writer) (bool, bool) {
			fmt.Fprint(w, "* 2 FETCH (UID 2 BODY[] {4000000000}\r\nxxx")
			return true, false
		},
		"garbage": func(w io.Writer) (bool, bool) { fmt.Fprint(w, "* )))) {{{\r\n"); return true, false },
		"NIL": func(w io.Writer) (bool, bool) {
			fmt.Fprint(w, "* 2 FETCH (UID 2 BODY[] NIL)\r\nTAG NO gone bad\r\n")
			return true, false
		},
		"words without end": func(w io.Writer) (bool, bool) {
			for range 9 {
				if _, err := fmt.Fprint(w, strings.Repeat("x", 1<<20)); err != nil {
					return true, true
				}
			}
			return true, true
		},
	} {
		t.Run(name, func(t *testing.T) {
			f, k := newFake(t), newKeeper(t)
			f.messages = []fakeMessage{{uid: 1, text: string(letter("one"))}, {uid: 2, text: string(letter("two"))}, {uid: 3, text: string(letter("three"))}}
			tries := 0
			f.odd = func(command string, w io.Writer) (bool, bool) {
				if !strings.HasPrefix(command, "UID FETCH 2 ") || !strings.Contains(command, "BODY") {
					return false, false
				}
				tries++
				return odd(w)
			}
			k.reads(f.setup())
			k.has(3)
			all := k.stored()
			if all[0] != string(letter("one")) || all[2] != string(letter("three")) {
				t.Errorf("stored: %q", all)
			}
			if !strings.Contains(all[1], "could not be fetched in 3 tries") || !strings.Contains(all[1], "UID 2 of 1") {
				t.Errorf("in place of the second: %q", all[1])
			}
			f.set(func() {
				if tries != 3 {
					t.Errorf("%d tries", tries)
				}
			})
		})
	}
}

// TestADeadHostRings: whatever the reason, after the limit, and is silent when the mailbox is read again.
func TestADeadHostRings(t *testing.T) {
	login := func(answer string) func(string, io.Writer) (bool, bool) {
		return func(command string, w io.Writer) (bool, bool) {
			if !strings.HasPrefix(command, "LOGIN") {
				return false, false
			}
			fmt.Fprint(w, answer)
			return true, false
		}
	}
	for name, c := range map[string]struct {
		greeting string
		odd      func(string, io.Writer) (bool, bool)
		silent   time.Duration
		want     string
	}{
		"bye at the door": {greeting: "* BYE too many", silent: time.Millisecond, want: "has not been read since"},
		"no greeting":     {greeting: "220 smtp.example.gov ESMTP", silent: time.Millisecond, want: "has not been read since"},
		"refused":         {odd: login("TAG NO [AUTHENTICATIONFAILED] who are you\r\n"), silent: time.Hour, want: "refuses the sign-in of desk: the host refuses: NO who are you"},
		"busy":            {odd: login("TAG NO [UNAVAILABLE] come later\r\n"), silent: time.Millisecond, want: "has not been read since"},
		"no such folder": {silent: time.Millisecond, want: "NO no such folder", odd: func(command string, w io.Writer) (bool, bool) {
			if !strings.HasPrefix(command, "SELECT") {
				return false, false
			}
			fmt.Fprint(w, "TAG NO no such folder\r\n")
			return true, false
		}},
		"no validity": {silent: time.Millisecond, want: "gives the folder INBOX no UIDVALIDITY", odd: func(command string, w io.Writer) (bool, bool) {
			if !strings.HasPrefix(command, "SELECT") {
				return false, false
			}
			fmt.Fprint(w, "* 0 EXISTS\r\nTAG OK\r\n")
			return true, false
		}},
	} {
		t.Run(name, func(t *testing.T) {
			f, k := newFake(t), newKeeper(t)
			f.messages = []fakeMessage{{uid: 1, text: string(letter("one"))}}
			if c.greeting != "" {
				f.greeting = c.greeting
			}
			f.odd = c.odd
			s := f.setup()
			s.pace = quick
			s.pace.Silent = c.silent
			k.reads(s)
			k.until("the alarm", func() bool { return strings.Contains(k.alarms()[mailbox.AlarmName("desk")], c.want) })
			f.set(func() { f.odd, f.greeting = nil, "* OK here" })
			k.has(1)
			k.until("its end", func() bool { return len(k.alarms()) == 0 })
		})
	}
}

// TestOneRefusalIsNoAlarm: a token may have been too old, or the host may have had a bad moment.
func TestOneRefusalIsNoAlarm(t *testing.T) {
	f, k := newFake(t), newKeeper(t)
	f.messages = []fakeMessage{{uid: 1, text: string(letter("one"))}}
	once := true
	f.odd = func(command string, w io.Writer) (bool, bool) {
		if !strings.HasPrefix(command, "LOGIN") || !once {
			return false, false
		}
		once = false
		fmt.Fprint(w, "TAG NO who are you\r\n")
		return true, false
	}
	k.reads(f.setup())
	k.has(1)
	if len(k.alarms()) != 0 {
		t.Errorf("alarms: %v", k.alarms())
	}
}

// TestTooLargeKeepsItsHeader: the original stays where it lies, and the same note is the same message.
func TestTooLargeKeepsItsHeader(t *testing.T) {
	f, k := newFake(t), newKeeper(t)
	large := strings.Replace(string(letter("large")), "Subject", "Content-Type: multipart/mixed;\r\n boundary=x\r\nSubject", 1)
	f.messages = []fakeMessage{{uid: 1, text: large, size: desk.MaxMail + 1}, {uid: 2, text: string(letter("two"))}}
	stop := k.reads(f.setup())
	k.has(2)
	stop()
	got := k.stored()[0]
	if !strings.Contains(got, "Message-ID: <large@example.com>\r\n") || strings.Contains(got, "boundary") || !strings.Contains(got, "[This message has 64 MB; the desk keeps 64 MB of one.") {
		t.Errorf("stored: %s", got)
	}
	f.set(func() { f.validity = 2; f.messages[0].uid, f.messages[1].uid = 7, 8 })
	k.reads(f.setup())
	k.until("the end of the folder", func() bool {
		m, err := k.Mailbox(t.Context(), systemActor, "desk")
		return err == nil && m.Validity == 2 && m.UID == 8
	})
	if n := len(k.mails()); n != 2 {
		t.Errorf("%d mails after the folder was read from its start", n)
	}
}

// TestWhatWasReadBeforeIsLeftAlone: a mailbox that people had worked with does not become tickets of years ago.
func TestWhatWasReadBeforeIsLeftAlone(t *testing.T) {
	f, k := newFake(t), newKeeper(t)
	f.messages = []fakeMessage{{uid: 1, seen: true, text: string(letter("old"))}, {uid: 2, text: string(letter("waits"))}}
	k.reads(f.setup())
	k.has(1)
	f.set(func() { f.messages = append(f.messages, fakeMessage{uid: 3, text: string(letter("new"))}) })
	k.has(2)
	if all := k.stored(); all[0] != string(letter("waits")) || all[1] != string(letter("new")) {
		t.Errorf("stored: %q", all)
	}
}

// TestWhatIsNotThereIsNoMessage: a search that finds what cannot be fetched does not hold up the rest.
func TestWhatIsNotThereIsNoMessage(t *testing.T) {
	f, k := newFake(t), newKeeper(t)
	f.messages = []fakeMessage{{uid: 1, text: string(letter("one"))}}
	f.odd = func(command string, w io.Writer) (bool, bool) {
		if !strings.HasPrefix(command, "UID SEARCH") {
			return false, false
		}
		fmt.Fprint(w, "* SEARCH 4294967295 3 1 1\r\nTAG OK\r\n")
		return true, false
	}
	k.reads(f.setup())
	k.has(1)
	f.set(func() { f.messages = append(f.messages, fakeMessage{uid: 3, text: string(letter("three"))}) })
	k.has(2)
}
