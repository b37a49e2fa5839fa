package kb

import "strings"

// Mark says what became of a line.
type Mark byte

// The marks.
const (
	Same    Mark = ' '
	Removed Mark = '-'
	Added   Mark = '+'
)

// DiffLine is one line of a comparison.
type DiffLine struct {
	Mark Mark
	Text string
}

// maxDiff bounds the lines that are compared one with another; longer texts are shown as replaced.
const maxDiff = 2000

// Diff compares two texts line by line by their longest common subsequence.
func Diff(before, after string) []DiffLine {
	a, b := lines(before), lines(after)
	var head, tail []DiffLine
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		head = append(head, DiffLine{Same, a[0]})
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		tail = append(tail, DiffLine{Same, a[len(a)-1]})
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	out := append(head, middle(a, b)...)
	for i := len(tail) - 1; i >= 0; i-- {
		out = append(out, tail[i])
	}
	return out
}

func lines(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

func middle(a, b []string) []DiffLine {
	var out []DiffLine
	if len(a) > maxDiff || len(b) > maxDiff {
		for _, s := range a {
			out = append(out, DiffLine{Removed, s})
		}
		for _, s := range b {
			out = append(out, DiffLine{Added, s})
		}
		return out
	}
	common := make([][]int32, len(a)+1) // common[i][j]: length of the longest common subsequence of a[i:] and b[j:]
	for i := range common {
		common[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			out = append(out, DiffLine{Same, a[i]})
			i, j = i+1, j+1
		case i < len(a) && (j == len(b) || common[i+1][j] >= common[i][j+1]):
			out = append(out, DiffLine{Removed, a[i]})
			i++
		default:
			out = append(out, DiffLine{Added, b[j]})
			j++
		}
	}
	return out
}
