package compose

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"switchboard/internal/core/people"
	"switchboard/internal/core/view"
	"switchboard/internal/fault"
)

// Bounds of saved replies.
const (
	MaxName  = 80 // characters
	MaxBody  = 16 << 10
	MaxSaved = 500 // of one person, of one team, or of the desk
	maxValue = 300 // characters of what stands in for a variable
)

// SavedReply is a text that is kept for use. What it says of a ticket stands in it as {{variables}}.
type SavedReply struct {
	ID       int64
	Audience view.Audience
	Owner    people.ID // who made it
	Team     string    // whose it is, where it is a team's
	Name     string
	En, Es   string // at least one of them
	Verb     string // the form that it is for: reply, ask or resolve; empty: any
	Method   string // with resolve
	Code     string // with resolve
	Uses     int64  // how often it was sent
	Version  int64  // counts its changes from 1
	Retired  bool   // it is not offered any more
}

// Verbs are the forms that a saved reply can be for.
var Verbs = []string{"reply", "ask", "resolve"}

// Variables are all that there are, in the order in which they are shown. Their values are of the ticket as its reader sees it.
var Variables = []string{"requester.name", "requester.agency", "ticket.number", "ticket.subject", "ticket.status", "service", "team",
	"agent.name", "promise.respond", "promise.resolve", "plan.step", "plan.due", "desk.name", "desk.phone", "today"}

var variable = regexp.MustCompile(`\{\{\s*([^{}]*?)\s*\}\}`)

// Check completes a saved reply that somebody wants to keep, and refuses one that cannot be. Errors: Invalid with the field.
func Check(s SavedReply, methods []string) (SavedReply, error) {
	s.Name = oneLine(s.Name)
	if n := utf8.RuneCountInString(s.Name); n == 0 || n > MaxName {
		return s, fault.Field("name", "give it a name of 1 to %d characters", MaxName)
	}
	if !slices.Contains(view.Audiences(), s.Audience) || (s.Audience == view.Team) != (s.Team != "") {
		return s, fault.Field("audience", "say for whom it is: yourself, {a team}, or all who work here")
	}
	s.En, s.Es = clean(s.En), clean(s.Es)
	if s.En == "" && s.Es == "" {
		return s, fault.Field("en", "write its text, in one language at least")
	}
	for field, body := range map[string]string{"en": s.En, "es": s.Es} {
		if err := checkBody(field, body); err != nil {
			return s, err
		}
	}
	if s.Verb != "" && !slices.Contains(Verbs, s.Verb) {
		return s, fault.Field("verb", "a saved reply is for a reply, a question or a resolution")
	}
	if s.Verb != "resolve" {
		s.Method, s.Code = "", ""
	}
	if s.Code = oneLine(s.Code); utf8.RuneCountInString(s.Code) > MaxName {
		return s, fault.Field("code", "at most %d characters", MaxName)
	}
	if s.Method != "" && !slices.Contains(methods, s.Method) {
		return s, fault.Field("method", "there is no such way to resolve")
	}
	return s, nil
}

func checkBody(field, body string) error {
	if len(body) > MaxBody {
		return fault.Field(field, "at most %d characters", MaxBody)
	}
	for _, found := range variable.FindAllStringSubmatch(body, -1) {
		if !slices.Contains(Variables, found[1]) {
			return fault.Field(field, "there is no variable %q; there are: %s", found[1], strings.Join(Variables, ", "))
		}
	}
	return nil
}

// In is the text in a language, or in the other one where it has none.
func (s SavedReply) In(lang string) string {
	if lang == "es" && s.Es != "" || s.En == "" {
		return s.Es
	}
	return s.En
}

// unknown stands where a variable has no value: whoever reads the text before it is sent has something to do there.
const unknown = "[?]"

// Fill puts values in place of variables. A value is a line of text and stays one: no mark in it means anything, whoever
// wrote it.
func Fill(body string, values map[string]string) string {
	return variable.ReplaceAllStringFunc(body, func(found string) string {
		name := variable.FindStringSubmatch(found)[1]
		if v := literal(values[name]); v != "" {
			return v
		}
		if slices.Contains(Variables, name) {
			return unknown
		}
		return found
	})
}

// joiner is a character without width or meaning (U+2060), which keeps a mark from being read as one.
const joiner = "\u2060"

var (
	starts = regexp.MustCompile(`^(?:[-+>#|=~:]|\d+[.)])`)
	links  = regexp.MustCompile(`(?i)://|www\.|@|\]\(|\]\[|mailto:|xmpp:`)
)

// literal makes a value that is shown as it is by safehtml.Markdown.
func literal(s string) string {
	s = oneLine(strings.ReplaceAll(s, joiner, ""))
	if r := []rune(s); len(r) > maxValue {
		s = string(r[:maxValue]) + "…"
	}
	s = strings.NewReplacer("*", joiner+"*"+joiner, "_", joiner+"_"+joiner, "~", joiner+"~"+joiner, "`", "'", `\`, `\`+joiner, "{{", "{ {", "<", "‹", ">", "›").Replace(s)
	s = links.ReplaceAllStringFunc(s, func(m string) string { return m[:1] + joiner + m[1:] })
	s = strings.ReplaceAll(s, "@", joiner+"@")
	if starts.MatchString(s) {
		s = joiner + s
	}
	return s
}

// oneLine folds white space and takes out what cannot be seen.
func oneLine(s string) string {
	s = strings.ToValidUTF8(s, "")
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}

func clean(s string) string {
	return strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "").Replace(strings.ToValidUTF8(s, "")))
}
