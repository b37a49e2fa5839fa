package notice

import (
	"slices"

	"switchboard/internal/core/people"
)

// maxTeam bounds how many people of a team one notice reaches.
const maxTeam = 50

// Circle is who stands behind the desk: everybody who works there, and the team that takes what no other does.
type Circle struct {
	Staff []people.Person
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

// Reach names the people of a notice. One to a team never goes to an empty step: where nobody fits, it goes on to the next
// who answers for it, and in the end to whoever manages the desk (CLOCKS, rule 9).
func (c Circle) Reach(n Notice) []people.ID {
	if n.To != 0 {
		return []people.ID{n.To}
	}
	lead := func(p people.Person) bool { return p.Role.AtLeast(people.Lead) }
	manager := func(p people.Person) bool { return p.Role.AtLeast(people.Manager) }
	of := func(team string) func(people.Person) bool {
		return func(p people.Person) bool { return slices.Contains(p.Teams, team) }
	}
	steps := []func(people.Person) bool{of(n.Team), of(c.Desk), manager, lead, func(people.Person) bool { return true }}
	if n.Leads {
		led := func(p people.Person) bool { return of(n.Team)(p) && lead(p) }
		steps = append([]func(people.Person) bool{led}, steps...)
	}
	for _, step := range steps {
		if found := c.who(step, n.By); len(found) > 0 {
			return found
		}
	}
	return nil
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
