package entity

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
)

// charsetName is the name that somebody meant: charset="charset=us-ascii" and 'utf-8;' are real.
func charsetName(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	s = strings.TrimPrefix(s, "charset=")
	s, _, _ = strings.Cut(s, " ")
	s, _, _ = strings.Cut(s, "(")
	return strings.Trim(s, `"';,`)
}

// ToUTF8 makes text of bytes. Bytes that do not fit their charset stay readable: what is not UTF-8 is taken for
// windows-1252, in which every byte but five is a character, and nothing is dropped.
func ToUTF8(b []byte, charset string, d *Defects) string {
	switch charset {
	case "", "us-ascii", "ascii", "ansi_x3.4-1968", "utf-8", "utf8", "unicode-1-1-utf-8":
		declared := strings.HasPrefix(charset, "utf") || strings.HasPrefix(charset, "unicode")
		return guess(b, declared, d)
	case "utf-7", "unicode-1-1-utf-7", "x-unicode-2-0-utf-7":
		return string(fromUTF7(b))
	}
	enc := lookup(charset)
	if enc == nil {
		d.Add("unknown charset", charset)
		return guess(b, false, d)
	}
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		d.Add("text that does not fit its charset", charset)
		return guess(b, false, d)
	}
	return string(out)
}

func lookup(charset string) encoding.Encoding {
	if enc, err := htmlindex.Get(charset); err == nil && enc != encoding.Replacement {
		return enc
	}
	if enc, err := ianaindex.MIME.Encoding(charset); err == nil && enc != nil {
		return enc
	}
	switch charset { // names that mailers made up
	case "cp932", "ms932", "x-ms-cp932":
		charset = "shift_jis"
	case "cp936", "ms936":
		charset = "gbk"
	case "cp949", "ks_c_5601", "uhc":
		charset = "euc-kr"
	case "cp950":
		charset = "big5"
	default:
		charset = strings.NewReplacer("cp125", "windows-125", "iso8859", "iso-8859", "iso-8859_", "iso-8859-", "win-", "windows-").Replace(charset)
	}
	enc, err := htmlindex.Get(charset)
	if err != nil || enc == encoding.Replacement {
		return nil
	}
	return enc
}

// guess reads bytes as UTF-8 when they are, and otherwise those that are not, one by one, as windows-1252.
func guess(b []byte, declared bool, d *Defects) string {
	if utf8.Valid(b) {
		return string(b)
	}
	if declared {
		d.Add("text that does not fit its charset", "utf-8")
	} else {
		d.Add("bytes beyond ASCII in no declared charset", "")
	}
	var out strings.Builder
	out.Grow(len(b) + len(b)/8)
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		if r == utf8.RuneError && size == 1 {
			r = charmap.Windows1252.DecodeByte(b[0])
		}
		out.WriteRune(r)
		b = b[size:]
	}
	return out.String()
}
