package render

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"
)

//go:embed page.html
var pageText string

//go:embed page.css
var pageStyle string

// Remarks of a definition are in English, whatever the language of the page; the page says so to screen readers.

var pages = template.Must(template.New("pages").Parse(pageText))

// T says a message of the page, for the templates.
func (v View) T(key string) string { return v.words.T("service." + key) }

// Measured reports whether somebody has filled in how often the promises were kept.
func (v View) Measured() bool {
	for _, l := range v.Levels {
		for _, p := range l.Promises {
			if p.Kept != "" {
				return true
			}
		}
	}
	return false
}

// Style is the page's own style sheet.
func (v View) Style() template.CSS { return template.CSS(pageStyle) }

// Skip says how to get past the masthead.
func (v View) Skip() string { return v.words.T("ui.skip") }

// WriteHTML writes a complete page: no script, no other file, light and dark.
func (v View) WriteHTML(w io.Writer) error { return pages.ExecuteTemplate(w, "page", v) }

// WriteText writes the page as plain text, a leaflet for people and for diff.
func (v View) WriteText(w io.Writer) error {
	t := &texter{w: w}
	t.line("%s\n%s", v.Name, strings.Repeat("=", len([]rune(v.Name))))
	t.line("%s", v.Summary)
	t.heading(v.T("levels"))
	for _, l := range v.Levels {
		t.line("%s", strings.Join(notEmpty(l.Name, l.Hours, l.Means, l.Task), ", "))
		for _, p := range l.Promises {
			t.item(p.Text+" ["+p.Kind+"]", p.Note, p.Ref)
		}
	}
	t.lines(v.T("agreements"), v.Agreements)
	t.lines(v.T("goals"), v.Goals)
	t.heading(v.T("reach"))
	for _, r := range v.Reach {
		t.item(strings.Join(notEmpty(r.Name, r.Shown, r.Hours), ", "), r.Says, r.Ref)
	}
	t.heading(v.T("hours"))
	for _, h := range v.Hours {
		t.item(h.Name+": "+h.Text, h.Note, h.Ref)
	}
	t.lines(v.T("duties"), v.Duties)
	t.lines(v.T("scope"), v.Scope)
	t.lines(v.T("data"), v.Data)
	t.lines(v.T("approvals"), v.Approvals)
	t.lines(v.T("escalate"), v.Escalation)
	t.lines(v.T("rules"), v.Rules)
	t.heading(v.T("glance"))
	for _, f := range v.Facts {
		text := []string{f.Text}
		if f.Open {
			text = append(text, v.T("blank"))
		}
		t.item(f.Term+": "+strings.Join(notEmpty(text...), ", "), "", "")
	}
	t.heading(v.T("services"))
	for _, s := range v.Services {
		t.item(strings.Join(notEmpty(s.Name, s.Team), ": "), strings.Join(notEmpty(s.Asks, s.Note), " "), "")
	}
	t.heading(v.T("holidays"))
	for _, h := range v.Holidays {
		t.item(h.When+": "+h.Name, h.Note, "")
	}
	t.lines(v.T("readings"), v.Readings)
	t.heading(v.T("open"))
	for _, o := range v.Open {
		t.item(o.About+" ("+o.Kind+"): "+o.Text, "", o.Ref)
	}
	return t.err
}

func notEmpty(words ...string) []string {
	var out []string
	for _, w := range words {
		if w != "" {
			out = append(out, w)
		}
	}
	return out
}

// texter writes until the first error.
type texter struct {
	w   io.Writer
	err error
}

func (t *texter) line(format string, args ...any) {
	if t.err == nil {
		_, t.err = fmt.Fprintf(t.w, format+"\n", args...)
	}
}

func (t *texter) heading(s string) { t.line("\n%s\n%s", s, strings.Repeat("-", len([]rune(s)))) }

func (t *texter) item(text, note, ref string) {
	t.line("- %s", text)
	if note != "" {
		t.line("    %s", note)
	}
	if ref != "" {
		t.line("    [%s]", ref)
	}
}

func (t *texter) lines(heading string, lines []Line) {
	if len(lines) == 0 {
		return
	}
	t.heading(heading)
	for _, l := range lines {
		if l.ID != "" && strings.HasPrefix(l.ID, "A") {
			l.Text = l.ID + ": " + l.Text
		}
		t.item(l.Text, l.Note, l.Ref)
	}
}
