package api_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// A program reads what the desk does by itself, asks what rules would have done, and says who is here: everybody for
// themselves, a lead for others, with who said so on record (ASKS 18).
func TestRulesAndPresence(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		r := newRig(t, db, "oklahoma")
		r.want(r.post("dana", "/api/v1/tickets", map[string]any{"subject": "Screen is dark", "type": "incident"}), http.StatusCreated)
		r.problem(r.get("dana", "/api/v1/rules"), http.StatusForbidden, "")
		rules := r.want(r.get("luis", "/api/v1/rules"), http.StatusOK).body["rules"].([]any)
		first := rules[0].(map[string]any)
		if first["id"] != "mail_unread" || first["since"] != "unread" || first["wait"] != "4 service hours" || fmt.Sprint(first["then"]) != "[map[do:tell to:lead]]" || first["acted"] != 0.0 {
			t.Errorf("the first rule is %v", first)
		}
		since := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
		r.problem(r.post("luis", "/api/v1/rules/try", map[string]any{"since": since}), http.StatusForbidden, "")
		r.problem(r.post("luis", "/api/v1/rules/try", map[string]any{"since": since, "definition": "desk: nonsense"}), http.StatusForbidden, "") // and nothing of it is read
		r.problem(r.post("lena", "/api/v1/rules/try", map[string]any{"since": since, "rule": "none"}), http.StatusUnprocessableEntity, "no such rule")
		r.problem(r.post("lena", "/api/v1/rules/try", map[string]any{"since": since, "definition": "desk: nonsense"}), http.StatusUnprocessableEntity, "no definition")
		tried := r.want(r.post("lena", "/api/v1/rules/try", map[string]any{"since": since, "q": "type:incident"}), http.StatusOK).body
		if tried["tickets"] != 1.0 || len(tried["rules"].([]any)) != len(rules) {
			t.Errorf("a dry run says %v", tried)
		}

		luis := r.who["luis"].ID
		r.want(r.post("luis", "/api/v1/presence", map[string]any{"away": true}), http.StatusNoContent)
		r.want(r.post("luis", "/api/v1/presence", map[string]any{"away": false}), http.StatusNoContent)
		r.problem(r.post("luis", "/api/v1/presence", map[string]any{"away": true, "person": r.who["lena"].ID}), http.StatusForbidden, "")
		r.problem(r.post("lena", "/api/v1/presence", map[string]any{"away": true, "person": r.who["dana"].ID}), http.StatusUnprocessableEntity, "obody of the desk")
		r.want(r.post("lena", "/api/v1/presence", map[string]any{"away": true, "person": luis}), http.StatusNoContent)
		away := map[float64]string{}
		for _, one := range r.want(r.get("lena", "/api/v1/presence"), http.StatusOK).body["people"].([]any) {
			p := one.(map[string]any)
			if p["away"] != nil {
				away[p["person"].(float64)] = p["says"].(string)
			}
		}
		if len(away) != 1 || away[float64(luis)] == "" {
			t.Errorf("away are %v", away)
		}
		r.problem(r.get("dana", "/api/v1/presence"), http.StatusForbidden, "")
		r.problem(r.get("lena", "/api/v1/presence?team=none"), http.StatusUnprocessableEntity, "")
	})
}
