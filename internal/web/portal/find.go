package portal

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"

	"switchboard/internal/core/access"
	"switchboard/internal/core/filter"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// sought is what somebody looks for among their own tickets.
type sought struct {
	Words    string
	State    string // one of states; empty for all
	From, To string // days of receipt, YYYY-MM-DD
}

// states are what a customer tells apart, each with the terms of the filter that means it.
var states = []struct{ Name, Filter string }{
	{"open", "is:open"}, {"waiting", "is:waiting"}, {"done", "-is:open"},
}

// maxSought bounds the words, in bytes; more than a few finds nothing anyway.
const (
	maxSought = 250
	maxWords  = 12
)

// readSought reads an address; what cannot be meant is as if it were not there.
func readSought(q url.Values) sought {
	s := sought{Words: strings.TrimSpace(strings.ToValidUTF8(q.Get("q"), ""))}
	if len(s.Words) > maxSought {
		s.Words = strings.ToValidUTF8(s.Words[:maxSought], "")
	}
	for _, state := range states {
		if q.Get("state") == state.Name {
			s.State = state.Name
		}
	}
	day := func(text string) string {
		if _, err := time.Parse(time.DateOnly, text); err != nil {
			return ""
		}
		return text
	}
	s.From, s.To = day(q.Get("from")), day(q.Get("to"))
	return s
}

func (s sought) narrowed() bool { return s != sought{} }

// filter says it in the language of the desk's lists. Words are words here: nobody has to know that language.
func (s sought) filter() string {
	f := filter.Filter{Terms: []filter.Term{{Field: "person", Values: []string{filter.Me}}}}
	for _, word := range strings.FieldsFunc(s.Words, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) }) {
		if len(f.Terms) <= maxWords {
			f.Terms = append(f.Terms, filter.Term{Values: []string{word}})
		}
	}
	out := []string{f.String()}
	for _, state := range states {
		if s.State == state.Name {
			out = append(out, state.Filter)
		}
	}
	if s.From != "" {
		out = append(out, "received>="+s.From)
	}
	if s.To != "" {
		out = append(out, "received<="+s.To)
	}
	return strings.Join(append(out, "sort:-number"), " ")
}

// at is where the same is looked for, behind a ticket's number or from the first.
func (s sought) at(path string, after int64) string {
	q := url.Values{}
	for name, value := range map[string]string{"q": s.Words, "state": s.State, "from": s.From, "to": s.To} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if after != 0 {
		q.Set("after", strconv.FormatInt(after, 10))
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// numbered finds the ticket that the reader means by a number in a search box; zero where it is none that they may see. Whoever
// is not signed in learns nothing by it (ME-54).
func (p portal) numbered(r *http.Request, text string) (int64, error) {
	who := visit.Actor(r)
	if len(text) > maxNumber || !strings.ContainsFunc(text, unicode.IsDigit) || access.May(who, access.ViewTicket) != nil {
		return 0, nil
	}
	return p.desk.Numbered(r.Context(), who, text)
}

// findFields narrow a search by state and day.
func (p ticketsPage) findFields() []ui.Field {
	state := ui.Field{Name: "state", Label: p.T("portal.find.state"), Value: p.Find.State, Options: []ui.Option{{Text: p.T("portal.find.state.all")}}}
	for _, s := range states {
		state.Options = append(state.Options, ui.Option{Value: s.Name, Text: p.T("portal.find.state." + s.Name)})
	}
	return []ui.Field{state, {Name: "from", Label: p.T("portal.find.from"), Type: "date", Value: p.Find.From},
		{Name: "to", Label: p.T("portal.find.to"), Type: "date", Value: p.Find.To}}
}
