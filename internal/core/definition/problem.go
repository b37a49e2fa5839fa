package definition

import (
	"fmt"
	"slices"
	"strings"
)

// Level says how much a finding weighs.
type Level string

// The levels. Only an Error keeps a definition from being published; the others are said out loud on the page.
const (
	Error   Level = "error"   // it cannot be enforced as it stands
	Warning Level = "warning" // it can, but hardly as it was meant
	Blank   Level = "blank"   // the published text leaves it open
	Assumed Level = "assumed" // somebody has filled a gap of the published text
)

// Pos is a place in the file, both counted from 1; zero when the place is not known.
type Pos struct {
	Line   int `json:"line,omitempty"`
	Column int `json:"column,omitempty"`
}

// Problem is one finding: where, what, and what to do.
type Problem struct {
	Level Level  `json:"level"`
	File  string `json:"file,omitempty"`
	Pos
	Path string `json:"path,omitempty"` // "targets.low.resolve"
	Text string `json:"text"`
	Ref  string `json:"ref,omitempty"` // the ledger row or the clause it comes from
	Es   string `json:"-"`             // Text in Spanish, where the file says it; for its readers, not for its author
}

// String gives the finding as compilers do: "maine.yaml:14:9: targets.low.resolve: ...".
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d:%d", p.Line, p.Column)
	}
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	if p.Path != "" {
		b.WriteString(p.Path + ": ")
	}
	b.WriteString(p.Text)
	if p.Ref != "" {
		b.WriteString(" (" + p.Ref + ")")
	}
	return b.String()
}

// Problems are findings in the order of the file.
type Problems []Problem

// Failed reports whether any of them is an Error.
func (ps Problems) Failed() bool { return ps.Count(Error) > 0 }

// Count tells how many findings of this level there are.
func (ps Problems) Count(level Level) int {
	n := 0
	for _, p := range ps {
		if p.Level == level {
			n++
		}
	}
	return n
}

// Err is nil unless one of them is an Error; it reads as a line for each of these.
func (ps Problems) Err() error {
	if !ps.Failed() {
		return nil
	}
	return ps
}

// Error gives a line for each finding of level Error.
func (ps Problems) Error() string {
	lines := make([]string, 0, len(ps))
	for _, p := range ps {
		if p.Level == Error {
			lines = append(lines, p.String())
		}
	}
	return strings.Join(lines, "\n")
}

func (ps Problems) sort() {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
}
