package server_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// callsOut are the ways to call another machine that the libraries of this module offer; "*" is any name that begins so.
// All of them go past internal/outbound, which checks the address that is really dialled.
var callsOut = map[string][]string{
	"net":                         {"Dial*", "Lookup*", "Resolver", "DefaultResolver"},
	"net/http":                    {"Get", "Post", "PostForm", "Head", "Client", "DefaultClient", "Transport", "DefaultTransport"},
	"net/smtp":                    {"Dial*", "SendMail"},
	"net/rpc":                     {"Dial*"},
	"crypto/tls":                  {"Dial*"},
	"log/syslog":                  {"Dial*"},
	"github.com/emersion/go-smtp": {"Dial*", "SendMail*"},
	"github.com/emersion/go-imap/v2/imapclient": {"Dial*"},
}

// mayCall are the rooms that need not go through outbound.
var mayCall = []struct{ At, Why string }{
	{"internal/outbound", "it is the way"},
	{"internal/bench/...", "it measures servers that it has started itself"},
	{"internal/channel/mail/mailtest", "tests call servers that they have started themselves"},
}

func TestOneWayOut(t *testing.T) {
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, module)
		if slices.ContainsFunc(mayCall, func(r struct{ At, Why string }) bool { return fits([]string{r.At}, name) }) {
			continue
		}
		for _, file := range p.GoFiles {
			for _, call := range callsOutOf(t, filepath.Join(p.Dir, file), nil) {
				t.Errorf("%s/%s: call through internal/outbound, which checks the address that is really dialled (DESIGN 9.5)", name, call)
			}
		}
	}
}

// callsOutOf names the uses of callsOut in a file, or in its text where that is given.
func callsOutOf(t *testing.T, path string, text any) []string {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, text, 0)
	if err != nil {
		t.Fatal(err)
	}
	from := map[string]string{} // the name in this file -> the import
	for _, spec := range file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		if _, listed := callsOut[path]; listed {
			from[localName(spec, path)] = path
		}
	}
	handed := map[ast.Expr]bool{} // *http.Client is one that somebody else made
	var calls []string
	ast.Inspect(file, func(n ast.Node) bool {
		if star, ok := n.(*ast.StarExpr); ok {
			handed[star.X] = true
		}
		selector, ok := n.(*ast.SelectorExpr)
		if !ok || handed[selector] {
			return true
		}
		if x, ok := selector.X.(*ast.Ident); ok && listed(callsOut[from[x.Name]], selector.Sel.Name) {
			calls = append(calls, fmt.Sprintf("%s:%d: %s.%s", filepath.Base(path), set.Position(selector.Pos()).Line, x.Name, selector.Sel.Name))
		}
		return true
	})
	return calls
}

func listed(names []string, name string) bool {
	return slices.ContainsFunc(names, func(n string) bool {
		start, open := strings.CutSuffix(n, "*")
		return n == name || open && strings.HasPrefix(name, start)
	})
}

func localName(spec *ast.ImportSpec, path string) string {
	if spec.Name != nil {
		return spec.Name.Name
	}
	name := path[strings.LastIndex(path, "/")+1:]
	return strings.TrimPrefix(name, "go-")
}

// The rule's own test: what it names, and what it lets through.
func TestCallsOutAreNamed(t *testing.T) {
	const text = `package p
import ("crypto/tls"; "net"; web "net/http"; "github.com/emersion/go-smtp")
var a = web.DefaultClient
var b web.Client
func f(c *web.Client, _ tls.Config) {
	net.Dial("tcp", "x"); (&net.Dialer{}).Dial("tcp", "x"); tls.DialWithDialer(nil, "", "", nil); smtp.DialTLS("", nil)
	_ = &web.Client{}; _ = new(web.Client); web.Get("x")
	c.Get("x"); net.Listen("tcp", "x"); net.JoinHostPort("", ""); smtp.NewClient(nil)
}`
	if got := callsOutOf(t, "text.go", text); len(got) != 9 {
		t.Errorf("%d calls: %q", len(got), got)
	}
}
