package api_test

import (
	"fmt"
	"net/http"
	"testing"

	"switchboard/internal/core/access"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// ASKS 15: a program lists what waits for its owner and decides it, without seeing the ticket; nobody else decides.
func TestApprovals(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		r := newRig(t, db, "maine")
		if err := r.house.SetSupervisor(t.Context(), access.System, r.who["dana"].ID, r.who["mallory"].ID); err != nil {
			t.Fatal(err)
		}
		made := r.want(r.post("dana", "/api/v1/tickets", map[string]any{"subject": "An account for Rosa", "type": "new_user",
			"answers": map[string][]string{"person": {"Rosa Marín"}, "start_date": {"2027-02-01"}, "location": {"Augusta"}, "supervisor": {"sue@example.gov"}}}), http.StatusCreated)
		id := int(made.body["number"].(float64))
		path := fmt.Sprintf("/api/v1/tickets/%d/decide-approval", id)
		list := r.want(r.get("mallory", "/api/v1/approvals"), http.StatusOK).body["approvals"].([]any)
		if len(list) != 1 || list[0].(map[string]any)["ticket"] != float64(id) || list[0].(map[string]any)["state"] != "asked" {
			t.Fatalf("mallory is asked %v", list)
		}
		r.problem(r.get("mallory", fmt.Sprintf("/api/v1/tickets/%d", id)), http.StatusNotFound, "or none that you may see")
		asked := fmt.Sprintf("/api/v1/tickets/%d/approvals/1", id)
		r.problem(r.get("luis", asked), http.StatusForbidden, "not yours to approve")
		r.problem(r.get("mallory", fmt.Sprintf("/api/v1/tickets/%d/approvals/2", id)), http.StatusNotFound, "or none that you may see")
		read := r.want(r.get("mallory", asked), http.StatusOK).body
		if read["subject"] != "An account for Rosa" || fmt.Sprint(read["answers"].(map[string]any)["start_date"]) != "[2027-02-01]" || read["requester"] != "dana" || read["question"] == nil {
			t.Errorf("mallory reads %v", read)
		}
		seen := read["version"]
		r.problem(r.post("luis", path, map[string]any{"approval": 1, "approve": true, "seen": seen}), http.StatusForbidden, "not yours to approve")
		r.problem(r.post("mallory", path, map[string]any{"approval": 1, "approve": false, "seen": seen}), http.StatusUnprocessableEntity, "write something")
		r.problem(r.post("mallory", path, map[string]any{"approval": 1, "approve": true}), http.StatusUnprocessableEntity, "seen")
		r.problem(r.post("mallory", path, map[string]any{"approval": 1, "approve": true, "seen": 1000}), http.StatusConflict, "look at it again")
		r.want(r.post("dana", fmt.Sprintf("/api/v1/tickets/%d/form", id), map[string]any{"answers": map[string][]string{"start_date": {"2027-03-01"}}, "reason": "She moves first"}), http.StatusOK)
		r.problem(r.post("mallory", path, map[string]any{"approval": 1, "approve": true, "seen": seen}), http.StatusConflict, "has been changed since you opened it")
		seen = r.want(r.get("mallory", asked), http.StatusOK).body["version"]
		r.want(r.post("mallory", path, map[string]any{"approval": 1, "approve": false, "text": "Not this year.", "seen": seen}), http.StatusNoContent)
		r.problem(r.post("mallory", path, map[string]any{"approval": 1, "approve": true, "seen": seen}), http.StatusNotFound, "or none that you may see")
		r.problem(r.get("mallory", asked), http.StatusNotFound, "or none that you may see")
		said := r.want(r.get("mallory", "/api/v1/approvals?decided=true"), http.StatusOK).body["approvals"].([]any)
		if len(said) != 1 || said[0].(map[string]any)["state"] != "no" {
			t.Errorf("mallory said %v", said)
		}
		on := fmt.Sprintf("/api/v1/tickets/%d", id)
		r.want(r.post("luis", on+"/ask-approval", map[string]any{"chain": "new_user", "reason": "Budget is there now."}), http.StatusOK)
		r.problem(r.post("luis", on+"/resolve", map[string]any{"text": "Made."}), http.StatusConflict, "waits for an approval")
		r.want(r.post("luis", on+"/withdraw-approval", map[string]any{"approval": 2, "reason": "Rosa does not come."}), http.StatusOK)
		r.problem(r.post("luis", on+"/ask-approval", map[string]any{"chain": "nothing", "reason": "x"}), http.StatusUnprocessableEntity, "no approval of that name")
	})
}
