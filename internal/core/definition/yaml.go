package definition

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Bounds of a definition. The largest shipped one has about 20 KB, 3,000 tokens and a depth of 6. The YAML parser's
// time grows with the square of the tokens; at the bound it is a fifth of a second.
const (
	maxBytes  = 512 << 10
	maxTokens = 30_000
	maxDepth  = 24
	maxIndent = 120 // leading spaces and dashes of one line; bounds the parser's recursion before it begins
)

// node is YAML without its surprises: a scalar is its own text ("2451" and "0042" stay what they are, "yes" is no
// boolean), a mapping keeps its order, and every part knows its place.
type node struct {
	pos     Pos
	kind    kind
	text    string // of a scalar
	entries []entry
	items   []*node
}

type entry struct {
	key   string
	pos   Pos
	value *node
}

type kind string

const (
	empty   kind = "nothing"
	scalar  kind = "a value"
	list    kind = "a list"
	mapping kind = "a block of names and values"
)

// placed is an error with a place.
type placed struct {
	Pos
	text string
}

func (e *placed) Error() string { return e.text }

func at(tk *token.Token, format string, args ...any) error {
	e := &placed{text: fmt.Sprintf(format, args...)}
	if tk != nil && tk.Position != nil {
		e.Pos = Pos{tk.Position.Line, tk.Position.Column}
	}
	return e
}

// readYAML reads the documents of a file, at least one. Anchors, aliases, tags and merge keys are refused: the file is meant to be published
// as it stands, so everything is written where it holds, and no short text can grow into a large one.
func readYAML(data []byte) (docs []*node, err error) {
	data = bytes.TrimPrefix(data, []byte("\uFEFF")) // some editors begin a file with a byte order mark
	if err := bounded(data); err != nil {
		return nil, err
	}
	// The YAML parser is not ours and reads what strangers upload: a fault in it must refuse one file, not end the
	// process.
	defer func() {
		if r := recover(); r != nil {
			docs, err = nil, &placed{Pos{1, 1}, "this is not YAML that can be read; compare it with a shipped definition"}
		}
	}()
	tokens := lexer.Tokenize(string(data))
	if err := plain(tokens); err != nil {
		return nil, err
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		var bad yaml.Error
		if errors.As(err, &bad) {
			return nil, at(bad.GetToken(), "this is not valid YAML: %s", bad.GetMessage())
		}
		return nil, &placed{Pos{1, 1}, "this is not valid YAML"}
	}
	for _, d := range file.Docs {
		if d.Body == nil || d.Body.Type() == ast.CommentType {
			continue
		}
		doc, err := convert(d.Body, 0)
		if err != nil {
			return nil, err
		}
		docs = append(docs, doc)
	}
	if len(docs) == 0 {
		return nil, &placed{Pos{1, 1}, "the file is empty; begin with \"desk:\" and its name"}
	}
	return docs, nil
}

// bounded refuses what would cost too much to look at.
func bounded(data []byte) error {
	if len(data) > maxBytes {
		return &placed{Pos{1, 1}, fmt.Sprintf("the file is too large; a definition may have %d bytes", maxBytes)}
	}
	if !utf8.Valid(data) {
		line := 1 + bytes.Count(data[:firstInvalid(data)], []byte("\n"))
		return &placed{Pos{line, 1}, "this line is not UTF-8; save the file as UTF-8"}
	}
	for i, line := range bytes.Split(data, []byte("\n")) {
		if j := bytes.IndexFunc(line, func(r rune) bool { return r < ' ' && r != '\t' && r != '\r' || r == 0x7f }); j >= 0 {
			return &placed{Pos{i + 1, j + 1}, "there is a control character here; remove it"}
		}
		if len(line)-len(bytes.TrimLeft(line, " -?:\t")) > maxIndent {
			return &placed{Pos{i + 1, 1}, fmt.Sprintf("this line begins more than %d columns in; a definition is never so deep", maxIndent)}
		}
	}
	return nil
}

func firstInvalid(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(data)
}

// plain refuses the parts of YAML that a definition does not need, and flow nesting beyond maxDepth, before the
// recursive parser sees them.
func plain(tokens token.Tokens) error {
	if len(tokens) > maxTokens {
		return at(tokens[maxTokens], "a definition may have %d words and signs; this one has %d", maxTokens, len(tokens))
	}
	depth := 0
	for _, tk := range tokens {
		switch tk.Type {
		case token.AnchorType, token.AliasType, token.MergeKeyType:
			return at(tk, "anchors and aliases (& and *) are not used in a definition; write the value out, or quote the text")
		case token.TagType:
			return at(tk, "tags (!) are not used in a definition; quote the text if it begins with !")
		case token.DirectiveType, token.MappingKeyType:
			return at(tk, "%q is not used in a definition; quote the text", strings.TrimSpace(tk.Value))
		case token.MappingStartType, token.SequenceStartType:
			if depth++; depth > maxDepth {
				return at(tk, "brackets are nested more than %d deep", maxDepth)
			}
		case token.MappingEndType, token.SequenceEndType:
			depth--
		}
	}
	return nil
}

func convert(in ast.Node, depth int) (*node, error) {
	if depth > maxDepth {
		return nil, at(in.GetToken(), "this is nested more than %d deep", maxDepth)
	}
	switch in := in.(type) {
	case *ast.MappingNode:
		return convertMapping(in.Values, in.GetToken(), depth)
	case *ast.MappingValueNode:
		return convertMapping([]*ast.MappingValueNode{in}, in.Key.GetToken(), depth)
	case *ast.SequenceNode:
		out := &node{pos: place(in.GetToken()), kind: list}
		for _, v := range in.Values {
			item, err := convert(v, depth+1)
			if err != nil {
				return nil, err
			}
			out.items = append(out.items, item)
		}
		return out, nil
	case *ast.NullNode:
		return &node{pos: place(in.GetToken()), kind: empty}, nil
	case *ast.LiteralNode:
		return &node{pos: place(in.Start), kind: scalar, text: strings.TrimSpace(in.Value.Value)}, nil
	case *ast.StringNode:
		return &node{pos: place(in.Token), kind: scalar, text: in.Value}, nil
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return &node{pos: place(in.GetToken()), kind: scalar, text: in.GetToken().Value}, nil
	default:
		return nil, at(in.GetToken(), "a %s is not used in a definition", strings.ToLower(in.Type().String()))
	}
}

func convertMapping(values []*ast.MappingValueNode, start *token.Token, depth int) (*node, error) {
	out := &node{pos: place(start), kind: mapping}
	first := map[string]Pos{}
	for _, v := range values {
		tk := v.Key.GetToken()
		key := tk.Value
		if before, twice := first[key]; twice {
			return nil, at(tk, "%q stands here a second time, first on line %d; keep one of the two", key, before.Line)
		}
		first[key] = place(tk)
		value, err := convert(v.Value, depth+1)
		if err != nil {
			return nil, err
		}
		out.entries = append(out.entries, entry{key, place(tk), value})
	}
	if len(out.entries) > 0 {
		out.pos = out.entries[0].pos
	}
	return out, nil
}

func place(tk *token.Token) Pos {
	if tk == nil || tk.Position == nil {
		return Pos{}
	}
	return Pos{tk.Position.Line, tk.Position.Column}
}
