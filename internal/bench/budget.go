package main

import (
	"regexp"
	"strconv"
	"strings"
)

// quantity is a figure as the table shows it: "16.02 ms", "57 MB", "1000 /s", "0 allocations", "0.02".
var quantity = regexp.MustCompile(`([0-9]+(?:\.[0-9]+)?) ?([a-zµ/]*)`)

// units are those that can be compared, as a family and how many of its smallest there are in one.
var units = map[string]struct {
	family string
	in     float64
}{
	"ns": {"time", 1}, "µs": {"time", 1e3}, "ms": {"time", 1e6}, "s": {"time", 1e9},
	"kb": {"size", 1}, "mb": {"size", 1 << 10},
	"/s": {"rate", 1}, "allocations": {"allocations", 1}, "": {"share", 1},
}

// figures reads the first figure of each family out of a text.
func figures(text string) map[string]float64 {
	out := map[string]float64{}
	for _, m := range quantity.FindAllStringSubmatch(strings.ToLower(text), -1) {
		unit, known := units[m[2]]
		n, err := strconv.ParseFloat(m[1], 64)
		if _, before := out[unit.family]; known && err == nil && !before {
			out[unit.family] = n * unit.in
		}
	}
	return out
}

// over reports whether a figure is beyond its budget: less than a rate that is wanted, more than anything else, or none at all where
// there was no answer. "half of bare" is half the bare driver's rate. What was skipped is not judged.
func over(ours, bare, budget string) bool {
	wanted := figures(budget)
	if ours == "-" || strings.HasPrefix(ours, "skipped") || len(wanted) == 0 {
		return false
	}
	got := figures(ours)
	if strings.Contains(budget, "half of bare") && got["rate"] < figures(bare)["rate"]/2 {
		return true
	}
	for family, want := range wanted {
		is, told := got[family]
		if !told || family == "rate" && is < want || family != "rate" && is > want {
			return true
		}
	}
	return false
}
