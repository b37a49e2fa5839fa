package portal_test

import (
	"net/http"
	"net/url"
	"strconv"
	"testing"

	"switchboard/internal/core/access"
	"switchboard/internal/core/money"
	"switchboard/internal/core/people"
	"switchboard/internal/core/roster"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
)

// ME-60, ME-63: a consultant whom the agency lets see nothing comes from the letter to the page and signs there, as long as there is
// something to sign; without script. Once it is settled they see no more than before.
func TestAConsultantSignsWhateverTheySee(t *testing.T) {
	h := open(t, "maine", friday)
	tess, mona := h.person("tess.park", "Tess Park", people.Customer), h.person("mona.bell", "Mona Bell", people.Manager, "desk")
	h.must(h.SetConsultant(t.Context(), access.System, desk.Consultant{Agency: "Revenue", Person: tess.ID, Deputy: true}))
	h.list(roster.Agencies, "key,consultants_see\nRevenue,none\n")
	id := h.opens()
	on, page := desk.On{Ticket: id}, "/tickets/"+strconv.FormatInt(id, 10)
	hers := h.browse("tess.park")
	hers.get(page).expect(http.StatusNotFound)
	_, err := h.MarkNonstandard(t.Context(), h.luis, on, "A keyboard for one hand")
	h.must(err)
	_, err = h.ProposeCharge(t.Context(), mona, on, desk.Proposal{Cause: ticket.ForDeviation, Amount: money.Money{Cents: 40000, Currency: "USD"}, Why: "Made to order"})
	h.must(err)
	h.browse("dana.whitfield").get(page).has(`form[action$="/charges/1/sign"]`, 0)
	hers.get(page).has(`form[action$="/charges/1/sign"]`, 1)
	hers.post(`form[action$="/charges/1/sign"]`, url.Values{}).says("[aria-labelledby=terms]", "signed by both sides: $400.00")
	_, err = h.PostCharge(t.Context(), mona, on, 1, "A-17")
	h.must(err)
	hers.get(page).expect(http.StatusNotFound)
}
