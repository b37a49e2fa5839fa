// Package filetext knows what a file says in words, as far as it is text: plain text, tables, logs, pages, mails, JSON,
// XML and office files. It refuses to open what is not (pictures, other archives, PDF), to trust what a file is said to be, and to
// know who may read it.
package filetext

import (
	"bytes"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	utf16 "golang.org/x/text/encoding/unicode"

	"switchboard/internal/core/mail/entity"
	"switchboard/internal/core/mail/reading"
)

// MaxText bounds the words of one file, in bytes of UTF-8. What comes later in the file is not looked at.
const MaxText = 64 << 10

// maxRead bounds the bytes of which words are made: markup and wide letters take more room than what they say.
const maxRead = 4 * MaxText

// Of is what a file says; empty where it is no text. Its name and type are claims of whoever sent it: they only say how text
// is to be read, and bytes that are no text stay unread whatever they are called.
func Of(name, kind string, raw []byte) string {
	if isMail(name, kind) {
		m := reading.Read(raw, reading.Marks{})
		return clipped(m.Subject + "\n" + m.From + "\n" + m.Text)
	}
	if text, ok := office(raw); ok {
		return clipped(text)
	}
	text, ok := decoded(raw[:min(len(raw), maxRead)])
	if !ok {
		return ""
	}
	if isMarkup(name, kind, text) {
		text = shown(text)
	}
	return clipped(text)
}

func isMail(name, kind string) bool {
	return baseType(kind) == "message/rfc822" || strings.EqualFold(path.Ext(name), ".eml")
}

// isMarkup reports whether the tags of a text are not what it says.
func isMarkup(name, kind, text string) bool {
	switch ext := strings.ToLower(path.Ext(name)); ext {
	case ".html", ".htm", ".xhtml", ".xml", ".svg", ".rss":
		return true
	}
	kind = baseType(kind)
	head := strings.ToLower(strings.TrimSpace(text[:min(len(text), 200)]))
	return kind == "text/html" || strings.HasSuffix(kind, "xml") || strings.HasPrefix(head, "<!doctype html") || strings.HasPrefix(head, "<html") || strings.HasPrefix(head, "<?xml")
}

func baseType(kind string) string {
	kind, _, _ = strings.Cut(kind, ";")
	return strings.ToLower(strings.TrimSpace(kind))
}

// decoded makes UTF-8 of bytes, by their mark where they have one; ok is false where they are no text.
func decoded(raw []byte) (text string, ok bool) {
	if bytes.HasPrefix(raw, []byte{0xFF, 0xFE}) || bytes.HasPrefix(raw, []byte{0xFE, 0xFF}) {
		raw, _ = utf16.UTF16(utf16.BigEndian, utf16.UseBOM).NewDecoder().Bytes(raw)
	}
	if len(raw) == 0 || binary(raw) {
		return "", false
	}
	if cut := whole(raw); utf8.Valid(cut) {
		return strings.TrimPrefix(string(cut), "\uFEFF"), true
	}
	return entity.ToUTF8(raw, "windows-1252", &entity.Defects{}), true
}

// binary reports whether bytes are no text in any alphabet: text has no zeros, and hardly another control.
func binary(raw []byte) bool {
	controls := 0
	for _, b := range raw {
		if b == 0 {
			return true
		}
		if b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f' && b != 0x1B {
			controls++
		}
	}
	return controls*100 > len(raw) || bytes.HasPrefix(raw, []byte("%PDF-"))
}

// whole leaves a letter away that the end has cut.
func whole(raw []byte) []byte {
	for back := 1; back <= min(utf8.UTFMax-1, len(raw)); back++ {
		if at := len(raw) - back; utf8.RuneStart(raw[at]) {
			if !utf8.FullRune(raw[at:]) {
				return raw[:at]
			}
			break
		}
	}
	return raw
}

// shown is what a page or a document of tags says, without its tags, programs and styles.
func shown(page string) string {
	var b strings.Builder
	hidden := ""
	z := html.NewTokenizer(strings.NewReader(page))
	for b.Len() < MaxText {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			if hidden == "" {
				b.Write(z.Text())
				b.WriteByte(' ')
			}
		case html.StartTagToken:
			if name, _ := z.TagName(); hidden == "" && (string(name) == "script" || string(name) == "style") {
				hidden = string(name)
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == hidden {
				hidden = ""
			}
		}
	}
	return b.String()
}

// clipped bounds a text and leaves only what can be shown, since databases refuse the rest.
func clipped(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, " "))
	if len(text) > MaxText {
		text = string(whole([]byte(text[:MaxText])))
	}
	return strings.TrimSpace(text)
}
