package wording

import (
	"errors"
	"fmt"
	"strings"

	"switchboard/internal/fault"
)

// faultsFile holds what a language says in place of the messages of faults, under the messages themselves. English has
// none: there a message is its own, with the desk's words in its braces.
const faultsFile = "faults.yaml"

// Fault is what a person may read of an error, as a sentence without its stop: the message of a fault in the Printer's
// language with the desk's own words, and nothing at all of an error that nobody foresaw.
func (p Printer) Fault(err error) string {
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind == fault.Internal || f.Format == "" {
		return ""
	}
	t, ok := p.catalogue.faults[p.lang][f.Format]
	if !ok {
		var err error
		if t, err = parse(f.Format); err != nil || p.lang != English {
			return upperFirst(f.Text) // a test proves that the program has no such message
		}
	}
	var format strings.Builder
	t.say(&format, p.verbatim(), grammars[p.lang], nil)
	return upperFirst(fmt.Sprintf(format.String(), p.arguments(f.Args)...))
}

// verbatim are the desk's nouns as they may stand in a format.
func (p Printer) verbatim() map[Role]Noun {
	out := make(map[Role]Noun, len(p.nouns))
	for role, noun := range p.nouns {
		noun.One, noun.Many = strings.ReplaceAll(noun.One, "%", "%%"), strings.ReplaceAll(noun.Many, "%", "%%")
		out[role] = noun
	}
	return out
}

// term is the word for a thing that a fault names: of "term.", or a role of the definition; its id where it has none.
func (p Printer) term(name string) string {
	for _, key := range []string{"term." + name, "role." + name} {
		if p.Has(key) {
			return p.T(key)
		}
	}
	return fault.Terms{name}.String()
}

// arguments says what fills a message in the Printer's language, where it is more than a number or somebody's own words.
func (p Printer) arguments(args []any) []any {
	out := make([]any, len(args))
	for i, arg := range args {
		switch arg := arg.(type) {
		case fault.Terms:
			words := make([]string, len(arg))
			for i, name := range arg {
				words[i] = p.term(name)
			}
			out[i] = strings.Join(words, ", ")
		case interface{ In(lang string) string }: // words of a definition
			out[i] = arg.In(string(p.lang))
		default:
			out[i] = arg
		}
	}
	return out
}
