package server_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A room is a package, or with /... a package and those below it. It may use, of ours, what May lists, and never what
// Never lists; Why is the reason, and is shown when the rule is broken. The first room that fits a package decides.
type room struct {
	At    string
	May   []string
	Never []string
	Why   string
}

// impure is what would let the world into a rule. Parsers (net/mail, net/url) let in nothing.
var impure = []string{"context", "database/sql", "net", "net/http/...", "net/smtp", "os", "os/...", "log", "log/...", "math/rand", "math/rand/...", "crypto/rand"}

// house is the plan of ARCHITECTURE.md, from the cellar up. Imports run downward only.
var house = []room{
	{At: "internal/fault", Why: "everybody imports it, so it can import nobody"},
	{At: "internal/fault/faulthttp", May: []string{"internal/fault"}, Why: "one map from kinds to statuses for all doors that speak HTTP"},
	{At: "internal/live", May: []string{"internal/fault"}, Why: "a topic carries no data, so it needs to know no data"},

	{At: "internal/core/calendar", May: []string{"internal/fault"}, Never: impure, Why: "open hours are arithmetic: they must be provable against a slow oracle, without a desk"},
	{At: "internal/core/people", May: []string{"internal/fault"}, Never: impure, Why: "who somebody is does not depend on any ticket"},
	{At: "internal/core/form", May: []string{"internal/fault", "internal/core/people", "internal/core/calendar"}, Never: impure, Why: "which answers a form takes is the same by every door: a function of the form, what was written and the date"},
	{At: "internal/core/sla", May: []string{"internal/fault", "internal/core/calendar"}, Never: impure, Why: "a verdict is a function of facts, policy and calendar; it can be recomputed years later"},
	{At: "internal/core/scope", May: []string{"internal/fault"}, Never: impure, Why: "what is covered is a table over plain answers: it can be tried on every one of them"},
	{At: "internal/core/money", May: []string{"internal/fault"}, Never: impure, Why: "an amount is a number and a currency, whoever pays"},
	{At: "internal/core/ticket", May: []string{"internal/fault", "internal/core/people", "internal/core/calendar", "internal/core/form", "internal/core/sla", "internal/core/scope", "internal/core/money"}, Never: impure, Why: "a decider may run twice after a conflict, so it must not touch the world"},
	{At: "internal/core/wording", May: []string{"internal/fault"}, Never: impure, Why: "words are the same wherever and whenever they are said; the present is an argument"},
	{At: "internal/core/mail/entity", Never: impure, Why: "what a mail is made of is a function of its bytes: it can be fuzzed, and read again years later"},
	{At: "internal/core/mail/reply", Never: impure, Why: "what is new in a text is a function of the text"},
	{At: "internal/core/mail/reading", May: []string{"internal/core/mail/entity", "internal/core/mail/reply"}, Never: impure, Why: "what a mail says is the same whoever asks, and needs no desk"},
	{At: "internal/core/safehtml", Never: impure, Why: "what may be shown is a function of the text: it can be fuzzed, and it fetches nothing"},
	{At: "internal/core/...", May: []string{"internal/fault", "internal/core/..."}, Never: impure, Why: "rules are pure: state, input and now go in, facts come out"},

	{At: "internal/sqldb/...", May: []string{"internal/sqldb/...", "internal/fault"}, Why: "a database knows transactions and dialects, no desk; a domain type here would tie it to one"},
	{At: "internal/eventlog/...", May: []string{"internal/sqldb/...", "internal/fault"}, Why: "the log carries opaque bodies, so that a new kind of fact changes nothing in it"},
	{At: "internal/job/...", May: []string{"internal/sqldb/...", "internal/fault"}, Why: "a job carries an opaque body, so that a new kind of work changes nothing in it"},
	{At: "internal/store/migrations", May: nil, Why: "migrations are text; code in them would age with the program"},
	{At: "internal/store/...", May: []string{"internal/core/...", "internal/sqldb/...", "internal/eventlog", "internal/job", "internal/fault", "internal/store/migrations"}, Never: []string{"net/http"}, Why: "rows remember and decide nothing: a permission or a rule here would be one that no verb sees"},

	{At: "internal/archive", May: []string{"internal/sqldb", "internal/eventlog"}, Never: []string{"database/sql", "net/..."}, Why: "an archive carries rows as the database describes them: one that knew a table would forget the next"},

	{At: "desks", May: []string{"internal/core/definition", "internal/fault"}, Why: "the shipped definitions must need nothing but the file format, as must a fourth desk"},
	{At: "internal/desk/desktest", May: []string{"desks", "internal/desk", "internal/core/...", "internal/sqldb"}, Why: "it opens desks for the tests of every room above, so it knows no door"},
	{At: "internal/desk/...", May: []string{"internal/core/...", "internal/store/...", "internal/sqldb", "internal/eventlog", "internal/job", "internal/fault"}, Never: []string{"net/http"}, Why: "a verb is the same by every door, so it can know none of them"},

	{At: "internal/web/ui/...", May: []string{"internal/web/ui/...", "internal/core/wording", "internal/fault/..."}, Why: "components know no product: portal, console and admin share them"},
	{At: "internal/webtest", May: []string{"internal/web/ui"}, Why: "the browser's harness serves any door, so it knows none"},
	{At: "internal/web/visit", May: []string{"internal/web/ui", "internal/desk", "internal/core/...", "internal/live", "internal/fault"}, Why: "who is asking is found out once, for all doors of people"},
	{At: "internal/web/message", May: []string{"internal/web/ui", "internal/web/visit", "internal/desk", "internal/core/...", "internal/fault"}, Why: "words, files and mails look the same to both sides, and doors do not know each other"},
	{At: "internal/web/asking", May: []string{"internal/web/ui", "internal/web/message", "internal/desk", "internal/core/...", "internal/fault"}, Why: "a form asks the same on both sides, and doors do not know each other"},
	{At: "internal/web/portal/...", May: doorNeeds("internal/web/portal/..."), Never: []string{"database/sql"}, Why: "a door translates: it asks verbs and shows words; it never reaches around them to the rows, nor into another door"},
	{At: "internal/web/console/...", May: doorNeeds("internal/web/console/..."), Never: []string{"database/sql"}, Why: "a door translates: it asks verbs and shows words; it never reaches around them to the rows, nor into another door"},
	{At: "internal/web/notices", May: doorNeeds("internal/web/notices"), Never: []string{"database/sql"}, Why: "customers and staff read their news at one door, so that neither of theirs knows the other's"},
	{At: "internal/api/...", May: []string{"internal/api/...", "internal/desk", "internal/core/...", "internal/fault/..."}, Never: []string{"database/sql"}, Why: "the door for programs has wire types of its own; pages are none of its affair"},
	{At: "internal/outbound", May: []string{"internal/fault"}, Why: "every door that calls out dials through it, so it can know none of them (DESIGN 9.5)"},
	{At: "internal/channel/mail/...", May: []string{"internal/channel/mail/...", "internal/outbound", "internal/desk", "internal/core/...", "internal/job", "internal/fault"}, Never: []string{"database/sql"}, Why: "a message calls the same verbs as a page: mail headers grant nothing"},
	{At: "internal/channel/push", May: []string{"internal/outbound", "internal/desk", "internal/core/...", "internal/job", "internal/fault"}, Never: []string{"database/sql"}, Why: "a push says what the desk decided, through the one client that calls out"},
	{At: "internal/follow/...", May: []string{"internal/eventlog", "internal/store", "internal/desk", "internal/core/...", "internal/job", "internal/live", "internal/sqldb", "internal/fault"}, Why: "followers read the log after the commit; nothing that decides may wait for them, and none of them for another"},
	{At: "internal/importer/...", May: []string{"internal/importer/...", "internal/desk", "internal/core/...", "internal/fault"}, Never: []string{"database/sql"}, Why: "history comes in by the verbs like everything else, or its clocks could not be trusted"},
}

func doorNeeds(own string) []string {
	return []string{own, "internal/web/ui", "internal/web/visit", "internal/web/message", "internal/web/asking", "internal/desk", "internal/core/...", "internal/live", "internal/fault/..."}
}

// builders may use anything of ours: they put the house together, measure it, or fill it. Nobody may use them but a command.
var builders = []string{"cmd/...", "internal/server/...", "internal/demo/...", "internal/bench/..."}

type pkg struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	Imports    []string
}

const module = "switchboard/"

func packages(t *testing.T) []pkg {
	t.Helper()
	list := exec.Command("go", "list", "-json=ImportPath,Dir,GoFiles,Imports", module+"...")
	list.Dir = filepath.Join("..", "..")
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []pkg
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func TestImportsRunDownward(t *testing.T) {
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, module)
		if fits(builders, name) {
			continue
		}
		i := slices.IndexFunc(house, func(r room) bool { return fits([]string{r.At}, name) })
		if i < 0 {
			t.Errorf("%s has no place in the house: give it a room here, with its reason", name)
			continue
		}
		for _, fault := range broken(house[i], p.Imports) {
			t.Errorf("%s %s: %s", name, fault, house[i].Why)
		}
	}
}

func broken(r room, imports []string) []string {
	var faults []string
	for _, path := range imports {
		ours, isOurs := strings.CutPrefix(path, module)
		switch {
		case isOurs && !fits(r.May, ours):
			faults = append(faults, "may not import "+ours)
		case !isOurs && fits(r.Never, path):
			faults = append(faults, "may not import "+path)
		}
	}
	return faults
}

func fits(rooms []string, name string) bool {
	for _, at := range rooms {
		below, deep := strings.CutSuffix(at, "/...")
		if name == at || deep && (name == below || strings.HasPrefix(name, below+"/")) {
			return true
		}
	}
	return false
}

// The rules' own test: a rule that cannot be broken guards nothing.
func TestBrokenRulesAreNamed(t *testing.T) {
	for _, test := range []struct {
		room    string
		imports []string
		want    int
	}{
		{"internal/core/sla", []string{"time", "switchboard/internal/core/calendar", "github.com/goccy/go-yaml"}, 0},
		{"internal/core/sla", []string{"context", "net/http", "switchboard/internal/store", "switchboard/internal/core/ticket"}, 4},
		{"internal/web/portal/...", []string{"switchboard/internal/store", "switchboard/internal/web/console", "switchboard/internal/sqldb", "database/sql"}, 4},
		{"internal/api/...", []string{"net/http", "switchboard/internal/desk", "switchboard/internal/apiary"}, 1},
	} {
		i := slices.IndexFunc(house, func(r room) bool { return r.At == test.room })
		if got := broken(house[i], test.imports); len(got) != test.want {
			t.Errorf("%s with %v: got %v, want %d faults", test.room, test.imports, got, test.want)
		}
	}
}

// A rule that asked the clock could not be asked again: in core the present is an argument.
func TestRulesAskNoClock(t *testing.T) {
	for _, p := range packages(t) {
		if !strings.HasPrefix(p.ImportPath, module+"internal/core/") {
			continue
		}
		for _, name := range p.GoFiles {
			for _, call := range clockCalls(t, filepath.Join(p.Dir, name)) {
				t.Errorf("%s/%s calls time.%s: take now as an argument", p.ImportPath, name, call)
			}
		}
	}
}

func clockCalls(t *testing.T, path string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var calls []string
	ast.Inspect(file, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		from, ok := selector.X.(*ast.Ident)
		if ok && from.Name == "time" && slices.Contains([]string{"Now", "Since", "Until", "After", "Tick", "Sleep", "NewTimer", "NewTicker"}, selector.Sel.Name) {
			calls = append(calls, selector.Sel.Name)
		}
		return true
	})
	return calls
}
