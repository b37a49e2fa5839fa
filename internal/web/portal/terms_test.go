package portal_test

import (
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/money"
	"switchboard/internal/core/people"
	"switchboard/internal/core/scope"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/webtest"
)

// ME-58, ME-61, ME-63: the customer reads what is covered and what a charge is; who represents the agency signs it here or
// names another amount, and the requester is offered neither.
func TestTermsOnTheTicket(t *testing.T) {
	h := open(t, "maine", friday)
	tess, mona := h.person("tess.park", "Tess Park", people.Customer), h.person("mona.bell", "Mona Bell", people.Manager, "desk")
	h.must(h.SetConsultant(t.Context(), access.System, desk.Consultant{Agency: "Revenue", Person: tess.ID}))
	id := h.opens()
	on := desk.On{Ticket: id}
	_, err := h.DecideScope(t.Context(), h.luis, on, scope.Facts{Device: "state", Effort: scope.Extraordinary})
	h.must(err)
	_, err = h.MarkNonstandard(t.Context(), h.luis, on, "A keyboard for one hand")
	h.must(err)
	_, err = h.Dispatch(t.Context(), h.luis, on, ticket.Trip{Person: h.luis.ID, Place: scope.Office, Address: "Room 4", At: h.Now().Add(time.Hour)})
	h.must(err)
	_, err = h.ProposeCharge(t.Context(), mona, on, desk.Proposal{Cause: ticket.ForEffort, Amount: money.Money{Cents: 40000, Currency: "USD"}, Why: "Forty hours"})
	h.must(err)
	page := "/tickets/" + strconv.FormatInt(id, 10)
	mine := h.browse("dana.whitfield").get(page)
	mine.says("[aria-labelledby=terms]", "A charge is agreed first", "extraordinary and disproportionate effort", "A keyboard for one hand",
		"Luis Ortega comes to Room 4", "$400.00", "Forty hours")
	mine.has("[aria-labelledby=terms] form", 0)

	for _, view := range webtest.Views {
		tab := h.enter(view, "tess.park")
		for _, lang := range []string{"en", "es"} {
			tab.Go(h.url + page + "?lang=" + lang)
			tab.Check()
			tab.Shot("portal-terms-" + lang)
		}
	}
	hers := h.browse("tess.park").get(page)
	hers.post(`form[action$="/charges/1/counter"]`, url.Values{"amount": {"two hundred"}, "why": {"half of it"}}).expect(http.StatusUnprocessableEntity)
	hers.says("[aria-labelledby=terms]", "rite an amount such as 1250.00", "half of it")
	hers.post(`form[action$="/charges/1/counter"]`, url.Values{"amount": {"200"}, "why": {"half of it"}}).says("[aria-labelledby=terms]", "$200.00", "half of it")
	_, err = h.SignCharge(t.Context(), mona, on, 1, money.Money{Cents: 20000, Currency: "USD"})
	h.must(err)
	hers.get(page).says("[aria-labelledby=terms]", "signed by both sides: $200.00")
	hers.has("[aria-labelledby=terms] form", 0)
}
