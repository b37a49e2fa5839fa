package console_test

import (
	"net/url"
	"testing"

	"switchboard/internal/core/people"
)

// Whoever writes down a call sends the files of its form too; they stand beside their questions, and can be replaced later.
func TestFilesThatAnswerOnACall(t *testing.T) {
	h := open(t, "../../desk/testdata/forms.yaml")
	h.person("luis", "Luis Ortega", people.Analyst, "", "desk")
	b := h.signIn("luis")
	form := `form[action="/console/new"]`
	call := url.Values{"email": {"dana@example.gov"}, "subject": {"A plotter"}, "type": {"purchase"}, "channel": {"phone"}, "answers.cost": {"200"}}
	p := b.attach(b.get("/console/new?type=purchase", 200), form, call, nil, 422)
	if href := p.Find(".problems a").AttrOr("href", ""); href != "#f-answers.quote" {
		t.Errorf("the problem leads to %q", href)
	}
	p = b.attach(p, form, call, map[string][]byte{"answers.quote:offer.pdf": []byte("x")}, 200)
	p.has(t, ".about .files", "offer.pdf")
	p = b.get(p.path+"/form", 200)
	p = b.attach(p, `form[action$="/form"]`, url.Values{"answers.cost": {"200"}, "answers.quote": {"offer.pdf"}, "reason": {"A better one"}},
		map[string][]byte{"answers.quote:offer.pdf": []byte("y")}, 200)
	p.has(t, ".about .files", "offer (2).pdf")
}
