package kb

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"switchboard/internal/core/near"
)

// Bounds of words, in runes and pieces.
const (
	maxWord  = 40
	maxTerms = 12
)

// Words makes words of a text as the index holds them: lower case, without accents, plurals as singulars. "E-mail" is
// "mail" and "email".
func Words(text string) []string {
	var out []string
	for _, chunk := range strings.FieldsFunc(near.Plain(text), func(r rune) bool { return !inWord(r) && r != '-' }) {
		parts := strings.FieldsFunc(chunk, func(r rune) bool { return r == '-' })
		for _, p := range parts {
			out = add(out, p)
		}
		if len(parts) == 2 && len(parts[0]) <= 3 {
			out = add(out, parts[0]+parts[1])
		}
	}
	return out
}

func add(out []string, word string) []string {
	if utf8.RuneCountInString(word) < 2 {
		return out
	}
	if r := []rune(word); len(r) > maxWord {
		word = string(r[:maxWord])
	}
	return append(out, singular(word))
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// singular takes the s of an English or Spanish plural away. It need not be right, only the same on both sides.
func singular(word string) string {
	if len(word) < 4 || !strings.HasSuffix(word, "s") || strings.HasSuffix(word, "ss") || strings.HasSuffix(word, "us") || strings.HasSuffix(word, "is") {
		return word
	}
	return word[:len(word)-1]
}

// Term is one word of a question, with other words that say the same.
type Term struct {
	Word string
	Also []string
	Open bool // the last one, as somebody types: it may be the beginning of a word
}

// Terms makes terms of a question: its words without those that every sentence has, at most maxTerms.
func Terms(question string, same Synonyms) []Term {
	words := Words(question)
	var out []Term
	for i, w := range words {
		last := i == len(words)-1
		if common[w] && !last || slices.ContainsFunc(out, func(t Term) bool { return t.Word == w }) || len(out) == maxTerms {
			continue
		}
		if common[w] && len(out) > 0 {
			continue
		}
		out = append(out, Term{Word: w, Also: same.Of(w), Open: last && !strings.HasSuffix(question, " ")})
	}
	return out
}

// common are words that say nothing of what somebody needs, folded as Words folds.
var common = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range Words(`a an the and or of to in on at for with from by is are was be it its this that my our your me we you i im
		not no do does did dont cant cannot can could wont will would have has had need needs want how what when where why who which
		please help get got some any all there here then than so but if as up out about into just
		el la los las un una unos unas y o de del al en con por para es son fue ser esta este esto mi mis su sus nuestro yo me se
		no que como cuando donde porque quien cual puedo puede quiero necesito ayuda tengo tiene hay muy mas pero si lo le`) {
		m[w] = true
	}
	return m
}()
