package render_test

import (
	"path/filepath"
	"strings"
	"testing"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/definition/render"
)

// Whatever the rules of a shipped desk can say in English, they say in Spanish as well; what a person wrote stays.
func TestReasonsInSpanish(t *testing.T) {
	for _, name := range []string{"colorado", "maine", "oklahoma"} {
		d := parse(t, filepath.Join(desks, name+".yaml"))
		spanish, err := render.Printer(d, "es")
		if err != nil {
			t.Fatal(err)
		}
		for _, said := range reasonsOf(t, d) {
			if render.Reason(d, spanish, said) == said {
				t.Errorf("%s: %q has no Spanish", name, said)
			}
		}
		if got := render.Reason(d, spanish, "Dana asked; I agree"); got != "Dana asked; I agree" {
			t.Errorf("%s: what a person wrote became %q", name, got)
		}
	}
	d := parse(t, filepath.Join(desks, "oklahoma.yaml"))
	spanish, _ := render.Printer(d, "es")
	for said, want := range map[string]string{
		`impact is "One person", urgency is "Work goes on"`:     "el alcance es «Una persona» y la urgencia es «El trabajo continúa»",
		"type is password reset":                                "el tipo es «restablecer contraseña»",
		"confirmed":                                             "se confirmó que funciona",
		"no rule sends it elsewhere":                            "ninguna regla indica otra cosa",
		"its subject names a number that is not its sender's":   "su asunto nombra un número que no es de quien lo envía",
		"it asks how something stands that is not its sender's": "pregunta cómo va algo que no es de quien lo envía",
	} {
		if got := render.Reason(d, spanish, said); got != want {
			t.Errorf("%q: got %q, want %q", said, got, want)
		}
	}
}

// reasonsOf asks a definition for every class and team that it can give.
func reasonsOf(t *testing.T, d *definition.Definition) []string {
	t.Helper()
	said := []string{"asked for", "confirmed", "confirm window over", "not known: no agency", "everybody", "no line of who may ask fits"}
	var lines []string
	for _, e := range d.Entitled {
		lines = append(lines, strings.TrimSuffix(e.Who.En, "."))
	}
	said = append(append(said, lines...), strings.Join(lines, "; ")) // each decides; all of them stand in old histories
	queries := []definition.ClassQuery{{}}
	cross := func(values []string, set func(*definition.ClassQuery, string)) {
		var next []definition.ClassQuery
		for _, q := range queries {
			for _, v := range values {
				set(&q, v)
				next = append(next, q)
			}
		}
		queries = next
	}
	cross(idsOf(d.Types, func(t definition.Type) string { return t.ID }), func(q *definition.ClassQuery, v string) { q.Type = v })
	cross(idsOf(d.Impact, func(g definition.Grade) string { return g.ID }), func(q *definition.ClassQuery, v string) { q.Impact = v })
	cross(idsOf(d.Urgency, func(g definition.Grade) string { return g.ID }), func(q *definition.ClassQuery, v string) { q.Urgency = v })
	cross(idsOf(d.Channels, func(c definition.Channel) string { return c.ID }), func(q *definition.ClassQuery, v string) { q.Channel = v })
	for _, q := range queries {
		for _, how := range []struct{ outage, spoken bool }{{false, false}, {true, false}, {true, true}} {
			q.Outage, q.Spoken = how.outage, how.spoken
			class, why, err := d.Class(q)
			if err != nil {
				t.Fatal(err)
			}
			said = append(said, why)
			for _, service := range idsOf(d.Services, func(s definition.Service) string { return s.ID }) {
				_, rule := d.Route(definition.RouteQuery{Service: service, Class: class, Channel: q.Channel})
				said = append(said, rule)
			}
		}
	}
	return said
}

func idsOf[T any](all []T, id func(T) string) []string {
	out := []string{""}
	for _, one := range all {
		out = append(out, id(one))
	}
	return out
}
