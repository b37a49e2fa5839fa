package console

import (
	"net/http"
	"strconv"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/compose"
	"switchboard/internal/core/ticket"
	"switchboard/internal/core/view"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
)

const textsPath = home + "/texts"

// textsPage is what somebody writes with: what they have begun, what goes out, their choice, and the texts that are saved.
type textsPage struct {
	frame
	Drafts  []textRow
	Waiting []textRow
	Undo    control
	Saved   []textRow
}

// textRow is one text: what it is, where it leads, how it begins.
type textRow struct{ Title, Href, Text, Under string }

func (c *console) showTexts(w http.ResponseWriter, r *http.Request) error {
	f := c.frame(r, c.visits.Printer(r).T("console.texts"))
	p := textsPage{frame: f}
	drafts, err := c.desk.MyDrafts(r.Context(), f.who)
	if err != nil {
		return err
	}
	for _, d := range drafts {
		number := strconv.FormatInt(d.Ticket, 10)
		p.Drafts = append(p.Drafts, textRow{Title: strings.TrimSpace(number + " " + d.Subject), Href: home + "/tickets/" + number + "?do=" + d.Verb,
			Text: begins(d.Text), Under: f.Words.T("console.do."+d.Verb) + ", " + f.when(d.At)})
	}
	waiting, err := c.desk.WaitingReplies(r.Context(), f.who)
	if err != nil {
		return err
	}
	for _, w := range waiting {
		number := strconv.FormatInt(w.Ticket, 10)
		p.Waiting = append(p.Waiting, textRow{Title: number, Href: home + "/tickets/" + number + "#outgoing", Text: begins(w.Body),
			Under: f.Words.T("console.texts." + string(w.State))})
	}
	saved, err := c.desk.SavedReplies(r.Context(), f.who)
	if err != nil {
		return err
	}
	for _, s := range saved {
		p.Saved = append(p.Saved, textRow{Title: s.Name, Href: textsPath + "/" + strconv.FormatInt(s.ID, 10), Text: begins(s.In(f.lang())),
			Under: f.audience(s) + ", " + f.Words.N("console.texts.uses", int(s.Uses))})
	}
	choice, err := c.desk.UndoChoice(r.Context(), f.who)
	if err != nil {
		return err
	}
	p.Undo = control{Field: ui.Field{Name: "undo", Label: f.Words.T("console.undo"), Hint: f.Words.T("console.undo.hint"), Value: strconv.Itoa(choice)}}
	if !f.desk.RepliesWait() {
		p.Undo.Hint = f.Words.T("console.undo.forbidden")
	}
	for _, n := range compose.Choices {
		o := ui.Option{Value: strconv.Itoa(n), Text: f.Words.N("console.undo.seconds", n)}
		if n == 0 {
			o.Text = f.Words.T("console.undo.none")
		}
		p.Undo.Options = append(p.Undo.Options, o)
	}
	return ui.Render(w, r, http.StatusOK, textsList(p))
}

// audience says for whom a saved reply is.
func (f frame) audience(s desk.SavedReply) string {
	if s.Audience == view.Team {
		return f.teamName(s.Team)
	}
	return f.Words.T("console.saved." + string(s.Audience))
}

// begins is how a text begins, in one line.
func begins(text string) string {
	r := []rune(strings.Join(strings.Fields(text), " "))
	if len(r) > 120 {
		return string(r[:120]) + "…"
	}
	return string(r)
}

func (c *console) chooseUndo(w http.ResponseWriter, r *http.Request) error {
	f := c.frame(r, "")
	n, err := strconv.Atoi(r.PostFormValue("undo"))
	if err != nil {
		n = -1
	}
	if err := c.desk.ChooseUndo(r.Context(), f.who, n); err != nil {
		return err
	}
	c.visits.Say(r, f.Words.T("console.undo.chosen"))
	http.Redirect(w, r, textsPath, http.StatusSeeOther)
	return nil
}

// discard throws away what somebody has begun in a form.
func (c *console) discard(w http.ResponseWriter, r *http.Request) error {
	id, err := number(r)
	if err != nil {
		return err
	}
	f, do := c.frame(r, ""), r.URL.Query().Get("do")
	if err := c.desk.DiscardDraft(r.Context(), f.who, id, do); err != nil {
		return err
	}
	c.forget(r, f, id, do)
	c.looks(f.who.ID, id)
	c.visits.Say(r, f.Words.T("console.draft.discarded"))
	http.Redirect(w, r, f.ticketPath(r.PostFormValue("view"), id), http.StatusSeeOther)
	return nil
}

// textForm is the page on which a saved reply is written.
type textForm struct {
	frame
	Reply    desk.SavedReply
	Controls []control
	Changes  []textRow
	Problems []ui.Problem
	Action   string
	May      bool
}

func (c *console) textForm(f frame, s desk.SavedReply) *textForm {
	f.Title = f.Words.T("console.texts.new")
	p := &textForm{frame: f, Reply: s, Action: textsPath, May: true}
	if s.ID != 0 {
		f.Title, p.Action = s.Name, textsPath+"/"+strconv.FormatInt(s.ID, 10)
		p.Title = s.Name
		p.May = access.CanKeepReply(f.who, s.Audience, s.Owner, s.Team) == nil
	}
	label := func(name string) string { return f.Words.T("console.texts." + name) }
	audiences := []ui.Option{{Value: "own", Text: f.Words.T("console.saved.own")}}
	var teams []ui.Option
	if access.May(f.who, access.ShareReply) == nil {
		audiences = append(audiences, ui.Option{Value: "team", Text: f.Words.T("console.saved.team")}, ui.Option{Value: "desk", Text: f.Words.T("console.saved.desk")})
		for _, t := range f.desk.Teams {
			teams = append(teams, ui.Option{Value: t.ID, Text: t.Name.In(f.lang())})
		}
	}
	verbs := []ui.Option{{Text: label("any")}}
	for _, v := range compose.Verbs {
		verbs = append(verbs, ui.Option{Value: v, Text: f.Words.T("console.do." + v)})
	}
	methods := []ui.Option{{Text: label("method.none")}}
	for _, m := range ticket.Methods {
		methods = append(methods, ui.Option{Value: m, Text: f.method(m)})
	}
	add := func(in ui.Field, kind controlKind) { p.Controls = append(p.Controls, control{Field: in, Kind: kind}) }
	add(ui.Field{Name: "name", Label: label("name"), Value: s.Name, Required: true, Focus: s.ID == 0, MaxLength: compose.MaxName}, plain)
	add(ui.Field{Name: "en", Label: label("en"), Value: s.En, Rows: 6, Optional: true, Hint: label("hint") + " {{" + strings.Join(compose.Variables, "}} {{") + "}}"}, plain)
	add(ui.Field{Name: "es", Label: label("es"), Value: s.Es, Rows: 6, Optional: true}, plain)
	add(ui.Field{Name: "audience", Label: f.Words.T("console.saved.audience"), Value: first(string(s.Audience), "own"), Options: audiences}, choice)
	if len(teams) > 0 {
		add(ui.Field{Name: "team", Label: f.Words.T("console.field.team"), Value: first(s.Team, f.desk.DeskTeam()), Options: teams}, plain)
	}
	add(ui.Field{Name: "verb", Label: label("verb"), Value: s.Verb, Options: verbs}, plain)
	add(ui.Field{Name: "method", Label: label("method"), Value: s.Method, Options: methods}, plain)
	add(ui.Field{Name: "code", Label: f.Words.T("console.field.code"), Value: s.Code, Optional: true, MaxLength: compose.MaxName}, plain)
	return p
}

func (c *console) showText(w http.ResponseWriter, r *http.Request) error {
	f := c.frame(r, "")
	if r.PathValue("text") == "new" {
		return ui.Render(w, r, http.StatusOK, textPage(c.textForm(f, desk.SavedReply{})))
	}
	id, err := strconv.ParseInt(r.PathValue("text"), 10, 64)
	if err != nil {
		return access.NoSuchSavedReply()
	}
	s, changes, by, err := c.desk.SavedReply(r.Context(), f.who, id)
	if err != nil {
		return err
	}
	p := c.textForm(f, s)
	for _, ch := range changes {
		row := textRow{Title: f.Words.T("console.texts.change", "name", by[ch.By].NameOrAddress(), "when", f.when(ch.At)), Text: begins(first(ch.En, ch.Es))}
		if ch.Retired {
			row.Under = f.Words.T("console.texts.retired")
		}
		p.Changes = append(p.Changes, row)
	}
	return ui.Render(w, r, http.StatusOK, textPage(p))
}

// keepText makes or changes a saved reply, or takes it out of use.
func (c *console) keepText(w http.ResponseWriter, r *http.Request) error {
	f := c.frame(r, "")
	s := desk.SavedReply{Name: r.PostFormValue("name"), En: r.PostFormValue("en"), Es: r.PostFormValue("es"), Audience: view.Audience(r.PostFormValue("audience")),
		Verb: r.PostFormValue("verb"), Method: r.PostFormValue("method"), Code: r.PostFormValue("code"), Version: number64(r, "version"),
		Retired: r.PostFormValue("retire") != ""}
	if s.Audience == view.Team {
		s.Team = r.PostFormValue("team")
	}
	var err error
	if id := r.PathValue("text"); id == "" {
		_, err = c.desk.KeepReply(r.Context(), f.who, s)
	} else if s.ID, err = strconv.ParseInt(id, 10, 64); err != nil {
		return access.NoSuchSavedReply()
	} else {
		err = c.desk.ChangeReply(r.Context(), f.who, s)
	}
	problem, wrong := ui.ProblemOf(f.Words, err)
	if fault.Is(err, fault.Conflict) {
		problem, wrong = ui.Problem{Text: f.Words.Fault(err)}, true
	}
	switch {
	case wrong:
		p := c.textForm(f, s)
		p.Problems = []ui.Problem{problem}
		for i := range p.Controls {
			p.Controls[i].Error = ui.ErrorFor(p.Problems, p.Controls[i].Name)
		}
		return ui.Render(w, r, http.StatusUnprocessableEntity, textPage(p))
	case err != nil:
		return err
	}
	c.visits.Say(r, f.Words.T("console.texts.kept"))
	http.Redirect(w, r, textsPath, http.StatusSeeOther)
	return nil
}
