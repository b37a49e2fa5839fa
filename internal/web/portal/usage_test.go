package portal_test

import (
	"encoding/csv"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/webtest"
)

// uses is a desk at which Revenue asked for something in two months. Tess represents Revenue, Carl represents Courts, and
// Mona manages the desk.
func uses(t *testing.T) *house {
	h := open(t, "maine", friday.AddDate(0, -1, 0))
	tess, carl := h.person("tess.park", "Tess Park", people.Customer), h.person("carl.cole", "Carl Cole", people.Customer)
	h.person("mona.reyes", "Mona Reyes", people.Manager, "desk")
	h.must(h.SetConsultant(t.Context(), access.System, desk.Consultant{Agency: "Revenue", Person: tess.ID}))
	h.must(h.SetConsultant(t.Context(), access.System, desk.Consultant{Agency: "Courts", Person: carl.ID}))
	for _, minutes := range []int{1200, 35} {
		_, err := h.SpendTime(t.Context(), h.luis, desk.On{Ticket: h.opens()}, ticket.TimeSpent{Kind: ticket.Labor, Minutes: minutes})
		h.must(err)
		h.At(friday)
	}
	return h
}

// CO-41: whoever represents an agency sees what it uses, and nobody sees another's; without script.
func TestUsage(t *testing.T) {
	h := uses(t)
	tess := h.browse("tess.park")
	tess.get("/people").has(`main a[href="/usage"]`, 1)
	tess.get("/usage").says("main", "received for Revenue", "Sealed issues are not counted", "1,235", "November 2025", "October 2025", "1,200")
	tess.has("main table", 2)
	tess.has("main table tbody tr", 3) // two months, one service
	tess.has(`main a[href="/usage.csv?agency=Revenue"]`, 1)
	tess.get("/usage?agency=Courts").expect(http.StatusNotFound)

	carl := h.browse("carl.cole")
	for _, foreign := range []string{"/usage?agency=Revenue", "/usage.csv?agency=Revenue", "/usage?agency=", "/usage.csv", "/usage?agency=" + strings.Repeat("x", 4000)} {
		want := http.StatusNotFound
		if foreign == "/usage?agency=" {
			want = http.StatusOK // their own
		}
		if carl.get(foreign).expect(want); strings.Contains(carl.text("main"), "Revenue") || strings.Contains(carl.text("main"), "1,235") {
			t.Errorf("%.40s tells a stranger what Revenue uses", foreign)
		}
	}
	carl.get("/usage").says("main", "received for Courts")
	carl.has("main table", 0)
	eve := h.browse("eve.stone")
	eve.get("/usage").says("main", "Nothing to show here")
	eve.get("/usage?agency=Revenue").expect(http.StatusNotFound)
	h.browse("luis.ortega").get("/usage?agency=Revenue").expect(http.StatusNotFound)
	h.browse("mona.reyes").get("/usage?agency=Revenue").says("main", "received for Revenue", "Sealed issues are counted")
	h.browse("").get("/usage?agency=Revenue").says("main", "Sign in")
	h.browse("").get("/usage.csv?agency=Revenue").says("main", "Sign in")
}

// The sheet says what the page says, and its cells are no formulas.
func TestUsageSheet(t *testing.T) {
	h := uses(t)
	rows, err := csv.NewReader(strings.NewReader(h.browse("tess.park").body("/usage.csv?agency=Revenue"))).ReadAll()
	h.must(err)
	want := [][]string{{"Agency", "Month", "Service ID", "Service", "Issues", "Major incidents", "Minutes recorded",
		"Short notice", "Short notice, promise kept", "Short notice, promise missed", "Not the standard", "Not the standard, promise kept", "Not the standard, promise missed"},
		{"Revenue", "2025-11", "email", "E-mail", "1", "0", "35", "0", "0", "0", "0", "0", "0"}, {"Revenue", "2025-10", "email", "E-mail", "1", "0", "1200", "0", "0", "0", "0", "0", "0"}}
	if len(rows) == 3 {
		want[1][3], want[2][3] = rows[1][3], rows[1][3] // as the definition names it
	}
	if !reflect.DeepEqual(rows, want) {
		t.Errorf("got %q, want %q", rows, want)
	}
	tess, err := h.Desk.FindPeople(t.Context(), access.System, "", "tess.park", 0, 1)
	h.must(err)
	h.must(h.SetConsultant(t.Context(), access.System, desk.Consultant{Agency: "=1+1", Person: tess.People[0].ID}))
	_, err = h.AddPerson(t.Context(), access.System, people.Person{Email: "fay@example.gov", Name: "Fay", Role: people.Customer, Agency: "=1+1", Proven: true}, "")
	h.must(err)
	_, err = h.Open(t.Context(), h.luis, desk.Request{Subject: "Mail", Type: "incident", Channel: "phone", Service: "email", Email: "fay@example.gov", Alternate: "Kim", Location: "A", Phone: "1"})
	h.must(err)
	rows, err = csv.NewReader(strings.NewReader(h.browse("tess.park").body("/usage.csv?agency=%3D1%2B1"))).ReadAll()
	h.must(err)
	if len(rows) != 2 || rows[1][0] != "'=1+1" {
		t.Errorf("got %q", rows)
	}
	h.browse("tess.park").get("/usage").has("main nav a", 2) // both of hers
}

// The page holds WCAG 2.2 AA and its width, in both languages.
func TestUsageInTheBrowser(t *testing.T) {
	h := uses(t)
	for _, view := range webtest.Views {
		tab := h.enter(view, "tess.park")
		for _, lang := range []string{"en", "es"} {
			tab.Go(h.url + "/usage?lang=" + lang)
			tab.Check()
			tab.Shot("portal-usage-" + lang)
			if text := tab.Text("main"); strings.Contains(text, "usage.") || !strings.Contains(text, "2025") {
				t.Errorf("a message is missing: %s", text)
			}
		}
	}
}
