package wording

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// recordsFile holds what a language says in place of the sentences that the desk writes down in English: why a mail waits,
// why a letter did not leave, what an alarm says. They stand there as the code has them, with the places of fmt.
const recordsFile = "records.yaml"

// record is one such sentence.
type record struct {
	form *regexp.Regexp // finds what filled its places
	own  int            // bytes of its own words
	said template
}

// place is where fmt fills a sentence.
var place = regexp.MustCompile(`%[a-z]`)

// maxRecord bounds what is looked at, in bytes, and maxRecordDepth how many sentences stand within one another.
const (
	maxRecord      = 2000
	maxRecordDepth = 2
)

// Recorded says in the Printer's language a sentence that the desk wrote down in English. What it does not know, such as the
// words of a person or of another server, stays as it is.
func (p Printer) Recorded(said string) string { return p.recorded(said, maxRecordDepth) }

func (p Printer) recorded(said string, depth int) string {
	if depth == 0 || len(said) > maxRecord {
		return said
	}
	for _, r := range p.catalogue.records[p.lang] {
		found := r.form.FindStringSubmatch(said)
		if found == nil {
			continue
		}
		filled := make([]any, len(found)-1)
		for i, text := range found[1:] {
			filled[i] = p.recorded(text, depth-1)
		}
		var format strings.Builder
		r.said.say(&format, p.verbatim(), grammars[p.lang], nil)
		return fmt.Sprintf(format.String(), filled...)
	}
	return said
}

// recordsOf makes the sentences of a file ready to be found, those with the most words of their own first.
func recordsOf(entries map[string]template) []record {
	all := make([]record, 0, len(entries))
	for english, said := range entries {
		var form strings.Builder
		own, from := 0, 0
		for _, at := range place.FindAllStringIndex(english, -1) {
			form.WriteString(regexp.QuoteMeta(english[from:at[0]]))
			own += at[0] - from
			if english[at[0]:at[1]] == "%d" {
				form.WriteString(`([0-9]+)`)
			} else {
				form.WriteString(`(.+?)`)
			}
			from = at[1]
		}
		form.WriteString(regexp.QuoteMeta(english[from:]))
		all = append(all, record{form: regexp.MustCompile(`^` + form.String() + `$`), own: own + len(english) - from, said: said})
	}
	slices.SortFunc(all, func(a, b record) int {
		return cmp.Or(cmp.Compare(b.own, a.own), strings.Compare(a.form.String(), b.form.String()))
	})
	return all
}
