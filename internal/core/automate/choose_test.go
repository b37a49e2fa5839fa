package automate_test

import (
	"testing"

	"pgregory.net/rapid"

	"switchboard/internal/core/automate"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/people"
)

// ASKS 18, ME-23: the next in turn, who has least, who can do it best; never who is away, and where nobody is left, why.
func TestChoose(t *testing.T) {
	c := func(id people.ID, load, skill int, away bool) automate.Candidate {
		return automate.Candidate{Person: id, Load: load, Skill: skill, Away: away}
	}
	team := []automate.Candidate{c(1, 5, 0, false), c(2, 1, 2, true), c(3, 2, 1, false), c(4, 2, 3, false)}
	for _, test := range []struct {
		how         string
		all         []automate.Candidate
		after, skip people.ID
		want        people.ID
		why         string
	}{
		{definition.RoundRobin, team, 1, 0, 3, automate.WhyTurn},
		{definition.RoundRobin, team, 4, 0, 1, automate.WhyTurn},
		{definition.RoundRobin, team, 1, 3, 4, automate.WhyTurn},
		{definition.LeastLoaded, team, 3, 0, 4, automate.WhyLoad},
		{definition.LeastLoaded, team, 4, 0, 3, automate.WhyLoad},
		{definition.BySkill, team, 0, 0, 4, automate.WhySkill},
		{definition.BySkill, team, 0, 4, 3, automate.WhySkill},
		{definition.BySkill, team[:2], 0, 0, 0, automate.NobodySkill},
		{definition.RoundRobin, nil, 0, 0, 0, automate.NobodyWorks},
		{definition.RoundRobin, team[1:2], 0, 0, 0, automate.NobodyHere},
		{definition.RoundRobin, team[:1], 0, 1, 0, automate.NobodyElse},
	} {
		if got, why := automate.Choose(test.how, test.all, test.after, test.skip); got != test.want || why != test.why {
			t.Errorf("%s after %d: %d %s, want %d %s", test.how, test.after, got, why, test.want, test.why)
		}
	}
}

// In turn means that nobody has their second turn before everybody who is here has had the first.
func TestTurnsAreFair(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []automate.Candidate
		here := 0
		for id := range rapid.IntRange(1, 8).Draw(t, "people") {
			away := rapid.Bool().Draw(t, "away")
			all = append(all, automate.Candidate{Person: people.ID(id + 1), Away: away})
			if !away {
				here++
			}
		}
		had, last := map[people.ID]int{}, people.ID(rapid.IntRange(0, 9).Draw(t, "last"))
		for range here {
			last, _ = automate.Choose(definition.RoundRobin, all, last, 0)
			if had[last]++; had[last] > 1 || all[last-1].Away {
				t.Fatalf("%d has a turn again, or is away", last)
			}
		}
	})
}
