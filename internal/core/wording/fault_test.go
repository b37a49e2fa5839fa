package wording

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"switchboard/internal/fault"
)

// unread are the rooms whose faults no page shows, each with its reason.
var unread = map[string]string{
	"cmd":                    "the command line speaks English",
	"desks":                  "the command line speaks English",
	"internal/api":           "programs and those who write them read English",
	"internal/importer":      "the command line speaks English",
	"internal/demo":          "the command line speaks English",
	"internal/job":           "operators read it in the log",
	"internal/eventlog":      "operators read it in the log",
	"internal/channel/mail":  "operators read it at the start and in the log",
	"internal/core/sla":      "said by the linter to whoever writes a definition",
	"internal/core/calendar": "said by the linter to whoever writes a definition",
}

// passing are the places that pass on a message which another place has written.
var passing = []string{"internal/fault/fault.go", "internal/sqldb/query.go"}

// faultCall is a place in the code where a fault is made, with its message.
type faultCall struct{ at, message string }

// Every message of a fault that a page may show is in every language, with the same places to fill, and the catalogue has
// none that nobody says.
func TestFaultsAndCodeAgree(t *testing.T) {
	c := loaded(t)
	said := map[string]bool{}
	for _, call := range faultCalls(t, filepath.Join("..", "..", "..")) {
		if call.message == "" { // the page's own words for the kind are enough
			continue
		}
		said[call.message] = true
		places, err := parse(call.message)
		if err != nil || slices.ContainsFunc(places, func(p part) bool { return p.kind != literal && p.kind != noun }) {
			t.Errorf("%s: %q: only nouns of the vocabulary stand in braces", call.at, call.message)
		}
		for _, lang := range Langs()[1:] {
			other, ok := c.faults[lang][call.message]
			if !ok {
				t.Errorf("%s: %s/%s has no %q", call.at, lang, faultsFile, call.message)
				continue
			}
			if got, want := verbsOf(other), verbsOf(places); !slices.Equal(got, want) {
				t.Errorf("%s: %s takes %v for %q, which has %v", call.at, lang, got, call.message, want)
			}
		}
	}
	for lang, all := range c.faults {
		for message := range all {
			if !said[message] {
				t.Errorf("%s/%s: nobody says %q", lang, faultsFile, message)
			}
		}
	}
}

var verbForm = regexp.MustCompile(`%(\[\d+\])?[^%a-zA-Z]*[%a-zA-Z]`)

// verbsOf lists the verbs of a format in the order of the arguments: the sentence may have another one.
func verbsOf(t template) []string {
	var out []string
	for _, p := range t {
		for _, verb := range verbForm.FindAllString(p.text, -1) {
			index := string(rune('1' + len(out)))
			if before, after, ok := strings.Cut(verb, "]"); ok {
				index, verb = before[len("%["):], "%"+after
			}
			out = append(out, index+verb)
		}
	}
	slices.Sort(out)
	return out
}

func faultCalls(t *testing.T, root string) []faultCall {
	t.Helper()
	var out []faultCall
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		name = filepath.ToSlash(name)
		if entry.IsDir() && (unread[name] != "" || slices.Contains([]string{".git", "node_modules", "bin", ".cache"}, name)) {
			return filepath.SkipDir
		}
		if err != nil || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || slices.Contains(passing, name) {
			return err
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !makesFault(call) {
				return true
			}
			at := set.Position(call.Pos()).String()
			message, ok := textOf(call.Args[1])
			if !ok {
				t.Errorf("%s: the message of a fault is a literal, so that it can be found in the catalogue", at)
			}
			out = append(out, faultCall{at, message})
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// makesFault reports whether a call makes a fault; the message is then its second argument.
func makesFault(call *ast.CallExpr) bool {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) < 2 {
		return false
	}
	from, ok := selector.X.(*ast.Ident)
	name := selector.Sel.Name
	return ok && (from.Name == "fault" && (name == "New" || name == "Field") || from.Name == "sqldb" && name == "Missing")
}

// bilingual is an argument like the texts of a definition.
type bilingual struct{ en, es string }

func (b bilingual) String() string { return b.en }

func (b bilingual) In(lang string) string {
	if lang == "es" {
		return b.es
	}
	return b.en
}

// OK-30: an error speaks the reader's language in the desk's words; programs read plain English.
func TestFault(t *testing.T) {
	c := loaded(t)
	issue := c.Vocabulary(map[Role]map[Lang]Forms{Ticket: {English: {One: "issue"}}})
	percent := c.Vocabulary(map[Role]map[Lang]Forms{Ticket: {English: {One: "100% case", Many: "100% cases"}, Spanish: {One: "caso al 100%", Many: "casos"}}})
	closed := fault.New(fault.Conflict, "{the ticket} %d is closed; reopen it to reply", 7)
	for _, test := range []struct {
		err   error
		lang  Lang
		words Vocabulary
		want  string
	}{
		{closed, English, nil, "The ticket 7 is closed; reopen it to reply"},
		{closed, English, issue, "The issue 7 is closed; reopen it to reply"},
		{closed, Spanish, nil, "El ticket 7 está cerrado; ábralo otra vez para responder"},
		{closed, Spanish, issue, "La incidencia 7 está cerrada; ábrala otra vez para responder"},
		{closed, Spanish, percent, "El caso al 100% 7 está cerrado; ábralo otra vez para responder"},
		{closed, English, percent, "The 100% case 7 is closed; reopen it to reply"},
		{fault.At("email", fault.New(fault.Invalid, "an e-mail address is needed")), Spanish, nil, "Hace falta una dirección de correo"},
		{fault.Field("channel", "nothing is taken in by this channel: %s", bilingual{"Phone", "Teléfono"}), Spanish, nil,
			"Por este canal no se recibe nada: Teléfono"},
		{fault.New(fault.Internal, "secret"), English, nil, ""},
		{fs.ErrNotExist, Spanish, nil, ""},
		{nil, Spanish, nil, ""},
		{fault.New(fault.NotFound, ""), Spanish, nil, ""},
	} {
		if got := c.Printer(test.lang, test.words).Fault(test.err); got != test.want {
			t.Errorf("%s %v: got %q, want %q", test.lang, test.err, got, test.want)
		}
	}
	if got, want := closed.Error(), "the ticket 7 is closed; reopen it to reply"; got != want {
		t.Errorf("programs read %q, want %q", got, want)
	}
}

// CO-12: what is missing is named by its words, never by its key.
func TestFaultTerms(t *testing.T) {
	c := loaded(t)
	for _, lang := range Langs() {
		for _, name := range []string{"type", "service", "impact", "urgency", "location", "contact", "alternate_contact"} {
			if !c.Printer(lang, nil).Has("term." + name) {
				t.Errorf("%s has no word for %s", lang, name)
			}
		}
	}
	missing := fault.Field("location", "{the team} behind the desk needs it to begin; before {the ticket} is handed up, add: %s",
		fault.Terms{"location", "alternate_contact"})
	got := c.Printer(Spanish, nil).Fault(missing)
	if want := "El equipo que lo recibe lo necesita para empezar; antes de pasar el ticket, añada: el lugar, a quién preguntar en su ausencia"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	nobody := fault.New(fault.Conflict, "nobody can be asked who is %s here; name them in the directory first", fault.Terms{"business_consultant", "lead_of_roads"})
	got = c.Printer(Spanish, nil).Fault(nobody)
	if want := "No hay a quién preguntar: consultor de la agencia, lead of roads; anote primero quién es en el directorio"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if want := "location: the team behind the desk needs it to begin; before the ticket is handed up, add: location, alternate contact"; missing.Error() != want {
		t.Errorf("got %q, want %q", missing.Error(), want)
	}
}
