package wording

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func loaded(t *testing.T) *Catalogue {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Both languages say the same things, with the same places to fill, in the same number of forms.
func TestLanguagesAgree(t *testing.T) {
	c := loaded(t)
	for _, lang := range Langs()[1:] {
		for _, key := range c.Keys(English) {
			if _, ok := c.messages[lang][key]; !ok {
				t.Errorf("%s: %q is missing", lang, key)
				continue
			}
			if c.messages[lang][key].plural != c.messages[English][key].plural {
				t.Errorf("%s: %q has other forms than in English", lang, key)
			}
			got, want := c.Args(lang, key), c.Args(English, key)
			if strings.HasPrefix(key, "date.") || strings.HasPrefix(key, "span.") {
				continue // a date takes of its parts what the language says
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %q takes %v, in English %v", lang, key, got, want)
			}
		}
		for _, key := range c.Keys(lang) {
			if _, ok := c.messages[English][key]; !ok {
				t.Errorf("%s: %q is not in the English catalogue", lang, key)
			}
		}
	}
}

func TestVocabularyAgrees(t *testing.T) {
	files := fstest.MapFS{
		"nouns.yaml": {Data: mustRead(t, "catalogue/nouns.yaml")},
		"en/a.yaml": {Data: []byte("sent: \"{The ticket} {number} is open\"\nnew: a new one is {a ticket}\nnone: \"{no tickets} of {the customers}\"\n" +
			"count: {one: \"{n} {ticket}\", other: \"{n} {tickets}\"}\n")},
		"es/a.yaml": {Data: []byte("sent: \"{The ticket} {number} está {ticket?abierto|abierta}\"\nnew: el estado {of the ticket}\nnone: \"{No tickets} de {the customers}\"\n" +
			"count: {one: \"{n} {ticket}\", other: \"{n} {tickets}\"}\n")},
	}
	c, err := load(files)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		lang      Lang
		word, key string
		want      string
	}{
		{English, "", "sent", "The ticket 7 is open"},
		{English, "issue", "sent", "The issue 7 is open"},
		{English, "issue", "new", "a new one is an issue"},
		{English, "query", "new", "a new one is a query"},
		{English, "query", "none", "no queries of the customers"},
		{English, "", "nowhere", "nowhere"},
		{Spanish, "", "sent", "El ticket 7 está abierto"},
		{Spanish, "issue", "sent", "La incidencia 7 está abierta"},
		{Spanish, "issue", "new", "el estado de la incidencia"},
		{Spanish, "case", "new", "el estado del caso"},
		{Spanish, "issue", "none", "Ninguna incidencia de los clientes"},
		{Spanish, "query", "sent", "El ticket 7 está abierto"}, // a word we cannot translate: the usual one
	} {
		p := c.Printer(test.lang, c.Vocabulary(map[Role]map[Lang]Forms{Ticket: {English: {One: test.word}}}))
		if got := p.T(test.key, "number", "7"); got != test.want {
			t.Errorf("%s %q: got %q, want %q", test.lang, test.key, got, test.want)
		}
	}
	for _, test := range []struct {
		forms Forms
		want  string
	}{
		{Forms{"asunto", "asuntos"}, "El asunto 7 está abierto"},
		{Forms{"petición", "peticiones"}, "La petición 7 está abierta"},
		{Forms{"problema", ""}, "El problema 7 está abierto"},
		{Forms{"llamada al servicio", "llamadas al servicio"}, "La llamada al servicio 7 está abierta"},
		{Forms{"analista", "analistas"}, "El analista 7 está abierto"}, // known, against its ending
	} {
		p := c.Printer(Spanish, c.Vocabulary(map[Role]map[Lang]Forms{Ticket: {English: {One: "issue"}, Spanish: test.forms}}))
		if got := p.T("sent", "number", "7"); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
	p := c.Printer(English, c.Vocabulary(map[Role]map[Lang]Forms{Ticket: {English: {"case", "cases"}}}))
	for n, want := range map[int]string{0: "0 cases", 1: "1 case", 4812: "4,812 cases", -1234567: "-1,234,567 cases"} {
		if got := p.N("count", n); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := p.T("sent"); got != "The case {number} is open" {
		t.Errorf("a forgotten argument shows as its place: got %q", got)
	}
}

func mustRead(t *testing.T, name string) []byte {
	t.Helper()
	text, err := embedded.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestBadCatalogueNamesThePlace(t *testing.T) {
	nouns := mustRead(t, "catalogue/nouns.yaml")
	for _, test := range []struct{ text, want string }{
		{"a: \"{open\"", "without its }"},
		{"a: \"open}\"", "without its {"},
		{"a: \"{Name}\"", "small letters"},
		{"a: \"{}\"", "small letters"},
		{"a: \"{number?x|y}\"", "by gender"},
		{"a: {one: x}", "one and other"},
		{"a: 7", "is a text"},
		{"a: [", "en/a.yaml"},
	} {
		_, err := load(fstest.MapFS{"nouns.yaml": {Data: nouns}, "en/a.yaml": {Data: []byte(test.text)}, "es/a.yaml": {Data: []byte("b: x")}})
		if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "en/a.yaml") {
			t.Errorf("%s: got %v, want an error in en/a.yaml with %q", test.text, err, test.want)
		}
	}
	twice := fstest.MapFS{"nouns.yaml": {Data: nouns}, "en/a.yaml": {Data: []byte("a: x")}, "en/b.yaml": {Data: []byte("a: y")}, "es/a.yaml": {Data: []byte("a: x")}}
	if _, err := load(twice); err == nil {
		t.Error("a key in two files is refused")
	}
	if _, err := load(fstest.MapFS{"nouns.yaml": {Data: []byte("en: {}")}}); err == nil {
		t.Error("a language without the roles' nouns is refused")
	}
}

func TestMatch(t *testing.T) {
	for accept, want := range map[string]Lang{
		"": English, "es": Spanish, "es-MX,es;q=0.9,en;q=0.8": Spanish, "fr, en;q=0.5": English,
		"de": English, "en-US,es": English, " ES-us ": Spanish, strings.Repeat("x,", 1000) + "es": English,
	} {
		if got := Match(accept); got != want {
			t.Errorf("%.40q: got %s, want %s", accept, got, want)
		}
	}
}

// A template is taken apart without failing on anything, and what has no places is said as it stands.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "plain", "{n} {tickets}", "{The ticket} {ticket?a|b}", "{", "}", "{{}}", "{a }"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		parts, err := parse(text)
		if err != nil {
			return
		}
		var b strings.Builder
		parts.say(&b, map[Role]Noun{}, english, nil)
		if !strings.ContainsAny(text, "{}") && b.String() != text {
			t.Errorf("got %q, want %q", b.String(), text)
		}
	})
}
