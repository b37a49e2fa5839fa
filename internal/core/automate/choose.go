package automate

import (
	"slices"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
)

// Candidate is somebody who works in the team.
type Candidate struct {
	Person people.ID
	Away   bool
	Load   int // open tickets that they have
	Skill  int // how good they are at what is asked for, from 1; 0: not at all
}

// Why an assignment fell on somebody, or on nobody. They stand in the history, and the pages say them in words.
const (
	WhyTurn      = "turn"
	WhyLoad      = "load"
	WhySkill     = "skill"
	NobodyWorks  = "nobody_works"  // in this team
	NobodyHere   = "nobody_here"   // all are away
	NobodySkill  = "nobody_skill"  // nobody who is here can do it
	NobodyElse   = "nobody_else"   // only who has let it lie
	TeamClosed   = "team_closed"   // a team is not given work when it is closed
	AlreadyTaken = "already_taken" // somebody has it
)

// Choose finds whom a ticket is assigned to. Candidates are in the order of their turn; after is who had the last turn. Who is
// away gets nothing, nor who has just let this ticket lie: skip. Where nobody is left the reason says why, and the ticket stays in the
// queue (ASKS 18: never an empty step).
func Choose(how string, all []Candidate, after, skip people.ID) (people.ID, string) {
	if len(all) == 0 {
		return 0, NobodyWorks
	}
	left := slices.DeleteFunc(slices.Clone(all), func(c Candidate) bool { return c.Away })
	if len(left) == 0 {
		return 0, NobodyHere
	}
	if how == definition.BySkill {
		if left = slices.DeleteFunc(left, func(c Candidate) bool { return c.Skill == 0 }); len(left) == 0 {
			return 0, NobodySkill
		}
	}
	if left = slices.DeleteFunc(left, func(c Candidate) bool { return c.Person == skip }); len(left) == 0 {
		return 0, NobodyElse
	}
	left = inTurn(left, after)
	switch how {
	case definition.LeastLoaded:
		return slices.MinFunc(left, lighter).Person, WhyLoad
	case definition.BySkill:
		return slices.MinFunc(left, abler).Person, WhySkill
	}
	return left[0].Person, WhyTurn
}

// inTurn begins with who comes after the last one, by number.
func inTurn(all []Candidate, after people.ID) []Candidate {
	slices.SortFunc(all, func(a, b Candidate) int { return int(a.Person - b.Person) })
	i := slices.IndexFunc(all, func(c Candidate) bool { return c.Person > after })
	if i < 0 {
		return all
	}
	return append(slices.Clone(all[i:]), all[:i]...)
}

func lighter(a, b Candidate) int { return a.Load - b.Load }

func abler(a, b Candidate) int {
	if a.Skill != b.Skill {
		return b.Skill - a.Skill
	}
	return a.Load - b.Load
}

// LetLie is who last had a ticket and did nothing, so that it was taken back; zero where nobody did, or somebody has had it since.
func LetLie(entries []ticket.Entry) people.ID {
	for i := len(entries) - 1; i >= 0; i-- {
		switch e := entries[i].Event.(type) {
		case ticket.Unassigned:
			return e.Person
		case ticket.Assigned, ticket.Accepted, ticket.Routed, ticket.Returned:
			return 0
		}
	}
	return 0
}
