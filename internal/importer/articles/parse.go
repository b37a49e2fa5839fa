package articles

import (
	"bytes"
	"fmt"
	"path"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/goccy/go-yaml"

	"switchboard/internal/core/kb"
)

// front is what a file says of itself before its text.
type front struct {
	Title    string   `yaml:"title"`
	Kind     string   `yaml:"kind"`
	Audience string   `yaml:"audience"`
	Agencies []string `yaml:"agencies"`
	Services []string `yaml:"services"`
	Keywords []string `yaml:"keywords"`
	Who      string   `yaml:"who"`
	How      string   `yaml:"how"`
	Hours    string   `yaml:"hours"`
	Collect  string   `yaml:"collect"`
	Draft    bool     `yaml:"draft"`
}

// parsed is one file.
type parsed struct {
	front
	format kb.Format
	text   kb.Text
}

func (p parsed) content() kb.Content {
	c := kb.Content{Kind: kb.Kind(p.Kind), Audience: kb.Audience(p.Audience), Agencies: p.Agencies, Services: p.Services, Format: p.format}
	if c.Kind == "" {
		c.Kind = kb.HowTo
	}
	if c.Audience == "" {
		c.Audience = kb.Public
	}
	return c
}

// parse reads a file. Fields of the front matter that are not ours, as other tools write them, are passed over.
func parse(name string, raw []byte) (parsed, error) {
	p := parsed{format: kindOf(name)}
	text := strings.ReplaceAll(strings.TrimPrefix(string(bytes.ToValidUTF8(raw, []byte("�"))), "\ufeff"), "\r\n", "\n")
	if rest, ok := strings.CutPrefix(text, "---\n"); ok {
		if head, body, ok := strings.Cut("\n"+rest, "\n---\n"); ok {
			if err := yaml.Unmarshal([]byte(head), &p.front); err != nil {
				return p, fmt.Errorf("%w: its front matter: %s", errFile, yaml.FormatError(err, false, false))
			}
			text = body
		}
	}
	title, body := heading(text)
	if p.format == kb.HTML {
		var err error
		if title, body, err = document(text); err != nil {
			return p, err
		}
	}
	if p.Title == "" {
		p.Title = title
	}
	if p.Title == "" {
		base, _ := languageOf(path.Base(name))
		p.Title = strings.ReplaceAll(strings.TrimSuffix(base, path.Ext(base)), "-", " ")
	}
	p.text = kb.Text{Title: p.Title, Body: strings.TrimSpace(body), Keywords: p.Keywords, Who: p.Who, How: p.How, Hours: p.Hours, Collect: p.Collect}
	return p, nil
}

// heading takes the heading with which a text begins away from it.
func heading(text string) (title, body string) {
	first, rest, _ := strings.Cut(strings.TrimLeft(text, "\n "), "\n")
	if title, ok := strings.CutPrefix(first, "# "); ok {
		return strings.TrimSpace(title), rest
	}
	return "", text
}

// document is the title and the main part of a page. What it could do is taken away where it is shown, by the sanitiser.
func document(text string) (title, body string, err error) {
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(text))
	if err != nil {
		return "", "", fmt.Errorf("%w: %w", errFile, err)
	}
	doc.Find("script, style, nav, header, footer, form").Remove()
	main := doc.Find("main, article").First()
	if main.Length() == 0 {
		main = doc.Find("body")
	}
	h1 := main.Find("h1").First()
	title = strings.Join(strings.Fields(h1.Text()), " ")
	h1.Remove()
	if title == "" {
		title = strings.Join(strings.Fields(doc.Find("title").First().Text()), " ")
	}
	body, err = main.Html()
	return title, body, err
}
