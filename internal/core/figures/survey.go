package figures

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// Reply is one resolution that customers were asked about. Overall is 0 where nobody has answered; it is credited to the team
// that had the ticket then.
type Reply struct {
	Team    string
	Overall int // 1 to 5
	Answers map[string]bool
}

// Satisfaction is what customers said of some resolutions (ME-34, A16).
type Satisfaction struct {
	Name      string // of the team; empty for all
	Asked     int
	Answered  int
	Satisfied int // of those who answered: 4 or 5 of 5
	Questions map[string]Yes
}

// Yes is how many said yes to a question, of those who answered it.
type Yes struct{ Yes, Of int }

// satisfied is the least grade of somebody who is.
const satisfied = 4

// SumReplies sums up all, and each team, the one with the most answers first.
func SumReplies(all []Reply) (Satisfaction, []Satisfaction) {
	sum := Satisfaction{Questions: map[string]Yes{}}
	teams := map[string]*Satisfaction{}
	for _, r := range all {
		if teams[r.Team] == nil {
			teams[r.Team] = &Satisfaction{Name: r.Team, Questions: map[string]Yes{}}
		}
		sum.add(r)
		teams[r.Team].add(r)
	}
	var out []Satisfaction
	for _, name := range slices.Sorted(maps.Keys(teams)) {
		out = append(out, *teams[name])
	}
	slices.SortStableFunc(out, func(a, b Satisfaction) int {
		return cmp.Or(cmp.Compare(b.Answered, a.Answered), cmp.Compare(b.Asked, a.Asked))
	})
	return sum, out
}

func (s *Satisfaction) add(r Reply) {
	s.Asked++
	if r.Overall == 0 {
		return
	}
	s.Answered++
	if r.Overall >= satisfied {
		s.Satisfied++
	}
	for id, yes := range r.Answers {
		q := s.Questions[id]
		q.Of++
		if yes {
			q.Yes++
		}
		s.Questions[id] = q
	}
}

// z95 is the 97.5 % quantile of the normal distribution.
const z95 = 1.959963984540054

// Wilson is the 95 % interval of a share of k among n, as shares from 0 to 1: the score interval of E. B. Wilson (1927), which
// holds for few answers and for shares near 1, where the usual one does not. Of nothing it is all from 0 to 1.
func Wilson(k, n int) (low, high float64) {
	if n <= 0 {
		return 0, 1
	}
	of := float64(n)
	p := float64(min(max(k, 0), n)) / of
	z2 := z95 * z95
	middle := (p + z2/(2*of)) / (1 + z2/of)
	half := z95 / (1 + z2/of) * math.Sqrt(p*(1-p)/of+z2/(4*of*of))
	return max(min(middle-half, p), 0), min(max(middle+half, p), 1) // at the ends rounding would leave the share out
}
