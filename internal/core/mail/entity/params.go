package entity

import (
	"strconv"
	"strings"
)

const (
	maxParams   = 100
	maxSegments = 100 // of one parameter, RFC 2231, section 3
)

// parameters parses a field of the form "value; name=value; ...". Real ones lack semicolons and quotes, repeat
// themselves and hold spaces where none may be: what a reader would understand is what it answers. Names are in lower
// case, continuations joined and RFC 2231 charsets decoded.
func parameters(s string, d *Defects) (value string, params map[string]string) {
	value, rest := untilAny(s, ";")
	value = strings.TrimSpace(stripComment(value))
	if first, more, found := strings.Cut(value, " "); found && strings.Contains(more, "=") { // application/pdf name="x.pdf"
		value, rest = first, more+";"+rest
	}
	params = map[string]string{}
	segments := map[string]string{}
	for range maxParams {
		rest = strings.TrimLeft(rest, "; \t")
		if rest == "" {
			break
		}
		name, after, found := cutName(rest)
		if !found {
			_, rest = untilAny(rest, ";")
			continue
		}
		var v string
		v, rest = paramValue(after)
		switch {
		case name == "":
		case strings.Contains(name, "*"):
			if _, twice := segments[name]; !twice {
				segments[name] = v
			}
		case params[name] == "":
			params[name] = v
		}
	}
	join(params, segments, d)
	return value, params
}

// cutName takes "name=" off the front; there is none when a semicolon comes first.
func cutName(s string) (name, rest string, ok bool) {
	i := strings.IndexAny(s, "=;")
	if i < 0 || s[i] == ';' {
		return "", "", false
	}
	name = strings.ToLower(strings.TrimSpace(stripComment(s[:i])))
	return strings.TrimPrefix(name, "="), s[i+1:], true
}

// paramValue takes a value off the front: in quotes with escapes, or bare up to the semicolon, spaces and all. A bare
// value that is followed by another "name=" without a semicolon ends before it.
func paramValue(s string) (value, rest string) {
	s = strings.TrimLeft(s, " \t")
	if strings.HasPrefix(s, `"`) {
		return quoted(s[1:])
	}
	bare, rest := untilAny(s, ";")
	if i := strings.IndexByte(bare, '='); i > 0 && !strings.HasPrefix(bare, "=?") {
		if j := strings.LastIndexAny(bare[:i], " \t"); j > 0 && token(strings.TrimRight(bare[j+1:i], "*")) {
			bare, rest = bare[:j], bare[j:]+rest
		}
	}
	return strings.TrimRight(strings.TrimSpace(bare), `"`), rest
}

func quoted(s string) (value, rest string) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return b.String(), s[i+1:]
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == '"' || s[i+1] == '\\'):
			i++
		}
		b.WriteByte(s[i]) // another backslash is one of a path, written by a program that escapes nothing
	}
	value, rest = untilAny(s, ";") // the quote never ends: it ends where the parameter does
	return strings.TrimSpace(value), rest
}

// join puts continued and extended parameters together: name*0*=charset'language'text; name*1=text.
func join(params, segments map[string]string, d *Defects) {
	for key := range segments {
		name, _, _ := strings.Cut(key, "*")
		whole, ok := segments[name+"*"]
		encoded := []byte(nil)
		charset := ""
		if ok {
			charset, encoded = extended(whole)
		} else {
			for i := range maxSegments {
				at := name + "*" + strconv.Itoa(i)
				if v, ok := segments[at+"*"]; ok && i == 0 {
					charset, encoded = extended(v)
				} else if ok {
					encoded = append(encoded, percent(v)...)
				} else if v, ok := segments[at]; ok {
					encoded = append(encoded, v...)
				} else {
					break
				}
			}
		}
		if encoded != nil {
			params[name] = ToUTF8(encoded, charset, d)
		}
	}
}

// extended splits charset'language'text; both may be missing, and so may the quotes.
func extended(v string) (charset string, text []byte) {
	if charset, rest, ok := strings.Cut(v, "'"); ok {
		if _, text, ok := strings.Cut(rest, "'"); ok {
			return charsetName(charset), percent(text)
		}
	}
	return "", percent(v)
}

func percent(s string) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if c, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				out = append(out, byte(c))
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return out
}

func untilAny(s, chars string) (before, after string) {
	if i := strings.IndexAny(s, chars); i >= 0 {
		return s[:i], s[i+1:]
	}
	return s, ""
}

// stripComment drops what stands in parentheses; one that never closes goes on to the end.
func stripComment(s string) string {
	if strings.IndexByte(s, '(') < 0 {
		return s
	}
	var out strings.Builder
	for s != "" {
		before, rest, _ := strings.Cut(s, "(")
		out.WriteString(before)
		out.WriteByte(' ')
		_, s, _ = strings.Cut(rest, ")")
	}
	return out.String()
}
