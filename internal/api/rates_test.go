package api_test

import (
	"net/http"
	"testing"

	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// CO-40: a program reads the rate sheet, and finds its lines; Colorado's text gives the code 2451 and no price.
func TestRates(t *testing.T) {
	r := newRig(t, sqltest.SQLite(t, migrations.FS), "colorado")
	got := r.want(r.get("dana", "/api/v1/rates?q=2451"), http.StatusOK).body
	rates := got["rates"].([]any)
	if got["edition"] != 1.0 || got["code"] != "2451" || len(rates) != 1 {
		t.Fatalf("got %v", got)
	}
	if line := rates[0].(map[string]any); line["code"] != "2451" || line["unit"] != "fte" || line["price"] != nil || line["note"] == nil {
		t.Errorf("got %v", line)
	}
	if none := r.want(r.get("dana", "/api/v1/rates?q=network&edition=1"), http.StatusOK).body["rates"].([]any); len(none) != 0 {
		t.Errorf("got %v", none)
	}
	r.problem(r.get("dana", "/api/v1/rates?edition=2"), http.StatusNotFound, "edition 2")
	r.problem(r.get("dana", "/api/v1/rates?edition=-1"), http.StatusUnprocessableEntity, "")
}
