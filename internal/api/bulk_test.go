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

// A program tries one verb on many tickets, sees what would be refused, lets it go and takes it back; nobody else sees it.
func TestBulk(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		r := newRig(t, db, "maine")
		var numbers []int64
		for i := range 3 {
			made := r.want(r.post("dana", "/api/v1/tickets", map[string]any{"subject": fmt.Sprintf("Printer %d", i)}), http.StatusCreated)
			numbers = append(numbers, int64(made.body["number"].(float64)))
		}
		r.want(r.post("luis", fmt.Sprintf("/api/v1/tickets/%d/resolve", numbers[2]), map[string]any{"text": "Done."}), http.StatusOK)
		for _, n := range numbers[:2] {
			r.want(r.post("luis", fmt.Sprintf("/api/v1/tickets/%d/assign", n), map[string]any{"person": r.who["lena"].ID}), http.StatusOK)
		}
		deed := func(more map[string]any) map[string]any {
			more["do"], more["person"] = "assign", r.who["luis"].ID
			return more
		}
		for _, wrong := range []map[string]any{{}, {"tickets": numbers, "view": "open"}} {
			r.problem(r.post("luis", "/api/v1/bulk", deed(wrong)), http.StatusUnprocessableEntity, "a view or a filter")
		}
		r.problem(r.post("luis", "/api/v1/bulk", deed(map[string]any{"tickets": []int64{numbers[0], 999_999}})), http.StatusNotFound, "999999")
		r.problem(r.post("dana", "/api/v1/bulk", deed(map[string]any{"view": "any"})), http.StatusForbidden, "")
		r.problem(r.post("luis", "/api/v1/bulk", deed(map[string]any{"q": "status:nonsense"})), http.StatusUnprocessableEntity, "nonsense")

		begun := r.want(r.post("luis", "/api/v1/bulk", deed(map[string]any{"view": "any", "q": "status:new,assigned,resolved"})), http.StatusAccepted)
		path := fmt.Sprintf("/api/v1/bulk/%v", begun.body["id"])
		if begun.body["state"] != "trying" || begun.body["total"] != 3.0 {
			t.Errorf("begun: %s", begun.raw)
		}
		r.problem(r.post("luis", path+"/confirm", nil), http.StatusConflict, "still being tried")
		run := func(of string) map[string]any {
			t.Helper()
			var id int64
			if _, err := fmt.Sscanf(of, "/api/v1/bulk/%d", &id); err != nil {
				t.Fatal(err)
			}
			if err := r.house.RunBulk(t.Context(), access.System, id); err != nil {
				t.Fatal(err)
			}
			return r.want(r.get("luis", of), http.StatusOK).body
		}
		tried := run(path)
		refusals := tried["refusals"].([]any)
		if tried["state"] != "tried" || tried["able"] != 2.0 || tried["refused"] != 1.0 || len(refusals) != 1 ||
			refusals[0].(map[string]any)["tickets"].([]any)[0] != float64(numbers[2]) || refusals[0].(map[string]any)["why"] == "" {
			t.Errorf("tried: %v", tried)
		}
		having := func() any {
			return r.want(r.get("luis", fmt.Sprintf("/api/v1/tickets/%d", numbers[0])), http.StatusOK).body["assignee"]
		}
		if having() != float64(r.who["lena"].ID) {
			t.Errorf("to try it has assigned it to %v", having())
		}
		for _, stranger := range []string{"mallory", "dana"} {
			r.problem(r.get(stranger, path), http.StatusForbidden, "")
		}
		for _, other := range []answer{r.get("lena", path), r.post("lena", path+"/confirm", nil), r.post("lena", path+"/undo", nil)} {
			r.problem(other, http.StatusNotFound, "no such work")
		}
		r.problem(r.post("luis", path+"/undo", nil), http.StatusConflict, "cannot be undone")
		r.want(r.post("luis", path+"/confirm", nil), http.StatusAccepted)
		r.want(r.post("luis", path+"/confirm", nil), http.StatusAccepted)
		if done := run(path); done["state"] != "done" || done["did"] != 2.0 || done["undoable"] != true || having() != float64(r.who["luis"].ID) {
			t.Errorf("done: %v, with %v", done, having())
		}
		undo := r.want(r.post("luis", path+"/undo", nil), http.StatusAccepted)
		if back := run(fmt.Sprintf("/api/v1/bulk/%v", undo.body["id"])); back["do"] != "undo" || back["did"] != 2.0 || having() != float64(r.who["lena"].ID) {
			t.Errorf("taken back: %v, with %v", back, having())
		}
	})
}
