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

// Forms are a desk's own forms of a word in one language. Many may be empty where the language has a rule.
type Forms struct {
	One, Many string
}

// Vocabulary is made of the words that a desk uses in place of the roles' own names. What a language lacks is found from the
// English word where the catalogue knows it, else the role keeps its usual word there.
func (c *Catalogue) Vocabulary(words map[Role]map[Lang]Forms) Vocabulary {
	v := Vocabulary{}
	for _, lang := range Langs() {
		v[lang] = map[Role]Noun{}
		for _, role := range Roles() {
			v[lang][role] = c.noun(lang, role, words[role])
		}
	}
	return v
}

func (c *Catalogue) noun(lang Lang, role Role, own map[Lang]Forms) Noun {
	forms := own[lang]
	if forms.One == "" {
		if known, ok := c.nouns[lang][strings.ToLower(own[English].One)]; ok {
			return known
		}
		return c.nouns[lang][string(role)]
	}
	n := Noun{One: forms.One, Many: forms.Many}
	if known, ok := c.known(lang, forms.One); ok {
		n.An, n.Feminine = known.An, known.Feminine
	} else {
		n.An, n.Feminine = lang == English && takesAn(forms.One), lang == Spanish && looksFeminine(forms.One)
	}
	if n.Many == "" {
		n.Many = pluralOf(forms.One)
	}
	return n
}

// known finds a word by its own form, not by its English one.
func (c *Catalogue) known(lang Lang, one string) (Noun, bool) {
	for _, n := range c.nouns[lang] {
		if n.One == strings.ToLower(one) {
			return n, true
		}
	}
	return Noun{}, false
}

// takesAn says by its letters whether an English word begins with the sound of a vowel.
func takesAn(word string) bool {
	word = strings.ToLower(word)
	for _, consonant := range []string{"uni", "use", "usu", "eu", "one"} {
		if strings.HasPrefix(word, consonant) {
			return false
		}
	}
	return word != "" && strings.ContainsRune("aeiou", rune(word[0]))
}

// looksFeminine says by its ending what a Spanish noun most likely is; its head is its first word.
func looksFeminine(word string) bool {
	head, _, _ := strings.Cut(strings.ToLower(word), " ")
	for _, ending := range []string{"a", "ción", "sión", "dad", "tad", "tud", "umbre"} {
		if strings.HasSuffix(head, ending) && !strings.HasSuffix(head, "ema") {
			return true
		}
	}
	return false
}

// pluralOf is the plural of an English noun by rule. A Spanish one that nobody gave gets it too, and reads well enough after a vowel.
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
