package entity

import (
	"bytes"
	"strings"
)

// Words decodes the encoded words of a header field (RFC 2047). Neighbours in one charset are joined before they are
// decoded, since real ones are cut in the middle of a character. charset is what raw bytes beyond ASCII are written in
// when they are not UTF-8; "" for unknown.
func Words(s, charset string, d *Defects) string {
	if !strings.Contains(s, "=?") {
		return rawWord(s, charset, d)
	}
	var out strings.Builder
	var run []byte // decoded bytes of neighbours
	runCharset := ""
	flush := func() {
		if len(run) > 0 {
			out.WriteString(ToUTF8(run, runCharset, d))
			run = run[:0]
		}
	}
	for s != "" {
		before, word, after, found := nextWord(s)
		if gap := strings.TrimSpace(before); gap != "" || !found || len(run) == 0 {
			flush()
			out.WriteString(rawWord(before, charset, d))
		}
		if !found {
			break
		}
		if word.charset != runCharset {
			flush()
			runCharset = word.charset
		}
		run = append(run, word.text...)
		s = after
	}
	flush()
	return out.String()
}

func rawWord(s, charset string, d *Defects) string {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return ToUTF8([]byte(s), charset, d)
		}
	}
	return s
}

type encodedWord struct {
	charset string
	text    []byte
}

// nextWord finds =?charset*language?encoding?text?=. Text with spaces in it is accepted: mailers write it.
func nextWord(s string) (before string, w encodedWord, after string, found bool) {
	from := 0
	for range 200 {
		i := strings.Index(s[from:], "=?")
		if i < 0 {
			break
		}
		at := from + i
		from = at + 2
		parts := strings.SplitN(s[from:min(len(s), from+4096)], "?", 3)
		if len(parts) < 3 || len(parts[1]) != 1 || !token(parts[0]) {
			continue
		}
		end := strings.Index(parts[2], "?=")
		if end < 0 {
			continue
		}
		text, ok := wordText(parts[1], parts[2][:end])
		if !ok {
			continue
		}
		charset, _, _ := strings.Cut(parts[0], "*") // RFC 2231, section 5
		length := len(parts[0]) + 1 + len(parts[1]) + 1 + end + len("?=")
		return s[:at], encodedWord{charsetName(charset), text}, s[from+length:], true
	}
	return s, w, "", false
}

func wordText(encoding, text string) ([]byte, bool) {
	switch encoding {
	case "B", "b":
		var out []byte
		decodeBase64([]byte(text), func(b []byte) bool { out = append(out, b...); return true })
		return out, true
	case "Q", "q":
		var out []byte
		decodeQuoted(bytes.ReplaceAll([]byte(text), []byte("_"), []byte("=20")), func(b []byte) bool { out = append(out, b...); return true })
		return out, true
	}
	return nil, false
}
