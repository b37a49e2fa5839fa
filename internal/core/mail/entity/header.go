package entity

import (
	"bytes"
	"strings"
)

// A Header is the fields of a part in their order. Values are as transferred, still folded.
type Header []Field

// A Field is one line of a header.
type Field struct {
	Name  string
	Value []byte
}

// Raw is the value of the first field of this name, unfolded; "" when there is none.
func (h Header) Raw(name string) string {
	for _, f := range h {
		if strings.EqualFold(f.Name, name) {
			return unfold(f.Value)
		}
	}
	return ""
}

// Has reports whether there is a field of this name.
func (h Header) Has(name string) bool { return h.Count(name) > 0 }

// Count tells how many fields have this name.
func (h Header) Count(name string) int {
	n := 0
	for _, f := range h {
		if strings.EqualFold(f.Name, name) {
			n++
		}
	}
	return n
}

// unfold joins the lines of a value (RFC 5322, 2.2.3). No line end survives it.
func unfold(value []byte) string {
	value = bytes.TrimSpace(value[:min(len(value), MaxValue)])
	if bytes.IndexByte(value, '\n') < 0 && bytes.IndexByte(value, '\r') < 0 {
		return string(value)
	}
	out := make([]byte, 0, len(value))
	for line := range bytes.Lines(value) {
		line = bytes.TrimRight(line, "\r\n")
		if len(out) > 0 && len(line) > 0 && line[0] != ' ' && line[0] != '\t' {
			out = append(out, ' ') // a line that should have been indented
		}
		out = append(out, line...)
	}
	return strings.ReplaceAll(string(out), "\r", " ")
}

// header reads the fields at the start of raw and answers where the body begins. stop tells that a line belongs to
// somebody else: the boundary of a part around this one, which ends a header that has no end of its own.
func header(raw []byte, d *Defects, stop func(line []byte) bool) (h Header, body int) {
	at := 0
	for at < len(raw) {
		line, next := cutLine(raw, at)
		switch {
		case len(bytes.TrimRight(line, " \t\r")) == 0:
			if len(bytes.TrimRight(line, "\r")) == 0 || len(h) == 0 || !goesOn(raw[next:], stop) {
				return h, next
			}
			h.extend(raw, next)
		case stop(line), bytes.HasPrefix(line, []byte("--")) && bytes.IndexByte(line, ':') < 0:
			d.Add("header without an end", "")
			return h, at
		case (line[0] == ' ' || line[0] == '\t') && len(h) > 0:
			h.extend(raw, next)
		default:
			name, value, ok := field(line)
			switch {
			case ok && len(h) >= MaxFields:
				d.Add("too many header fields", "")
			case ok:
				h = append(h, Field{name, value})
			case !fieldsFollow(raw[next:], stop):
				d.Add("header without an end", "")
				return h, at
			default:
				d.Add("line in the header that is no field", string(line[:min(len(line), 60)]))
				h.extend(raw, next)
			}
		}
		at = next
	}
	return h, at
}

// extend makes the last value reach up to end; values are slices of raw, so that a header of any size costs no copy.
func (h Header) extend(raw []byte, end int) {
	if len(h) == 0 || len(h) >= MaxFields {
		return
	}
	v := &h[len(h)-1].Value
	start := cap(raw) - cap(*v)
	*v = raw[start:end]
}

// skipLead passes what stands before the header of a message and is none: empty lines, and the line that mbox files put there.
func skipLead(raw []byte, d *Defects) int {
	at := 0
	for at < len(raw) && (raw[at] == '\r' || raw[at] == '\n') {
		at++
	}
	if _, _, ok := field(firstLine(raw[at:])); at > 0 && !ok {
		return 0
	}
	if bytes.HasPrefix(raw[at:], []byte("\ufeff")) {
		at += len("\ufeff")
	}
	if line, next := cutLine(raw, at); bytes.HasPrefix(line, []byte("From ")) || bytes.HasPrefix(line, []byte(">From ")) {
		at = next
	}
	if at < len(raw) && (raw[at] == ' ' || raw[at] == '\t') {
		if _, _, ok := field(bytes.TrimSpace(firstLine(raw[at:]))); ok {
			d.Add("header begins with a continuation", "")
			at += len(raw[at:]) - len(bytes.TrimLeft(raw[at:], " \t"))
		}
	}
	return at
}

// fieldsFollow looks whether a field comes before the next empty line: then the line before it was junk in a header,
// and not the first line of a body. It looks at a few lines only.
func fieldsFollow(raw []byte, stop func([]byte) bool) bool {
	at := 0
	for range 20 {
		line, next := cutLine(raw, at)
		if len(bytes.TrimSpace(line)) == 0 || stop(line) {
			return false
		}
		if _, _, ok := field(line); ok {
			return true
		}
		at = next
	}
	return false
}

// goesOn looks whether a header goes on below a line of nothing but spaces, which some mailers write as the last of a
// folded field (RFC 5322, 4.2).
func goesOn(raw []byte, stop func([]byte) bool) bool {
	line := firstLine(raw)
	if _, _, ok := field(line); ok {
		return true
	}
	return len(line) > 0 && (line[0] == ' ' || line[0] == '\t') && fieldsFollow(raw, stop)
}

// field parses "Name: value". Names are printable ASCII without a space (RFC 5322, 2.2); a space before the colon is
// the obsolete form (4.5).
func field(line []byte) (name string, value []byte, ok bool) {
	colon := bytes.IndexByte(line[:min(len(line), 200)], ':')
	if colon < 1 {
		return "", nil, false
	}
	n := bytes.TrimRight(line[:colon], " \t")
	for _, c := range n {
		if c <= ' ' || c >= 0x7f {
			return "", nil, false
		}
	}
	return string(n), line[colon+1:], len(n) > 0
}

func firstLine(raw []byte) []byte {
	line, _ := cutLine(raw, 0)
	return line
}

// cutLine is the line that begins at, without its line feed, and where the next one begins.
func cutLine(raw []byte, at int) (line []byte, next int) {
	if at >= len(raw) {
		return nil, len(raw)
	}
	if i := bytes.IndexByte(raw[at:], '\n'); i >= 0 {
		return raw[at : at+i], at + i + 1
	}
	return raw[at:], len(raw)
}
