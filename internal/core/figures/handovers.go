package figures

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// Handover is one ticket that came to a team from another, and how that ended.
type Handover struct {
	Team     string
	Accepted bool // a member of the team has taken it
	Returned bool // it went back: a bounce
	Waited   time.Duration
}

// Receipts is what became of what was handed to a team: the bounces are what was routed wrongly (CO-11, ME-22).
type Receipts struct {
	Team                      string
	Total, Accepted, Returned int
	MedianWait                time.Duration // of those accepted
}

// SumHandovers counts hand-overs per team, the team with the most bounces first.
func SumHandovers(all []Handover) []Receipts {
	by, waits := map[string]*Receipts{}, map[string][]time.Duration{}
	for _, h := range all {
		r := by[h.Team]
		if r == nil {
			r = &Receipts{Team: h.Team}
			by[h.Team] = r
		}
		r.Total++
		if h.Returned {
			r.Returned++
		}
		if h.Accepted {
			r.Accepted++
			waits[h.Team] = append(waits[h.Team], h.Waited)
		}
	}
	var out []Receipts
	for _, team := range slices.Sorted(maps.Keys(by)) {
		r := by[team]
		r.MedianWait = Median(waits[team])
		out = append(out, *r)
	}
	slices.SortStableFunc(out, func(a, b Receipts) int {
		return cmp.Or(cmp.Compare(b.Returned, a.Returned), cmp.Compare(b.Total, a.Total))
	})
	return out
}
