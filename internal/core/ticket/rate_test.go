package ticket_test

import (
	"reflect"
	"testing"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
)

// hourly makes a history, an hour between entries.
func hourly(from time.Time, entries ...ticket.Entry) []ticket.Entry {
	for i := range entries {
		entries[i].Seq, entries[i].At = int64(i+1), from.Add(time.Duration(i)*time.Hour)
		entries[i].Recorded = entries[i].At
	}
	return entries
}

func by(who people.ID, e ticket.Event) ticket.Entry { return ticket.Entry{By: who, Event: e} }

const (
	dana people.ID = 1
	tess people.ID = 7
	rob  people.ID = 8
)

var monday = time.Date(2026, 11, 23, 16, 0, 0, 0, time.UTC)

// resolved is a ticket that tess of the network team resolved two hours after it came in.
func resolved() []ticket.Entry {
	return hourly(monday, by(dana, ticket.Opened{Subject: "Slow", Requester: dana}), by(0, ticket.Routed{Team: "network"}),
		by(tess, ticket.Resolved{Text: "Done.", Method: "remote"}))
}

// ME-21, ME-34: who may rate what, and when.
func TestRate(t *testing.T) {
	until, asks := monday.Add(100*time.Hour), []string{"timely"}
	ok := ticket.Rated{Resolution: 1, Overall: 4, Answers: map[string]bool{"timely": true}}
	reopened := append(resolved(), by(dana, ticket.Reopened{Reason: "Again"}))
	twice := append(resolved(), by(dana, ticket.Reopened{Reason: "Again"}), by(rob, ticket.Resolved{Text: "Now."}))
	task := resolved()
	task[0].Event = ticket.Opened{Subject: "Part", Requester: dana, Parent: 5}
	for _, c := range []struct {
		name string
		life []ticket.Entry
		by   people.ID
		in   ticket.Rated
		now  time.Time
		want fault.Kind
	}{
		{"in time", resolved(), dana, ok, until, 0},
		{"too late", resolved(), dana, ok, until.Add(time.Millisecond), fault.Conflict},
		{"one's own work", resolved(), tess, ok, until, fault.Forbidden},
		{"before", resolved()[:2], dana, ok, until, fault.Conflict},
		{"taken up again", reopened, dana, ok, until, fault.Conflict},
		{"of a resolution that did not last", twice, dana, ok, until, fault.Conflict},
		{"a task", task, dana, ok, until, fault.Conflict},
		{"no grade", resolved(), dana, ticket.Rated{Resolution: 1}, until, fault.Invalid},
		{"six", resolved(), dana, ticket.Rated{Resolution: 1, Overall: 6}, until, fault.Invalid},
		{"another question", resolved(), dana, ticket.Rated{Resolution: 1, Overall: 5, Answers: map[string]bool{"cheap": true}}, until, fault.Invalid},
	} {
		events, err := ticket.Rate(ticket.Fold(1, c.life), c.by, c.in, asks, until, c.now)
		if c.want != 0 {
			if !fault.Is(err, c.want) {
				t.Errorf("%s: %v, %v", c.name, events, err)
			}
			continue
		}
		want := []ticket.Event{ticket.Rated{Resolution: 1, Overall: 4, Answers: map[string]bool{"timely": true}, Resolver: tess, Team: "network"}}
		if err != nil || !reflect.DeepEqual(events, want) {
			t.Errorf("%s: %v, %v", c.name, events, err)
		}
	}
}

// The last word counts, once per resolution, and is credited to who had it then (ASKS 19).
func TestRatings(t *testing.T) {
	all := append(resolved(),
		by(dana, ticket.Rated{Resolution: 1, Overall: 2, Resolver: tess, Team: "network"}),
		by(dana, ticket.Rated{Resolution: 1, Overall: 3, Resolver: tess, Team: "network"}),
		by(dana, ticket.Reopened{Reason: "Again"}),
		by(0, ticket.Routed{Team: "desk", From: "network"}),
		by(rob, ticket.Resolved{Text: "Now."}))
	got := ticket.Ratings(hourly(monday, all...))
	if len(got) != 2 || got[0].Answer == nil || got[0].Answer.Overall != 3 || got[0].Resolver != tess || got[0].Team != "network" ||
		got[1].Answer != nil || got[1].Resolver != rob || got[1].Team != "desk" {
		t.Errorf("%+v", got)
	}
	folded := ticket.Fold(1, all)
	if same, err := ticket.Rate(folded, dana, ticket.Rated{Resolution: 2, Overall: 5}, nil, monday.Add(99*time.Hour), monday); err != nil || len(same) != 1 {
		t.Errorf("the second resolution: %v, %v", same, err)
	}
	all = append(all, by(dana, ticket.Rated{Resolution: 2, Overall: 5, Resolver: rob, Team: "desk"}))
	if again, err := ticket.Rate(ticket.Fold(1, all), dana, ticket.Rated{Resolution: 2, Overall: 5}, nil, monday.Add(99*time.Hour), monday); err != nil || again != nil {
		t.Errorf("the same again: %v, %v", again, err)
	}
}
