package figures

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// Part is how many of some tickets are of a kind.
type Part struct {
	Name  string
	N, Of int
}

// Percent is the part of a hundred, rounded; 0 of nothing.
func (p Part) Percent() int {
	if p.Of == 0 {
		return 0
	}
	return (200*p.N + p.Of) / (2 * p.Of)
}

// Month names the calendar month of an instant, so that names in their order are months in theirs.
func Month(at time.Time, zone *time.Location) string { return at.In(zone).Format("2006-01") }

// Trend counts a kind of tickets by month.
type Trend map[string]*Part

// Add counts a ticket of a month.
func (t Trend) Add(month string, is bool) {
	if t[month] == nil {
		t[month] = &Part{Name: month}
	}
	t[month].Of++
	if is {
		t[month].N++
	}
}

// Months are those of which there is anything, the earliest first.
func (t Trend) Months() []Part {
	var out []Part
	for _, month := range slices.Sorted(maps.Keys(t)) {
		out = append(out, *t[month])
	}
	return out
}

// Methods is how resolved tickets were resolved (ME-32): each way as a part of all, the most frequent first, and by month
// of receipt the part of one of them.
type Methods struct {
	All    []Part
	Remote []Part
}

// Resolved is one resolved ticket.
type Resolved struct{ Method, Month string }

// remote is the way that is to be as frequent as possible (ME-32).
const remote = "remote"

// SumMethods counts how tickets were resolved.
func SumMethods(all []Resolved) Methods {
	by, months := map[string]int{}, Trend{}
	for _, r := range all {
		by[r.Method]++
		months.Add(r.Month, r.Method == remote)
	}
	out := Methods{Remote: months.Months()}
	for _, name := range slices.Sorted(maps.Keys(by)) {
		out.All = append(out.All, Part{name, by[name], len(all)})
	}
	slices.SortStableFunc(out.All, func(a, b Part) int { return cmp.Compare(b.N, a.N) })
	return out
}
