// Package figures knows how figures about many tickets are made: shares, medians, orders. It refuses to know where the
// numbers come from, and promises on single tickets (sla).
package figures

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// Arrival is how one ticket came in.
type Arrival struct {
	Channel string
	Direct  string        // the team whose member opened it past the desk; empty for one that came by the front door
	Touched bool          // a person has read it to work on it
	Waited  time.Duration // until then
}

// Arrivals is how the tickets of a period came in: the share that missed the front door (CO-01), and how long people
// waited on each channel for a first pair of eyes (OK-31).
type Arrivals struct {
	Total, Direct int
	Channels      []Channel // most tickets first
}

// Channel sums up one channel.
type Channel struct {
	Name            string
	Total, Touched  int
	MedianFirstRead time.Duration // of those that were touched
}

// Tally counts arrivals one by one.
type Tally struct {
	total, direct int
	by            map[string]*waits
}

type waits struct {
	total int
	times []time.Duration
}

// Add counts one.
func (t *Tally) Add(a Arrival) {
	if t.by == nil {
		t.by = map[string]*waits{}
	}
	t.total++
	if a.Direct != "" {
		t.direct++
	}
	w := t.by[a.Channel]
	if w == nil {
		w = &waits{}
		t.by[a.Channel] = w
	}
	w.total++
	if a.Touched {
		w.times = append(w.times, a.Waited)
	}
}

// Sum gives the figures of what was added.
func (t *Tally) Sum() Arrivals {
	out := Arrivals{Total: t.total, Direct: t.direct}
	for _, name := range slices.Sorted(maps.Keys(t.by)) {
		w := t.by[name]
		out.Channels = append(out.Channels, Channel{name, w.total, len(w.times), Median(w.times)})
	}
	slices.SortStableFunc(out.Channels, func(a, b Channel) int { return cmp.Compare(b.Total, a.Total) })
	return out
}

// Median is the middle of some times, of an even number the mean of the two in the middle; zero of none.
func Median(times []time.Duration) time.Duration {
	if len(times) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(times))
	mid := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[mid]
	}
	return sorted[mid-1] + (sorted[mid]-sorted[mid-1])/2
}

// Inversion is a channel that is told to be faster than another, and was not.
type Inversion struct{ Faster, Slower string }

// Inversions compares the order of channels that is told to the public, rank 1 the fastest, with what was measured
// (OK-31). A channel without a rank, or on which nobody was waited for, is not compared.
func Inversions(a Arrivals, rank map[string]int) []Inversion {
	var out []Inversion
	for _, x := range a.Channels {
		for _, y := range a.Channels {
			told := rank[x.Name] > 0 && rank[x.Name] < rank[y.Name]
			if told && x.Touched > 0 && y.Touched > 0 && x.MedianFirstRead > y.MedianFirstRead {
				out = append(out, Inversion{Faster: x.Name, Slower: y.Name})
			}
		}
	}
	return out
}
