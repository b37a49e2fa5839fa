package filter

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"switchboard/internal/fault"
)

// token is one term as it is written.
type token struct {
	at     int // column, counted in characters from 1
	not    bool
	name   string // of a field, as written; empty for words
	op     string // : < <= > >=
	pieces []piece
}

// piece is one value, or the words themselves. A quoted piece is never a list, a range or a shorthand.
type piece struct {
	at     int
	text   string
	quoted bool
}

// scanner walks the characters of a filter.
type scanner struct {
	text []rune
	at   int
}

func (s *scanner) more() bool { return s.at < len(s.text) }

func (s *scanner) peek() rune {
	if !s.more() {
		return 0
	}
	return s.text[s.at]
}

func (s *scanner) column() int { return s.at + 1 }

func (s *scanner) space() {
	for s.more() && unicode.IsSpace(s.peek()) {
		s.at++
	}
}

// tokens parts a text into its terms. Errors: Invalid, with the column.
func tokens(text string) ([]token, error) {
	if len(text) > MaxLength {
		return nil, fault.New(fault.Invalid, "a filter has at most %d characters; this has %d", MaxLength, len(text))
	}
	if !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) && !unicode.IsSpace(r) || r == utf8.RuneError }) {
		return nil, fault.New(fault.Invalid, "this is not valid UTF-8 text")
	}
	var out []token
	s := scanner{text: []rune(text)}
	for s.space(); s.more(); s.space() {
		if len(out) == MaxTerms {
			return nil, fault.New(fault.Invalid, "column %d: a filter has at most %d terms", s.column(), MaxTerms)
		}
		t, err := s.token()
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

func (s *scanner) token() (token, error) {
	t := token{at: s.column()}
	if s.peek() == '-' && s.at+1 < len(s.text) && !unicode.IsSpace(s.text[s.at+1]) {
		t.not = true
		s.at++
	}
	var end int
	if t.name, t.op, end = s.head(); t.op == "" {
		p, err := s.piece(false)
		t.pieces = []piece{p}
		return t, err
	}
	s.at = end
	for {
		if len(t.pieces) == MaxValues {
			return t, fault.New(fault.Invalid, "column %d: a list has at most %d values", s.column(), MaxValues)
		}
		p, err := s.piece(true)
		if err != nil {
			return t, err
		}
		if p.text == "" {
			return t, fault.New(fault.Invalid, "column %d: a value is missing after %q", p.at, t.name+t.op)
		}
		t.pieces = append(t.pieces, p)
		if s.peek() != ',' {
			return t, nil
		}
		s.at++
	}
}

// head looks for "name:" and its like at the present place. What follows no name is a word: "10:30", "http://x".
func (s *scanner) head() (name, op string, end int) {
	i := s.at
	for i < len(s.text) && (unicode.IsLetter(s.text[i]) || s.text[i] == '_') {
		i++
	}
	if i == s.at || i == len(s.text) || !strings.ContainsRune(":<>", s.text[i]) {
		return "", "", 0
	}
	rest := s.text[i:]
	op = string(rest[0])
	if len(rest) > 1 && rest[1] == '=' && op != ":" {
		op += "="
	}
	if op == ":" && len(rest) > 2 && rest[1] == '/' && rest[2] == '/' {
		return "", "", 0
	}
	return string(s.text[s.at:i]), op, i + len(op)
}

// piece reads one value, or one word or phrase. In quotes a backslash takes the next character as it is.
func (s *scanner) piece(inList bool) (piece, error) {
	p := piece{at: s.column()}
	if s.peek() != '"' {
		from := s.at
		for s.more() && !unicode.IsSpace(s.peek()) && !(inList && s.peek() == ',') {
			s.at++
		}
		p.text = string(s.text[from:s.at])
		return p, nil
	}
	p.quoted = true
	s.at++
	var b strings.Builder
	for s.more() && s.peek() != '"' {
		if s.peek() == '\\' && s.at+1 < len(s.text) {
			s.at++
		}
		b.WriteRune(s.peek())
		s.at++
	}
	if !s.more() {
		return p, fault.New(fault.Invalid, "column %d: the quotation mark is not closed", p.at)
	}
	s.at++
	p.text = b.String()
	return p, nil
}
