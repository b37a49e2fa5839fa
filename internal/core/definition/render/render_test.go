package render_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/definition/render"
)

var update = flag.Bool("update", false, "write the golden files anew")

const desks = "../../../../desks"

func parse(t *testing.T, file string) *definition.Definition {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	feed, _ := os.ReadFile(filepath.Join(filepath.Dir(file), "harbor.ics"))
	d, problems := definition.ParseWith(filepath.Base(file), data, map[string][]byte{"harbor.ics": feed})
	if problems.Err() != nil {
		t.Fatal(problems)
	}
	return d
}

func page(t *testing.T, d *definition.Definition, lang string, today time.Time) render.View {
	t.Helper()
	words, err := render.Printer(d, lang)
	if err != nil {
		t.Fatal(err)
	}
	return render.Page(d, render.Options{Words: words, Today: today})
}

func html(t *testing.T, v render.View) string {
	t.Helper()
	var b strings.Builder
	if err := v.WriteHTML(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; look at it with -update and git diff", file)
	}
}

// What is checked, shown and published of the shipped desks changes only where somebody meant it to.
func TestGolden(t *testing.T) {
	for _, name := range []string{"colorado", "maine", "oklahoma"} {
		d := parse(t, filepath.Join(desks, name+".yaml"))
		var check, show bytes.Buffer
		for _, p := range d.Check(time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)) {
			fmt.Fprintf(&check, "%-7s  %s\n", p.Level, p)
		}
		golden(t, name+".check.txt", check.Bytes())
		e := json.NewEncoder(&show)
		e.SetIndent("", " ")
		if err := e.Encode(d); err != nil {
			t.Fatal(err)
		}
		golden(t, name+".show.json", show.Bytes())
		for _, lang := range []string{"en", "es"} {
			var text, html bytes.Buffer
			v := page(t, d, lang, time.Time{})
			if err := v.WriteText(&text); err != nil {
				t.Fatal(err)
			}
			if err := v.WriteHTML(&html); err != nil {
				t.Fatal(err)
			}
			golden(t, name+"."+lang+".txt", text.Bytes())
			if lang == "en" { // the forms agree in every language, see TestFormsAgree
				golden(t, name+".html", html.Bytes())
			}
		}
	}
}

// Every promise of the published texts stands on its page as a sentence.
func TestSentences(t *testing.T) {
	for desk, wants := range map[string][]string{
		"colorado": {"Major incident, day and night", "A team within 15 minutes", "An update to the people affected every 30 minutes", "Resolved within 4 hours", // CO-27..29
			"A team within 4 hours, day and night", "Word from us every other business day", "Resolved within 14 business days", // CO-31..33
			"Phone, 303.239.HELP, Monday to Friday, 7 a.m. to 5 p.m.; major incident day and night", // CO-34, CO-37, CO-38
			"E-mail, not for new requests",                  // CO-42
			"Owner: Service owner, not stated", "Code 2451", // CO-24, CO-40
			"All agency staff supported by OIT"}, // CO-03
		"maine": {"A reply within 2 business days", "Resolved within 10 business days", "A reply within 1 business day", "Resolved within 6 business days", // ME-35..38
			"A reply within 4 hours in which we are open", "An immediate response by the service manager or designee (measured as 5 minutes)", // ME-39, ME-41
			"A response team named within 30 minutes", "Goal: resolved within 4 hours", "All team members stay on task until it is resolved", // ME-42..44
			"For non urgent business. If it is urgent call 624-7700.", "Customers satisfied: at least 97.5\u00a0%", // ME-46, ME-34
			"November 21, 2018"}, // ME-72
		"oklahoma": {"Assigned to a technician within 15 minutes", "Closed within 2 hours", "Closed within 7 calendar days", "Closed within 5 business days", // OK-18..25
			"Assigned to a technician within 8 hours in which we are open", "Closed within 20 minutes", // OK-22, OK-27
			"Expected: read and worked within 5 to 10 minutes, in staffed hours, in 90\u00a0% of cases", "Expected: read within several hours, not on weekends or holidays", // OK-04, OK-06
			"A6: Seven calendar days are the same time of day seven dates later.", "the leaflet gives no hours of support"}, // OK-23, A31
	} {
		var b strings.Builder
		if err := page(t, parse(t, filepath.Join(desks, desk+".yaml")), "en", time.Time{}).WriteText(&b); err != nil {
			t.Fatal(err)
		}
		for _, want := range wants {
			if !strings.Contains(b.String(), want) {
				t.Errorf("the page of %s does not say %q", desk, want)
			}
		}
	}
}

// What the page says beside the promises, and what days off are called, is in its reader's language: of each note and
// each holiday none is left in English on a Spanish page, and what the linter finds, in English, says that it is.
func TestSpanishRemarks(t *testing.T) {
	for _, desk := range []string{"colorado", "maine", "oklahoma"} {
		d := parse(t, filepath.Join(desks, desk+".yaml"))
		en, es := page(t, d, "en", time.Time{}), page(t, d, "es", time.Time{})
		for i, l := range en.Levels {
			for j, p := range l.Promises {
				if got := es.Levels[i].Promises[j].Note; p.Note != "" && got == p.Note {
					t.Errorf("%s: %q is said in English", desk, got)
				}
			}
		}
		for i, h := range en.Holidays {
			if got := es.Holidays[i].Name; got == h.Name && h.Name != "Juneteenth" {
				t.Errorf("%s: %s is called so in Spanish", desk, got)
			}
		}
		for i, o := range en.Open {
			if got := es.Open[i]; got.Text == o.Text && got.Lang != "en" || got.Text != o.Text && got.Lang != "es" {
				t.Errorf("%s: %q is said to be in %s", desk, got.Text, got.Lang)
			}
		}
	}
}

// missing finds a key of the catalogue where its message should stand.
var missing = regexp.MustCompile(`service\.[a-z]\w*`)

// The three forms say the same, and no message is missing in either language.
func TestFormsAgree(t *testing.T) {
	for _, file := range []string{desks + "/colorado.yaml", desks + "/maine.yaml", desks + "/oklahoma.yaml", "../testdata/harbor.yaml", "../testdata/minimal.yaml"} {
		for _, lang := range []string{"en", "es"} {
			v := page(t, parse(t, file), lang, time.Time{})
			var text, html strings.Builder
			if v.WriteText(&text) != nil || v.WriteHTML(&html) != nil {
				t.Fatal("not written")
			}
			doc, err := goquery.NewDocumentFromReader(strings.NewReader(html.String()))
			if err != nil {
				t.Fatal(err)
			}
			if got := doc.Find("html").AttrOr("lang", ""); got != lang {
				t.Errorf("%s: the page says it is in %q", file, got)
			}
			said := strings.Join(strings.Fields(doc.Find("main").Text()), " ")
			for _, level := range v.Levels {
				for _, p := range level.Promises {
					if !strings.Contains(said, strings.Join(strings.Fields(p.Text), " ")) || !strings.Contains(text.String(), p.Text) {
						t.Errorf("%s: %q is not on every form", file, p.Text)
					}
				}
			}
			if key := missing.FindString(text.String() + said); key != "" {
				t.Errorf("%s in %s: there is no message %s", file, lang, key)
			}
			if n := doc.Find("script, [style], [onclick], img, iframe").Length(); n > 0 {
				t.Errorf("%s: %d parts that the page must not need", file, n)
			}
			ids := map[string]bool{}
			doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
				if id := s.AttrOr("id", ""); ids[id] {
					t.Errorf("%s: id %s stands twice", file, id)
				} else {
					ids[id] = true
				}
			})
		}
	}
}

// A file is data: what is written in it reaches the page as text.
func TestPageEscapes(t *testing.T) {
	data, err := os.ReadFile("../testdata/minimal.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer("Small desk", `"<script>alert(1)</script>"`, `"+1 303 555 0100"`, `"+1 303 555 0100", shown: "<b onload=x>"`).Replace(string(data))
	text = strings.Replace(text, "channels:", "channels:\n  mail: {rank: 2, address: \"javascript:alert(1)//@x\"}", 1)
	d, problems := definition.Parse("x.yaml", []byte(text))
	if d == nil {
		t.Fatal(problems)
	}
	fragment := html(t, page(t, d, "en", time.Time{}))
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(fragment))
	if err != nil {
		t.Fatal(err)
	}
	if doc.Find("script, [onload]").Length() > 0 || !strings.Contains(doc.Find("h1").Text(), "<script>") {
		t.Errorf("the page carries what the file says: %s", fragment)
	}
	if href := doc.Find("a[href^='javascript']").Length(); href > 0 {
		t.Error("a link runs script")
	}
}

// With a date, days that are over are left out; figures appear where somebody fills them in.
func TestPageToday(t *testing.T) {
	d := parse(t, desks+"/colorado.yaml")
	v := page(t, d, "en", time.Date(2026, 11, 26, 18, 0, 0, 0, time.UTC))
	if got := v.Holidays[0]; got.Date != "2026-11-26" || got.When != "Thursday, November 26, 2026" || got.Name != "Thanksgiving Day" {
		t.Errorf("the next holiday is %+v", got)
	}
	if strings.Contains(html(t, v), ">Kept<") {
		t.Error("a column of figures without figures")
	}
	v.Levels[0].Promises[0].Kept = "97.9 % of 47"
	if whole := html(t, v); !strings.Contains(whole, ">Kept<") || !strings.Contains(whole, "97.9 % of 47") {
		t.Error("figures are not shown")
	}
	d.Version = 14
	if facts := page(t, d, "en", time.Time{}).Facts; facts[len(facts)-1] != (render.Fact{Term: "Version", Text: "14"}) {
		t.Errorf("facts: %v", facts)
	}
}
