package reply

import (
	"slices"
	"strings"
)

// The frame of a text that is signed and still readable (RFC 9580, 7).
const (
	armourBegin = "-----BEGIN PGP SIGNED MESSAGE-----"
	armourSign  = "-----BEGIN PGP SIGNATURE-----"
	armourEnd   = "-----END PGP SIGNATURE-----"
)

// unframed takes the frame of a signature off the words, and gives lines that begin with a dash their own beginning back.
// What is not framed to the end stays as it is.
func unframed(lines []string) []string {
	begin := slices.Index(lines, armourBegin)
	if begin < 0 {
		return lines
	}
	sign := slices.Index(lines[begin:], armourSign)
	if sign < 0 {
		return lines
	}
	sign += begin
	end := slices.Index(lines[sign:], armourEnd)
	if end < 0 {
		return lines
	}
	words := lines[begin+1 : sign]
	if head := slices.Index(words, ""); head >= 0 { // which hash was taken
		words = words[head+1:]
	}
	out := slices.Clone(lines[:begin])
	for _, line := range words {
		out = append(out, strings.TrimPrefix(line, "- "))
	}
	return append(out, lines[sign+end+1:]...)
}
