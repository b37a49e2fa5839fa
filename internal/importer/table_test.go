package importer

import (
	"encoding/csv"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// readAll answers the good rows and the reasons for the others.
func readAll(t *testing.T, text string) (good [][]string, bad []badRow) {
	t.Helper()
	in := newTable(strings.NewReader(text))
	for {
		r, err := in.next()
		var b *badRow
		switch {
		case err == io.EOF:
			return good, bad
		case errors.As(err, &b):
			bad = append(bad, *b)
		case err != nil:
			t.Fatal(err)
		default:
			good = append(good, r.fields)
		}
	}
}

func TestTable(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		good [][]string
		bad  map[int]string // line, part of the reason
	}{
		"plain":                    {"a,b\n1,2\n", [][]string{{"a", "b"}, {"1", "2"}}, nil},
		"windows line ends":        {"a,b\r\n1,2\r\n", [][]string{{"a", "b"}, {"1", "2"}}, nil},
		"no end of line":           {"a,b", [][]string{{"a", "b"}}, nil},
		"empty lines":              {"\na\n\n\nb\n", [][]string{{"a"}, {"b"}}, nil},
		"empty fields":             {",,\n", [][]string{{"", "", ""}}, nil},
		"quotes":                   {`"a ""b"", c",d` + "\n", [][]string{{`a "b", c`, "d"}}, nil},
		"a break in a field":       {"\"a\r\nb\",c\n", [][]string{{"a\nb", "c"}}, nil},
		"a quote never closed":     {"a\n\"b,c\nd\n", [][]string{{"a"}, {"d"}}, map[int]string{2: "not closed"}},
		"a bare quote":             {"5\" disk,\"x\"\" y\",a\"b\"\nd\n", [][]string{{"d"}}, map[int]string{1: "quote"}},
		"text after a quote":       {"\"a\"b\nd\n", [][]string{{"d"}}, map[int]string{1: "quote"}},
		"NUL":                      {"a\nb\x00c\nd\n", [][]string{{"a"}, {"d"}}, map[int]string{2: "NUL"}},
		"Latin-1":                  {"a\ncaf\xe9\nd\n", [][]string{{"a"}, {"d"}}, map[int]string{2: "UTF-8"}},
		"a bad line in a long row": {"\"a\nb\x00\nd\n", [][]string{{"d"}}, map[int]string{1: "not closed", 2: "NUL"}},
		"a million columns":        {"a\n" + strings.Repeat(",", 1_000_000) + "\nd\n", [][]string{{"a"}, {"d"}}, map[int]string{2: "longer than"}},
		"a thousand columns":       {"a\n" + strings.Repeat(",", 1_000) + "\nd\n", [][]string{{"a"}, {"d"}}, map[int]string{2: "more than 500 columns"}},
		"a line without end":       {strings.Repeat("x", 3*maxLineBytes), nil, map[int]string{1: "longer than"}},
	} {
		t.Run(name, func(t *testing.T) {
			good, bad := readAll(t, c.text)
			if !reflect.DeepEqual(good, c.good) {
				t.Errorf("rows %q, want %q", good, c.good)
			}
			if len(bad) != len(c.bad) {
				t.Fatalf("bad rows %v, want %v", bad, c.bad)
			}
			for _, b := range bad {
				if want, ok := c.bad[b.line]; !ok || !strings.Contains(b.reason, want) {
					t.Errorf("line %d: %q, want %v", b.line, b.reason, c.bad)
				}
			}
		})
	}
}

// Where the standard library reads the whole of a text, so do we, and the same.
func FuzzTable(f *testing.F) {
	for _, s := range []string{"a,b\n1,2", "\"a\"\"\",\"b\nc\"\n", "\"", "a\"b", "\xff", "\x00", "\r\n,\r\n", "\"a\n\"b\nc"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		good, bad := readAll(t, text)
		if len(bad) > strings.Count(text, "\n")+1 {
			t.Fatalf("%d bad rows in %d lines", len(bad), strings.Count(text, "\n")+1)
		}
		if !utf8.ValidString(text) || strings.ContainsAny(text, "\x00") || strings.Contains(text, "\r") {
			return
		}
		r := csv.NewReader(strings.NewReader(text))
		r.FieldsPerRecord = -1
		want, err := r.ReadAll()
		if err == nil && len(text) < 1000 && strings.Count(text, "\n") < maxRowLines && !reflect.DeepEqual(good, want) && len(good)+len(want) > 0 {
			t.Errorf("%q is read as %q, the standard library reads %q", text, good, want)
		}
	})
}
