package definition

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// maxProblems bounds what one hopeless file can print.
const maxProblems = 100

// reader walks the nodes, collects problems and marks, and knows the ids that may be named elsewhere.
type reader struct {
	file     string
	problems Problems
	marks    []marked
	known    map[string][]string // "teams" -> ids
	feeds    map[string][]byte
	terms    map[string]terms // of each class, for the overrides
	places   map[string]Pos
}

func (r *reader) fail(pos Pos, path, format string, args ...any) {
	p := Problem{Level: Error, File: r.file, Pos: pos, Path: clip(path, 200), Text: clip(fmt.Sprintf(format, args...), 600)}
	if len(r.problems) < maxProblems && !slices.Contains(r.problems, p) { // an override is read once per class
		r.problems = append(r.problems, p)
	}
}

// clip keeps a hopeless line of the file from filling the screen.
func clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

// fields says what each kind of block may hold. Every block may also hold the four marks. desks/schema.json repeats
// the table for editors; a test compares the two.
var fields = map[string][]string{
	"desk": {"desk", "short", "operator", "summary", "timezone", "source", "words", "owner", "holidays", "calendars", "channels",
		"entitled", "types", "impact", "urgency", "matrix", "classes", "targets", "overrides", "teams", "desk team", "services",
		"routing", "duties", "scope", "extraordinary effort", "escalation", "approvals", "review", "survey", "goals", "published metrics", "reopen", "charges", "replies", "mail", "readings", "rules",
		"data classes", "waking"},
	"text":        {"en", "es"},
	"source":      {"title", "published"},
	"words":       {"ticket", "analyst", "resolver", "team", "requester", "service", "agency", "update", "portal", "consultant"},
	"word":        {"one", "many", "es", "es many"},
	"owner":       {"role", "person"},
	"holidays":    {"source", "feed", "dates", "spanish"},
	"holiday":     {"name", "open", "certainty", "why"},
	"calendar":    {"name", "open", "holidays", "days", "timezone", "for"},
	"channel":     {"name", "rank", "intake", "number", "shown", "address", "hours", "read", "after hours", "for", "not for", "instead", "says"},
	"after hours": {"calendar", "for"},
	"entitlement": {"who", "branch", "supported", "uses", "arrangement"},
	"type":        {"name", "ask", "class", "form", "approval", "policies"},
	"grade":       {"name"},
	"class":       {"name", "means", "when", "reported by", "identity check", "wakes"},
	"default":     {"kind", "clock", "pauses on", "warn at", "reading", "starts when open"},
	"targets": {"kind", "clock", "pauses on", "warn at", "reading", "starts when open", "all on task until resolved", "first reply", "next reply",
		"assign team", "assign provider", "accept", "first read", "update", "team identified", "restore", "resolve", "close", "ready by"},
	"target": {"within", "every", "kind", "clock", "pauses on", "warn at", "reading", "starts when open", "accepted", "to", "by",
		"when restored", "grace", "kept", "says"},
	"override": {"service", "agency", "team", "channel", "class", "from", "until", "clock", "targets"},
	"team":     {"name", "hours", "sealed"},
	"service":  {"name", "about", "team", "then", "support", "owned by", "included", "owner", "hours", "cost", "content owner", "related", "type", "form", "options at extra charge", "approval", "policies"},
	"form field": {"label", "help", "kind", "choices", "required", "when", "prefill", "max", "least", "most", "not before", "staff only",
		"ready by"},
	"form choice": {"label"},
	"rule":        {"when", "team"},
	"when":        {"service", "agency", "channel", "class"},
	"duty":        {"says", "on", "give", "notice", "pauses"},
	"scope":       {"when", "if", "outcome", "then", "says", "instead", "at", "approved by", "tell"},
	"if":          {"entitled", "device", "authorized", "place", "effort", "request", "support", "owned by"},
	"effort":      {"hours", "visits", "tell"},
	"ladder":      {"steps"},
	"step":        {"who", "after"},
	"approval":    {"name", "says", "steps", "within", "requester may approve"},
	"sign":        {"any of", "all of"},
	"data class":  {"name", "says", "policies", "services", "types", "agencies"},
	"policy":      {"title", "url"},
	"need":        {"chain", "class", "when"},
	"review":      {"after", "by"},
	"survey":      {"within", "questions"},
	"goal":        {"name", "of", "kind", "at least", "within", "trend", "clock"},
	"published":   {"areas", "page"},
	"reopen":      {"within", "clock"},
	"enclosed":    {"feed", "text"},
	"replies":     {"undo"},
	"waking":      {"again after", "of one customer"},
	"charges":     {"basis", "code", "options", "says", "rates"},
	"rate":        {"code", "description", "unit", "price", "from", "until"},
	"mail":        {"signature", "texts", "ask again after"},
	"interpreted": {"says"},
	"automation":  {"name", "on", "since", "after", "every", "clock", "if", "then", "stop", "public"},
	"deed":        {"route", "assign", "skill", "note", "impact", "urgency", "review", "escalate", "tell", "unassign"},
}

var markFields = []string{"ref", "note", "assumed", "blank"}

// object is one block of names and values, or nothing; all its readers are safe on nothing.
type object struct {
	r    *reader
	n    *node
	path string
	kind string
	main string // the field for which a plain value stood here
	Mark Mark
}

// object opens n as a block of this kind and refuses unknown fields. Where main is given, a plain value or a list
// stands for the block with that one field.
func (r *reader) object(n *node, path, kind, main string) object {
	o := object{r: r, path: path, kind: kind}
	if n == nil {
		return o
	}
	r.places[path] = n.pos
	switch {
	case n.kind == mapping && main != "" && bilingual(n) && !slices.Contains(fields[kind], "en"):
		o.n = n.under(main)
	case n.kind == mapping:
		o.n = n
	case n.kind == empty:
		o.n = &node{pos: n.pos, kind: mapping}
	case main != "":
		o.n, o.main = &node{pos: n.pos, kind: mapping, entries: []entry{{main, n.pos, n}}}, main
		return o
	default:
		r.fail(n.pos, path, "%s stands here, %s is needed, one of: %s", n.kind, mapping, strings.Join(fields[kind], ", "))
		return o
	}
	allowed := fields[kind]
	for _, e := range o.n.entries {
		if !slices.Contains(allowed, e.key) && !slices.Contains(markFields, e.key) {
			hint := suggest(e.key, append(slices.Clone(allowed), markFields...))
			if e.value.kind == empty && strings.Contains(e.key, " ") {
				hint = "; put a text with a comma or a colon in quotes"
			}
			r.fail(e.pos, join(path, e.key), "there is no field of this name here%s", hint)
		}
	}
	o.Mark = o.marks()
	r.note(marked{o.Mark, path, o.pos()})
	return o
}

// bilingual reports whether a block is words in two languages, with no more than marks beside them.
func bilingual(n *node) bool {
	return slices.ContainsFunc(n.entries, func(e entry) bool { return e.key == "en" })
}

// under moves the words of such a block into its main field.
func (n *node) under(main string) *node {
	words := &node{pos: n.pos, kind: mapping}
	out := &node{pos: n.pos, kind: mapping}
	for _, e := range n.entries {
		if slices.Contains(fields["text"], e.key) {
			words.entries = append(words.entries, e)
		} else {
			out.entries = append(out.entries, e)
		}
	}
	out.entries = append(out.entries, entry{main, n.pos, words})
	return out
}

func (o object) marks() Mark {
	return Mark{Ref: o.str("ref"), Note: o.remark("note"), Assumed: o.remark("assumed"), Blank: o.remark("blank")}
}

// remark reads words about a part, where there are any; these may not be remarked on themselves.
func (o object) remark(key string) Text {
	if o.child(key) == nil {
		return Text{}
	}
	return o.text(key)
}

func (r *reader) note(m marked) {
	if m.Mark != (Mark{}) && !slices.Contains(r.marks, m) {
		r.marks = append(r.marks, m)
	}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func (o object) at(key string) string {
	if key == o.main {
		return o.path
	}
	return join(o.path, key)
}

func (o object) entries() []entry {
	if o.n == nil {
		return nil
	}
	return o.n.entries
}

func (o object) pos() Pos {
	if o.n == nil {
		return Pos{}
	}
	return o.n.pos
}

func (o object) child(key string) *node {
	for _, e := range o.entries() {
		if e.key == key {
			return e.value
		}
	}
	return nil
}

func (o object) has(key string) bool { return o.child(key) != nil }

// where gives the place of a field, that of the block when it has none.
func (o object) where(key string) Pos {
	if n := o.child(key); n != nil {
		return n.pos
	}
	return o.pos()
}

func (o object) fail(key, format string, args ...any) {
	o.r.fail(o.where(key), o.at(key), format, args...)
}

func (o object) str(key string) string {
	n := o.child(key)
	switch {
	case n == nil || n.kind == empty:
		return ""
	case n.kind != scalar:
		o.fail(key, "%s stands here, plain text is needed", n.kind)
		return ""
	case len(n.text) > 4000:
		o.fail(key, "this text has %d bytes; 4000 are allowed", len(n.text))
		return ""
	}
	return strings.TrimSpace(n.text)
}

func (o object) need(key string) string {
	s := o.str(key)
	if o.n != nil && o.blank(key) {
		o.fail(key, "this is missing; write %q with its value here", key+":")
	}
	return s
}

// blank reports whether a field has no value at all; what has a wrong one is told by its reader.
func (o object) blank(key string) bool {
	n := o.child(key)
	return n == nil || n.kind == empty || n.kind == scalar && strings.TrimSpace(n.text) == ""
}

func (o object) yes(key string, otherwise bool) bool {
	switch s := o.str(key); s {
	case "":
		return otherwise
	case "yes", "true":
		return true
	case "no", "false":
		return false
	default:
		o.fail(key, "%q stands here; write yes or no", s)
		return otherwise
	}
}

func (o object) number(key string, least, most int) int {
	s := o.str(key)
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < least || n > most {
		o.fail(key, "%q stands here; write a whole number from %d to %d", s, least, most)
		return 0
	}
	return n
}

// text reads words: plain English, or a block with en and es.
func (r *reader) text(n *node, path string) Text {
	o := r.object(n, path, "text", "en")
	return Text{En: o.str("en"), Es: o.str("es")}
}

func (o object) text(key string) Text { return o.r.text(o.child(key), o.at(key)) }

func (o object) needText(key string) Text {
	t := o.text(key)
	if o.n != nil && (o.blank(key) || t.En == "" && o.child(key).kind == mapping) {
		o.fail(key, "this is missing; write %q with words for people here", key+":")
	}
	return t
}

// texts reads words, or a list of them.
func (o object) texts(key string) []Text {
	var out []Text
	o.rows(key, func(n *node, path string) { out = append(out, o.r.text(n, path)) })
	return out
}

// strings reads one value or a list of them.
func (o object) strings(key string) []string {
	n := o.child(key)
	if n == nil {
		return nil
	}
	var out []string
	for _, item := range n.asList() {
		if item.kind != scalar || item.text == "" {
			o.r.fail(item.pos, o.at(key), "%s stands here, plain text is needed", item.kind)
			continue
		}
		out = append(out, strings.TrimSpace(item.text))
	}
	return out
}

func (n *node) asList() []*node {
	switch {
	case n == nil || n.kind == empty:
		return nil
	case n.kind == list:
		return n.items
	default:
		return []*node{n}
	}
}

// each visits a block of named things; the names are ids.
func (o object) each(key string, do func(id string, n *node, path string)) {
	n := o.child(key)
	if n == nil || n.kind == empty {
		return
	}
	if n.kind != mapping {
		o.fail(key, "%s stands here; write one line per entry, with a name, a colon and its value", n.kind)
		return
	}
	for _, e := range n.entries {
		if slices.Contains(markFields, e.key) {
			continue
		}
		if !isID(e.key) {
			o.r.fail(e.pos, join(o.at(key), e.key), "a name here is written in small letters, digits and _, and begins with a letter: %q would do", toID(e.key))
		}
		do(e.key, e.value, join(o.at(key), e.key))
	}
}

// rows visits a list.
func (o object) rows(key string, do func(n *node, path string)) {
	for i, n := range o.child(key).asList() {
		do(n, fmt.Sprintf("%s[%d]", o.at(key), i+1))
	}
}

// choice reads one of a few words.
func (o object) choice(key string, choices ...string) string {
	s := o.str(key)
	if s != "" && !slices.Contains(choices, s) {
		o.fail(key, "%q stands here; write one of: %s", s, strings.Join(choices, ", "))
		return ""
	}
	return s
}

// ref reads the id of something that the file describes in another section.
func (o object) ref(key, section string) string {
	s := o.str(key)
	if s != "" && !o.checkRef(key, section, s) {
		return ""
	}
	return s
}

// refs reads one such id or a list of them.
func (o object) refs(key, section string) []string {
	all := o.strings(key)
	return slices.DeleteFunc(all, func(s string) bool { return !o.checkRef(key, section, s) })
}

func (o object) checkRef(key, section, id string) bool {
	if slices.Contains(o.r.known[section], id) {
		return true
	}
	o.fail(key, "%q is not under %q%s", id, section+":", suggest(id, o.r.known[section]))
	return false
}
