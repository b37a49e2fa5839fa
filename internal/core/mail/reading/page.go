package reading

import (
	"strings"

	"switchboard/internal/core/mail/entity"
)

// maxPage bounds the HTML that is read of a message, in bytes.
const maxPage = 2 << 20

// maxPicture bounds one picture of a page, decoded.
const maxPicture = 1 << 20

// A Page is a message as its writer's program would show it: HTML as it came, not fit to be shown anywhere, and the
// pictures that it brings.
type Page struct {
	HTML     string // "" where the message has none
	pictures map[string]*entity.Part
}

// PageOf finds the HTML of a message, and of several the one that comes first.
func PageOf(raw []byte) Page {
	d := &entity.Defects{}
	root := entity.Parse(raw, d)
	p := Page{pictures: map[string]*entity.Part{}}
	p.look(root, d)
	return p
}

func (p *Page) look(root *entity.Part, d *entity.Defects) {
	root.All(func(part *entity.Part) {
		if id := strings.Trim(part.Header.Raw("Content-ID"), "<> \t"); id != "" && p.pictures[id] == nil {
			p.pictures[id] = part
		}
		switch {
		case p.HTML != "":
		case part.Type == "text/html" && isWords(part, root):
			body, _ := part.DecodedText(maxPage)
			charset := part.Charset
			if charset == "" {
				charset = metaCharset(body)
			}
			p.HTML = entity.ToUTF8(body, charset, d)
		case signed(part):
			p.look(entity.Parse(unwrap(part), d), d)
		}
	})
}

// Picture is a picture of the page by its Content-ID (RFC 2392), decoded; false where the message has none of that name,
// or it is larger than any that belongs to words.
func (p Page) Picture(id string) ([]byte, bool) {
	part := p.pictures[id]
	if part == nil || part.Multipart() {
		return nil, false
	}
	return part.Decoded(maxPicture)
}

// A Field is one line of a header as it is shown.
type Field struct {
	Name  string
	Value string
}

// shown are the fields that tell a person who wrote what to whom, and which way it came.
var shown = []string{"From", "Sender", "Reply-To", "To", "Cc", "Date", "Subject", "Message-ID", "In-Reply-To", "Auto-Submitted", "Return-Path"}

// maxValue bounds a value that is shown, in bytes.
const maxValue = 2_000

// Fields are the fields of a header that matter to a person, decoded, each as one line.
func Fields(raw []byte) []Field {
	d := &entity.Defects{}
	root := entity.Parse(raw, d)
	var out []Field
	for _, name := range shown {
		value, _ := entity.Clean(entity.Words(root.Header.Raw(name), root.Charset, d))
		if len(value) > maxValue {
			value = strings.ToValidUTF8(value[:maxValue], "") + "…"
		}
		if value != "" {
			out = append(out, Field{Name: name, Value: value})
		}
	}
	return out
}
