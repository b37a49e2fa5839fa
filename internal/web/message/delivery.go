package message

import (
	"strings"

	"switchboard/internal/core/notice"
	"switchboard/internal/core/wording"
	"switchboard/internal/desk"
)

// icons of the states of a letter: none is told by colour alone.
var icons = map[desk.LetterState]string{desk.LetterQueued: "clock", desk.LetterAccepted: "check", desk.LetterSuppressed: "info"}

// Deliver says how a letter went; when is the moment of its end, in words.
func Deliver(p wording.Printer, l desk.Letter, when string) Delivery {
	icon, ok := icons[l.State]
	if !ok {
		icon = "alert"
	}
	return Delivery{Icon: icon, Bad: Lost(l), Text: p.T("message.letter."+string(l.State), "address", l.Address, "when", when, "detail", p.Recorded(l.Detail))}
}

// Lost reports whether a letter did not reach whom it was for.
func Lost(l desk.Letter) bool {
	return l.State == desk.LetterBounced || l.State == desk.LetterRefused || l.State == desk.LetterFailed
}

// ToCustomer reports whether a letter is for who asked, and not for the desk's own people.
func ToCustomer(l desk.Letter) bool { return !notice.Kind(l.Kind).Staff() }

// Undelivered are the letters to customers after which nothing reached the same address: one for each address, the last.
func Undelivered(letters []desk.Letter) []desk.Letter {
	var out []desk.Letter
	for i, l := range letters {
		if !Lost(l) || !ToCustomer(l) {
			continue
		}
		last := true
		for _, later := range letters[i+1:] {
			last = last && (later.Address != l.Address || !Lost(later) && later.State != desk.LetterAccepted)
		}
		if last {
			out = append(out, l)
		}
	}
	return out
}

// Sentence ends what another server said as a sentence of ours ends.
func Sentence(s string) string {
	if s == "" || strings.ContainsRune(".!?", rune(s[len(s)-1])) {
		return s
	}
	return s + "."
}
