package portal_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/webtest"
)

// ME-49: the start page says to the people of an agency who represents them and who stands in, while that lasts; to nobody
// else.
func TestWhoSpeaksForTheAgency(t *testing.T) {
	h := open(t, "maine", friday)
	tess, theo := h.person("tess.park", "Tess Park", people.Customer), h.person("theo.marsh", "Theo Marsh", people.Customer)
	h.must(h.SetConsultant(t.Context(), access.System, desk.Consultant{Agency: "Revenue", Person: theo.ID, Deputy: true}))
	h.must(h.SetConsultant(t.Context(), access.System, desk.Consultant{Agency: "Revenue", Person: tess.ID, Until: friday.Add(time.Hour)}))
	b := h.browse("dana.whitfield").get("/")
	b.says("[aria-labelledby=consultant]", "Your agency's Technology Business Consultant is Tess Park", "tess.park@example.gov", "Theo Marsh")
	h.browse("").get("/").has("[aria-labelledby=consultant]", 0)
	for _, view := range webtest.Views {
		tab := h.enter(view, "dana.whitfield")
		for _, lang := range []string{"en", "es"} {
			tab.Go(h.url + "/?lang=" + lang)
			tab.Check()
			tab.Shot("portal-consultant-" + lang)
		}
	}
	number := strconv.FormatInt(h.opens(), 10)
	mine := h.browse("tess.park").get("/tickets")
	mine.says("[aria-labelledby=agencies]", "Revenue", "Outlook asks for my password")
	mine.get("/tickets/"+number).says("main", "The password is right")
	mine.has("main form[method=post]", 0) // ME-48: to read
	h.browse("eve.stone").get("/tickets/" + number).expect(http.StatusNotFound)
	h.browse("eve.stone").get("/tickets").has("[aria-labelledby=agencies]", 0)
	tab := h.enter(webtest.View{Width: 320}, "tess.park")
	tab.Go(h.url + "/tickets")
	tab.Check()
	tab.Go(h.url + "/tickets/" + number)
	tab.Check()
	tab.Shot("portal-represented")
	h.At(friday.Add(time.Hour))
	mine.get("/tickets/" + number).expect(http.StatusNotFound)
	h.browse("dana.whitfield").get("/").says("[aria-labelledby=consultant]", "Technology Business Consultant is Theo Marsh")
}
