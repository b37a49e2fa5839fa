package filter

import (
	"strings"
	"unicode"
)

// String is the filter in its canonical form: what Parse reads as the same filter.
func (f Filter) String() string {
	out := make([]string, 0, len(f.Terms)+1)
	for _, t := range f.Terms {
		out = append(out, t.String())
	}
	if f.Sort.By != "" {
		out = append(out, sortName+":"+f.Sort.String())
	}
	return strings.Join(out, " ")
}

// String is the value of "sort:".
func (s Sort) String() string {
	if s.Down {
		return "-" + s.By
	}
	return s.By
}

// String is the term as it is written.
func (t Term) String() string {
	not := ""
	if t.Not {
		not = "-"
	}
	switch {
	case t.Field == "":
		return not + word(t.Values[0])
	case t.Span.Op == "":
		values := make([]string, len(t.Values))
		for i, v := range t.Values {
			values[i] = value(v)
		}
		return not + t.Field + ":" + strings.Join(values, ",")
	}
	return not + t.Field + t.Span.String()
}

// String is the span as it stands behind the name of its field.
func (s Span) String() string {
	switch {
	case s.Op != ":":
		return s.Op + string(s.From)
	case s.From == s.To && s.From.day():
		return ":" + string(s.From)
	}
	return ":" + string(s.From) + ".." + string(s.To)
}

// word writes what is looked for, in quotation marks where it would be read as something else.
func word(s string) string {
	plain := scanner{text: []rune(s)}
	if _, op, _ := plain.head(); op != "" || strings.ContainsFunc(s, unicode.IsSpace) || strings.HasPrefix(s, "-") || strings.HasPrefix(s, `"`) {
		return quoted(s)
	}
	return s
}

func value(s string) string {
	if s == "" || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == ',' }) || strings.HasPrefix(s, `"`) {
		return quoted(s)
	}
	return s
}

func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}
