package entity

import (
	"bytes"
	"strings"
)

// Parse reads a message into its parts in one pass. Every input has an answer.
func Parse(raw []byte, d *Defects) *Part {
	if bytes.IndexByte(raw, '\n') < 0 && bytes.IndexByte(raw, '\r') >= 0 {
		d.Add("lines end in carriage returns", "")
		raw = bytes.ReplaceAll(raw, []byte("\r"), []byte("\n")) // a copy: nothing else here makes one
	}
	p := &parser{raw: raw, d: d, levels: map[string]int{}}
	p.root = p.open(skipLead(raw, d), "text/plain")
	p.walk()
	p.unwind(0)
	return p.root
}

// A frame is a multipart that is being read.
type frame struct {
	part     *Part
	preamble int  // where its body begins
	hidden   int  // the level that had the same boundary before, -1 when none had
	closed   bool // its last delimiter was seen
}

type parser struct {
	raw    []byte
	d      *Defects
	root   *Part
	stack  []frame
	levels map[string]int // boundary to the innermost level that has it
	leaf   *Part          // the part whose body is being read
	start  int            // where that body begins
	at     int            // what is before it has been read
	parts  int
}

// open reads the header at an offset and begins the body of its part.
func (p *parser) open(at int, kind string) *Part {
	p.parts++
	h, body := header(p.raw[at:], p.d, func(line []byte) bool {
		_, _, ok := p.delimiter(line)
		return ok
	})
	part := describe(h, kind, p.d)
	p.at = at + body
	p.leaf, p.start = part, p.at
	switch {
	case !strings.HasPrefix(part.Type, "multipart/"):
	case part.Boundary == "":
		p.d.Add("multipart without a boundary", "")
	case len(p.stack) >= MaxDepth:
		p.d.Add("parts nested too deep", "")
	default:
		p.push(part)
	}
	return part
}

func (p *parser) push(part *Part) {
	hidden := -1
	if level, same := p.levels[part.Boundary]; same {
		p.d.Add("two parts with one boundary", "")
		hidden = level
	}
	p.levels[part.Boundary] = len(p.stack)
	p.stack = append(p.stack, frame{part: part, preamble: p.at, hidden: hidden})
	p.leaf = nil
}

// walk goes from one delimiter to the next.
func (p *parser) walk() {
	for len(p.stack) > 0 && p.at < len(p.raw) {
		if !bytes.HasPrefix(p.raw[p.at:], []byte("--")) {
			i := bytes.Index(p.raw[p.at:], []byte("\n--"))
			if i < 0 {
				break
			}
			p.at += i + 1
		}
		line, next := cutLine(p.raw, p.at)
		level, final, ok := p.delimiter(line)
		if !ok || p.parts >= MaxParts {
			if ok {
				p.d.Add("too many parts", "")
			}
			p.at = max(next-1, p.at+2) // the line feed begins the next search
			continue
		}
		p.endLeaf(p.at)
		p.unwind(level + 1)
		p.at = next
		f := &p.stack[level]
		f.closed = final
		if final {
			continue
		}
		child := "text/plain"
		if f.part.Type == "multipart/digest" {
			child = "message/rfc822" // RFC 2046, 5.1.5
		}
		parent := f.part
		parent.Parts = append(parent.Parts, p.open(next, child))
	}
	p.at = len(p.raw)
	p.endLeaf(p.at)
}

// delimiter finds the multipart that a line divides or ends (RFC 2046, 5.1.1): the innermost, when several could be.
func (p *parser) delimiter(line []byte) (level int, final, ok bool) {
	if len(p.stack) == 0 || !bytes.HasPrefix(line, []byte("--")) {
		return 0, false, false
	}
	name := bytes.TrimRight(line[2:], " \t\r")
	if len(name) > maxBoundary+2 {
		return 0, false, false
	}
	if level, ok = p.levels[string(name)]; ok {
		return level, false, true
	}
	if bytes.HasSuffix(name, []byte("--")) {
		level, ok = p.levels[string(bytes.TrimRight(name[:len(name)-2], " \t"))]
	}
	return level, ok, ok
}

// endLeaf gives the part that is being read its body. The line break before a delimiter belongs to the delimiter.
func (p *parser) endLeaf(end int) {
	if p.leaf == nil {
		return
	}
	if end < len(p.raw) && end > p.start {
		end--
		if end > p.start && p.raw[end-1] == '\r' {
			end--
		}
	}
	p.leaf.Body = p.raw[p.start:max(end, p.start)]
	p.leaf = nil
}

// unwind leaves the multiparts from this level inwards.
func (p *parser) unwind(level int) {
	for i := len(p.stack) - 1; i >= level; i-- {
		f := p.stack[i]
		if f.hidden >= 0 {
			p.levels[f.part.Boundary] = f.hidden
		} else {
			delete(p.levels, f.part.Boundary)
		}
		switch {
		case len(f.part.Parts) == 0: // what should have been parts is read as what it is
			p.d.Add("multipart without parts", "")
			f.part.Body = p.raw[f.preamble:p.at]
		case !f.closed:
			p.d.Add("multipart without an end", "")
		}
		p.stack = p.stack[:i]
	}
}
