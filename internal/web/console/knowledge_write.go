package console

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"switchboard/internal/core/kb"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// writing is the form of an article.
type writing struct {
	frame
	ID       int64 // 0: a new one
	Seen     int   // the version that it was written over
	Format   kb.Format
	Kind     ui.Field
	Audience ui.Field
	Agencies ui.Field
	Owner    ui.Field
	Why      ui.Field
	Services []tickbox
	Texts    []textFieldset
	Preview  []shownText
	Problems []ui.Problem
}

type tickbox struct {
	Value, Text string
	On          bool
}

// textFieldset is the fields of one language. Others than the first may stay empty, and are folded while they do.
type textFieldset struct {
	Lang, Name               string
	Open                     bool
	Title, Keywords, Body    ui.Field
	Who, How, Hours, Collect ui.Field
	Refers                   bool
}

func (c *console) newArticle(w http.ResponseWriter, r *http.Request) error {
	content := kb.Content{Kind: kb.HowTo, Audience: kb.Public, Format: kb.Markdown}
	if s := r.URL.Query().Get("service"); s != "" {
		content.Services = []string{s}
	}
	return c.renderWriting(w, r, http.StatusOK, 0, 0, desk.Writing{Content: content}, nil)
}

func (c *console) editArticle(w http.ResponseWriter, r *http.Request) error {
	id, err := articleNumber(r)
	if err != nil {
		return err
	}
	file, err := c.desk.ArticleFile(r.Context(), visit.Actor(r), id)
	if err != nil {
		return err
	}
	return c.renderWriting(w, r, http.StatusOK, id, file.Latest, desk.Writing{Content: file.Versions[0].Content, Owner: file.Owner}, nil)
}

// writeArticle shows a preview, or keeps the version and, where that is asked for, hands it in for review.
func (c *console) writeArticle(w http.ResponseWriter, r *http.Request) error {
	var id int64
	var err error
	if r.PathValue("article") != "" {
		if id, err = articleNumber(r); err != nil {
			return err
		}
	}
	f := c.frame(r, "")
	in := readWriting(r.PostForm)
	seen, _ := strconv.Atoi(r.PostForm.Get("seen")) // what is no number is no version that anybody has seen
	if r.PostForm.Get("do") == "preview" {
		return c.renderWriting(w, r, http.StatusOK, id, seen, in, nil)
	}
	var a kb.Article
	if id == 0 {
		a, err = c.desk.DraftArticle(r.Context(), f.who, in)
	} else {
		a, err = c.desk.ChangeArticle(r.Context(), f.who, id, seen, in)
	}
	if fault.Is(err, fault.Invalid) {
		return c.renderWriting(w, r, http.StatusUnprocessableEntity, id, seen, in, err)
	}
	if fault.Is(err, fault.Conflict) {
		return c.renderWriting(w, r, http.StatusConflict, id, seen, in, err)
	}
	done := "saved"
	if err == nil && r.PostForm.Get("do") == "submit" {
		done = "submit"
		_, err = c.desk.SubmitArticle(r.Context(), f.who, a.ID)
	}
	if err != nil {
		return err
	}
	c.visits.Say(r, f.Words.T("console.kb.done."+done))
	c.visits.Sent(r, articleDrafts(id)...)
	http.Redirect(w, r, articlePath(a.ID), http.StatusSeeOther)
	return nil
}

// draftFromTicket begins an article with what a ticket says (CO-14).
func (c *console) draftFromTicket(w http.ResponseWriter, r *http.Request) error {
	id, err := number(r)
	if err != nil {
		return err
	}
	f := c.frame(r, "")
	a, err := c.desk.ArticleFromTicket(r.Context(), f.who, id)
	if err != nil {
		return err
	}
	c.visits.Say(r, f.Words.T("console.kb.done.from"))
	http.Redirect(w, r, articlePath(a.ID)+"/edit", http.StatusSeeOther)
	return nil
}

func readWriting(form url.Values) desk.Writing {
	c := kb.Content{Kind: kb.Kind(form.Get("kind")), Audience: kb.Audience(form.Get("audience")), Format: kb.Format(form.Get("format")),
		Agencies: byComma(form.Get("agencies")), Services: form["services"], Texts: map[string]kb.Text{}}
	for _, lang := range kb.Languages {
		get := func(name string) string { return form.Get(name + "." + lang) }
		c.Texts[lang] = kb.Text{Title: get("title"), Body: get("body"), Keywords: byComma(get("keywords")),
			Who: get("who"), How: get("how"), Hours: get("hours"), Collect: get("collect")}
	}
	owner, _ := strconv.ParseInt(form.Get("owner"), 10, 64) // what is no number leaves the owner as it is
	return desk.Writing{Content: c, Owner: people.ID(owner), Why: form.Get("why")}
}

func byComma(s string) []string {
	var out []string
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

func (c *console) renderWriting(w http.ResponseWriter, r *http.Request, status int, id int64, seen int, in desk.Writing, wrong error) error {
	title := "console.kb.new"
	if id != 0 {
		title = "console.kb.edit"
	}
	x := &writing{frame: c.frame(r, c.visits.Printer(r).T(title)), ID: id, Seen: seen, Format: in.Content.Format}
	if wrong != nil {
		problem := ui.Problem{Text: x.Words.Fault(wrong)}
		if p, ok := ui.ProblemOf(x.Words, wrong); ok {
			problem = p
		}
		x.Problems = []ui.Problem{problem}
	}
	staff, err := c.desk.Staff(r.Context(), x.who, "")
	if err != nil {
		return err
	}
	x.fields(in, staff)
	if r.Method == http.MethodPost {
		if before, err := c.desk.ArticleVersion(r.Context(), x.who, id, seen); err == nil { // a new one has none
			in.Content.Pictures = before.Content.Pictures
		}
		x.Preview = x.texts(id, in.Content)
		x.Preview = slices.DeleteFunc(x.Preview, func(t shownText) bool { return t.Title == "" })
	}
	return ui.Render(w, r, status, writingPage(x))
}

func (x *writing) fields(in desk.Writing, staff []people.Person) {
	content := in.Content
	x.Kind = x.choose("kind", string(content.Kind), string(kb.HowTo), string(kb.Referral))
	x.Audience = x.choose("audience", string(content.Audience), string(kb.Public), string(kb.Agencies), string(kb.Staff))
	x.Agencies = x.field("agencies", strings.Join(content.Agencies, ", "))
	x.Agencies.Optional = true
	x.Owner = ui.Field{Name: "owner", Label: x.Words.T("console.kb.owner"), Error: ui.ErrorFor(x.Problems, "owner"),
		Options: []ui.Option{{Value: "", Text: x.Words.T("console.kb.owner.same")}}}
	for _, p := range staff {
		x.Owner.Options = append(x.Owner.Options, ui.Option{Value: personValue(p.ID), Text: p.NameOrAddress()})
	}
	if in.Owner != 0 {
		x.Owner.Value = personValue(in.Owner)
	}
	x.Why = x.field("why", in.Why)
	x.Why.Optional = true
	for _, s := range x.desk.Services {
		x.Services = append(x.Services, tickbox{s.ID, s.Name.In(x.lang()), slices.Contains(content.Services, s.ID)})
	}
	for i, lang := range kb.Languages {
		x.Texts = append(x.Texts, x.textFields(lang, content.Texts[lang], i == 0))
	}
}

func (x *writing) textFields(lang string, t kb.Text, first bool) textFieldset {
	field := func(name, value string, rows int) ui.Field {
		f := x.field(name, value)
		f.Name, f.Rows, f.Error = name+"."+lang, rows, ui.ErrorFor(x.Problems, name+"."+lang)
		f.Attrs = map[string]any{"lang": lang}
		if rows > 0 {
			f.MaxLength, f.Draft = kb.MaxBody, articleDraft(x.ID, lang)
		}
		return f
	}
	s := textFieldset{Lang: lang, Name: x.Words.T("console.kb.lang." + lang), Title: field("title", t.Title, 0),
		Keywords: field("keywords", strings.Join(t.Keywords, ", "), 0), Body: field("body", t.Body, 14),
		Who: field("who", t.Who, 0), How: field("how", t.How, 0), Hours: field("hours", t.Hours, 0), Collect: field("collect", t.Collect, 0)}
	s.Title.MaxLength, s.Keywords.Optional = kb.MaxTitle, true
	s.Refers = x.Kind.Value == string(kb.Referral) || t.Who+t.How != ""
	s.Open = first || t.Title+t.Body != ""
	for _, p := range x.Problems {
		s.Open = s.Open || strings.HasSuffix(p.Field, "."+lang)
		s.Refers = s.Refers || p.Field == "who."+lang || p.Field == "how."+lang
	}
	return s
}

func (x *writing) field(name, value string) ui.Field {
	f := ui.Field{Name: name, Label: x.Words.T("console.kb.field." + name), Value: value, MaxLength: kb.MaxLine, Error: ui.ErrorFor(x.Problems, name)}
	if key := "console.kb.field." + name + ".hint"; x.Words.Has(key) {
		f.Hint = x.Words.T(key)
	}
	return f
}

func (x *writing) choose(name, value string, values ...string) ui.Field {
	f := x.field(name, value)
	f.MaxLength = 0
	for _, v := range values {
		f.Options = append(f.Options, ui.Option{Value: v, Text: x.Words.T("console.kb." + name + "." + v)})
	}
	return f
}

// path is where the form is sent.
func (x *writing) path() string {
	if x.ID == 0 {
		return knowledgePath
	}
	return articlePath(x.ID)
}

func articleDraft(id int64, lang string) string {
	return "article-" + strconv.FormatInt(id, 10) + "-" + lang
}

func articleDrafts(id int64) []string {
	var out []string
	for _, lang := range kb.Languages {
		out = append(out, articleDraft(id, lang))
	}
	return out
}
