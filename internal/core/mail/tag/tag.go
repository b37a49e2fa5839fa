// Package tag makes and reads the part behind the "+" in the addresses that the desk writes from: the number of a ticket
// or of a letter, with a proof that the desk wrote it there. A tag locates and proves nobody: whoever sees the address
// can use it (DESIGN, 9.1). The package refuses to know what the number stands for and who may do what with it.
package tag

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"regexp"
	"strconv"
	"strings"
)

// macSize is how many bytes of the proof an address carries: 80 bits are beyond guessing by mail, and leave room in the
// 64 characters of a local part (RFC 5321, 4.5.3.1.1).
const macSize = 10

var letters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// Make is the tag of the address to which a recipient of a ticket's letter answers: "100123.abcdefghijklmnop". It
// holds for this recipient alone.
func Make(key []byte, ticket int64, recipient string) string {
	number := strconv.FormatInt(ticket, 10)
	return number + "." + mac(key, number+"|"+fold(recipient))
}

// MakeBounce is the tag of the address to which a letter comes back that cannot be delivered: "b.17.abcdefghijklmnop".
func MakeBounce(key []byte, letter int64) string {
	number := strconv.FormatInt(letter, 10)
	return "b." + number + "." + mac(key, "bounce|"+number)
}

var (
	replyTag  = regexp.MustCompile(`\+([1-9][0-9]{0,17})\.([A-Za-z2-7]{16})@`)
	bounceTag = regexp.MustCompile(`\+[bB]\.([1-9][0-9]{0,17})\.([A-Za-z2-7]{16})@`)
)

// maxTags bounds how many tags of one text are looked at.
const maxTags = 50

// Read finds in a text of addresses the tag that was made for this sender. A tag made for somebody else, or by nobody,
// is none.
func Read(key []byte, text, sender string) (ticket int64, ok bool) {
	for _, m := range replyTag.FindAllStringSubmatch(text, maxTags) {
		if n, good := check(m, mac(key, m[1]+"|"+fold(sender))); good {
			return n, true
		}
	}
	return 0, false
}

// Tagged reports whether there is anything of the form of a tag of a ticket, whoever made it.
func Tagged(text string) bool { return replyTag.MatchString(text) }

// ReadBounce finds in a text of addresses the letter that comes back.
func ReadBounce(key []byte, text string) (letter int64, ok bool) {
	for _, m := range bounceTag.FindAllStringSubmatch(text, maxTags) {
		if n, good := check(m, mac(key, "bounce|"+m[1])); good {
			return n, true
		}
	}
	return 0, false
}

func check(m []string, want string) (int64, bool) {
	n, err := strconv.ParseInt(m[1], 10, 64)
	return n, err == nil && hmac.Equal([]byte(strings.ToLower(m[2])), []byte(want))
}

func mac(key []byte, of string) string {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(of))
	return letters.EncodeToString(h.Sum(nil)[:macSize])
}

// fold is an address as it is compared: servers on the way may change its case.
func fold(address string) string { return strings.ToLower(strings.TrimSpace(address)) }
