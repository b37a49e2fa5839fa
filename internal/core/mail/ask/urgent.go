package ask

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// pressing are words by which people say that it cannot wait, in English and Spanish.
const pressing = `urgent|urgently|urgente|urgentemente|urgencia|emergency|emergencia|critical|crítico|crítica|critico|critica|asap|a\.s\.a\.p|` +
	`outage|is down|are down|went down|is offline|system down|network down|se cayó|está caído|está caída|están caídos|no hay sistema|fuera de servicio|apagón|caída del sistema|` +
	`major incident|incidente mayor|cannot work at all|nobody can work|no one can work|nadie puede trabajar|right away|immediately|de inmediato|cuanto antes`

// calm takes back what is said next to it.
var calm = regexp.MustCompile(`(?i)(?:\bnot|n['’]t|\bnon|\bno|\bnothing|\bnever|\bnada|\bsin|\bno es|\bno era)[\s-]+(?:(?:so|very|at all|an?|muy|really|tan|una?|es|is|super)\s+)*$`)

// claimed is how much of the words is looked at, in bytes: who cannot wait says so at the beginning.
const claimed = 2000

// Urgent finds the words by which a mail says that it cannot wait (ME-46). Classes are the desk's own names for what no
// mail may be, in any language. Found are the words as they stand there.
func Urgent(subject, text string, classes []string) (found string, ok bool) {
	words := pressing
	for _, c := range classes {
		if c = strings.TrimSpace(c); c != "" && utf8.ValidString(c) {
			words += "|" + regexp.QuoteMeta(c)
		}
	}
	form := regexp.MustCompile(`(?i)(?:^|[^\pL\pN])(` + words + `)(?:$|[^\pL\pN])`)
	for _, s := range []string{subject, text[:min(len(text), claimed)]} {
		for _, at := range form.FindAllStringSubmatchIndex(s, 20) {
			if !calm.MatchString(s[:at[2]]) {
				return s[at[2]:at[3]], true
			}
		}
	}
	return "", false
}

// leastWord is how many letters a word has that says what something is about.
const leastWord = 5

// Mentions reports whether a text speaks of what is called by one of these names: by a word of the name that says something.
func Mentions(text string, names ...string) bool {
	said := map[string]bool{}
	for _, w := range strings.Fields(plain(text[:min(len(text), claimed)])) {
		said[w] = true
	}
	for _, name := range names {
		for _, w := range strings.Fields(plain(name)) {
			if len(w) >= leastWord && said[w] {
				return true
			}
		}
	}
	return false
}
