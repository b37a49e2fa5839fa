package entity

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const maxName = 200 // bytes of a file name

// Filename makes of what a mail calls a file a name that is fit to be shown and to be saved under: no folders, nothing
// invisible, nothing that reverses the order of reading, no dots or spaces at the end. A mail that says ".." names
// nothing. (DESIGN, 9.3: normalise first, check last.)
func Filename(s string) string {
	s, _ = Clean(s)
	if i := strings.LastIndexAny(s, `/\`); i >= 0 {
		s = s[i+1:]
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r):
			return -1
		case strings.ContainsRune(`<>:"|?*`, r):
			return '_'
		}
		return r
	}, s)
	s = strings.Trim(s, " .\u00a0")
	if len(s) > maxName {
		s = shorten(s)
	}
	return s
}

// shorten keeps the extension, by which people tell what a file is.
func shorten(s string) string {
	ext := ""
	if dot := strings.LastIndexByte(s, '.'); dot >= 0 && len(s)-dot <= 20 {
		ext = s[dot:]
	}
	cut := maxName - len(ext)
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return strings.TrimRight(s[:cut], " .") + ext
}

// Clean makes one line of s that is safe to show: line ends and other control characters become spaces, and what would
// reverse the order of reading is dropped. It tells whether it changed anything but spaces at the ends.
func Clean(s string) (string, bool) {
	s = strings.TrimSpace(strings.ToValidUTF8(s, "�"))
	out := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), r == '\u2028', r == '\u2029':
			return ' '
		case bidi(r):
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(out), out != s
}

// bidi are the characters that embed, override or isolate a direction (UAX 9).
func bidi(r rune) bool {
	return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\u200e' || r == '\u200f' || r == '\u061c'
}
