package portal_test

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"strings"
	"testing"

	"switchboard/desks"
	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/roster"
	"switchboard/internal/desk"
	"switchboard/internal/webtest"
)

// staffs is a desk whose first edition gives no price, and whose second, a month later, gives a made-up one. Revenue, which Tess
// represents, has asked for something in both months.
func staffs(t *testing.T) *house {
	h := open(t, "colorado", friday.AddDate(0, -1, 0))
	tess := h.person("tess.park", "Tess Park", people.Customer)
	h.must(h.SetConsultant(t.Context(), access.System, desk.Consultant{Agency: "Revenue", Person: tess.ID}))
	h.list(roster.Agencies, "key,fte\nRevenue,12.5\nCourts,7.5\n")
	h.opens()
	h.At(friday)
	h.opens()
	loaded, err := desks.Load("colorado")
	h.must(err)
	priced := bytes.Replace(loaded.Source, []byte("      unit: fte\n"), []byte("      unit: fte\n      price: 12.34\n"), 1)
	priced = bytes.Replace(priced, []byte("By FTE staffing of the agency"), []byte("By the staffing of each agency"), 1)
	h.must(h.Publish(t.Context(), access.System, "colorado", priced, h.Now()))
	return h
}

// CO-40: everybody reads the rate sheet, finds the lines that they look for, and reads it as it once stood; what is not published is said
// so, and no price is made up.
func TestRateSheet(t *testing.T) {
	h := staffs(t)
	nobody := h.browse("")
	nobody.get("/service").has(`a[href="/service/rates"]`, 1)
	nobody.get("/service/rates").says("main", "2451", "Service Desk", "$12.34", "Edition 2")
	nobody.has(`main a[href="/service/rates?version=1"]`, 1)
	nobody.get("/service/rates?version=1").says("main", "2451", "not published", "refers to the rate sheet", "Edition 1")
	nobody.get("/service/rates?q=mesa+245").says("main", "1 line has it")
	nobody.has("main tbody tr", 1)
	nobody.get("/service/rates?q=network").says("main", "0 lines have it")
	nobody.has("main table", 0)
	for _, wrong := range []string{"3", "0", "-1", "x", "99999999999999999999"} {
		nobody.get("/service/rates?version=" + wrong).expect(http.StatusNotFound)
		nobody.get("/service/rates.csv?version=" + wrong).expect(http.StatusNotFound)
	}
	for version, want := range map[string]string{"1": "1,2451,Service Desk,fte,,,,", "2": "2,2451,Service Desk,fte,12.34,USD,,"} {
		if got := nobody.body("/service/rates.csv?version=" + version); !strings.Contains(got, "\r\n"+want+"\r\n") {
			t.Errorf("edition %s is %q", version, got)
		}
	}
}

// CO-05, CO-40: a statement lists the count, the rate with its edition and the formula, and the code in every line; what its lines
// charge is its total. A month under an edition without a price says that there is none.
func TestStatementByStaffing(t *testing.T) {
	h := staffs(t)
	tess := h.browse("tess.park")
	at := "/usage/statement?agency=Revenue&month=2025-"
	tess.get(at+"10").says("main", "not published, edition 1", "no charge without a rate", "12.5, written down on", "nothing is charged", "By FTE staffing of the agency, through Common Policy")
	tess.get(at+"11").says("main", "$12.34, edition 2", "$12.34 × 12.5 = $154.25", "Total: $154.25", "By the staffing of each agency, through Common Policy")
	tess.get("/usage/statement?agency=Revenue&month=2025-09").says("main", "nothing is charged")
	rows, err := csv.NewReader(strings.NewReader(tess.body("/usage/statement.csv?agency=Revenue&month=2025-11"))).ReadAll()
	h.must(err)
	if len(rows) != 3 {
		t.Fatalf("the sheet is %q", rows)
	}
	for i, want := range []string{"154.25", "0.00"} {
		if r := rows[i+1]; r[7] != want || r[10] != "2451" || r[16] != "2" {
			t.Errorf("line %d is %q", i, r)
		}
	}
	if got := strings.Join(rows[1][11:16], " "); got != "Service Desk fte 12.34 12.5 20" {
		t.Errorf("its formula is %q", got)
	}
}

// The pages hold WCAG 2.2 AA and their width, in both languages.
func TestRatesInTheBrowser(t *testing.T) {
	h := staffs(t)
	for _, view := range webtest.Views {
		tab := h.enter(view, "tess.park")
		for _, lang := range []string{"en", "es"} {
			for name, page := range map[string]string{"rates": "/service/rates?version=1&", "statement": "/usage/statement?agency=Revenue&month=2025-11&"} {
				tab.Go(h.url + page + "lang=" + lang)
				tab.Check()
				tab.Shot("portal-" + name + "-" + lang)
				if text := tab.Text("main"); strings.Contains(text, "rates.") || strings.Contains(text, "statement.") || !strings.Contains(text, "2451") {
					t.Errorf("a message is missing: %s", text)
				}
			}
		}
	}
}
