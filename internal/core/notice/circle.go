package notice

import (
	"slices"

	"switchboard/internal/core/people"
)

// maxTeam bounds how many people of a team one notice reaches.
const maxTeam = 50

// Circle is who stands behind the desk: everybody who works there, who of them is away, and the team that takes what no
// other does.
type Circle struct {
	Staff []people.Person
	Away  map[people.ID]bool
	Desk  string
}

// Managers are who must know that a part of the desk is sick; where there are none, whoever comes next to them.
func (c Circle) Managers() []people.ID {
	for _, least := range []people.Role{people.Manager, people.Lead, people.Analyst} {
		if found := c.who(func(p people.Person) bool { return p.Role.AtLeast(least) }, 0); len(found) > 0 {
			return found
		}
	}
	return nil
}

// Reach names the people of a notice, the first of them being who answers for it. Who is away is told all the same, behind
// those who stand in for them (OK-09).
func (c Circle) Reach(n Notice) []people.ID {
	if n.To == 0 {
		return c.team(n)
	}
	if n.Team == "" || !c.Away[n.To] {
		return []people.ID{n.To}
	}
	others := slices.DeleteFunc(c.team(n), func(id people.ID) bool { return id == n.To })
	return append(others, n.To)
}

// team names the people of a team, those who are here first. It never goes to an empty step: where nobody fits, or nobody
// who does is here, it goes on to the next who answers for it, and in the end to whoever manages the desk (CLOCKS, rule 9).
func (c Circle) team(n Notice) []people.ID {
	var away []people.ID // whom it would have reached
	for _, step := range c.steps(n) {
		found := c.who(step, n.By)
		here := slices.DeleteFunc(slices.Clone(found), func(id people.ID) bool { return c.Away[id] })
		if n.Grave { // of those who are all quiet the first is woken
			slices.SortStableFunc(here, func(a, b people.ID) int { return c.rank(b) - c.rank(a) })
		}
		if len(away) == 0 {
			away = slices.DeleteFunc(found, func(id people.ID) bool { return !c.Away[id] })
		}
		if len(here) > 0 {
			return append(here, away...)
		}
	}
	return away
}

// steps are who answers for a team, one after the other.
func (c Circle) steps(n Notice) []func(people.Person) bool {
	lead := func(p people.Person) bool { return p.Role.AtLeast(people.Lead) }
	manager := func(p people.Person) bool { return p.Role.AtLeast(people.Manager) }
	of := func(team string) func(people.Person) bool {
		return func(p people.Person) bool { return slices.Contains(p.Teams, team) }
	}
	led := func(p people.Person) bool { return of(n.Team)(p) && lead(p) }
	steps := []func(people.Person) bool{of(n.Team), of(c.Desk), manager, lead, func(people.Person) bool { return true }}
	if n.Leads {
		steps = append([]func(people.Person) bool{led}, steps...)
	}
	return steps
}

// rank is 1 of who leads, 0 of all others.
func (c Circle) rank(id people.ID) int {
	if slices.ContainsFunc(c.Staff, func(p people.Person) bool { return p.ID == id && p.Role.AtLeast(people.Lead) }) {
		return 1
	}
	return 0
}

func (c Circle) who(fits func(people.Person) bool, but people.ID) []people.ID {
	var out []people.ID
	for _, p := range c.Staff {
		if fits(p) && p.ID != but && len(out) < maxTeam {
			out = append(out, p.ID)
		}
	}
	return out
}
