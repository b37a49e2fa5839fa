package safehtml

import (
	"bytes"
	"html"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	gmhtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// MaxMarked is the longest text in which marks are read, in bytes; a longer one is shown as it was written. The worst
// that can be built of so much takes 50 ms.
const MaxMarked = 16 << 10

// maxNest is how many lists and quotations within each other are told apart at the start of a line.
const maxNest = 24

// Markdown shows a text as its writer meant it: lists, quotations, code, emphasis and links (CommonMark). Most who write
// to a desk know nothing of marks, so a text without them looks as it was typed: every line stays a line; a backslash, a
// tag and an entity are shown as they are; nothing is a heading; and no mark takes a word away.
func Markdown(text string) HTML {
	text = strings.ToValidUTF8(text, "�")
	if len(text) > MaxMarked || nested(text) {
		return Plain(text)
	}
	var out bytes.Buffer
	if err := marked.Convert([]byte(text), &out); err != nil { // a buffer takes everything
		return Plain(text)
	}
	return HTML(policy.SanitizeBytes(out.Bytes()))
}

// Plain shows a text letter by letter, line by line.
func Plain(text string) HTML {
	text = html.EscapeString(strings.ToValidUTF8(text, "�"))
	text = strings.NewReplacer("\r\n", "<br>", "\n", "<br>", "\r", "<br>").Replace(text)
	return HTML(policy.Sanitize("<p>" + text + "</p>"))
}

// nested reports whether a line begins with more lists and quotations than any that a person wrote.
func nested(text string) bool {
	for line := range strings.Lines(text) {
		begin := len(line) - len(strings.TrimLeft(line, ">-+*.)0123456789 \t"))
		if marks := len(strings.Fields(strings.ReplaceAll(line[:begin], ">", " > "))); marks > maxNest {
			return true
		}
	}
	return false
}

var marked = goldmark.New(
	goldmark.WithParser(parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewListParser(), 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
			util.Prioritized(parser.NewBlockquoteParser(), 800),
			util.Prioritized(paragraph{parser.NewParagraphParser()}, 1000),
		),
		parser.WithInlineParsers(
			util.Prioritized(parser.NewCodeSpanParser(), 100),
			util.Prioritized(parser.NewLinkParser(), 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300),
			util.Prioritized(emphasis{}, 500),
			util.Prioritized(extension.NewLinkifyParser(), 999),
		),
	)),
	goldmark.WithRendererOptions(
		gmhtml.WithHardWraps(),
		gmhtml.WithWriter(literal{}),
		renderer.WithNodeRenderers(util.Prioritized(faithful{}, 1)),
	),
)

// paragraph begins anywhere: a line that is far from the edge is a line all the same, and no code.
type paragraph struct{ parser.BlockParser }

func (paragraph) CanAcceptIndentedLine() bool { return true }

// literal writes text as it is: an escape or an entity is what somebody typed.
type literal struct{}

func (literal) Write(w util.BufWriter, s []byte)       { escape(w, s) }
func (literal) RawWrite(w util.BufWriter, s []byte)    { escape(w, s) }
func (literal) SecureWrite(w util.BufWriter, s []byte) { escape(w, s) }

func escape(w util.BufWriter, s []byte) {
	_, _ = w.WriteString(html.EscapeString(string(s))) // the writer keeps its first error
}

// emphasis reads *so* and _so_, and only around whole words: 5*10*20 is a measure.
type emphasis struct{ marks }

func (emphasis) Trigger() []byte { return []byte{'*', '_'} }

func (e emphasis) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	line, segment := block.PeekLine()
	d := parser.ScanDelimiter(line, before, 1, e.marks)
	if d == nil {
		return nil
	}
	after := ' '
	if d.OriginalLength < len(line) {
		after = util.ToRune(line, d.OriginalLength)
	}
	d.CanOpen = d.CanOpen && d.OriginalLength <= 2 && outside(before)
	d.CanClose = d.CanClose && d.OriginalLength <= 2 && outside(after)
	d.Segment = segment.WithStop(segment.Start + d.OriginalLength)
	block.Advance(d.OriginalLength)
	pc.PushDelimiter(d)
	return d
}

// outside reports whether a letter beside a mark belongs to no word.
func outside(r rune) bool { return util.IsSpaceRune(r) || util.IsPunctRune(r) }

type marks struct{}

func (marks) IsDelimiter(b byte) bool                        { return b == '*' || b == '_' }
func (marks) CanOpenCloser(open, end *parser.Delimiter) bool { return open.Char == end.Char }
func (marks) OnMatch(n int) ast.Node                         { return ast.NewEmphasis(n) }
