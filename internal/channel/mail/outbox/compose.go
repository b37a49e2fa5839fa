package outbox

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"mime/quotedprintable"
	netmail "net/mail"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"switchboard/internal/core/notice"
	"switchboard/internal/core/notice/letter"
	"switchboard/internal/desk"
)

// names are what the header of a letter says of the desk.
type names struct {
	address string // that people write to
	name    string
	domain  string // of Message-IDs
	mark    string // what the desk knows its own mail by
}

// compose makes the bytes of a letter (RFC 5322, RFC 2046). The same letter has the same bytes whenever it is made, so that
// one that is sent again is the same message.
func compose(n names, p desk.Post, l letter.Letter) []byte {
	var m message
	m.field("Date", p.Created.UTC().Format(time.RFC1123Z))
	m.field("From", (&netmail.Address{Name: n.name, Address: n.address}).String())
	m.field("To", ascii(p.Address))
	if p.ReplyTag != "" {
		m.field("Reply-To", (&netmail.Address{Name: n.name, Address: tagged(n.address, p.ReplyTag)}).String())
	}
	m.text("Subject", l.Subject)
	m.field("Message-ID", p.MessageID)
	m.thread(n, p)
	m.field(desk.MarkHeader, n.mark)
	m.machine(p.Facts.Kind)
	m.field("MIME-Version", "1.0")
	sum := sha256.Sum256([]byte(p.MessageID))
	boundary := "=_" + hex.EncodeToString(sum[:12]) // "=_" stands in no quoted-printable text (RFC 2045, 6.7)
	m.field("Content-Type", `multipart/alternative; boundary="`+boundary+`"`)
	m.line("")
	m.part(boundary, "text/plain; charset=utf-8", l.Text)
	m.part(boundary, "text/html; charset=utf-8", l.HTML)
	m.line("--" + boundary + "--")
	return []byte(m.String())
}

// message is written line by line, with CRLF; a line that holds a line break of its own cannot be written.
type message struct{ strings.Builder }

func (m *message) line(s string) {
	m.WriteString(strings.Map(oneLine, s))
	m.WriteString("\r\n")
}

// oneLine takes what could begin a field of its own out of a line.
func oneLine(r rune) rune {
	if r == '\r' || r == '\n' || r == 0 {
		return ' '
	}
	return r
}

// maxLine is how long a line of a header should be (RFC 5322, 2.1.1).
const maxLine = 78

// field writes one field of the header, folded at its spaces.
func (m *message) field(name, value string) {
	used := len(name) + 1
	out := name + ":"
	for _, word := range strings.Fields(value) {
		if used+1+len(word) > maxLine && used > len(name)+1 {
			m.line(out)
			out, used = "", 0
		}
		out += " " + word
		used += 1 + len(word)
	}
	m.line(out)
}

// text writes a field of words, encoded where they are not plain (RFC 2047).
func (m *message) text(name, value string) {
	plain := !strings.Contains(value, "=?")
	for _, r := range value {
		plain = plain && r >= ' ' && r <= '~'
	}
	if !plain {
		value = encoded(value)
	}
	m.field(name, value)
}

// wordBytes is how much text one encoded word holds: 75 characters with its frame (RFC 2047, 2).
const wordBytes = 45

// encoded spells a text as encoded words, whole characters each.
func encoded(s string) string {
	s = strings.ToValidUTF8(strings.Map(oneLine, s), "\ufffd")
	var words []string
	for len(s) > 0 {
		n := min(len(s), wordBytes)
		for n < len(s) && !utf8.RuneStart(s[n]) {
			n--
		}
		words = append(words, "=?utf-8?B?"+base64.StdEncoding.EncodeToString([]byte(s[:n]))+"?=")
		s = s[n:]
	}
	return strings.Join(words, " ")
}

// thread writes what the letter follows: all of a ticket stand under a root that never was sent, so that mail programs keep
// them together also where they know no other.
func (m *message) thread(n names, p desk.Post) {
	var ids []string
	if p.Ticket != 0 {
		ids = append(ids, "<"+strconv.FormatInt(p.Ticket, 10)+"@"+n.domain+">")
	}
	for _, id := range p.References {
		if isID(id) {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return
	}
	m.field("In-Reply-To", ids[len(ids)-1])
	m.field("References", strings.Join(ids, " "))
}

// isID reports whether a Message-ID of somebody's mail can be repeated in a header as it is.
func isID(id string) bool {
	if len(id) < 3 || len(id) > 250 || id[0] != '<' || id[len(id)-1] != '>' {
		return false
	}
	return !strings.ContainsFunc(id[1:len(id)-1], func(r rune) bool { return r <= ' ' || r > '~' || r == '<' || r == '>' })
}

// machine marks what no person wrote (RFC 3834, 5), so that no machine answers it.
func (m *message) machine(k notice.Kind) {
	switch {
	case k == notice.Acknowledged || k == notice.Status || k == notice.WrongChannel:
		m.field("Auto-Submitted", "auto-replied")
	case k.Written():
		return
	default:
		m.field("Auto-Submitted", "auto-generated")
	}
	m.field("X-Auto-Response-Suppress", "All")
}

func (m *message) part(boundary, kind, body string) {
	m.line("--" + boundary)
	m.field("Content-Type", kind)
	m.field("Content-Transfer-Encoding", "quoted-printable")
	m.line("")
	w := quotedprintable.NewWriter(&m.Builder)
	_, _ = w.Write([]byte(body)) // a builder takes everything
	_ = w.Close()
	m.line("")
}

// tagged puts a tag into the local part of an address (RFC 5233).
func tagged(address, tag string) string {
	i := strings.LastIndexByte(address, '@')
	return address[:i] + "+" + tag + address[i:]
}
