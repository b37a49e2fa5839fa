// Package reading knows what a mail says: who writes, to which mail it answers, the words, which of them are new, what
// hangs on it, and whether a person wrote it or a machine. It is a function of the bytes and of how the desk marks its
// own mail. It refuses to know tickets, people and permissions: everything here is a claim of whoever sent the bytes,
// and grants nothing (DESIGN, 9.1). No I/O, no clock.
package reading

import (
	"strings"

	"switchboard/internal/core/mail/entity"
	"switchboard/internal/core/mail/reply"
)

// MaxText bounds the words of a message, in bytes of UTF-8; the rest stays in the original, and a defect says so.
const MaxText = 2 << 20

// maxSubject is longer than any subject that a person wrote.
const maxSubject = 2000

// A Kind tells what sent a message and so what may come of it.
type Kind string

const (
	// Written is a message that somebody wrote, or a machine that nobody asked: it is to be read.
	Written Kind = "message"
	// AutoReply is the answer of a machine to a mail: an absence notice, a receipt (RFC 3834, RFC 8098).
	AutoReply Kind = "auto_reply"
	// Bounce says what became of a mail that was sent (RFC 3464).
	Bounce Kind = "bounce"
	// Loop is the desk's own mail, come back.
	Loop Kind = "loop"
)

// A Message is what a mail says.
type Message struct {
	From        string       `json:"from"` // the bare address, as written
	Subject     string       `json:"subject"`
	MessageID   string       `json:"message_id"`  // with its angle brackets, "" when there is none
	InReplyTo   []string     `json:"in_reply_to"` // ids with their angle brackets
	References  []string     `json:"references"`  // the same, oldest first
	Kind        Kind         `json:"kind"`
	OpensTicket bool         `json:"opens_ticket"`
	AutoReplyOK bool         `json:"auto_reply_ok"` // an acknowledgement may be sent
	Text        string       `json:"text"`          // all words, "\n" between lines
	Reply       string       `json:"reply"`         // what is new in them
	Attachments []Attachment `json:"attachments"`
	Defects     []string     `json:"defects"`
	Undelivered *Report      `json:"bounce,omitempty"` // of a Bounce, when it says more
	Hints       Hints        `json:"-"`
}

// An Attachment is a file that hangs on a mail. Name is fit to be shown, and "" when the mail names none.
type Attachment struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Size int64  `json:"size"` // decoded, bytes
}

// Marks are how the desk knows its own mail.
type Marks struct {
	Header string // a field that all mail of such desks carries, as "X-Switchboard-Desk"; "" for none
	Name   string // what this desk writes into it; "" where every such mail counts as its own
	Domain string // the right side of the desk's Message-IDs; "" for none
	Trust  string // the server whose Authentication-Results hold (RFC 8601, 2.5); "" for none
	NoWay  bool   // the mail came with an empty way back (RFC 5321, 4.5.5), whether or not its header repeats it
}

// Read reads a message. Every input has an answer; what is wrong with it is in Defects.
func Read(raw []byte, own Marks) *Message {
	d := &entity.Defects{}
	root := entity.Parse(raw, d)
	m := &Message{
		From:       sender(root, d),
		Subject:    subject(root, d),
		InReplyTo:  ids(root.Header.Raw("In-Reply-To")),
		References: ids(root.Header.Raw("References")),
	}
	if own := ids(root.Header.Raw("Message-ID")); len(own) > 0 {
		m.MessageID = own[0]
	}
	b := gather(root, d)
	m.Text = b.text()
	m.Reply = reply.Visible(m.Text, reply.Forward(m.Subject))
	m.Attachments = make([]Attachment, len(b.files))
	for i, p := range b.files {
		m.Attachments[i] = Attachment{Name: fileName(p), Type: p.Type, Size: p.Size()}
	}
	m.Hints = hintsOf(root, own)
	m.judge(root, own, d)
	m.Defects = d.List()
	return m
}

// subject is one line, whatever it is written as: no encoded line end survives to become a header of ours.
func subject(root *entity.Part, d *entity.Defects) string {
	s, changed := entity.Clean(entity.Words(root.Header.Raw("Subject"), root.Charset, d))
	if changed {
		d.Add("control characters in the subject", "")
	}
	s = strings.Join(strings.Fields(s), " ")
	if root.Header.Count("Subject") > 1 {
		d.Add("more than one subject", "")
	}
	if len(s) > maxSubject {
		d.Add("subject too long", "")
		s = strings.ToValidUTF8(s[:maxSubject], "")
	}
	return s
}

// fileName is what the mail calls a file; what Outlook wraps a mail in has one name everywhere.
func fileName(p *entity.Part) string {
	if p.Name == "" && (p.Type == "application/ms-tnef" || p.Type == "application/vnd.ms-tnef") {
		return "winmail.dat"
	}
	return p.Name
}
