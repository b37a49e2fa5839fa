package portal_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"
)

// The start page says whether the desk is open, until when, and what each way to reach it means now.
func TestHome(t *testing.T) {
	local := func(zone string, day, hour, minute int) time.Time {
		at, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		return time.Date(2025, 11, day, hour, minute, 0, 0, at)
	}
	for _, test := range []struct {
		name, definition string
		now              time.Time
		open, reach      []string
	}{
		{"open", "colorado", local("America/Denver", 21, 16, 30), []string{"Open now", "Until 5 p.m. today.", "Monday to Friday, 7 a.m. to 5 p.m., except state holidays.",
			"Closed Thursday, November 27 (Thanksgiving Day)."}, []string{"303.239.HELP", "Answered until 5 p.m. today."}},
		{"at closing time", "colorado", local("America/Denver", 21, 17, 0), []string{"Closed now", "Opens Monday, 7 a.m."},
			[]string{"Now only for: major incident. Everything else from Monday, 7 a.m."}},
		{"a holiday", "colorado", local("America/Denver", 27, 10, 0), []string{"Closed now", "Today is Thanksgiving Day. Opens tomorrow, 7 a.m."}, nil},
		{"mail", "maine", local("America/New_York", 22, 10, 0), []string{"Closed now"}, []string{"OIT.Customer-Support@maine.gov", "Read again Monday, 7 a.m."}},
		{"no number", "oklahoma", local("America/Chicago", 21, 16, 30), []string{"Open now", "Until 5 p.m. today."}, []string{"Answered until 5 p.m. today."}},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := open(t, test.definition, test.now).browse("").get("/")
			b.expect(http.StatusOK)
			b.says("[aria-labelledby=open]", test.open...)
			b.says("[aria-labelledby=reach]", test.reach...)
			b.has("[href='/chat']", 0)
		})
	}
}

// What is down is told by phone; what is promised then stands beside the number. CO-22
func TestHomeOutage(t *testing.T) {
	b := open(t, "colorado", friday).browse("").get("/")
	b.says("[aria-labelledby=down]", "303.239.HELP", "Day and night.", "Outages are not taken by form.", "A team within 15 minutes", "Resolved within 4 hours")
	if href := b.Doc.Find("[aria-labelledby=down] a").AttrOr("href", ""); href != "tel:+13032394357" {
		t.Errorf("the number leads to %q", href)
	}
}

// The public page needs no account, and programs read the same.
func TestService(t *testing.T) {
	h := open(t, "colorado", friday)
	b := h.browse("").get("/service")
	b.expect(http.StatusOK)
	b.says("main", "Enterprise Service Desk", "Major incident", "A team within 15 minutes", "Resolved within 14 business days", "By FTE staffing", "not stated", "Thanksgiving Day")
	answer, err := http.Get(h.url + "/service.json")
	h.must(err)
	defer answer.Body.Close()
	var view struct {
		Desk   string `json:"desk"`
		Levels []any  `json:"service_levels"`
	}
	h.must(json.NewDecoder(answer.Body).Decode(&view))
	if view.Desk != "Enterprise Service Desk" || len(view.Levels) == 0 {
		t.Errorf("programs read %+v", view)
	}
	b.get("/nothing/here").expect(http.StatusNotFound)
	b.has("header.mast", 1)
}
