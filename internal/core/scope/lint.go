package scope

// Dead lists the lines, from 1, that are never reached, since lines above them fit all that they fit.
func (r Rules) Dead() []int {
	reached := map[int]bool{}
	every(func(f Facts) bool {
		reached[r.line(f)] = true
		return true
	})
	var out []int
	for i := range r {
		if !reached[i+1] {
			out = append(out, i+1)
		}
	}
	return out
}

// Uncovered is a request that no line fits; false where there is none, or no line at all.
func (r Rules) Uncovered() (Facts, bool) {
	var found Facts
	none := len(r) > 0 && !every(func(f Facts) bool {
		found = f
		return r.line(f) != 0
	})
	return found, none
}

// every visits each request that there can be, the usual one first, until do returns false; it reports whether none did.
func every(do func(Facts) bool) bool { return answers(Facts{}, 0, do) }

func answers(f Facts, from int, do func(Facts) bool) bool {
	if from == len(facts) {
		return do(f)
	}
	for _, v := range facts[from].values {
		if !answers(f.With(facts[from].fact, v), from+1, do) {
			return false
		}
	}
	return true
}
