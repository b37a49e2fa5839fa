package people

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"switchboard/internal/fault"
)

// Details are what a person may say of themselves, besides their phone and location (ME-53).
type Details struct {
	Alternate  string // whom to ask when they are away
	SecondLine string // another phone
	Department string
	Prefers    Way
	Language   string // of letters: "en" or "es"; empty: the desk's own
}

// Way is how somebody would rather be reached.
type Way string

// The ways. Empty is no preference.
const (
	ByMail   Way = "mail"
	ByPhone  Way = "phone"
	BySecond Way = "second"
)

// Ways are all of them.
var Ways = []Way{"", ByMail, ByPhone, BySecond}

// Languages are those in which the desk writes; empty is its own.
var Languages = []string{"", "en", "es"}

// MaxLine bounds a line of the directory, in bytes.
const MaxLine = 250

// Line folds one line of text to its stored form: no control characters, no blanks around. Errors: Invalid with the field.
func Line(field, s string) (string, error) {
	if !utf8.ValidString(s) {
		return "", fault.Field(field, "this is not valid UTF-8 text")
	}
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s))
	if len(s) > MaxLine {
		return "", fault.Field(field, "at most %d bytes of text fit here; this has %d", MaxLine, len(s))
	}
	return s, nil
}

// Contact is what a person may change of themselves. Their name, their agency and what they may do are others' to say.
type Contact struct {
	Phone, Location string
	Details
}

// CheckContact folds what somebody wrote of themselves. Errors: Invalid with the field.
func CheckContact(c Contact) (Contact, error) {
	var err error
	for _, f := range []struct {
		name  string
		value *string
	}{
		{"phone", &c.Phone}, {"location", &c.Location}, {"alternate", &c.Alternate}, {"second_phone", &c.SecondLine}, {"department", &c.Department},
	} {
		if *f.value, err = Line(f.name, *f.value); err != nil {
			return c, err
		}
	}
	if err := oneOf("prefers", c.Prefers, Ways); err != nil {
		return c, err
	}
	if c.Prefers == BySecond && c.SecondLine == "" || c.Prefers == ByPhone && c.Phone == "" {
		return c, fault.Field("prefers", "write the number on which to be called")
	}
	return c, oneOf("language", c.Language, Languages)
}

// oneOf refuses a word that is none of the known ones; empty is always known.
func oneOf[S ~string](field string, s S, known []S) error {
	var names []string
	for _, k := range known {
		if s == k {
			return nil
		}
		if k != "" {
			names = append(names, string(k))
		}
	}
	return fault.Field(field, "there is no %q here; there are: %s", clip(string(s), 60), strings.Join(names, ", "))
}
