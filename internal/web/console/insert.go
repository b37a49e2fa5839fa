package console

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"

	"switchboard/internal/core/compose"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/wording"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
)

// maxOffered is how many saved replies a form offers at once, the most used first.
const maxOffered = 200

// answer sends a value to a script of ours.
func answer(w http.ResponseWriter, v any) error {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	return json.NewEncoder(w).Encode(v)
}

// insertable is what "/" or "@" offers while somebody writes: what it is called, what it begins with, the text that is put
// in, and of a saved reply its number, what else it fills in, and whether it opens another form.
type insertable struct {
	Text   string            `json:"t"`
	Says   string            `json:"s,omitempty"`
	Insert string            `json:"x"`
	Saved  int64             `json:"id,omitempty"`
	Fields map[string]string `json:"f,omitempty"`
	Opens  bool              `json:"o,omitempty"`
}

// insertables answers what can be put into a form of a ticket: "/" the saved replies, filled in; "@" in a note the colleagues
// who may read it.
func (c *console) insertables(w http.ResponseWriter, r *http.Request) error {
	id, err := number(r)
	if err != nil {
		return err
	}
	f, do := c.frame(r, ""), r.URL.Query().Get("do")
	sheet, err := c.desk.Ticket(r.Context(), f.who, id)
	if err != nil {
		return err
	}
	saved, err := c.savedFor(r, f, do, f.offered(sheet))
	if err != nil {
		return err
	}
	out := map[string][]insertable{"/": {}, "@": {}}
	for _, s := range saved {
		for _, lang := range langsOf(s) {
			one := insertable{Text: f.savedName(s, do), Insert: compose.Fill(s.In(lang), c.values(r, f, sheet, lang)), Saved: s.ID, Fields: map[string]string{}}
			one.Says = clip(one.Insert)
			if lang != f.lang() {
				one.Text += " (" + lang + ")"
			}
			one.Opens = leads(s, do)
			if s.Method != "" {
				one.Fields["method"] = s.Method
			}
			if s.Code != "" {
				one.Fields["code"] = s.Code
			}
			out["/"] = append(out["/"], one)
		}
	}
	if do == "note" {
		staff, err := c.desk.Mentionable(r.Context(), f.who, id)
		if err != nil {
			return err
		}
		for _, p := range staff {
			out["@"] = append(out["@"], insertable{Text: "@" + p.NameOrAddress(), Says: p.Email, Insert: "@" + p.NameOrAddress() + " "})
		}
	}
	return answer(w, out)
}

// langsOf are the languages that a saved reply has.
func langsOf(s desk.SavedReply) []string {
	var out []string
	if s.En != "" {
		out = append(out, "en")
	}
	if s.Es != "" {
		out = append(out, "es")
	}
	return out
}

// savedFor are the saved replies for a form: those for it and those for any, and behind them those that lead on to another
// form which is offered.
func (c *console) savedFor(r *http.Request, f frame, do string, offered []verb) ([]desk.SavedReply, error) {
	if !slices.Contains(compose.Verbs, do) && do != "note" {
		return nil, nil
	}
	all, err := c.desk.SavedReplies(r.Context(), f.who)
	all = slices.DeleteFunc(all, func(s desk.SavedReply) bool {
		return leads(s, do) && !slices.ContainsFunc(offered, func(v verb) bool { return v.name == s.Verb })
	})
	slices.SortStableFunc(all, func(a, b desk.SavedReply) int {
		switch {
		case leads(a, do) == leads(b, do):
			return 0
		case leads(a, do):
			return 1
		}
		return -1
	})
	return all[:min(len(all), maxOffered)], err
}

// leads reports whether a saved reply is for another form than the open one.
func leads(s desk.SavedReply, do string) bool { return s.Verb != "" && s.Verb != do }

// savedName is what a saved reply is called in a form: one for another says for which.
func (f frame) savedName(s desk.SavedReply, do string) string {
	if leads(s, do) {
		return f.Words.T("console.insert.leads", "do", f.Words.T("console.do."+s.Verb), "name", s.Name)
	}
	return s.Name
}

// mainFields are where the words of each form stand that a saved reply can be put into.
var mainFields = map[string]string{"reply": "body", "note": "body", "ask": "question", "resolve": "text"}

// useSaved offers the saved replies of the open form, and begins it with the one that the address names.
func (c *console) useSaved(r *http.Request, x *item) error {
	var err error
	if x.Saved, err = c.savedFor(r, x.frame, x.Do.name, x.Offered); err != nil {
		return err
	}
	id, err := strconv.ParseInt(r.URL.Query().Get("saved"), 10, 64)
	if err != nil || len(x.Controls) == 0 {
		return nil
	}
	s, _, _, err := c.desk.SavedReply(r.Context(), x.who, id)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	x.Used = id
	for i := range x.Controls {
		in := &x.Controls[i]
		switch {
		case in.Name == mainFields[x.Do.name]:
			in.Value = after(in.Value, compose.Fill(s.In(x.lang()), c.values(r, x.frame, x.Sheet, x.lang())))
		case in.Name == "method" && s.Method != "":
			in.Value = s.Method
		case in.Name == "code" && s.Code != "":
			in.Value = s.Code
		}
	}
	return nil
}

// values are what the variables of saved replies stand for on a ticket, in a language.
func (c *console) values(r *http.Request, f frame, s desk.Sheet, lang string) map[string]string {
	f.Words = f.Words.In(wording.Lang(lang))
	t := s.Ticket
	out := map[string]string{
		"requester.name": s.People[t.Request.Requester].Name, "requester.agency": t.Request.Agency,
		"ticket.number": strconv.FormatInt(t.ID, 10), "ticket.subject": t.Request.Subject, "ticket.status": f.status(t.Status),
		"service": f.serviceName(t.Request.Service), "team": f.teamName(t.Team), "agent.name": f.Person,
		"desk.name": f.desk.Name.In(lang), "today": f.Words.Date(f.Now, f.Now, f.desk.Zone()),
	}
	for _, clock := range s.Clocks {
		if !clock.Running() || clock.Due.IsZero() || clock.State == sla.Superseded {
			continue
		}
		switch clock.Metric {
		case sla.FirstReply, sla.NextReply:
			out["promise.respond"] = f.by(clock.Due)
		case sla.Resolve:
			out["promise.resolve"] = f.by(clock.Due)
		}
	}
	if t.Plan != nil {
		out["plan.step"], out["plan.due"] = t.Plan.Step, f.by(t.Plan.Due)
	}
	for _, ch := range f.desk.Channels {
		if ch.Number != "" && out["desk.phone"] == "" {
			out["desk.phone"] = ch.Shown
			if ch.Shown == "" {
				out["desk.phone"] = ch.Number
			}
		}
	}
	return out
}

// savedOptions are the saved replies as a list to choose from, for a page without script.
func (x *item) savedOptions() []ui.Option {
	out := []ui.Option{{Text: x.Words.T("console.insert.choose")}}
	for _, s := range x.Saved {
		out = append(out, ui.Option{Value: strconv.FormatInt(s.ID, 10), Text: x.savedName(s, x.Do.name)})
	}
	return out
}
