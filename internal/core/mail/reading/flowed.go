package reading

import "strings"

// unflow joins the lines of format=flowed (RFC 3676). delsp tells that the space which marks a soft line end is not
// part of the text.
func unflow(s string, delsp bool) string {
	var out strings.Builder
	out.Grow(len(s))
	open := -1 // the quote depth of the line that goes on, -1 when none does
	for line := range strings.SplitSeq(s, "\n") {
		text := strings.TrimLeft(line, ">")
		depth := len(line) - len(text)
		text = strings.TrimPrefix(text, " ")
		if open >= 0 && open != depth {
			out.WriteByte('\n')
			open = -1
		}
		if open < 0 && depth > 0 {
			out.WriteString(strings.Repeat(">", depth))
			out.WriteByte(' ')
		}
		soft := strings.HasSuffix(text, " ") && text != "-- "
		if soft && delsp {
			text = text[:len(text)-1]
		}
		out.WriteString(text)
		if open = -1; soft {
			open = depth
		} else {
			out.WriteByte('\n')
		}
	}
	return strings.TrimSuffix(out.String(), "\n")
}
