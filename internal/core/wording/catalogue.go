// Package wording knows the words that people read: messages in each language, the desk's own vocabulary in their right
// forms, and dates and times as people say them. It refuses to know what a message is about, who reads it, and the time:
// the present and the zone are arguments.
//
// A message stands in catalogue/LANGUAGE/SUBJECT.yaml under a flat key. It may hold
//
//	{name}                an argument
//	{n}                   the number of a plural message: {one: "{n} {ticket}", other: "{n} {tickets}"}
//	{ticket} {Tickets}    the desk's own word for a role, singular or plural, at the start of a sentence or within
//	{a ticket}            with its article, which agrees: a, the, of the, to the, this, no
//	{ticket?listo|lista}  one of two words, by the gender of the desk's word
//
// What a person reads of an error stands in catalogue/LANGUAGE/faults.yaml under the message as the code has it, see Fault.
package wording

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
)

//go:embed catalogue
var embedded embed.FS

// Lang is a language of the catalogue, as a BCP 47 tag.
type Lang string

// The languages that people can read the desk in; the first is the one that others fall back to.
const (
	English Lang = "en"
	Spanish Lang = "es"
)

// Langs lists the languages, the default first.
func Langs() []Lang { return []Lang{English, Spanish} }

// Catalogue holds every message of every language. It does not change once loaded, so many may read it at once.
type Catalogue struct {
	messages map[Lang]map[string]message
	faults   map[Lang]map[string]template
	records  map[Lang][]record
	nouns    map[Lang]map[string]Noun
}

// message is one entry: one text, or one per plural form.
type message struct {
	one, other template
	plural     bool
}

// Load answers the catalogue that is built into the program, which is read once. An error names the file and the key.
func Load() (*Catalogue, error) { return builtIn() }

var builtIn = sync.OnceValues(func() (*Catalogue, error) {
	root, err := fs.Sub(embedded, "catalogue")
	if err != nil {
		return nil, err
	}
	return load(root)
})

func load(root fs.FS) (*Catalogue, error) {
	c := &Catalogue{messages: map[Lang]map[string]message{}, faults: map[Lang]map[string]template{}, records: map[Lang][]record{}, nouns: map[Lang]map[string]Noun{}}
	text, err := fs.ReadFile(root, "nouns.yaml")
	if err != nil {
		return nil, err
	}
	if err := yaml.UnmarshalWithOptions(text, &c.nouns, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("nouns.yaml: %w", err)
	}
	for _, lang := range Langs() {
		for _, role := range Roles() {
			if _, ok := c.nouns[lang][string(role)]; !ok {
				return nil, fmt.Errorf("nouns.yaml: %s has no %q", lang, role)
			}
		}
		if c.messages[lang], err = loadLang(root, string(lang)); err != nil {
			return nil, err
		}
		if c.faults[lang], err = loadSentences(root, path.Join(string(lang), faultsFile)); err != nil {
			return nil, err
		}
		records, err := loadSentences(root, path.Join(string(lang), recordsFile))
		if err != nil {
			return nil, err
		}
		c.records[lang] = recordsOf(records)
	}
	return c, nil
}

// loadSentences reads what a language says in place of the program's own English; English itself has no such file.
func loadSentences(root fs.FS, name string) (map[string]template, error) {
	text, err := fs.ReadFile(root, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var entries map[string]string
	if err := yaml.Unmarshal(text, &entries); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	all := make(map[string]template, len(entries))
	for message, said := range entries {
		if all[message], err = parse(said); err != nil {
			return nil, fmt.Errorf("%s: %q: %w", name, message, err)
		}
	}
	return all, nil
}

func loadLang(root fs.FS, dir string) (map[string]message, error) {
	files, err := fs.ReadDir(root, dir)
	if err != nil {
		return nil, err
	}
	all := map[string]message{}
	for _, file := range files {
		if file.Name() == faultsFile || file.Name() == recordsFile {
			continue
		}
		name := path.Join(dir, file.Name())
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return nil, err
		}
		var entries map[string]any
		if err := yaml.Unmarshal(text, &entries); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for key, value := range entries {
			if _, twice := all[key]; twice {
				return nil, fmt.Errorf("%s: %q stands in another file of this language too", name, key)
			}
			if all[key], err = parseMessage(value); err != nil {
				return nil, fmt.Errorf("%s: %q: %w", name, key, err)
			}
		}
	}
	return all, nil
}

func parseMessage(value any) (m message, err error) {
	switch value := value.(type) {
	case string:
		m.other, err = parse(value)
		return m, err
	case map[string]any:
		one, okOne := value["one"].(string)
		other, okOther := value["other"].(string)
		if !okOne || !okOther || len(value) != 2 {
			return m, fmt.Errorf("a plural message has the forms one and other, and no more")
		}
		m.plural = true
		if m.one, err = parse(one); err != nil {
			return m, err
		}
		m.other, err = parse(other)
		return m, err
	}
	return m, fmt.Errorf("a message is a text, or a text for one and other")
}

// Keys lists the keys of a language in order.
func (c *Catalogue) Keys(lang Lang) []string {
	keys := make([]string, 0, len(c.messages[lang]))
	for key := range c.messages[lang] {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

// Args names the arguments that the message of this key takes, in order, each once. Roles are not arguments.
func (c *Catalogue) Args(lang Lang, key string) []string {
	m := c.messages[lang][key]
	seen := map[string]bool{}
	var names []string
	for _, part := range append(append([]part{}, m.one...), m.other...) {
		if part.kind == argument && !seen[part.text] {
			seen[part.text] = true
			names = append(names, part.text)
		}
	}
	sort.Strings(names)
	return names
}

// Match picks the language to use from an Accept-Language value or a tag; English when none fits. Weights are read only as an
// order, since that is how browsers send them (RFC 9110, 12.5.4).
func Match(accept string) Lang {
	for _, tag := range strings.SplitN(accept, ",", 20) {
		tag, _, _ = strings.Cut(strings.TrimSpace(tag), ";")
		base, _, _ := strings.Cut(strings.ToLower(tag), "-")
		for _, lang := range Langs() {
			if base == string(lang) {
				return lang
			}
		}
	}
	return English
}
