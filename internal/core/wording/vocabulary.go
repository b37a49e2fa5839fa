package wording

import "strings"

// Role is what a desk's own word stands for.
type Role string

// The roles that a desk may name in its own words (its definition's `words`).
const (
	Ticket   Role = "ticket"
	Analyst  Role = "analyst"
	Customer Role = "customer"
	Team     Role = "team"
	Agency   Role = "agency"
	Service  Role = "service"
)

// Roles lists the roles.
func Roles() []Role { return []Role{Ticket, Analyst, Customer, Team, Agency, Service} }

// roleOf reads "ticket" or "tickets" as a role and a number.
func roleOf(name string) (role Role, many, ok bool) {
	for _, role := range Roles() {
		switch name {
		case string(role):
			return role, false, true
		case pluralOf(string(role)):
			return role, true, true
		}
	}
	return "", false, false
}

// Noun is a word in the forms that its language needs.
type Noun struct {
	One      string `yaml:"one"`
	Many     string `yaml:"many"`
	An       bool   `yaml:"an"`       // English: takes "an"
	Feminine bool   `yaml:"feminine"` // Spanish
}

// Vocabulary is what one desk calls things, in each language.
type Vocabulary map[Lang]map[Role]Noun

// Vocabulary finds the forms for the words that a desk uses in place of the roles' own names: {"ticket": "issue"}. A word that the
// catalogue knows has its forms and its translation from there; another is inflected by rule in English, and other
// languages keep their usual word for the role. Keys that are no role are left out.
func (c *Catalogue) Vocabulary(words map[string]string) Vocabulary {
	v := Vocabulary{}
	for _, lang := range Langs() {
		v[lang] = map[Role]Noun{}
		for _, role := range Roles() {
			v[lang][role] = c.noun(lang, role, strings.ToLower(strings.TrimSpace(words[string(role)])))
		}
	}
	return v
}

func (c *Catalogue) noun(lang Lang, role Role, word string) Noun {
	if known, ok := c.nouns[lang][word]; ok {
		return known
	}
	if word == "" || lang != English {
		return c.nouns[lang][string(role)]
	}
	return Noun{One: word, Many: pluralOf(word), An: strings.ContainsRune("aeiou", rune(word[0]))}
}

// pluralOf is the plural of an English noun by rule.
func pluralOf(word string) string {
	switch {
	case strings.HasSuffix(word, "y") && len(word) > 1 && !strings.ContainsRune("aeiou", rune(word[len(word)-2])):
		return word[:len(word)-1] + "ies"
	case strings.HasSuffix(word, "s"), strings.HasSuffix(word, "x"), strings.HasSuffix(word, "ch"), strings.HasSuffix(word, "sh"):
		return word + "es"
	}
	return word + "s"
}

// grammar puts an article before a noun as a language does.
type grammar func(article string, n Noun, many bool) string

var grammars = map[Lang]grammar{English: english, Spanish: spanish}

func english(article string, n Noun, many bool) string {
	word := n.One
	if many {
		word = n.Many
	}
	switch {
	case article == "":
		return word
	case article == "a" && many:
		return word
	case article == "a" && n.An:
		return "an " + word
	case article == "this" && many:
		return "these " + word
	}
	return article + " " + word
}

// spanishArticles holds masculine, feminine, masculine plural, feminine plural.
var spanishArticles = map[string][4]string{
	"a":      {"un", "una", "unos", "unas"},
	"the":    {"el", "la", "los", "las"},
	"of the": {"del", "de la", "de los", "de las"},
	"to the": {"al", "a la", "a los", "a las"},
	"this":   {"este", "esta", "estos", "estas"},
	"no":     {"ningún", "ninguna", "ningún", "ninguna"},
}

func spanish(article string, n Noun, many bool) string {
	word, form := n.One, 0
	if many && article != "no" { // ningún stands with the singular
		word, form = n.Many, 2
	}
	if article == "" {
		return word
	}
	if n.Feminine {
		form++
	}
	return spanishArticles[article][form] + " " + word
}
