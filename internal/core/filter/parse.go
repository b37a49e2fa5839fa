package filter

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"switchboard/internal/fault"
)

// Parse reads a filter. Errors: Invalid for the field "q", with the column at which it goes wrong and what to write there.
func Parse(text string, v Vocabulary) (Filter, error) {
	f, err := parse(text, v)
	return f, fault.At("q", err)
}

func parse(text string, v Vocabulary) (Filter, error) {
	var f Filter
	all, err := tokens(text)
	if err != nil {
		return f, err
	}
	for _, t := range all {
		if err := f.take(t, v); err != nil {
			return Filter{}, err
		}
	}
	words := f.Words()
	if len(words) > 0 && !slices.ContainsFunc(words, func(t Term) bool { return !t.Not }) {
		return Filter{}, fault.New(fault.Invalid, "to leave a word out, write at least one that is to be found")
	}
	return f, nil
}

func (f *Filter) take(t token, v Vocabulary) error {
	if t.op == "" {
		f.words(Term{Not: t.not}, t.pieces[0].text)
		return nil
	}
	field, ok := v.field(t.name)
	if !ok {
		return noField(t, v)
	}
	if t.op != ":" && field.Kind != Time {
		return fault.New(fault.Invalid, "column %d: only times are compared with %q; write %s:", t.at, t.op, field.Name)
	}
	term := Term{Not: t.not, Field: field.Name}
	switch field.Kind {
	case Order:
		return f.order(t, v)
	case Text:
		for _, p := range t.pieces {
			f.words(term, p.text)
		}
		return nil
	case Time:
		if err := term.times(field, t); err != nil {
			return err
		}
	default:
		if err := term.values(field, t, v); err != nil {
			return err
		}
	}
	f.Terms = append(f.Terms, term)
	return nil
}

// words adds what is looked for in the text, unless no letter is in it.
func (f *Filter) words(t Term, text string) {
	text = strings.Join(strings.Fields(text), " ")
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		t.Values = []string{text}
		f.Terms = append(f.Terms, t)
	}
}

func (f *Filter) order(t token, v Vocabulary) error {
	field, _ := FieldOf(sortName)
	if t.not || len(t.pieces) != 1 || f.Sort.By != "" {
		return fault.New(fault.Invalid, "column %d: name one order, as in sort:due", t.at)
	}
	said, ok := v.value(field, t.pieces[0].text)
	if !ok {
		return noValue(t.pieces[0], field, v)
	}
	f.Sort.By, f.Sort.Down = strings.CutPrefix(said, "-")
	return nil
}

func (term *Term) values(field Field, t token, v Vocabulary) error {
	for _, p := range t.pieces {
		id, err := valueOf(field, p, v)
		if err != nil {
			return err
		}
		if !slices.Contains(term.Values, id) {
			term.Values = append(term.Values, id)
		}
	}
	return nil
}

func valueOf(field Field, p piece, v Vocabulary) (string, error) {
	said := strings.Join(strings.Fields(p.text), " ")
	if said == "" {
		return "", fault.New(fault.Invalid, "column %d: a value is missing after %q", p.at, field.Name+":")
	}
	switch field.Kind {
	case Number:
		n, err := strconv.ParseInt(strings.TrimPrefix(said, "#"), 10, 64)
		if err != nil || n < 1 {
			return "", fault.New(fault.Invalid, "column %d: %q is not a number of {a ticket}", p.at, said)
		}
		return strconv.FormatInt(n, 10), nil
	case Person:
		if id, ok := v.value(field, said); ok && id != said {
			return id, nil
		}
		return strings.ToLower(said), nil
	}
	id, ok := v.value(field, said)
	if !ok {
		return "", noValue(p, field, v)
	}
	return id, nil
}

// times reads an instant, a day, a comparison or a range.
func (term *Term) times(field Field, t token) error {
	if len(t.pieces) != 1 {
		return fault.New(fault.Invalid, "column %d: one time stands here, or a range such as 2026-11-01..2026-11-30", t.at)
	}
	p := t.pieces[0]
	if t.op == ":" && slices.Contains(field.Values, strings.ToLower(p.text)) {
		term.Values = []string{strings.ToLower(p.text)}
		return nil
	}
	span, err := spanOf(t.op, p.text)
	if errors.Is(err, errNoDay) {
		return fault.New(fault.Invalid, "column %d: compare it, as in %s<%s, or name a day", t.at, field.Name, p.text)
	}
	if err != nil {
		return fault.New(fault.Invalid, "column %d: %q is no time; write 2026-11-01, 2026-11-01T14:30, today, -7d or 2h", p.at, p.text)
	}
	term.Span = span
	return nil
}

func noField(t token, v Vocabulary) error {
	if near := nearest(Fold(t.name), v.names()); near != "" {
		return fault.New(fault.Invalid, "column %d: there is no field %q; do you mean %s? To look for these words themselves, put them in quotation marks",
			t.at, t.name, near)
	}
	var names []string
	for _, f := range fields {
		names = append(names, f.Name)
	}
	return fault.New(fault.Invalid, "column %d: there is no field %q; there are %s. To look for these words themselves, put them in quotation marks",
		t.at, t.name, strings.Join(names, ", "))
}

// maxNamed is how many values an error lists.
const maxNamed = 12

func noValue(p piece, f Field, v Vocabulary) error {
	known := v.values(f)
	if near := nearest(p.text, known); near != "" {
		return fault.New(fault.Invalid, "column %d: %s has no %q; do you mean %s?", p.at, f.Name, p.text, near)
	}
	return fault.New(fault.Invalid, "column %d: %s has no %q; it has %s", p.at, f.Name, p.text, strings.Join(known[:min(len(known), maxNamed)], ", "))
}
