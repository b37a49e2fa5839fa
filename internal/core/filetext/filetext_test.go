package filetext_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"switchboard/internal/core/filetext"
)

func TestOf(t *testing.T) {
	for _, c := range []struct{ name, kind, raw, want string }{
		{"log.txt", "text/plain", "ORA-12514 at 09:14\r\n", "ORA-12514 at 09:14"},
		{"people.csv", "text/csv", "name;room\nDana;12", "name;room\nDana;12"},
		{"state.json", "application/json", `{"host": "PRT-7"}`, `{"host": "PRT-7"}`},
		{"page.html", "text/html", "<p>Out of <b>toner</b></p><script>hide()</script><style>p{}</style>", "Out of  toner"},
		{"feed", "application/xml", "<?xml version='1.0'?><a><b>Lamp</b></a>", "Lamp"},
		{"x.eml", "", "From: dana@example.gov\r\nSubject: Badge\r\n\r\nIt does not open", "Badge\ndana@example.gov\nIt does not open"},
		{"old.txt", "text/plain", "caf\xe9 al lado", "café al lado"},
		{"wide.txt", "text/plain", "\xff\xfeh\x00\xed\x00", "hí"},
		{"marked.txt", "text/plain", "\xef\xbb\xbfhi", "hi"},
		{"not.txt", "text/plain", "PK\x03\x04\x00\x00", ""},
		{"form.txt", "text/plain", "%PDF-1.7 words", ""},
		{"picture.png", "image/png", "\x89PNG\r\n\x1a\n\x00", ""},
		{"empty", "", "", ""},
	} {
		got := filetext.Of(c.name, c.kind, []byte(c.raw))
		if strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(c.want), " ") {
			t.Errorf("%s says %q, want %q", c.name, got, c.want)
		}
	}
}

// However long the file is, and wherever the bound cuts it, what it says is bounded and whole letters.
func TestLong(t *testing.T) {
	for _, letter := range []string{"a", "é", "€", "😀"} {
		for lead := range 4 {
			got := filetext.Of("a.log", "", []byte(strings.Repeat("x", lead)+strings.Repeat(letter, 300<<10)))
			if len(got) > filetext.MaxText || len(got) < filetext.MaxText-4 || !utf8.ValidString(got) || strings.ContainsRune(got, utf8.RuneError) || strings.Contains(got, "Ã") {
				t.Errorf("%d bytes of %q after %d", len(got), letter, lead)
			}
		}
	}
}

// Any bytes under any name make bounded UTF-8 without the zeros that databases refuse.
func FuzzOf(f *testing.F) {
	f.Add("a.html", "text/html", []byte("<p>x<script>"))
	f.Add("a.eml", "message/rfc822", []byte("Subject: x\n\ny"))
	f.Add("a", "", []byte("\xfe\xff\xd8\x00"))
	f.Fuzz(func(t *testing.T, name, kind string, raw []byte) {
		got := filetext.Of(name, kind, raw)
		if len(got) > filetext.MaxText || !utf8.ValidString(got) || strings.ContainsRune(got, 0) {
			t.Errorf("%q", got)
		}
	})
}
