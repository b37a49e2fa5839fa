package notice_test

import (
	"testing"
	"time"

	"switchboard/internal/core/notice"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
)

// lives are a ticket that cannot wait and one that can, before anybody has taken them up and after.
func waking(wakes bool, more ...ticket.Event) *life {
	l := new(life).act(dana, ticket.Opened{Requester: dana}, ticket.Classified{Class: "c", Wakes: wakes}, ticket.Routed{Team: "network"})
	for _, e := range more {
		l.act(luis, e)
	}
	return l
}

// What cannot wait calls whoever is to take it up, at every step until somebody has (CO-27, ME-41, A9).
func TestWhoIsCalled(t *testing.T) {
	taken := []ticket.Event{ticket.Assigned{Person: luis}, ticket.Accepted{Person: luis}}
	for _, c := range []struct {
		name   string
		before *life
		by     people.ID
		events []ticket.Event
		want   string
	}{
		{"it comes in", new(life), dana, []ticket.Event{ticket.Opened{Requester: dana}, ticket.Classified{Wakes: true}, ticket.Routed{Team: "network"}},
			"acknowledged dana, paged zoe, paged luis, paged nora"},
		{"what can wait calls nobody", new(life), dana, []ticket.Event{ticket.Opened{Requester: dana}, ticket.Classified{}, ticket.Routed{Team: "network"}}, "acknowledged dana"},
		{"one of the team takes the call", new(life), nora, []ticket.Event{ticket.Opened{Requester: dana}, ticket.Classified{Wakes: true}, ticket.Routed{Team: "network"}},
			"acknowledged dana, paged zoe, paged luis"},
		{"and takes it up as they speak", new(life), nora, []ticket.Event{ticket.Opened{Requester: dana}, ticket.Classified{Wakes: true}, ticket.Routed{Team: "network"},
			ticket.Assigned{Person: nora}, ticket.Accepted{Person: nora}}, "acknowledged dana"},
		{"it turns out to be worse", waking(false), boss, []ticket.Event{ticket.Classified{Wakes: true}}, "paged zoe, paged luis, paged nora"},
		{"worse, with another team", waking(false), boss, []ticket.Event{ticket.Classified{Wakes: true}, ticket.Routed{Team: "void"}}, "routed dana, paged zoe"},
		{"not so bad after all", waking(true), boss, []ticket.Event{ticket.Classified{}}, ""},
		{"given to somebody", waking(true), zoe, []ticket.Event{ticket.Assigned{Person: luis}}, "paged luis"},
		{"handed on to another team, and given to one of it", waking(true), zoe, []ticket.Event{ticket.Routed{Team: "void"}, ticket.Assigned{Person: nora}}, "routed dana, paged nora"},
		{"worse, and somebody is at it", waking(false, taken...), boss, []ticket.Event{ticket.Classified{Wakes: true}}, ""},
		{"who had it is taken off", waking(true, taken...), 0, []ticket.Event{ticket.Unassigned{Person: luis}}, "paged zoe, paged luis, paged nora"},
		{"it only says so", waking(false), 0, []ticket.Event{ticket.Flagged{Flag: ticket.ClaimsUrgency, Why: "urgent"}}, "paged zoe"},
		{"another flag", waking(false), 0, []ticket.Event{ticket.Flagged{Flag: ticket.NotEntitled}}, ""},
	} {
		n := len(c.before.entries)
		if got := c.before.act(c.by, c.events...).heard(n); got != c.want {
			t.Errorf("%s: told are %q, want %q", c.name, got, c.want)
		}
	}
}

// Kinds by hours by choices: of what is grave one of the team hears at once whatever they chose, the one who answers for it;
// all else waits for the morning, or is not told but in the page. Which kinds are grave is written out here once more.
func TestWhatWakes(t *testing.T) {
	zone := time.UTC
	noon, night := time.Date(2026, 11, 18, 12, 0, 0, 0, zone), time.Date(2026, 11, 18, 23, 0, 0, 0, zone)
	quiet := notice.Quiet{From: 18 * 60, Until: 8 * 60, Zone: zone, Off: map[time.Weekday]bool{time.Sunday: true}}
	happen := map[notice.Kind]ticket.Event{
		notice.Paged: ticket.Unassigned{}, notice.Wrote: ticket.Wrote{}, notice.Warned: ticket.ClockWarned{Obligation: "commitment"},
		notice.Missed: ticket.ClockMissed{Obligation: "commitment"}, notice.Ruled: ticket.RuleApplied{Held: ticket.HeldMany},
		notice.TasksDone: ticket.TaskEnded{}, notice.ReviewDue: ticket.ReviewDue{}, notice.Mentioned: ticket.Noted{Mentions: []people.ID{luis}},
		notice.DeliveryFailed: ticket.DeliveryReported{Kind: "replied", State: "bounced"},
	}
	grave := map[notice.Kind]bool{notice.Paged: true, notice.Wrote: true, notice.Warned: true, notice.Missed: true, notice.Ruled: true}
	silent, mail, push := notice.Choice{}, notice.Choice{Mail: true}, notice.Choice{Push: true}
	for kind, event := range happen {
		for _, wakes := range []bool{true, false} {
			for _, at := range []time.Time{noon, night, noon.AddDate(0, 0, 4)} {
				for _, choice := range []notice.Choice{silent, mail, push, notice.Usual} {
					for _, devices := range []int{0, 1} {
						got, all := wokenBy(t, kind, waking(wakes).act(0, event), notice.Reader{Quiet: quiet, Devices: devices, Choices: map[notice.Group]notice.Choice{kind.Group(): choice}}, at)
						want := 0
						switch {
						case at == noon && (choice.Mail || choice.Push && devices > 0):
							want = all
						case wakes && grave[kind]:
							want = 1
						}
						if got != want {
							t.Errorf("%s (wakes: %t) at %s, by %+v on %d devices: heard by %d of %d, want %d", kind, wakes, at.Format("Mon 15:04"), choice, devices, got, all, want)
						}
					}
				}
			}
		}
	}
}

// wokenBy counts who hears at once of the last entry of a life, of all who are told, each being like one reader. Where it is
// one of several, it is the first.
func wokenBy(t *testing.T, kind notice.Kind, l *life, like notice.Reader, at time.Time) (heard, all int) {
	told := notice.For(l.entries, len(l.entries)-1, l.entries[len(l.entries)-1].Recorded)
	if len(told) == 0 {
		return 0, 0
	}
	if told[0].Kind != kind {
		t.Fatalf("told is %s, not %s", told[0].Kind, kind)
	}
	var readers []notice.Reader
	for _, id := range (notice.Circle{Staff: staff, Desk: "desk"}).Reach(told[0]) {
		r := like
		r.ID = id
		readers = append(readers, r)
	}
	for i, one := range notice.Tell(kind, told[0].Grave, readers, at) {
		now := func(w notice.Way) bool { return w.Off == "" && w.At.Equal(at) }
		if !now(one.Mail) && !now(one.Push) {
			continue
		}
		if heard++; heard == 1 && i > 0 {
			t.Errorf("of %s the %d. of %d hears and the first does not", kind, i+1, len(readers))
		}
	}
	return heard, len(readers)
}

// Of those who are all quiet it is who leads the team that is woken.
func TestTheLeadIsWoken(t *testing.T) {
	l := waking(true)
	n := notice.For(l.entries, 2, l.entries[2].Recorded)
	circle := notice.Circle{Staff: staff, Desk: "desk"}
	if ids := circle.Reach(n[len(n)-1]); len(ids) != 3 || ids[0] != zoe {
		t.Errorf("called are %v", ids)
	}
}
