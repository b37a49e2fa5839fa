package console

import (
	"encoding/json"
	"net/http"

	"switchboard/internal/core/filter"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/ticket"
)

// completion is one thing that a search box completes.
type completion struct {
	Text string `json:"t"`           // what is written
	Says string `json:"s,omitempty"` // what it means, in the reader's language
}

// completions are a field with what can stand behind it.
type completions struct {
	completion
	Values []completion `json:"v,omitempty"`
}

// words answers what a search box can complete: the fields of the language and, for each, the values of this desk. It
// holds nothing of any ticket, and is the same for all who work here.
func (c *console) words(w http.ResponseWriter, r *http.Request) error {
	f := c.frame(r, "")
	var out []completions
	for _, offer := range c.desk.Vocabulary().Offers() {
		one := completions{completion: completion{offer.Name + ":", f.Words.T("console.by." + offer.Name)}}
		for _, o := range offer.Options {
			one.Values = append(one.Values, completion{filter.Term{Field: offer.Name, Values: []string{o.ID}}.String(), f.valueName(offer.Field, o)})
		}
		out = append(out, one)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "private, max-age=300")
	return json.NewEncoder(w).Encode(out)
}

// valueName says what a value means; empty where it says so itself.
func (f frame) valueName(field filter.Field, o filter.Option) string {
	switch {
	case len(o.Names) > 0:
		return o.Names[min(len(o.Names)-1, map[string]int{"es": 1}[f.lang()])]
	case field.Kind == filter.Shortcut:
		return f.Words.T("console.is." + o.ID)
	case field.Name == filter.Status && o.ID != "open":
		return f.status(ticket.Status(o.ID))
	case field.Name == "promise" && o.ID != filter.None && o.ID != filter.Any:
		return f.metric(sla.Metric(o.ID))
	}
	return ""
}
