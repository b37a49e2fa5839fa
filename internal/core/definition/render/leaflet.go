package render

import (
	_ "embed"
	"html/template"
	"io"
	"strings"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/pdf"
)

// Leaflet is what somebody who is new needs to know, as questions with their answers on one sheet (OK-01). It says what
// the page says, and nothing that the definition does not.
type Leaflet struct {
	Lang      string
	Title     string
	Under     string
	By        string
	Questions []Question
	Made      string // where the sheet comes from
}

// Question is one with its answer: a sentence, a list, a table, in this order as far as they are there.
type Question struct {
	Ask      string
	Text     string
	Points   []Point
	Numbered bool
	Table    *LeafletTable
}

// Point is an entry of a list; Lead is set bold before it.
type Point struct{ Lead, Text string }

// LeafletTable has as many cells in each row as in its head.
type LeafletTable struct {
	Head []string
	Rows [][]string
}

// Sheet writes the leaflet of a definition. Today keeps the holidays to those of the year that begins with it.
func Sheet(d *definition.Definition, o Options) Leaflet {
	b := builder{d: d, p: o.Words, lang: string(o.Words.Lang()), today: o.Today}
	l := Leaflet{Lang: b.lang, Title: b.p.T("leaflet.title", "desk", b.in(d.Name)), Under: b.in(d.Summary), By: b.in(d.Operator), Made: b.p.T("leaflet.made")}
	if d.Version > 0 {
		l.Made = b.p.T("leaflet.made.version", "version", b.p.Number(d.Version))
	}
	for _, q := range []Question{b.askReach(), b.askPromise(), b.askKinds(), b.askSilence(), b.askWho(), b.askDuties(), b.askScope(), b.askHours(), b.askCost()} {
		if q.Text != "" || len(q.Points) > 0 || q.Table != nil {
			l.Questions = append(l.Questions, q)
		}
	}
	return l
}

func (b builder) askReach() Question {
	q := Question{Ask: b.p.T("leaflet.reach"), Numbered: true}
	for _, w := range b.reach() {
		hours := upperFirst(w.Hours)
		if strings.HasPrefix(w.Says, hours) { // it says so itself
			hours = ""
		}
		q.Points = append(q.Points, Point{Lead: strings.Join(notEmpty(w.Name, w.Shown), " "), Text: sentences(hours, w.Says)})
	}
	return q
}

func (b builder) askPromise() Question {
	t := &LeafletTable{Head: []string{b.p.T("service.col.when"), b.p.T("service.col.promise")}}
	for _, level := range b.levels() {
		var says []string
		for _, p := range level.Promises {
			says = append(says, p.Text)
		}
		if len(says) > 0 {
			t.Rows = append(t.Rows, []string{level.Name, sentences(append(says, upperFirst(level.Hours))...)})
		}
	}
	return Question{Ask: b.p.T("leaflet.promise"), Table: t}
}

func (b builder) askKinds() Question {
	q := Question{Ask: b.p.T("leaflet.kinds")}
	for _, t := range b.d.Types {
		if text := b.in(t.Ask); text != "" {
			q.Points = append(q.Points, Point{Lead: b.in(t.Name), Text: text})
		}
	}
	return q
}

func (b builder) askSilence() Question {
	q := Question{Ask: b.p.T("leaflet.silence"), Text: b.p.T("leaflet.silence.says"), Numbered: true}
	for _, step := range b.escalation() {
		q.Points = append(q.Points, Point{Text: step.Text})
	}
	if len(q.Points) == 0 {
		q.Text = b.p.T("leaflet.silence.write")
	}
	return q
}

func (b builder) askWho() Question {
	return Question{Ask: b.p.T("leaflet.who"), Text: b.p.T("leaflet.who.says")}
}

func (b builder) askDuties() Question { return b.listed("leaflet.duties", b.duties()) }

func (b builder) askScope() Question { return b.listed("leaflet.scope", b.scope()) }

func (b builder) listed(ask string, lines []Line) Question {
	q := Question{Ask: b.p.T(ask)}
	for _, l := range lines {
		q.Points = append(q.Points, Point{Text: l.Text})
	}
	return q
}

// leafletHolidays are as many of the next ones as a sheet has room for.
const leafletHolidays = 12

func (b builder) askHours() Question {
	q := Question{Ask: b.p.T("leaflet.hours")}
	for _, h := range b.allHours() {
		q.Points = append(q.Points, Point{Lead: h.Name, Text: h.Text})
	}
	var closed []string
	for _, h := range b.holidays() {
		if len(closed) < leafletHolidays {
			closed = append(closed, h.When)
		}
	}
	if len(closed) > 0 {
		q.Points = append(q.Points, Point{Lead: b.p.T("leaflet.closed"), Text: strings.Join(closed, "; ")})
	}
	return q
}

func (b builder) askCost() Question {
	q := Question{Ask: b.p.T("leaflet.cost")}
	for _, f := range b.facts() {
		if f.Term == b.p.T("service.cost") {
			q.Text = f.Text
		}
	}
	return q
}

// sentences puts texts behind each other, each with its full stop.
func sentences(texts ...string) string {
	var out []string
	for _, s := range notEmpty(texts...) {
		if !strings.HasSuffix(s, ".") {
			s += "."
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

//go:embed leaflet.html
var leafletText string

var leaflets = template.Must(template.New("leaflets").Parse(leafletText))

// Style is the style sheet of the leaflet that stands alone.
func (l Leaflet) Style() template.CSS { return template.CSS(pageStyle) }

// WriteHTML writes a complete page: no script, no other file, light and dark, one sheet when it is printed.
func (l Leaflet) WriteHTML(w io.Writer) error { return leaflets.ExecuteTemplate(w, "page", l) }

// WritePDF writes a tagged PDF.
func (l Leaflet) WritePDF(w io.Writer) error {
	d := pdf.Document{Title: l.Title, Under: l.Under, Author: l.By, Lang: l.Lang}
	for _, q := range l.Questions {
		d.Blocks = append(d.Blocks, pdf.Heading(q.Ask))
		if q.Text != "" {
			d.Blocks = append(d.Blocks, pdf.Paragraph{{Text: q.Text}})
		}
		if len(q.Points) > 0 {
			d.Blocks = append(d.Blocks, q.list())
		}
		if q.Table != nil {
			d.Blocks = append(d.Blocks, pdf.Table{Head: q.Table.Head, Rows: q.Table.Rows})
		}
	}
	d.Blocks = append(d.Blocks, pdf.Paragraph{{Text: l.Made}})
	return pdf.Write(w, d)
}

func (q Question) list() pdf.List {
	list := pdf.List{Numbered: q.Numbered}
	for _, p := range q.Points {
		var runs pdf.Paragraph
		if p.Lead != "" {
			runs = append(runs, pdf.Run{Text: p.Lead + ". ", Bold: true})
		}
		list.Items = append(list.Items, append(runs, pdf.Run{Text: p.Text}))
	}
	return list
}
