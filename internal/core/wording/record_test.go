package wording

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// writers are the files in which the desk writes sentences down, and the functions there whose answers are such; "Sprintf"
// stands for all that is put together there.
var writers = map[string][]string{
	"internal/desk/mailanswer.go":             nil,
	"internal/desk/mailheld.go":               nil,
	"internal/desk/mailopen.go":               nil,
	"internal/desk/mailreply.go":              nil,
	"internal/desk/mailsort.go":               {"doubt"},
	"internal/desk/mailthread.go":             nil,
	"internal/desk/mailurging.go":             {"urging", "knownOutage"},
	"internal/desk/post.go":                   {"unseen"},
	"internal/desk/heartbeat.go":              {"CheckHeartbeat"},
	"internal/core/notice/leave.go":           {"Suppressed"},
	"internal/channel/mail/mailbox/pulse.go":  {"renew"},
	"internal/channel/mail/mailbox/reader.go": {"sound"},
	"internal/channel/mail/outbox/outbox.go":  {"sick"},
	"internal/channel/mail/outbox/sick.go":    nil,
	"internal/channel/mail/outbox/watch.go":   {"Look"},
	"internal/channel/mail/signin/token.go":   {"renew", "lookAhead"},
}

// Every sentence that the desk writes down in English is in every other language, with as many places, and the catalogue has
// none that nobody writes.
func TestRecordsAndCodeAgree(t *testing.T) {
	root := filepath.Join("..", "..", "..")
	written := map[string]string{}
	for name, functions := range writers {
		for _, sentence := range sentencesOf(t, filepath.Join(root, filepath.FromSlash(name)), functions) {
			written[sentence] = name
		}
	}
	code := read(t, root)
	for _, lang := range Langs()[1:] {
		known, err := loadSentences(os.DirFS("catalogue"), string(lang)+"/"+recordsFile)
		if err != nil {
			t.Fatal(err)
		}
		for sentence, name := range written {
			if _, ok := known[sentence]; !ok {
				t.Errorf("%s: %s/%s has no %q", name, lang, recordsFile, sentence)
			}
		}
		for sentence, said := range known {
			if !code.literals[sentence] {
				t.Errorf("%s/%s: nobody writes %q", lang, recordsFile, sentence)
			}
			places := 0
			for _, p := range said {
				places += strings.Count(p.text, "%s")
			}
			if want := len(place.FindAllString(sentence, -1)); places != want {
				t.Errorf("%s/%s: %q has %d places, its translation %d", lang, recordsFile, sentence, want, places)
			}
		}
	}
}

// sentencesOf are the sentences that a file gives to hold and become, has in constants, or says in these functions.
func sentencesOf(t *testing.T, path string, functions []string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	collect := func(n ast.Node) {
		ast.Inspect(n, func(n ast.Node) bool {
			if text, ok := textOf(n); ok && strings.Contains(text, " ") && !strings.Contains(text, "2006") {
				out = append(out, text)
			}
			return true
		})
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if slices.Contains(functions, n.Name.Name) {
				collect(n.Body)
				return false
			}
		case *ast.CallExpr:
			if f, ok := n.Fun.(*ast.SelectorExpr); ok && (f.Sel.Name == "hold" || f.Sel.Name == "become") {
				collect(n.Args[len(n.Args)-1])
			}
		case *ast.GenDecl:
			if n.Tok == token.CONST {
				collect(n)
			}
		}
		return true
	})
	return out
}

// What the desk wrote down is read in the reader's language; what others said stays as they said it.
func TestRecorded(t *testing.T) {
	c := loaded(t)
	spanish, english := c.Printer(Spanish, c.Vocabulary(nil)), c.Printer(English, c.Vocabulary(nil))
	for said, want := range map[string]string{
		"the address is not proven":                                                                    "la dirección no está comprobada",
		"more than 20 mails of this sender within an hour":                                             "más de 20 correos de este remitente en una hora",
		"the letter to a%sb@example.gov came back: 5.1.1 no such user":                                 "la carta a a%sb@example.gov fue devuelta: 5.1.1 no such user",
		"it could not be read: it has gone in circles":                                                 "no se pudo leer: dio vueltas en círculo",
		"550 5.1.1 nobody here":                                                                        "550 5.1.1 nobody here",
		"dropped by person 7: an advertisement":                                                        "lo descartó la persona 7: an advertisement",
		"this person may not know of the ticket":                                                       "esta persona no puede saber del ticket",
		"mailbox desk: the token ends at 2026-11-23 13:00 UTC and cannot be renewed: the host is down": "buzón desk: el acceso vence el 2026-11-23 13:00 UTC y no se puede renovar: the host is down",
		"": "",
	} {
		if got := spanish.Recorded(said); got != want {
			t.Errorf("%q reads %q, want %q", said, got, want)
		}
		if got := english.Recorded(said); got != said {
			t.Errorf("%q reads %q in English", said, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) { // whatever stands there, others' words are neither lost nor taken for places
		words := rapid.StringMatching(`[A-Z0-9%{}\[\]]{1,20}`).Draw(t, "words")
		if got := spanish.Recorded("dropped by person 7: " + words); got != "lo descartó la persona 7: "+words {
			t.Fatalf("%q", got)
		}
	})
}
