package wording

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// source is what the program's code says of messages.
type source struct {
	literals map[string]bool // every text in the code
	calls    []messageCall
}

// messageCall is a call of T or N whose key stands in the code.
type messageCall struct {
	key, at  string
	number   bool     // N, which fills {n} by itself
	args     []string // the names that are given
	complete bool     // all names could be read
}

var keyForm = regexp.MustCompile(`^[a-z]+(\.[a-z_]+)+$`)

// Every key that the code uses is in the catalogue and gets the arguments it takes, and the catalogue holds no key that is
// not used. A key put together from data counts as used when its beginning ("state.") or its end (".do") stands in the code.
func TestKeysAndCodeAgree(t *testing.T) {
	c := loaded(t)
	code := read(t, filepath.Join("..", "..", ".."))
	known := map[string]bool{}
	for _, key := range c.Keys(English) {
		known[key] = true
	}
	for _, call := range code.calls {
		if !known[call.key] {
			t.Errorf("%s: %q is in no catalogue", call.at, call.key)
			continue
		}
		want := c.Args(English, call.key)
		if call.number {
			want = slices.DeleteFunc(want, func(name string) bool { return name == "n" })
		}
		slices.Sort(call.args)
		if call.complete && !strings.HasPrefix(call.key, "date.") && !slices.Equal(slices.Compact(call.args), want) {
			t.Errorf("%s: %q takes %v, is given %v", call.at, call.key, want, call.args)
		}
	}
	for key := range known {
		if !code.uses(key) {
			t.Errorf("%q is used nowhere", key)
		}
	}
}

func (s source) uses(key string) bool {
	if s.literals[key] {
		return true
	}
	for i, r := range key {
		if r == '.' && (s.literals[key[:i+1]] || s.literals[key[:i]] && s.literals[key[i:]]) {
			return true
		}
	}
	return false
}

func read(t *testing.T, root string) source {
	t.Helper()
	s := source{literals: map[string]bool{}}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && slices.Contains([]string{".git", "node_modules", "bin", ".cache", "data"}, entry.Name()) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		return s.readFile(path)
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *source) readFile(path string) error {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, nil, 0)
	if err != nil {
		return err
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if text, ok := textOf(n); ok {
			s.literals[text] = true
		}
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) == 0 {
			return true
		}
		selector, ok := call.Fun.(*ast.SelectorExpr)
		key, isText := textOf(call.Args[0])
		if !ok || !isText || !keyForm.MatchString(key) || selector.Sel.Name != "T" && selector.Sel.Name != "N" {
			return true
		}
		s.calls = append(s.calls, callOf(call, key, selector.Sel.Name == "N", set.Position(call.Pos()).String()))
		return true
	})
	return nil
}

func callOf(call *ast.CallExpr, key string, number bool, at string) messageCall {
	m := messageCall{key: key, at: at, number: number, complete: call.Ellipsis == token.NoPos}
	first := 1
	if number {
		first = 2
	}
	for i := first; i < len(call.Args); i += 2 {
		name, ok := textOf(call.Args[i])
		m.complete = m.complete && ok
		m.args = append(m.args, name)
	}
	return m
}

func textOf(n ast.Node) (string, bool) {
	literal, ok := n.(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(literal.Value)
	return text, err == nil
}
