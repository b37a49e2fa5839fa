// Package pass makes and reads what lets whoever holds it do one thing for one person without signing in: a link in a letter.
// A pass is written again whenever its letter is, so it is no random word but the number of what it is for, with a proof that
// the desk wrote it. The package refuses to know what a purpose allows, until when, and who may do it: the verb asks access as
// ever.
package pass

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strconv"
	"strings"

	"switchboard/internal/core/people"
)

// Pass says what one is for. Purpose is a word of small letters; Nth tells apart what happens to a ticket several times, Step
// what happens to that in turn.
type Pass struct {
	Purpose string
	Ticket  int64
	Nth     int
	Step    int
	Person  people.ID
}

// macSize is how many bytes of the proof a link carries: 160 bits are beyond guessing by anybody.
const macSize = 20

// MaxLength bounds the text of a pass.
const MaxLength = 120

var letters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// Make writes a pass: "100123.1.0.7.PROOF". Its purpose stands in the proof, and in the address beside it.
func Make(key []byte, p Pass) string {
	head := fmt.Sprintf("%d.%d.%d.%d", p.Ticket, p.Nth, p.Step, p.Person)
	return head + "." + mac(key, p.Purpose, head)
}

// Read reads a pass that this desk made for this purpose; any other text is none.
func Read(key []byte, purpose, text string) (Pass, bool) {
	if len(text) > MaxLength {
		return Pass{}, false
	}
	i := strings.LastIndexByte(text, '.')
	if i < 0 || !hmac.Equal([]byte(text[i+1:]), []byte(mac(key, purpose, text[:i]))) {
		return Pass{}, false
	}
	parts := strings.Split(text[:i], ".") // whatever is signed was written by Make
	if len(parts) != 4 {
		return Pass{}, false
	}
	var n [4]int64
	for k, s := range parts {
		var err error
		if n[k], err = strconv.ParseInt(s, 10, 64); err != nil {
			return Pass{}, false
		}
	}
	return Pass{Purpose: purpose, Ticket: n[0], Nth: int(n[1]), Step: int(n[2]), Person: people.ID(n[3])}, true
}

func mac(key []byte, purpose, head string) string {
	h := hmac.New(sha256.New, key)
	h.Write([]byte("pass|" + purpose + "|" + head))
	return letters.EncodeToString(h.Sum(nil)[:macSize])
}
