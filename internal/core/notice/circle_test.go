package notice_test

import (
	"slices"
	"testing"

	"switchboard/internal/core/notice"
	"switchboard/internal/core/people"
)

// Who is away is stood in for by those who are here, the nearest first, and is told all the same; where nobody is here, all
// who answer for it are (OK-09; CLOCKS, rule 9).
func TestWhoStandsIn(t *testing.T) {
	for _, c := range []struct {
		name   string
		notice notice.Notice
		away   []people.ID
		want   []people.ID
	}{
		{"the assignee is here", notice.Notice{To: luis, Team: "network"}, nil, []people.ID{luis}},
		{"a colleague is away", notice.Notice{To: luis, Team: "network"}, []people.ID{nora}, []people.ID{luis}},
		{"the assignee is away", notice.Notice{To: luis, Team: "network"}, []people.ID{luis}, []people.ID{nora, zoe, luis}},
		{"of a target the lead", notice.Notice{To: luis, Team: "network", Leads: true}, []people.ID{luis}, []people.ID{zoe, luis}},
		{"the lead is away as well", notice.Notice{To: luis, Team: "network", Leads: true}, []people.ID{luis, zoe}, []people.ID{nora, zoe, luis}},
		{"nobody stands in for a customer", notice.Notice{To: dana}, []people.ID{dana}, []people.ID{dana}},
		{"nobody has it", notice.Notice{Team: "network"}, []people.ID{nora}, []people.ID{luis, zoe, nora}},
		{"the whole team is away", notice.Notice{Team: "network"}, []people.ID{luis, nora, zoe}, []people.ID{boss, luis, nora, zoe}},
		{"everybody is", notice.Notice{Team: "network"}, []people.ID{luis, nora, zoe, boss}, []people.ID{luis, nora, zoe}},
		{"who did it stands in for nobody", notice.Notice{To: luis, Team: "network", Leads: true, By: zoe}, []people.ID{luis}, []people.ID{nora, luis}},
	} {
		circle := notice.Circle{Staff: staff, Desk: "desk", Away: map[people.ID]bool{}}
		for _, id := range c.away {
			circle.Away[id] = true
		}
		if got := circle.Reach(c.notice); !slices.Equal(got, c.want) {
			t.Errorf("%s: told are %v, want %v", c.name, got, c.want)
		}
	}
}
