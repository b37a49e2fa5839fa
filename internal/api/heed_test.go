package api_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"
)

// ME-70: a program reads which data that the law guards a ticket may hold, when it opens it and later.
func TestDataClasses(t *testing.T) {
	eachOf(t, "maine", func(r *rig) { // dana's agency is Revenue
		made := r.want(r.post("dana", "/api/v1/tickets", map[string]any{"subject": "A printer", "service": "deskside"}), http.StatusCreated)
		path := made.body["url"].(string)
		for _, got := range []answer{made, r.want(r.get("dana", "/api/v1"+path[strings.Index(path, "/tickets/"):]), http.StatusOK)} {
			if !reflect.DeepEqual(got.body["data_classes"], []any{"fti"}) {
				r.t.Error(got.raw)
			}
		}
	})
	eachOf(t, "colorado", func(r *rig) { // which guards nothing
		if plain := r.want(r.post("dana", "/api/v1/tickets", map[string]any{"subject": "A printer"}), http.StatusCreated); plain.body["data_classes"] != nil {
			r.t.Error(plain.raw)
		}
	})
}
