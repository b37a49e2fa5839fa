package importer

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Bounds of one row, so that no file makes us hold more than this of it at once.
const (
	maxLineBytes = 256 << 10
	maxColumns   = 500
	maxRowLines  = 200 // of a row whose quoted fields hold line breaks
)

// table reads rows of comma-separated values (RFC 4180) from a stream. A row that cannot be read is a badRow, and the
// next call goes on with the line after it, so that one opened quote does not swallow the rest of the file.
type table struct {
	in    *bufio.Reader
	line  int    // lines read from in
	ahead []line // lines read, and given back
	cut   bool   // the last line had no end
}

// line is one line of the file; bad says why it is no text.
type line struct {
	n    int
	text string
	bad  *badRow
}

// row is one record with the line on which it begins, counted from 1.
type row struct {
	line   int
	fields []string
}

// badRow says why a row was left out.
type badRow struct {
	line   int
	reason string
	cut    bool // the file ends in it
}

func (b *badRow) Error() string { return fmt.Sprintf("line %d: %s", b.line, b.reason) }

func newTable(r io.Reader) *table {
	return &table{in: bufio.NewReaderSize(r, maxLineBytes)}
}

// next answers the next row, a *badRow, or io.EOF. Empty lines are no rows.
func (t *table) next() (row, error) {
	for {
		l, err := t.nextLine()
		switch {
		case err != nil:
			return row{}, err
		case l.bad != nil:
			return row{}, l.bad
		case l.text == "":
			continue
		case strings.Count(l.text, `"`)%2 == 0:
			return parse(l)
		}
		return t.parseLong(l)
	}
}

func parse(l line) (row, error) {
	fields, err := split(l.text)
	if err != nil {
		return row{}, &badRow{line: l.n, reason: err.Error()}
	}
	return row{l.n, fields}, nil
}

// parseLong reads on until the quotes of the row are closed. Where they never are, only its first line is given up.
func (t *table) parseLong(first line) (row, error) {
	long := first
	var more []line
	for len(more) < maxRowLines && len(long.text) < maxLineBytes {
		l, err := t.nextLine()
		if err == io.EOF {
			break
		}
		if err != nil {
			return row{}, err
		}
		more = append(more, l)
		if l.bad != nil {
			break
		}
		long.text += "\n" + l.text
		if strings.Count(l.text, `"`)%2 == 0 {
			continue
		}
		if r, err := parse(long); err == nil {
			return r, nil
		}
		break
	}
	t.ahead = append(more, t.ahead...)
	return row{}, &badRow{line: first.n, reason: "a quote is opened and not closed"}
}

// nextLine answers a line without its end.
func (t *table) nextLine() (line, error) {
	if len(t.ahead) > 0 {
		l := t.ahead[0]
		t.ahead = t.ahead[1:]
		return l, nil
	}
	b, err := t.in.ReadSlice('\n')
	if err != nil && err != bufio.ErrBufferFull && (err != io.EOF || len(b) == 0) {
		return line{}, err
	}
	t.line++
	l := line{n: t.line}
	if err == bufio.ErrBufferFull {
		l.bad = &badRow{line: l.n, reason: fmt.Sprintf("longer than %d KB; a quote or a line end is missing", maxLineBytes>>10)}
		return l, t.skipLine()
	}
	t.cut = err == io.EOF
	b = bytes.TrimSuffix(bytes.TrimSuffix(b, []byte("\n")), []byte("\r"))
	switch {
	case bytes.IndexByte(b, 0) >= 0:
		l.bad = &badRow{line: l.n, reason: "NUL bytes, which no text has; was the file damaged on the way?"}
	case !utf8.Valid(b):
		l.bad = &badRow{line: l.n, reason: "not UTF-8; export the file as UTF-8, not as Windows-1252 or Latin-1"}
	}
	l.text = string(b)
	return l, nil
}

// skipLine reads to the end of a line that is too long to hold.
func (t *table) skipLine() error {
	for {
		_, err := t.in.ReadSlice('\n')
		switch err {
		case bufio.ErrBufferFull:
			continue
		case nil:
			return nil
		case io.EOF:
			t.cut = true
			return nil
		}
		return err
	}
}

var (
	errQuote   = errors.New("a quote stands in the middle of a field; write fields that hold quotes as \"...\"\"...\"")
	errColumns = fmt.Errorf("more than %d columns", maxColumns)
)

// split cuts a row into its fields.
func split(text string) ([]string, error) {
	if strings.Count(text, ",") >= maxColumns && strings.IndexByte(text, '"') < 0 {
		return nil, errColumns
	}
	var fields []string
	for {
		field, rest, more, err := cutField(text)
		if err != nil {
			return nil, err
		}
		if fields = append(fields, field); len(fields) > maxColumns {
			return nil, errColumns
		}
		if !more {
			return fields, nil
		}
		text = rest
	}
}

// cutField takes the first field off text; more tells that a comma followed it.
func cutField(text string) (field, rest string, more bool, err error) {
	if !strings.HasPrefix(text, `"`) {
		field, rest, more = strings.Cut(text, ",")
		if strings.IndexByte(field, '"') >= 0 {
			return "", "", false, errQuote
		}
		return field, rest, more, nil
	}
	text = text[1:]
	for {
		i := strings.IndexByte(text, '"')
		if i < 0 {
			return "", "", false, errQuote
		}
		field += text[:i]
		text = text[i+1:]
		if !strings.HasPrefix(text, `"`) {
			break
		}
		field, text = field+`"`, text[1:]
	}
	if text == "" {
		return field, "", false, nil
	}
	if text[0] != ',' {
		return "", "", false, errQuote
	}
	return field, text[1:], true, nil
}
