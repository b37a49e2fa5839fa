package definition

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"time"
)

// Parse reads a definition; name is what its problems call the file. The definition is nil when a problem of level
// Error was found, and no other level comes from here: Check tells the rest.
func Parse(name string, data []byte) (*Definition, Problems) { return ParseWith(name, data, nil) }

// ParseWith also takes the iCalendar files that the definition names as feeds, by those names (see Feeds).
func ParseWith(name string, data []byte, feeds map[string][]byte) (*Definition, Problems) {
	r := &reader{file: name, known: map[string][]string{}, feeds: map[string][]byte{}, terms: map[string]terms{},
		places: map[string]Pos{}}
	maps.Copy(r.feeds, feeds)
	docs, err := readYAML(data)
	if err != nil {
		var where *placed
		if errors.As(err, &where) {
			r.fail(where.Pos, "", "%s", where.text)
		} else {
			r.fail(Pos{}, "", "%s", err)
		}
		return nil, r.problems
	}
	r.enclosed(docs[1:])
	d := r.definition(docs[0])
	if !r.problems.Failed() {
		d.compile()
	}
	if r.problems.Failed() {
		r.problems.sort()
		return nil, r.problems
	}
	return d, nil
}

// definition reads the sections, those first that others name.
func (r *reader) definition(root *node) *Definition {
	if root.kind != mapping {
		r.fail(root.pos, "", "%s stands here; begin with \"desk:\" and its name", root.kind)
		return nil
	}
	o := r.object(root, "", "desk", "")
	r.ids(o)
	d := &Definition{File: r.file, Name: o.needText("desk"), Short: o.text("short"), Operator: o.needText("operator"),
		Summary: o.text("summary"), Timezone: o.need("timezone"), Words: r.words(o), Services: []Service{}}
	if d.Short.IsZero() {
		d.Short = d.Name
	}
	r.zone(o, d)
	r.about(o, d)
	d.Holidays = r.holidays(o)
	r.calendars(o, d)
	d.reopenClock()
	r.classes(o, d)
	r.channels(o, d)
	r.teams(o, d)
	r.targets(o, d)
	r.overrides(o, d)
	r.rules(o, d)
	r.automations(o, d)
	r.dataClasses(o, d)
	d.marks, d.places = r.marks, r.places
	return d
}

// ids notes the names of every section before any is read, so that sections may name each other in any order.
func (r *reader) ids(o object) {
	for _, section := range []string{"holidays", "calendars", "channels", "types", "impact", "urgency", "classes", "teams", "services", "approvals"} {
		n := o.child(section)
		if n == nil || n.kind != mapping {
			continue
		}
		for _, e := range n.entries {
			if !slices.Contains(markFields, e.key) {
				r.known[section] = append(r.known[section], e.key)
			}
		}
	}
	for _, section := range []string{"calendars", "channels", "types", "classes", "teams"} {
		if len(r.known[section]) == 0 {
			o.fail(section, "this section is missing or empty; a desk needs at least one entry here")
		}
	}
}

func (r *reader) zone(o object, d *Definition) {
	d.zone = time.UTC
	if d.Timezone == "" {
		return
	}
	zone, err := time.LoadLocation(d.Timezone)
	if err != nil || d.Timezone == "Local" || !strings.Contains(d.Timezone, "/") && d.Timezone != "UTC" {
		o.fail("timezone", "%q is no time zone; write its IANA name, such as America/Denver", d.Timezone)
		d.Timezone = "" // so that the calendars do not repeat it
		return
	}
	d.zone = zone
}
