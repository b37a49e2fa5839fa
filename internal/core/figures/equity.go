package figures

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"time"
)

// Served is how one ticket of an agency was served.
type Served struct {
	Agency  string // none is of no agency, and left out
	Kept    bool   // none of its promises was missed
	Replied bool   // a person has answered
	Waited  time.Duration
	Minutes int // recorded on it
}

// Standing is how an agency is served beside the others (ME-62: a normal and customary level of service to all). The marks say
// in what it stands out; see SumEquity.
type Standing struct {
	Agency  string
	Tickets int
	Kept    int
	Replied int
	Reply   time.Duration // the median, of those replied
	Minutes int
	FTE     int // full-time people who work there, in hundredths; zero where nobody has said

	KeptOut, ReplyOut, MinutesOut, FTEOut bool
}

// Share is how many of the tickets missed no promise, from 0 to 1.
func (s Standing) Share() float64 { return float64(s.Kept) / float64(s.Tickets) }

// PerTicket is how many minutes a ticket took, on average.
func (s Standing) PerTicket() float64 { return float64(s.Minutes) / float64(s.Tickets) }

// PerFTE is how many minutes the agency took for each full-time person who works there; zero where that is not known.
func (s Standing) PerFTE() float64 {
	if s.FTE == 0 {
		return 0
	}
	return float64(s.Minutes) * 100 / float64(s.FTE)
}

// The rule of what stands out: a figure that is more than Deviations median absolute deviations away from the median of all
// agencies with at least LeastTickets tickets, to either side. The median and its deviation do not move with the one that
// stands out, as a mean would. An agency with fewer tickets is neither compared nor marked.
const (
	LeastTickets = 20
	Deviations   = 2
)

// SumEquity sums up each agency, by name, and marks what stands out. Of an agency whose people nobody has counted (fte, in
// hundredths of a full-time person) it says and compares no rate.
func SumEquity(all []Served, fte map[string]int) []Standing {
	by, waits := map[string]*Standing{}, map[string][]time.Duration{}
	for _, t := range all {
		if t.Agency == "" {
			continue
		}
		if by[t.Agency] == nil {
			by[t.Agency] = &Standing{Agency: t.Agency}
		}
		s := by[t.Agency]
		s.Tickets++
		s.Minutes += t.Minutes
		if t.Kept {
			s.Kept++
		}
		if t.Replied {
			s.Replied++
			waits[t.Agency] = append(waits[t.Agency], t.Waited)
		}
	}
	var out []Standing
	for _, name := range slices.Sorted(maps.Keys(by)) {
		by[name].Reply, by[name].FTE = Median(waits[name]), fte[name]
		out = append(out, *by[name])
	}
	mark(out, Standing.Share, func(s *Standing) { s.KeptOut = true }, func(s Standing) bool { return true })
	mark(out, func(s Standing) float64 { return float64(s.Reply) }, func(s *Standing) { s.ReplyOut = true }, func(s Standing) bool { return s.Replied > 0 })
	mark(out, Standing.PerTicket, func(s *Standing) { s.MinutesOut = true }, func(s Standing) bool { return true })
	mark(out, Standing.PerFTE, func(s *Standing) { s.FTEOut = true }, func(s Standing) bool { return s.FTE > 0 })
	return out
}

// rounding is less than any difference that counts: shares are fractions, of which the last bit is not to be trusted.
const rounding = 1e-9

// mark marks those whose figure stands out of those that have one.
func mark(all []Standing, figure func(Standing) float64, out func(*Standing), has func(Standing) bool) {
	var values []float64
	compared := func(s Standing) bool { return s.Tickets >= LeastTickets && has(s) }
	for _, s := range all {
		if compared(s) {
			values = append(values, figure(s))
		}
	}
	middle := median(values)
	away := make([]float64, len(values))
	for i, v := range values {
		away[i] = math.Abs(v - middle)
	}
	bound := Deviations * median(away)
	for i := range all {
		if compared(all[i]) && math.Abs(figure(all[i])-middle) > bound+rounding {
			out(&all[i])
		}
	}
}

// median is the middle of some figures, of an even number the mean of the two in the middle; zero of none.
func median(values []float64) float64 {
	n := len(values)
	if n == 0 {
		return 0
	}
	values = slices.SortedFunc(slices.Values(values), cmp.Compare)
	return (values[(n-1)/2] + values[n/2]) / 2
}
