// Package entity knows what a mail is made of: header fields, parts within parts, and how each part is encoded
// (RFC 5322, RFC 2045 to 2047, RFC 2231). It reads mail as it is and not as it should be: whatever the bytes are, there
// is a tree of parts, and a list of what was wrong with it. It refuses to know what a mail means: who may write, what
// is a bounce or a quotation is for others to say. No I/O, and no copy of a body before somebody asks for it.
package entity

import (
	"slices"
	"strings"
)

// Bounds. What lies beyond is left where it is, unread, and said in the defects.
const (
	MaxDepth  = 100      // parts within parts
	MaxParts  = 2000     // in one message
	MaxFields = 2000     // in one header
	MaxValue  = 64 << 10 // bytes of one field that are looked at
	maxDefect = 50       // defects said; more of them say nothing new
)

// A Part is a message or a piece of one.
type Part struct {
	Header      Header
	Type        string // media type in lower case, as in "text/plain"
	Charset     string // as declared, in lower case, "" when nothing was
	Boundary    string
	Params      map[string]string // of the Content-Type, decoded, names in lower case
	Disposition string            // "inline", "attachment" or ""
	Name        string            // fit to be shown (see Filename); "" when the mail names none
	Encoding    string            // of the transfer: "base64", "quoted-printable", "uuencode" or ""
	Body        []byte            // as transferred; a slice of the message
	Parts       []*Part
}

// Multipart reports whether the part only holds others.
func (p *Part) Multipart() bool { return strings.HasPrefix(p.Type, "multipart/") && len(p.Parts) > 0 }

// All calls visit for the part and all parts in it, outermost first.
func (p *Part) All(visit func(*Part)) {
	visit(p)
	for _, child := range p.Parts {
		child.All(visit)
	}
}

// Defects collects what is wrong with a message, each thing once.
type Defects struct{ list []string }

// Add notes a defect and what it was found at, which may be "".
func (d *Defects) Add(what, at string) {
	if at != "" {
		at, _ = Clean(clip(at, 60))
		what += ": " + at
	}
	if len(d.list) < maxDefect && !slices.Contains(d.list, what) {
		d.list = append(d.list, what)
	}
}

// List is what was found, in order, never nil.
func (d *Defects) List() []string { return append([]string{}, d.list...) }

func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "") + "…"
}
