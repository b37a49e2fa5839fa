package reading

import (
	"strings"
	"unicode"

	"switchboard/internal/core/mail/entity"
)

// body is the words of a message, piece by piece, and its files.
type body struct {
	d     *entity.Defects
	room  int // bytes of text that may still be read
	words []string
	files []*entity.Part
}

// gather sorts the parts of a message into words and files. Nothing is lost between them: a part is one or the other,
// and when there are no words at all, what reads as words is taken from the files too.
func gather(root *entity.Part, d *entity.Defects) *body {
	b := &body{d: d, room: MaxText}
	b.words = b.read(root, root)
	if blank(b.words) {
		b.words = b.fallback(root, 0)
	}
	return b
}

func (b *body) text() string {
	var kept []string
	for _, w := range b.words {
		if w = tidy(w); w != "" {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, "\n\n")
}

// read answers the words in a part, and notes the files in it.
func (b *body) read(p, root *entity.Part) []string {
	switch {
	case p.Type == "multipart/alternative" && p.Multipart():
		return b.alternative(p, root)
	case p.Multipart():
		var words []string
		for _, child := range p.Parts {
			words = append(words, b.read(child, root)...)
		}
		return words
	case isWords(p, root):
		return []string{b.decode(p)}
	case signed(p):
		files := len(b.files)
		words := b.read(entity.Parse(unwrap(p), b.d), root)
		if !blank(words) || len(b.files) > files {
			return words
		}
	}
	b.files = append(b.files, p)
	return nil
}

// alternative says the same thing several times (RFC 2046, 5.1.4): plain text is preferred, for it needs no
// interpretation, then what has any words. Plain texts that differ are all kept, as some mailers mistake the type.
func (b *body) alternative(p, root *entity.Part) []string {
	var plain, rich []string
	for _, child := range p.Parts {
		words := b.read(child, root)
		switch {
		case blank(words):
		case child.Type == "text/plain":
			plain = append(plain, words...)
		default:
			rich = words // the last is the richest
		}
	}
	if len(plain) > 0 {
		return plain
	}
	return rich
}

// isWords reports whether a part is read where it stands. A text with a name is a file, unless it is the whole mail.
func isWords(p, root *entity.Part) bool {
	switch {
	case p.Disposition == "attachment":
		return false
	case p.Type != "text/plain" && p.Type != "text/html" && p.Type != "text/enriched" && !strings.HasPrefix(p.Type, "multipart/"):
		return false
	}
	return p.Name == "" || p == root
}

// decode makes text of a text part.
func (b *body) decode(p *entity.Part) string {
	raw, whole := p.DecodedText(b.room)
	charset := p.Charset
	if p.Type == "text/html" && charset == "" {
		charset = metaCharset(raw)
	}
	s := entity.ToUTF8(raw, charset, b.d)
	s = controls(s)
	switch {
	case p.Type == "text/html":
		s = htmlText(s, b.room)
	case strings.EqualFold(p.Params["format"], "flowed"):
		s = unflow(s, strings.EqualFold(p.Params["delsp"], "yes"))
	default:
		s = b.cutUU(s)
	}
	if len(s) > b.room {
		s, whole = strings.ToValidUTF8(s[:b.room], ""), false
	}
	if !whole {
		b.d.Add("text too long, the rest is in the original", "")
	}
	b.room -= len(s)
	return s
}

// maxWithin is how many mails within mails are opened to find words.
const maxWithin = 5

// fallback looks for words where there should be none, for a mail that has none where they should be: in what a report
// says to machines, in a text that is a file by its name, in a mail that is nothing but another mail.
func (b *body) fallback(p *entity.Part, depth int) []string {
	var words []string
	p.All(func(p *entity.Part) {
		switch {
		case p.Multipart() || !blank(words) || p.Disposition == "attachment":
		case p.Type == "message/delivery-status", strings.HasPrefix(p.Type, "text/"):
			words = append(words, b.decode(p))
		case p.Type == "message/rfc822" && depth == maxWithin:
			b.d.Add("mails within mails, too deep", "")
		case p.Type == "message/rfc822":
			raw, _ := p.Decoded(b.room)
			inner := entity.Parse(raw, &entity.Defects{}) // its defects are its own
			words = (&body{d: b.d, room: b.room}).read(inner, inner)
			if blank(words) {
				words = b.fallback(inner, depth+1)
			}
		}
	})
	return words
}

func blank(words []string) bool {
	for _, w := range words {
		if strings.TrimSpace(w) != "" {
			return false
		}
	}
	return true
}

// controls drops what no text has: all control characters but tab and line feed, to which other line ends are made.
func controls(s string) string {
	clean := true
	for i := range len(s) {
		if c := s[i]; c < ' ' && c != '\n' && c != '\t' || c >= 0x7f {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r', r == '\u2028', r == '\u2029':
			return '\n'
		case r == '\n', r == '\t':
			return r
		case unicode.IsControl(r), r == '\ufeff':
			return -1
		}
		return r
	}, s)
}

// tidy drops empty lines at both ends, and keeps how the first line is indented.
func tidy(s string) string {
	s = strings.TrimRightFunc(s, unicode.IsSpace)
	for {
		line, rest, more := strings.Cut(s, "\n")
		if strings.TrimSpace(line) != "" || !more {
			return s
		}
		s = rest
	}
}
