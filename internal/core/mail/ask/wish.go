package ask

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Known is somebody, or a team, whom a mail may name. ID is what the desk keeps of a wish.
type Known struct {
	ID    string
	Names []string
}

// wanted is a line that says whom somebody would like to have, in English and Spanish.
var wanted = regexp.MustCompile(`(?i)^\s*(?:please\s+|por favor,?\s+)?(?:assign(?:ed)?(?:\s+(?:it|this))?\s+to|attn\.?|attention|asignar(?:lo)?\s+a|asígne(?:n|se)?(?:lo)?\s+a|a la atención de|atención|atn\.?|para)\s*:\s*(.{1,100})$`)

// wishLines is how far down a wish is looked for.
const wishLines = 30

// Wish finds the person and the team that a mail asks for, at the beginning of a line: "Assign to: Network". What names
// nobody of the desk, or more than one, is no wish. A wish is never an assignment (OK-12, OK-13).
func Wish(text string, persons, teams []Known) (person, team string) {
	n := 0
	for line := range strings.Lines(text) {
		if n++; n > wishLines {
			break
		}
		m := wanted.FindStringSubmatch(strings.TrimRight(line, "\r\n"))
		if m == nil {
			continue
		}
		if team == "" {
			team = match(m[1], teams)
		}
		if person == "" && team == "" {
			person = match(m[1], persons)
		}
	}
	return person, team
}

// Wishes reports whether a mail seems to ask for somebody, whoever that is.
func Wishes(text string) bool {
	for line := range strings.Lines(text[:min(len(text), claimed)]) {
		if wanted.MatchString(strings.TrimRight(line, "\r\n")) {
			return true
		}
	}
	return false
}

// match finds who is called so, or else whose name alone begins so.
func match(written string, known []Known) string {
	want := plain(written)
	if want == "" {
		return ""
	}
	begins, many := "", false
	for _, k := range known {
		for _, name := range k.Names {
			switch name = plain(name); {
			case name == want:
				return k.ID
			case strings.HasPrefix(name, want+" ") && begins != k.ID:
				many = many || begins != ""
				begins = k.ID
			}
		}
	}
	if many {
		return ""
	}
	return begins
}

// about are words around a name that are not part of it.
var about = map[string]bool{"the": true, "team": true, "group": true, "el": true, "la": true, "equipo": true, "de": true, "grupo": true}

// plain is a name as it is compared: lower case, without accents and without what stands around it.
func plain(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '@':
			return unicode.ToLower(r)
		}
		return ' '
	}, norm.NFD.String(name))
	words := strings.Fields(name)
	for len(words) > 1 && about[words[0]] {
		words = words[1:]
	}
	for len(words) > 1 && about[words[len(words)-1]] {
		words = words[:len(words)-1]
	}
	return strings.Join(words, " ")
}
