package desk

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"switchboard/internal/core/mail/entity"
	"switchboard/internal/core/ticket"
)

// Bounds of what is kept of a mail beside its words, in bytes.
const (
	maxSubject = ticket.MaxSubject
	maxReason  = 500
)

// oneLine is a text from outside as one line of at most max bytes, read in the order in which it stands.
func oneLine(s string, max int) string {
	s = straight(s)
	if len(s) > max {
		s = cutAt(s, max-len("…")) + "…"
	}
	return s
}

// straight is a text from outside without what breaks a line or reverses the order of reading.
func straight(s string) string {
	s, _ = entity.Clean(strings.ToValidUTF8(s, ""))
	return strings.Join(strings.Fields(s), " ")
}

// cutAt is the beginning of a text, at most max bytes, with its last character whole.
func cutAt(s string, max int) string {
	for max > 0 && !utf8.RuneStart(s[max]) {
		max--
	}
	return s[:max]
}

// subjectOf is what a ticket is called: the subject, else the first line that says something, else who wrote.
func (in *incoming) subjectOf(text string) string {
	if in.mail.Subject != "" {
		return in.mail.Subject
	}
	for line := range strings.Lines(text) {
		if s := oneLine(line, maxSubject); strings.ContainsFunc(s, unicode.IsLetter) {
			return s
		}
	}
	return oneLine("Mail from "+in.mail.Author, maxSubject)
}

// fitting is a text as a ticket can hold it. One that is cut says so; the original lies beside it.
func fitting(s string) string {
	s = strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", ""))
	if len(s) <= ticket.MaxText {
		return s
	}
	const room = 100 // for the line that says it
	kept := cutAt(s, ticket.MaxText-room)
	return kept + fmt.Sprintf("\n\n[… %d KB more in the original mail]", (len(s)-len(kept)+1023)>>10)
}
