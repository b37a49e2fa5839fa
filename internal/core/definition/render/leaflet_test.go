package render_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"switchboard/internal/core/definition/render"
)

// OK-01: the desk on one sheet, from the definition in force, as a page and as a tagged PDF, in both languages.
func TestLeaflet(t *testing.T) {
	for _, name := range []string{"colorado", "maine", "oklahoma"} {
		for _, lang := range []string{"en", "es"} {
			d := parse(t, desks+"/"+name+".yaml")
			words, err := render.Printer(d, lang)
			if err != nil {
				t.Fatal(err)
			}
			sheet := render.Sheet(d, render.Options{Words: words, Today: time.Date(2026, 11, 22, 12, 0, 0, 0, d.Zone())})
			var page, paper bytes.Buffer
			if err := sheet.WriteHTML(&page); err != nil {
				t.Fatal(err)
			}
			if err := sheet.WritePDF(&paper); err != nil {
				t.Fatal(err)
			}
			if !bytes.Contains(paper.Bytes(), []byte("/Type /Pages /Count 1 ")) {
				t.Errorf("%s, %s: the leaflet is longer than a page", name, lang)
			}
			doc, err := goquery.NewDocumentFromReader(&page)
			if err != nil {
				t.Fatal(err)
			}
			if n := doc.Find("section h2").Length(); n < 7 {
				t.Errorf("%s, %s: only %d questions", name, lang, n)
			}
			for _, p := range d.Classes {
				if !strings.Contains(doc.Find("table").Text(), p.Name.In(lang)) {
					t.Errorf("%s, %s: nothing is said of %s", name, lang, p.Name.In(lang))
				}
			}
		}
	}
}

// The leaflet of Oklahoma answers what the printed one does, in its order of channels.
func TestLeafletOfOklahoma(t *testing.T) {
	d := parse(t, desks+"/oklahoma.yaml")
	words, err := render.Printer(d, "en")
	if err != nil {
		t.Fatal(err)
	}
	sheet := render.Sheet(d, render.Options{Words: words})
	var leads []string
	for _, p := range sheet.Questions[0].Points {
		leads = append(leads, p.Lead)
	}
	if got := strings.Join(leads, ", "); got != "Phone, CRM Self Service, E-mail" { // OK-02, OK-03, OK-05
		t.Errorf("the best ways are %s", got)
	}
	if got := sheet.Questions[1].Table.Rows[2]; got[0] != "Incident 3" || !strings.Contains(got[1], "Closed within 7 calendar days") { // OK-23
		t.Errorf("the third line is %q", got)
	}
}
