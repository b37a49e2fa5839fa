package kb

import (
	"slices"
	"strings"
	"unicode/utf8"

	"switchboard/internal/fault"
)

// Bounds of an article, in bytes and pieces.
const (
	MaxTitle    = 200
	MaxBody     = 100 << 10
	MaxLine     = 500
	maxKeywords = 30
	maxList     = 50
)

// Clean checks what an author wrote and gives it in the form that is kept: trimmed, lists without repetition, languages
// without a title left out. Errors: Invalid with the field, "title.en".
func Clean(c Content) (Content, error) {
	if c.Kind != HowTo && c.Kind != Referral {
		return c, fault.Field("kind", "choose what the article is")
	}
	if c.Audience != Public && c.Audience != Agencies && c.Audience != Staff {
		return c, fault.Field("audience", "choose who may read it")
	}
	if c.Format == "" {
		c.Format = Markdown
	}
	if c.Format != Markdown && c.Format != HTML {
		return c, fault.Field("format", "a body is written in Markdown or HTML")
	}
	var err error
	if c.Agencies, err = list("agencies", c.Agencies, maxList); err != nil {
		return c, err
	}
	if c.Services, err = list("services", c.Services, maxList); err != nil {
		return c, err
	}
	switch {
	case c.Audience == Agencies && len(c.Agencies) == 0:
		return c, fault.Field("agencies", "name at least one agency")
	case c.Audience != Agencies:
		c.Agencies = nil
	}
	texts := map[string]Text{}
	for _, lang := range Languages {
		t, err := cleanText(c.Kind, lang, c.Texts[lang])
		if err != nil {
			return c, err
		}
		if t.Title != "" {
			texts[lang] = t
		}
	}
	if len(texts) == 0 {
		return c, fault.Field("title."+Languages[0], "give it a title")
	}
	c.Texts = texts
	return c, nil
}

func cleanText(kind Kind, lang string, t Text) (Text, error) {
	var err error
	short := func(field string, s *string, max int) {
		if err == nil {
			*s, err = line(field+"."+lang, *s, max)
		}
	}
	short("title", &t.Title, MaxTitle)
	short("who", &t.Who, MaxLine)
	short("how", &t.How, MaxLine)
	short("hours", &t.Hours, MaxLine)
	short("collect", &t.Collect, MaxLine)
	if err != nil {
		return t, err
	}
	t.Body = strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\x00", "").Replace(t.Body))
	if !utf8.ValidString(t.Body) {
		return t, fault.Field("body."+lang, "this is not valid UTF-8 text")
	}
	if len(t.Body) > MaxBody {
		return t, fault.Field("body."+lang, "at most %d KB of text fit here; this has %d", MaxBody>>10, (len(t.Body)+1023)>>10)
	}
	if t.Keywords, err = list("keywords."+lang, t.Keywords, maxKeywords); err != nil {
		return t, err
	}
	said := t.Body != "" || t.Who != "" || t.How != "" || len(t.Keywords) > 0
	switch {
	case t.Title == "" && said:
		return t, fault.Field("title."+lang, "give it a title")
	case t.Title == "":
		return Text{}, nil
	case kind == HowTo && t.Body == "":
		return t, fault.Field("body."+lang, "write something here first")
	case kind == Referral && t.Who == "":
		return t, fault.Field("who."+lang, "say who helps")
	case kind == Referral && t.How == "":
		return t, fault.Field("how."+lang, "say how they are reached")
	}
	if kind == HowTo {
		t.Who, t.How, t.Hours, t.Collect = "", "", "", ""
	}
	return t, nil
}

func line(field, s string, max int) (string, error) {
	if !utf8.ValidString(s) {
		return "", fault.Field(field, "this is not valid UTF-8 text")
	}
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f }), " ")
	if len(s) > max {
		return "", fault.Field(field, "at most %d bytes of text fit here; this has %d", max, len(s))
	}
	return s, nil
}

func list(field string, all []string, max int) ([]string, error) {
	var out []string
	for _, s := range all {
		s, err := line(field, s, MaxTitle)
		if err != nil {
			return nil, err
		}
		if s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	if len(out) > max {
		return nil, fault.Field(field, "at most %d fit here", max)
	}
	return out, nil
}
