// Package sheet makes texts safe for spreadsheets. It refuses to know what the cells are about and how rows are written
// (encoding/csv).
package sheet

import (
	"strings"
	"unicode/utf8"
)

// Cell is a text that no spreadsheet takes for a formula: one that begins with = + - @, or with a tab or a line break that
// some programs pass over, gets an apostrophe before it (DESIGN 9.4).
func Cell(s string) string {
	if Begins(s) {
		return "'" + s
	}
	return s
}

// Begins reports whether a spreadsheet might calculate a text.
func Begins(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", r) // full-width signs are formulas too in some languages
}

// Row makes every cell safe.
func Row(cells ...string) []string {
	for i, c := range cells {
		cells[i] = Cell(c)
	}
	return cells
}
