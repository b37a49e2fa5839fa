package portal_test

import (
	"encoding/csv"
	"net/http"
	"slices"
	"strings"
	"testing"

	"switchboard/internal/core/access"
	"switchboard/internal/core/figures"
	"switchboard/internal/core/money"
	"switchboard/internal/core/roster"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
)

// CO-41: an agency reads what each month came to, line by line, with the tickets behind it, and a month that is over does not change,
// whatever is written down later. Strangers read nothing, and whom the agency shows counts alone reads no number of a ticket.
func TestStatement(t *testing.T) {
	h := uses(t) // 1,200 minutes in October, 35 in November
	page, sheet := "/usage/statement?agency=Revenue&month=2025-10", "/usage/statement.csv?agency=Revenue&month=2025-10"
	tess := h.browse("tess.park")
	tess.get("/usage").has(`main a[href="`+page+`"]`, 1)
	tess.get(page).says("main", "Statement of October 2025", "The month is over", "1,200", "asked", "100001")
	before := tess.body(sheet)
	rows, err := csv.NewReader(strings.NewReader(before)).ReadAll()
	h.must(err)
	if len(rows) != 3 || rows[1][5] != "1" || rows[2][6] != "1200" || rows[1][4] != rows[2][4] {
		t.Fatalf("the sheet is %q", rows)
	}

	on := desk.On{Ticket: 100001}
	_, err = h.SpendTime(t.Context(), h.luis, on, ticket.TimeSpent{Kind: ticket.Labor, Minutes: 10})
	h.must(err)
	actor := func(address string) access.Actor {
		found, err := h.FindPeople(t.Context(), access.System, "", address, 0, 1)
		h.must(err)
		who, _, err := h.Visitor(t.Context(), found.People[0].ID)
		h.must(err)
		return who
	}
	desker, who := actor("mona.reyes"), actor("tess.park")
	_, err = h.MarkNonstandard(t.Context(), h.luis, on, "Another keyboard")
	h.must(err)
	amount := money.Money{Cents: 12345, Currency: money.Dollar}
	_, err = h.ProposeCharge(t.Context(), desker, on, desk.Proposal{Cause: ticket.ForDeviation, Amount: amount, Why: "Made to order"})
	h.must(err)
	_, err = h.SignCharge(t.Context(), who, on, 1, amount)
	h.must(err)
	_, err = h.PostCharge(t.Context(), desker, on, 1, "A-17")
	h.must(err)
	if after := tess.body(sheet); after != before {
		t.Errorf("a month that is over changes from\n%s to\n%s", before, after)
	}
	tess.get("/usage/statement?agency=Revenue&month=2025-11").says("main", "The month is not over", "$123.45", "A-17", "45")

	for _, stranger := range []string{"carl.cole", "eve.stone", "luis.ortega"} {
		h.browse(stranger).get(page).expect(http.StatusNotFound)
		h.browse(stranger).get(sheet).expect(http.StatusNotFound)
	}
	for _, wrong := range []string{"", "2025-13", "x", "2025-10-01"} {
		tess.get("/usage/statement?agency=Revenue&month=" + wrong).expect(http.StatusUnprocessableEntity)
	}
	h.list(roster.Agencies, "key,consultants_see\nRevenue,counts\n")
	counted, err := csv.NewReader(strings.NewReader(tess.body(sheet))).ReadAll()
	h.must(err)
	if len(counted) != 3 || slices.ContainsFunc(counted[1:], func(r []string) bool { return r[4] != "" }) {
		t.Errorf("by counts alone it reads %q", counted)
	}
}

// CO-41: the statements of all months come to what the agency is shown to have used.
func TestStatementsReconcileWithUsage(t *testing.T) {
	h := uses(t)
	used, err := h.Usage(t.Context(), access.System, "Revenue")
	h.must(err)
	want := figures.SumUse(used.Rows).All
	tickets, minutes := 0, 0
	for month := friday.AddDate(-1, 0, 0); !month.After(h.Now()); month = month.AddDate(0, 1, 0) {
		s, err := h.Statement(t.Context(), access.System, "Revenue", month.Format("2006-01"))
		h.must(err)
		tickets, minutes = tickets+s.Sum.Tickets, minutes+s.Sum.Minutes
	}
	if tickets == 0 || tickets != want.Tickets || minutes != want.Minutes {
		t.Errorf("the statements come to %d tickets and %d minutes, the usage is %d and %d", tickets, minutes, want.Tickets, want.Minutes)
	}
}
