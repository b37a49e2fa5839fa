package api_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/roster"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
)

// ME-63: by this door, too, the agency's side is signed by its consultants, however little they see, as long as they are that; and by
// nobody else. What deviates from the standard says so, and is found by it (ME-31).
func TestChargesAreSignedByTheAgency(t *testing.T) {
	eachOf(t, "maine", func(r *rig) {
		luis, dana := r.who["luis"], r.who["dana"]
		mona := r.house.Person("mona", people.Manager, "", "desk")
		made, err := r.house.Open(t.Context(), dana, desk.Request{Subject: "A keyboard", Type: "incident", Service: "workstation"})
		if err != nil {
			t.Fatal(err)
		}
		path := fmt.Sprintf("/api/v1/tickets/%d", made.Ticket.ID)
		r.want(r.post("luis", path+"/nonstandard", map[string]any{"reason": "For one hand"}), http.StatusOK)
		rows := r.want(r.get("luis", "/api/v1/tickets?q=is:nonstandard"), http.StatusOK).body["tickets"].([]any)
		if len(rows) != 1 || rows[0].(map[string]any)["nonstandard"] != true {
			t.Errorf("is:nonstandard finds %v", rows)
		}
		if rows := r.want(r.get("luis", "/api/v1/tickets?q=is:short_notice"), http.StatusOK).body["tickets"].([]any); len(rows) != 0 {
			t.Errorf("is:short_notice finds %v", rows)
		}
		shades(t, r.house, "Revenue", "none")
		represents := func(deputy bool, until time.Time) {
			err := r.house.SetConsultant(t.Context(), access.System, desk.Consultant{Agency: "Revenue", Person: r.who["mallory"].ID, Deputy: deputy, Until: until})
			if err != nil {
				t.Fatal(err)
			}
		}
		represents(true, r.house.Now().Add(time.Hour))
		r.problem(r.get("mallory", path), http.StatusNotFound, "or none that you may see")
		token, _, err := r.house.MakeToken(t.Context(), access.System, "mona@example.gov")
		if err != nil {
			t.Fatal(err)
		}
		r.token["mona"], r.who["mona"] = token, mona
		amount := map[string]any{"cents": 40000, "currency": "USD"}
		r.want(r.post("mona", path+"/charges", map[string]any{"cause": "deviation", "amount": amount, "why": "Made to order"}), http.StatusOK)
		sign := map[string]any{"charge": 1, "step": "sign", "amount": amount}
		r.problem(r.post("dana", path+"/charge-steps", sign), http.StatusForbidden, "signed by the manager")
		r.problem(r.post("lena", path+"/charge-steps", sign), http.StatusForbidden, "signed by the manager")
		r.house.Pass(time.Hour)
		r.problem(r.post("mallory", path+"/charge-steps", sign), http.StatusNotFound, "or none that you may see")
		represents(false, time.Time{})
		r.want(r.post("mallory", path+"/charge-steps", sign), http.StatusOK)
		if sheet, err := r.house.Ticket(t.Context(), luis, made.Ticket.ID); err != nil || sheet.Ticket.Charges[0].State != "agreed" {
			t.Errorf("it stands %+v, %v", sheet.Ticket.Charges, err)
		}
	})
}

// shades says what an agency lets those who answer for it see.
func shades(t *testing.T, h *desktest.House, agency, shade string) {
	t.Helper()
	_, err := h.ImportRoster(t.Context(), access.System, desk.Roster{Kind: roster.Agencies, Data: []byte("key,consultants_see\n" + agency + "," + shade + "\n")})
	if err != nil {
		t.Fatal(err)
	}
}
