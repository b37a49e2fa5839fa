package wording

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

type partKind int

const (
	literal  partKind = iota
	argument          // {name}
	noun              // {The tickets}
	gendered          // {ticket?masculine|feminine}
)

// part is a piece of a message: a text as it stands, or a place that is filled when it is said.
type part struct {
	kind    partKind
	text    string // the literal, or the argument's name
	role    Role
	article string // "a", "the", "of the", "to the", "this", "no", or none
	many    bool
	capital bool
	choices [2]string // masculine, feminine
}

// template is a message, taken apart once.
type template []part

// parse takes a message apart. Braces do not nest; a text that needs one has no place in a message.
func parse(text string) (template, error) {
	var t template
	for text != "" {
		before, rest, found := strings.Cut(text, "{")
		if strings.Contains(before, "}") {
			return nil, fmt.Errorf("a } without its {")
		}
		if before != "" {
			t = append(t, part{kind: literal, text: before})
		}
		if !found {
			break
		}
		inside, after, closed := strings.Cut(rest, "}")
		if !closed {
			return nil, fmt.Errorf("a { without its }")
		}
		p, err := parsePlace(inside)
		if err != nil {
			return nil, err
		}
		t, text = append(t, p), after
	}
	return t, nil
}

var articles = []string{"of the", "to the", "the", "this", "no", "a"}

func parsePlace(inside string) (part, error) {
	if name, words, ok := strings.Cut(inside, "?"); ok {
		role, _, isRole := roleOf(name)
		masculine, feminine, both := strings.Cut(words, "|")
		if !isRole || !both {
			return part{}, fmt.Errorf("{%s}: a choice by gender is {role?masculine|feminine}", inside)
		}
		return part{kind: gendered, role: role, choices: [2]string{masculine, feminine}}, nil
	}
	p := part{kind: noun, capital: startsUpper(inside)}
	name := lowerFirst(inside)
	for _, article := range articles {
		if rest, ok := strings.CutPrefix(name, article+" "); ok {
			p.article, name = article, rest
			break
		}
	}
	var isRole bool
	if p.role, p.many, isRole = roleOf(name); isRole {
		return p, nil
	}
	if inside == "" || strings.ContainsFunc(inside, func(r rune) bool { return !unicode.IsLower(r) && r != '_' }) {
		return part{}, fmt.Errorf("{%s}: an argument is written in small letters, and no role reads so", inside)
	}
	return part{kind: argument, text: inside}, nil
}

// say fills the places: arguments come as name and value by turns.
func (t template) say(b *strings.Builder, nouns map[Role]Noun, forms grammar, args []string) {
	for _, p := range t {
		switch p.kind {
		case literal:
			b.WriteString(afterStop(b, p.text))
		case argument:
			b.WriteString(argOf(args, p.text))
		case gendered:
			if nouns[p.role].Feminine {
				b.WriteString(p.choices[1])
			} else {
				b.WriteString(p.choices[0])
			}
		case noun:
			text := forms(p.article, nouns[p.role], p.many)
			if p.capital {
				text = upperFirst(text)
			}
			b.WriteString(text)
		}
	}
}

// afterStop is a text without its first period where what stands before ends with one: a sentence may end in "5 p.m.".
func afterStop(b *strings.Builder, text string) string {
	if said := b.String(); strings.HasSuffix(said, ".") && strings.HasPrefix(text, ".") {
		return text[1:]
	}
	return text
}

// argOf finds an argument; one that was forgotten shows as its place, so that a reader can report it.
func argOf(args []string, name string) string {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == name {
			return args[i+1]
		}
	}
	return "{" + name + "}"
}

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

func upperFirst(s string) string { return mapFirst(s, unicode.ToUpper) }
func lowerFirst(s string) string { return mapFirst(s, unicode.ToLower) }

func mapFirst(s string, change func(rune) rune) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(change(r)) + s[size:]
}
