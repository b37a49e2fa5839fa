package letter

import (
	"html"
	"strings"
)

// block is a part of a letter; exactly one of text, rows, items and href is its content.
type block struct {
	text  string
	quote bool // somebody's own words
	small bool
	rows  []row
	items []string
	href  string // text says what it opens
}

type row struct{ name, value string }

func (w *writer) add(b block) { w.blocks = append(w.blocks, b) }

func (w *writer) para(text string) { w.add(block{text: text}) }

func (w *writer) link(href, text string) { w.add(block{text: text, href: href}) }

func (w *writer) quote(text string) {
	if text = strings.TrimSpace(text); text != "" {
		w.add(block{text: text, quote: true})
	}
}

// text is the letter as plain text; somebody's words stand between lines of their own, unmarked, so that no program takes
// them for a quotation and hides them.
func (w *writer) text() string {
	var out strings.Builder
	for _, b := range w.blocks {
		switch {
		case b.href != "":
			out.WriteString(b.text + ":\n" + b.href)
		case b.rows != nil:
			for i, r := range b.rows {
				if i > 0 {
					out.WriteByte('\n')
				}
				out.WriteString(r.name + ": " + r.value)
			}
		case b.items != nil:
			out.WriteString("- " + strings.Join(b.items, "\n- "))
		default:
			out.WriteString(b.text)
		}
		out.WriteString("\n\n")
	}
	return strings.TrimRight(out.String(), "\n") + "\n"
}

// Colours are left to the reader's mail program, light or dark; only lines and space are ours.
const (
	page   = "margin:0;padding:16px;font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;font-size:16px;line-height:1.5"
	column = "max-width:640px;margin:0 auto"
	words  = "margin:0 0 16px;padding:4px 0 4px 16px;border-left:4px solid #2672de;white-space:pre-wrap;overflow-wrap:anywhere"
	para   = "margin:0 0 16px;overflow-wrap:anywhere"
	fine   = "margin:24px 0 0;padding-top:12px;border-top:1px solid #8d9297;font-size:14px;overflow-wrap:anywhere"
	facts  = "margin:0 0 16px;border-collapse:collapse"
	term   = "padding:4px 16px 4px 0;text-align:left;vertical-align:top;font-weight:700"
	value  = "padding:4px 0;vertical-align:top;overflow-wrap:anywhere"
	items  = "margin:0 0 16px;padding-left:24px"
	button = "display:inline-block;padding:12px 20px;border:2px solid currentColor;border-radius:4px;font-weight:700;text-decoration:none"
)

// classes are what a page of ours calls the styles, since it lets no text bring its own.
var classes = strings.NewReplacer(`style="`+words+`"`, `class="letter-words"`, `style="`+para+`"`, `class="letter-para"`, `style="`+fine+`"`, `class="letter-fine"`,
	`style="`+facts+`"`, `class="letter-facts"`, `style="`+term+`"`, `class="letter-term"`, `style="`+value+`"`, `class="letter-value"`,
	`style="`+items+`"`, `class="letter-items"`, `style="`+button+`"`, `class="letter-button"`)

// Inside is the HTML of a letter to stand within a page: what it says without the page around it, each style by its class.
func (l Letter) Inside() string {
	_, body, _ := strings.Cut(l.HTML, column+`">`)
	body, _, _ = strings.Cut(body, "</div></body></html>")
	return classes.Replace(body)
}

// html is the same letter for a browser: every text is escaped, nothing is fetched from anywhere.
func (w *writer) html(subject string) string {
	var out strings.Builder
	out.WriteString(`<!DOCTYPE html><html lang="` + string(w.Lang()) + `"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
		`<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>` + html.EscapeString(subject) +
		`</title></head><body style="` + page + `"><div style="` + column + `">`)
	for _, b := range w.blocks {
		b.html(&out)
	}
	out.WriteString("</div></body></html>\n")
	return out.String()
}

func (b block) html(out *strings.Builder) {
	tag := func(name, style, text string) {
		out.WriteString("<" + name + ` style="` + style + `">` + strings.ReplaceAll(html.EscapeString(text), "\n", "<br>") + "</" + name + ">\n")
	}
	switch {
	case b.href != "":
		out.WriteString(`<p style="` + para + `"><a style="` + button + `" href="` + html.EscapeString(b.href) + `">` + html.EscapeString(b.text) + "</a></p>\n")
	case b.rows != nil:
		out.WriteString(`<table style="` + facts + `">`)
		for _, r := range b.rows {
			out.WriteString(`<tr><th scope="row" style="` + term + `">` + html.EscapeString(r.name) + `</th><td style="` + value + `">` +
				html.EscapeString(r.value) + "</td></tr>\n")
		}
		out.WriteString("</table>\n")
	case b.items != nil:
		out.WriteString(`<ul style="` + items + `">`)
		for _, item := range b.items {
			tag("li", value, item)
		}
		out.WriteString("</ul>\n")
	case b.quote:
		out.WriteString(`<div style="` + words + `">` + html.EscapeString(b.text) + "</div>\n") // pre-wrap keeps its lines
	case b.small:
		tag("p", fine, b.text)
	default:
		tag("p", para, b.text)
	}
}
