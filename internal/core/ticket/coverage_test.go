package ticket_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
)

// ME-43: from the naming of a team to the end there is, at any minute, either somebody on task or a gap; a person is
// never on task twice. The oracle walks minute by minute through the same history.
func TestCoverage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		minutes := rapid.IntRange(1, 40).Draw(t, "minutes")
		var entries []ticket.Entry
		on := map[people.ID]bool{}
		named, resolved := false, false
		var want []string
		for m := range minutes {
			at := morning.Add(time.Duration(m) * time.Minute)
			p := people.ID(rapid.IntRange(1, 3).Draw(t, "person"))
			switch rapid.IntRange(0, 5).Draw(t, "what") {
			case 0:
				if !resolved {
					entries = append(entries, ticket.Entry{At: at, Event: ticket.TeamIdentified{Members: []ticket.Member{{Person: p}}}})
					on[p], named = true, true
				}
			case 1:
				if !resolved && on[p] {
					entries = append(entries, ticket.Entry{At: at, Event: ticket.Released{Person: p}})
					delete(on, p)
				}
			case 2:
				if !resolved {
					entries = append(entries, ticket.Entry{At: at, Event: ticket.Resolved{}})
					resolved = true
				}
			case 3:
				if resolved {
					entries = append(entries, ticket.Entry{At: at, Event: ticket.Reopened{}})
					resolved = false
				}
			}
			switch {
			case resolved || !named:
				want = append(want, "rest")
			case len(on) == 0:
				want = append(want, "gap")
			default:
				want = append(want, "work")
			}
		}
		c := ticket.CoverageOf(entries)
		for m, w := range want {
			at := morning.Add(time.Duration(m) * time.Minute)
			working, gaps := map[people.ID]int{}, 0
			for _, s := range c.Stints {
				if holds(s.Span, at) {
					working[s.Person]++
				}
			}
			for _, g := range c.Gaps {
				if holds(g, at) {
					gaps++
				}
			}
			for p, n := range working {
				if n != 1 {
					t.Fatalf("minute %d: %d is on task %d times", m, p, n)
				}
			}
			got := "rest"
			if gaps > 0 {
				got = "gap"
			}
			if len(working) > 0 {
				got = "work"
			}
			if got != w || gaps > 0 && len(working) > 0 || gaps > 1 {
				t.Fatalf("minute %d: %s, want %s; %d gaps, %d on task\n%+v", m, got, w, gaps, len(working), c)
			}
		}
	})
}

func holds(s ticket.Span, at time.Time) bool {
	return !at.Before(s.From) && (s.To.IsZero() || at.Before(s.To))
}

func TestTriaged(t *testing.T) { // CO-12
	bare := opened(t).ticket
	bare.Request.Service, bare.Request.Location = "", ""
	full := bare
	full.Request.Service, full.Request.Location = "printing", "Floor 3"
	fields := []string{"type", "service", "location"}
	if err := ticket.Triaged(bare, fields); err == nil || err.Error() != "service: the team behind the desk needs it to begin; before the ticket is handed up, add: service, location" {
		t.Errorf("got %v", err)
	}
	if err := ticket.Triaged(full, fields); err != nil {
		t.Errorf("got %v", err)
	}
}
