package desk

import (
	"regexp"
	"strings"
)

// What in the words of an error may be a key: who signs in before an address, what is asked of one, and what is long and
// means nothing.
var (
	signInOf = regexp.MustCompile(`(\w+://)[^\s/@"']*@`)
	askedOf  = regexp.MustCompile(`(\w+://[^\s?"']*)\?[^\s"']*`)
	keyed    = regexp.MustCompile(`(?i)\b(password|passwd|secret|token|key|authorization|bearer|basic)(\s*[:=]\s*|\s+)\S+`)
	opaque   = regexp.MustCompile(`[A-Za-z0-9_+=-]{32,}`)
)

// withoutSecrets is the first line of an error as it may be shown: what could be a key is left out, and so is the trace of a
// panic. It leaves out too much rather than too little.
func withoutSecrets(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	s = signInOf.ReplaceAllString(s, "${1}…@")
	s = askedOf.ReplaceAllString(s, "${1}?…")
	s = keyed.ReplaceAllString(s, "${1}${2}…")
	return remark(opaque.ReplaceAllString(s, "…"))
}
