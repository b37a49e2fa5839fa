package wording

import (
	"strconv"
	"strings"
)

// Printer says messages in one language with one desk's vocabulary. It is small and is passed by value.
type Printer struct {
	catalogue *Catalogue
	lang      Lang
	words     Vocabulary
	nouns     map[Role]Noun // the words in lang
}

// Printer makes a Printer; a nil vocabulary means the usual words.
func (c *Catalogue) Printer(lang Lang, v Vocabulary) Printer {
	if _, ok := c.messages[lang]; !ok {
		lang = English
	}
	if v == nil {
		v = c.Vocabulary(nil)
	}
	return Printer{catalogue: c, lang: lang, words: v, nouns: v[lang]}
}

// Lang is the language that the Printer speaks.
func (p Printer) Lang() Lang { return p.lang }

// In is the Printer of the same desk in another language.
func (p Printer) In(lang Lang) Printer { return p.catalogue.Printer(lang, p.words) }

// T says the message of a key. Arguments come as name and value by turns: T("ticket.sent", "number", "104233"). A key that
// no catalogue has is said as itself; a test proves that the program uses none.
func (p Printer) T(key string, args ...string) string {
	m, ok := p.message(key)
	if !ok {
		return key
	}
	return p.say(m.other, args)
}

// N says the message of a key in the form that fits the number n, which the message may show as {n}.
func (p Printer) N(key string, n int, args ...string) string {
	m, ok := p.message(key)
	if !ok {
		return key
	}
	args = append([]string{"n", p.Number(n)}, args...)
	if m.plural && n == 1 {
		return p.say(m.one, args)
	}
	return p.say(m.other, args)
}

// Has reports whether there is a message under this key: for the few keys that are put together from data.
func (p Printer) Has(key string) bool {
	_, ok := p.message(key)
	return ok
}

// Number says a whole number with its thousands apart: 4,812. Both languages do so in the United States.
func (p Printer) Number(n int) string {
	text := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, text = "-", text[1:]
	}
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return sign + text
}

func (p Printer) message(key string) (message, bool) {
	m, ok := p.catalogue.messages[p.lang][key]
	return m, ok
}

func (p Printer) say(t template, args []string) string {
	if len(t) == 1 && t[0].kind == literal {
		return t[0].text
	}
	var b strings.Builder
	t.say(&b, p.nouns, grammars[p.lang], args)
	return b.String()
}
