package sqldb

import "strings"

// Clip makes s fit for a TEXT column: at most max bytes, valid UTF-8 and without NUL, which PostgreSQL refuses. It is
// for texts that are not ours, such as errors; what a person wrote is refused by a door, not clipped.
func Clip(s string, max int) string {
	s = s[:min(len(s), max)]
	return strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", "")
}
