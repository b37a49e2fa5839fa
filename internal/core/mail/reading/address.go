package reading

import (
	"strings"

	"switchboard/internal/core/mail/entity"
)

const (
	maxIDs = 500
	maxID  = 998 // a line, RFC 5322, 2.1.1
)

// sender is the address in From. Several of them, or none, are a defect; the first counts.
func sender(root *entity.Part, d *entity.Defects) string {
	h := root.Header
	switch n := h.Count("From"); {
	case n == 0:
		d.Add("no sender", "")
		return ""
	case n > 1:
		d.Add("more than one sender", "")
	}
	written := h.Raw("From")
	address := bareAddress(entity.ToUTF8([]byte(written), root.Charset, d)) // an encoded word is a name (RFC 2047, 5)
	if address == "" {                                                      // some mailers encode the address too
		address = bareAddress(entity.Words(written, root.Charset, d))
	}
	if address == "" {
		d.Add("sender without an address", written)
	}
	return address
}

// bareAddress finds the first address in a list as people and programs write it: "Name <a@b>", "a@b (Name)", names
// with commas and no quotes, two addresses without a comma. What stands in quotes or comments is a name, whatever it
// looks like: a name that reads as an address must not become one.
func bareAddress(s string) string {
	plain := withoutNames(s)
	rest := plain
	for {
		open := strings.IndexByte(rest, '<')
		if open < 0 {
			break
		}
		inner, after, closed := strings.Cut(rest[open+1:], ">")
		if a := mailbox(inner); a != "" {
			return a
		}
		if !closed {
			break
		}
		rest = after
	}
	if a := mailbox(plain); a != "" && strings.HasPrefix(a, `"`) {
		return a
	}
	for _, word := range strings.FieldsFunc(plain, func(r rune) bool { return strings.ContainsRune(" \t,;<>", r) }) {
		if a := mailbox(word); a != "" {
			return a
		}
	}
	return ""
}

// withoutNames blanks quoted strings that no "@" follows, and comments.
func withoutNames(s string) string {
	var b strings.Builder
	depth, closes := 0, true
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' && depth == 0 && closes:
			end := closing(s, i)
			closes = end > i                       // when one does not, none after it does
			if end+1 < len(s) && s[end+1] == '@' { // a quoted local part
				b.WriteString(s[i : end+1])
			} else {
				b.WriteByte(' ')
			}
			i = end
		case c == '\\' && depth > 0:
			i++
		case c == '(':
			depth++
			b.WriteByte(' ')
		case c == ')' && depth > 0:
			depth--
		case depth == 0:
			b.WriteByte(c)
		}
	}
	if depth > 0 { // a parenthesis that never closes is no comment
		return strings.NewReplacer("(", " ", ")", " ").Replace(s)
	}
	return b.String()
}

// closing is where the quoted string that opens at i ends; i itself when it does not.
func closing(s string, i int) int {
	for j := i + 1; j < len(s); j++ {
		switch s[j] {
		case '\\':
			j++
		case '"':
			return j
		}
	}
	return i
}

// mailbox is s when it is an address, without a source route and without what may stand in none.
func mailbox(s string) string {
	s = strings.TrimSpace(s)
	s = strings.TrimPrefix(s, "mailto:")
	if strings.HasPrefix(s, "@") { // @relay,@relay:a@b, RFC 5322, 4.4
		if _, after, ok := strings.Cut(s, ":"); ok {
			s = after
		}
	}
	s = strings.Trim(s, "'")
	at := strings.LastIndexByte(s, '@')
	if at < 1 || at == len(s)-1 || len(s) > 320 {
		return ""
	}
	if clean, changed := entity.Clean(s); changed || clean != s || strings.ContainsAny(s[at:], " \t<>\"(),;:\\") && !strings.HasPrefix(s[at:], "@[") {
		return ""
	}
	return s
}

// ids are the message ids in a field, in their order, each once and in angle brackets. Ids that mailers wrote without
// them count too, words around them do not.
func ids(s string) []string {
	out := []string{}
	seen := map[string]bool{}
	add := func(id string) {
		id = "<" + strings.Join(strings.Fields(id), "") + ">"
		if clean, changed := entity.Clean(id); !changed && clean == id && len(id) > 2 && len(id) <= maxID && len(out) < maxIDs && !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	rest := s
	for {
		_, after, ok := strings.Cut(rest, "<")
		if !ok {
			break
		}
		inner, more, closed := strings.Cut(after, ">")
		if !closed {
			break
		}
		add(inner)
		rest = more
	}
	if len(out) == 0 {
		for _, word := range strings.Fields(s) {
			if strings.Contains(strings.Trim(word, "<>"), "@") {
				add(strings.Trim(word, "<>,;"))
			}
		}
	}
	return out
}
