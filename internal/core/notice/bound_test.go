package notice_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard/internal/core/notice"
	"switchboard/internal/core/people"
)

// A ticket wakes until somebody has taken it up, then now and then; no customer wakes anybody without end; a guarantee does.
func TestHeld(t *testing.T) {
	at := time.Date(2026, 11, 18, 2, 0, 0, 0, time.UTC)
	was := func(id int64, who people.ID, ago time.Duration) notice.Woken {
		return notice.Woken{Ticket: id, Customer: who, At: at.Add(-ago)}
	}
	three := []notice.Woken{was(1, dana, time.Hour), was(2, dana, time.Hour), was(3, dana, time.Hour)}
	for _, c := range []struct {
		name   string
		wake   notice.Wake
		before []notice.Woken
		want   string
	}{
		{"the first time", notice.Wake{Ticket: 9, Customer: dana}, nil, ""},
		{"again, and nobody has taken it up", notice.Wake{Ticket: 9, Customer: dana}, []notice.Woken{was(9, dana, 2*time.Minute)}, ""},
		{"again in the same minute", notice.Wake{Ticket: 9, Customer: dana}, []notice.Woken{was(9, dana, 59*time.Second)}, "woken about it a moment before"},
		{"again, and somebody is at it", notice.Wake{Ticket: 9, Taken: true}, []notice.Woken{was(9, dana, 14*time.Minute)}, "woken about it less than 15 minutes before"},
		{"later, and somebody is at it", notice.Wake{Ticket: 9, Taken: true}, []notice.Woken{was(9, dana, 15*time.Minute)}, ""},
		{"a guarantee", notice.Wake{Ticket: 9, Taken: true, Bound: true, Customer: dana}, append(three, was(9, dana, 0)), ""},
		{"the fourth of a customer", notice.Wake{Ticket: 9, Customer: dana}, three, "woken about 3 of the same customer this night"},
		{"one of the three again", notice.Wake{Ticket: 3, Customer: dana}, three, ""},
		{"the fourth, that the desk opened", notice.Wake{Ticket: 9}, three, ""},
		{"the fourth, of another", notice.Wake{Ticket: 9, Customer: luis}, three, ""},
		{"the fourth, with one of last night", notice.Wake{Ticket: 9, Customer: dana}, append(three[:2:2], was(3, dana, 13*time.Hour)), ""},
		{"an alarm is of no ticket", notice.Wake{}, three, ""},
	} {
		if got := notice.UsualBounds.Held(c.wake, c.before, at); got != c.want {
			t.Errorf("%s: held for %q, want %q", c.name, got, c.want)
		}
	}
}

// However a customer writes, nobody is woken about what was taken up more often than the bound says, nor about more of
// their tickets; a guarantee is never held.
func TestHeldBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := notice.Bounds{Again: time.Duration(rapid.IntRange(1, 60).Draw(t, "minutes")) * time.Minute, Tickets: rapid.IntRange(1, 5).Draw(t, "tickets")}
		at, last, woke := time.Date(2026, 11, 18, 0, 0, 0, 0, time.UTC), map[int64]time.Time{}, []notice.Woken(nil)
		end := at.Add(notice.Night)
		for at.Before(end) {
			w := notice.Wake{Ticket: rapid.Int64Range(1, 9).Draw(t, "ticket"), Taken: true, Customer: dana}
			if b.Held(notice.Wake{Ticket: w.Ticket, Taken: true, Customer: dana, Bound: true}, woke, at) != "" {
				t.Fatal("a guarantee was held")
			}
			if b.Held(w, woke, at) == "" {
				if was, before := last[w.Ticket]; before && at.Sub(was) < b.Again {
					t.Fatalf("woken %s after the last time, %s is the least", at.Sub(was), b.Again)
				}
				last[w.Ticket] = at
				woke = append(woke, notice.Woken{Ticket: w.Ticket, Customer: dana, At: at})
			}
			at = at.Add(time.Duration(rapid.IntRange(1, 1800).Draw(t, "seconds")) * time.Second)
		}
		of := map[int64]bool{}
		for _, one := range woke {
			of[one.Ticket] = true
		}
		if len(of) > b.Tickets {
			t.Fatalf("woken about %d tickets of one customer, %d are the most", len(of), b.Tickets)
		}
	})
}
