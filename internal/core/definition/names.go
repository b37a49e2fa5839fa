package definition

import (
	"fmt"
	"regexp"
	"strings"
)

var idPattern = regexp.MustCompile(`^[a-z][a-z0-9_]{0,63}$`)

func isID(s string) bool { return idPattern.MatchString(s) }

func toID(s string) string {
	s = strings.Trim(regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(strings.ToLower(s), "_"), "_")
	if s == "" || s[0] < 'a' {
		s = "n" + s
	}
	return s[:min(len(s), 64)]
}

// suggest names the nearest known word, or lists them when none is near.
func suggest(got string, known []string) string {
	best := nearest(got, known)
	switch {
	case best != "":
		return fmt.Sprintf("; do you mean %q?", best)
	case len(known) == 0:
		return "; nothing is"
	default:
		return "; there are: " + strings.Join(known, ", ")
	}
}

// nearest is the known word that was most likely meant, empty when none is near.
func nearest(got string, known []string) string {
	best, at := "", 1+len(got)/3
	for _, k := range known {
		if d := distance(strings.ToLower(strings.ReplaceAll(got, "_", " ")), strings.ReplaceAll(k, "_", " ")); d <= at {
			best, at = k, d-1
		}
	}
	return best
}

// distance is Levenshtein's, bounded to words of 64 letters.
func distance(a, b string) int {
	if len(a) > 64 || len(b) > 64 {
		return 64
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			before, row[j+1] = row[j+1], min(before+cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
