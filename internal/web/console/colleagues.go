package console

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

const colleaguesPath = home + "/colleagues"

// colleague is a field that somebody of the staff is named in: by name, as far as it is known, or by address.
func (x *item) colleague(name, value string) control {
	c := x.line(name, value, true)
	c.Hint = x.Words.T("console.hint.colleague")
	c.Attrs = map[string]any{"data-complete": colleaguesPath + "?field=" + name, "data-complete-asks": true, "autocomplete": "off", "spellcheck": "false"}
	return c
}

// me is what the reader is called in a field for colleagues.
func (x *item) me() string { return x.Person }

// colleagues answers who of the staff is called as ?q= says, for the field that ?field= names.
func (c *console) colleagues(w http.ResponseWriter, r *http.Request) error {
	out := []caller{}
	q, field := strings.TrimSpace(r.URL.Query().Get("q")), r.URL.Query().Get("field")
	if len(q) >= leastCaller {
		found, err := c.desk.Colleagues(r.Context(), visit.Actor(r), q)
		if err != nil {
			return err
		}
		f := frame{Page: c.visits.Page(r), desk: c.desk.Definition()}
		for i, p := range found.People[:min(len(found.People), mostCallers)] {
			written := p.NameOrAddress()
			if slices.ContainsFunc(found.People, func(o people.Person) bool { return o.ID != found.People[i].ID && o.Name == p.Name }) {
				written = p.Email
			}
			out = append(out, caller{completion{p.NameOrAddress(), f.whereOf(p)}, map[string]string{field: written}})
		}
	}
	return answer(w, out)
}

// whereOf says where one of the staff works.
func (f frame) whereOf(p people.Person) string {
	if len(p.Teams) == 0 {
		return p.Email
	}
	return f.teamName(p.Teams[0])
}

// colleague is the one of the staff whom words mean in a field. Errors: Invalid.
func (c *console) colleague(r *http.Request) func(field, said string) (people.ID, error) {
	return func(field, said string) (people.ID, error) {
		found, err := c.desk.Colleagues(r.Context(), visit.Actor(r), said)
		if err != nil {
			return 0, err
		}
		p, err := onlyOne(field, found)
		return p.ID, err
	}
}

// onlyOne is the one person who was found by a name; of several, or of a name that is misspelt, one is to be chosen.
func onlyOne(field string, found desk.PeoplePage) (people.Person, error) {
	switch {
	case len(found.People) == 0:
		return people.Person{}, fault.Field(field, "nobody is called that; write the e-mail address")
	case found.Near:
		return people.Person{}, fault.Field(field, "nobody is called that; choose one of those who nearly are, or write the e-mail address")
	case len(found.People) > 1:
		return people.Person{}, fault.Field(field, "several people are called that; choose one, or write the e-mail address")
	}
	return found.People[0], nil
}

// offerColleagues puts those to choose from in the place of each name that means several people, or nobody quite.
func (c *console) offerColleagues(r *http.Request, f frame, controls []control) error {
	for i := range controls {
		in := &controls[i]
		if in.Attrs["data-complete-asks"] == nil {
			continue
		}
		if id, err := strconv.ParseInt(in.Value, 10, 64); err == nil { // chosen already: it is the name that is read
			p, err := c.desk.Colleague(r.Context(), f.who, people.ID(id))
			if err != nil {
				return err
			}
			in.Value = p.NameOrAddress()
			continue
		}
		if in.Error == "" {
			continue
		}
		found, err := c.desk.Colleagues(r.Context(), f.who, in.Value)
		if err != nil {
			return err
		}
		if len(found.People) < 2 && !found.Near {
			continue
		}
		in.Kind = choice
		for _, p := range found.People[:min(len(found.People), mostCallers)] {
			in.Options = append(in.Options, ui.Option{Value: personValue(p.ID), Text: p.NameOrAddress(), Hint: f.whereOf(p)})
		}
	}
	return nil
}
