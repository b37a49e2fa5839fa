package api_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"testing"
)

// CO-22, ME-46: what a desk takes by phone alone, since somebody is spoken with, a customer's program does not get by saying that it
// called; the desk's people say how a request came. Where it decides nothing, a program may say it.
func TestCustomersDoNotSayThatTheyCalled(t *testing.T) {
	text, err := os.ReadFile("../../desks/maine.yaml")
	if err != nil {
		t.Fatal(err)
	}
	portal := []byte("\n  portal:\n")
	if !bytes.Contains(text, portal) {
		t.Fatal("the definition has no portal")
	}
	file := filepath.Join(t.TempDir(), "byphone.yaml")
	if err := os.WriteFile(file, bytes.Replace(text, portal, []byte("\n  portal:\n    not for: urgent\n    instead: high\n"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	eachOf(t, file, func(r *rig) {
		form := map[string]any{"subject": "Nothing works", "type": "incident", "impact": "state", "urgency": "cannot_work"}
		if made := r.want(r.post("dana", "/api/v1/tickets", form), http.StatusCreated); made.body["class"] != "high" {
			r.t.Fatalf("by the portal it is %v", made.body["class"])
		}
		form["channel"] = "phone"
		r.problem(r.post("dana", "/api/v1/tickets", form), http.StatusUnprocessableEntity, "nly the desk's people say that a request came by another way")
		if called := r.want(r.post("luis", "/api/v1/tickets", form), http.StatusCreated); called.body["class"] != "urgent" {
			r.t.Errorf("of a call it is %v", called.body["class"])
		}
		form["impact"] = "person"
		r.want(r.post("dana", "/api/v1/tickets", form), http.StatusCreated)
	})
}
