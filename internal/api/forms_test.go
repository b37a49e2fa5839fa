package api_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"
)

// ME-56, ME-52: the same form and the same rules by this door: each fault at its question, the date with its notice.
func TestRequestForm(t *testing.T) {
	eachOf(t, "maine", func(r *rig) {
		t := r.t
		form := map[string]any{"subject": "Kim begins", "service": "new_user", "answers": map[string][]string{"start_date": {"soon"}, "colour": {"red"}}}
		got := r.post("dana", "/api/v1/tickets", form)
		r.problem(got, http.StatusUnprocessableEntity, "asks no such question")
		var at []string
		for _, e := range got.body["errors"].([]any) {
			at = append(at, e.(map[string]any)["location"].(string))
		}
		if want := "body.answers.colour body.answers.person body.answers.start_date body.answers.location body.answers.supervisor"; strings.Join(at, " ") != want {
			t.Errorf("faults at %v", at)
		}
		form["answers"] = map[string][]string{"person": {"Kim Roe"}, "start_date": {"2026-11-30"}, "location": {"Augusta"}, "supervisor": {"marta@example.gov"}}
		made := r.want(r.post("dana", "/api/v1/tickets", form), http.StatusCreated)
		if !reflect.DeepEqual(made.body["answers"].(map[string]any)["person"], []any{"Kim Roe"}) {
			t.Error(made.raw)
		}
		wanted := made.body["wanted"].(map[string]any)
		if wanted["short_notice"] != true || wanted["days_needed"] != float64(14) || wanted["by"] != "2026-11-30" {
			t.Errorf("%v", wanted)
		}
		path := made.body["url"].(string)
		path = "/api/v1" + path[strings.Index(path, "/tickets/"):]
		r.problem(r.post("mallory", path+"/form", map[string]any{"answers": map[string][]string{"start_date": {"2027-01-04"}}}), http.StatusNotFound, "")
		r.problem(r.post("dana", path+"/form", map[string]any{"answers": map[string][]string{"start_date": {"2027-01-04"}}}), http.StatusUnprocessableEntity, "")
		got = r.want(r.post("dana", path+"/form", map[string]any{"answers": map[string][]string{"start_date": {"2027-01-04"}}, "reason": "Later."}), http.StatusOK)
		if wanted := got.body["wanted"].(map[string]any); wanted["short_notice"] != false {
			t.Errorf("%v", wanted)
		}
	})
}

// A question of kind file is answered by a file that names it, when the ticket is opened and later; what is wrong with one stands
// at its question, and what is too large in whole is refused before it is read.
func TestFileThatAnswers(t *testing.T) {
	eachOf(t, "../desk/testdata/forms.yaml", func(r *rig) {
		file := func(question string) map[string]any {
			return map[string]any{"name": "offer.pdf", "type": "application/pdf", "content": []byte("%PDF-1.4"), "question": question}
		}
		form := map[string]any{"subject": "A plotter", "type": "purchase", "answers": map[string][]string{"cost": {"200"}}}
		r.problem(r.post("dana", "/api/v1/tickets", form), http.StatusUnprocessableEntity, "ttach a file here")
		form["files"] = []any{file("colour")}
		r.problem(r.post("dana", "/api/v1/tickets", form), http.StatusUnprocessableEntity, "asks no such question")
		form["files"] = []any{file("quote"), file("quote"), file("quote")}
		r.problem(r.post("dana", "/api/v1/tickets", form), http.StatusUnprocessableEntity, "ttach at most 2 files here")
		form["files"] = []any{map[string]any{"name": "offer.pdf", "content": "not base64!", "question": "quote"}}
		r.problem(r.post("dana", "/api/v1/tickets", form), http.StatusUnprocessableEntity, "")
		form["files"] = []any{file("quote")}
		made := r.want(r.post("dana", "/api/v1/tickets", form), http.StatusCreated)
		if !reflect.DeepEqual(made.body["answers"].(map[string]any)["quote"], []any{"offer.pdf"}) {
			r.t.Error(made.raw)
		}
		path := made.body["url"].(string)
		path = "/api/v1" + path[strings.Index(path, "/tickets/"):]
		got := r.want(r.post("dana", path+"/form", map[string]any{"answers": map[string][]string{"quote": {}}, "files": []any{file("quote")}, "reason": "A better one"}), http.StatusOK)
		if !reflect.DeepEqual(got.body["answers"].(map[string]any)["quote"], []any{"offer (2).pdf"}) {
			r.t.Error(got.raw)
		}
	})
}

// OK-27: a password is not reset before somebody of the desk has made sure who asks.
func TestIdentityCheck(t *testing.T) {
	eachOf(t, "oklahoma", func(r *rig) {
		made := r.want(r.post("dana", "/api/v1/tickets", map[string]any{"subject": "Locked out", "type": "password_reset"}), http.StatusCreated)
		path := made.body["url"].(string)
		path = "/api/v1" + path[strings.Index(path, "/tickets/"):]
		r.problem(r.post("luis", path+"/resolve", map[string]any{"text": "Done."}), http.StatusConflict, "Make sure first who asks")
		r.problem(r.post("dana", path+"/identity", map[string]any{"how": "badge"}), http.StatusForbidden, "")
		r.problem(r.post("luis", path+"/identity", map[string]any{"how": "guess"}), http.StatusUnprocessableEntity, "")
		got := r.want(r.post("luis", path+"/identity", map[string]any{"how": "badge"}), http.StatusOK)
		if got.body["identity_check"] != "badge" {
			r.t.Error(got.raw)
		}
		r.want(r.post("luis", path+"/resolve", map[string]any{"text": "Done."}), http.StatusOK)
	})
}

// While as much of somebody's is on its way as may be, no more of it is read; what is small always is, and so is what others send.
func TestFilesWaitTheirTurn(t *testing.T) {
	each(t, func(r *rig) {
		done, err := r.house.Sending(r.who["dana"].ID, 64<<20)
		if err != nil {
			r.t.Fatal(err)
		}
		form := map[string]any{"subject": "The screen is blue", "type": "incident",
			"files": []any{map[string]any{"name": "screen.png", "content": make([]byte, 1<<20)}}}
		r.problem(r.post("dana", "/api/v1/tickets", form), http.StatusTooManyRequests, "till on their way")
		r.want(r.post("mallory", "/api/v1/tickets", form), http.StatusCreated)
		r.want(r.post("dana", "/api/v1/tickets", map[string]any{"subject": "No picture", "type": "incident"}), http.StatusCreated)
		done()
		for range 3 { // each makes room again
			r.want(r.post("dana", "/api/v1/tickets", form), http.StatusCreated)
		}
	})
}
