// Package ask knows the few things that a customer's mail may ask of the desk in plain words: which ticket it is about,
// how that stands, whom they would like to have, and that it cannot wait. It refuses to know whether the ticket exists,
// what the sender may do, and what comes of it: everything here is a wish of whoever wrote the words.
package ask

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// MaxNumber is one above every number of a ticket that is looked for.
const MaxNumber = int64(1e15)

// least is how many digits a number has that nothing marks but the word before it: years and rooms have fewer.
const least = `[1-9][0-9]{4,14}`

// bracketed is how the desk's own letters write the number into a subject.
var bracketed = regexp.MustCompile(`\[\s*#\s*(` + least + `)\s*\]`)

// hashed is how people write it.
var hashed = regexp.MustCompile(`(?:^|[\s(\[])#\s?(` + least + `)(?:$|[\s)\].,:;!?])`)

// Numbers are the numbers of tickets that a subject names, those in the desk's own form first. Words are what the desk and
// its people call a ticket, in any language: a number behind one of them counts too.
func Numbers(subject string, words []string) []int64 {
	var out []int64
	for _, form := range []*regexp.Regexp{bracketed, hashed, named(words)} {
		for _, m := range form.FindAllStringSubmatch(subject, maxNumbers) {
			if n, err := strconv.ParseInt(m[1], 10, 64); err == nil && n < MaxNumber && len(out) < maxNumbers && !has(out, n) {
				out = append(out, n)
			}
		}
	}
	return out
}

// maxNumbers is how many numbers of one subject are looked at.
const maxNumbers = 5

func named(words []string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:^|[^\pL\pN])(?:` + alternatives(words) + `)\s*(?:no\.?|nr\.?|n[°º]\.?|number|número|numero)?\s*[:#]?\s*(` + least + `)(?:$|[^\pL\pN])`)
}

// alternatives are words as a part of a regular expression that matches any of them.
func alternatives(words []string) string {
	out := []string{"ticket"}
	for _, w := range words {
		if w = strings.TrimSpace(w); w != "" && utf8.ValidString(w) {
			out = append(out, regexp.QuoteMeta(w))
		}
	}
	return strings.Join(out, "|")
}

func has(all []int64, n int64) bool {
	for _, one := range all {
		if one == n {
			return true
		}
	}
	return false
}

// status is a line that asks how a ticket stands, and nothing else: "STATUS 100123", "Status of issue #100123?",
// "Estado del asunto 100123", or with the number that it had elsewhere.
const status = `(?i)^(?:(?:re|aw|rv|fwd?)\s*:\s*)*(?:status|estado|estatus)(?:\s+(?:of|on|for|de|del|de\s+la))?(?:\s+(?:the|my|el|la|mi))?(?:\s+(?:%s))?` +
	`\s*[:\[]?\s*#?\s*(?:([1-9][0-9]{4,14})|([a-z]{2,6}[-_]?[0-9]{3,12}))?\s*\]?\s*[.!?]*$`

// Status reports whether a mail asks how a ticket stands (ME-26, ME-54): its subject, or the first line of what is new in
// it. Number is the ticket's, old the number that it had elsewhere; both empty where the mail names none.
func Status(subject, text string, words []string) (number int64, old string, asked bool) {
	form := regexp.MustCompile(strings.Replace(status, "%s", alternatives(words), 1))
	for _, line := range []string{subject, firstLine(text)} {
		if m := form.FindStringSubmatch(strings.TrimSpace(line)); m != nil && len(line) < 200 {
			number, _ = strconv.ParseInt(m[1], 10, 64)
			return number, strings.ToUpper(m[2]), true
		}
	}
	return 0, "", false
}

func firstLine(text string) string {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			return line
		}
	}
	return ""
}
