package api_test

import (
	"net/http"
	"strings"
	"testing"
)

// ME-21: a resolution is rated by who asked, by this door as by the page. A26: so is a class objected to, and answered by somebody else.
func TestRatingAndContest(t *testing.T) {
	each(t, func(r *rig) {
		t := r.t
		made := r.want(r.post("dana", "/api/v1/tickets", map[string]any{"subject": "No sound", "type": "incident"}), http.StatusCreated)
		path := made.body["url"].(string)
		path = "/api/v1" + path[strings.Index(path, "/tickets/"):]
		rate := map[string]any{"resolution": 1, "overall": 5, "answers": map[string]bool{"courteous": true}, "comment": "Quick."}
		r.problem(r.post("dana", path+"/rating", rate), http.StatusConflict, "not resolved")

		objection := map[string]any{"what": "class", "text": "Nobody can work."}
		r.problem(r.post("mallory", path+"/contest", objection), http.StatusNotFound, "")
		r.problem(r.post("dana", path+"/contest", map[string]any{"what": "weather", "text": "x"}), http.StatusUnprocessableEntity, "")
		r.problem(r.post("dana", path+"/contest", map[string]any{"what": "pause", "cause": "question", "text": "x"}), http.StatusUnprocessableEntity, "othing of this kind")
		r.want(r.post("luis", path+"/questions", map[string]any{"question": "Since when?", "reply_by": friday.AddDate(0, 0, 3)}), http.StatusOK)
		pauses := r.want(r.get("dana", path), http.StatusOK).body["pauses"].([]any)
		if len(pauses) != 1 || pauses[0].(map[string]any)["until"] != nil {
			t.Fatalf("the ticket tells of the pauses %v", pauses)
		}
		pause := pauses[0].(map[string]any) // an objection names it by what the ticket tells of it
		named := map[string]any{"what": "pause", "cause": pause["cause"], "since": pause["since"], "text": "I have said it."}
		r.want(r.post("dana", path+"/contest", named), http.StatusOK)
		r.want(r.post("lena", path+"/answer-contest", map[string]any{"upheld": true, "reason": "So you have."}), http.StatusOK)
		if left := r.want(r.get("dana", path), http.StatusOK).body["pauses"]; left != nil {
			t.Errorf("what was taken back is told of still: %v", left)
		}
		r.want(r.post("dana", path+"/contest", objection), http.StatusOK)
		r.problem(r.post("dana", path+"/contest", objection), http.StatusConflict, "looked at already")
		r.problem(r.post("dana", path+"/answer-contest", map[string]any{"upheld": true, "reason": "x"}), http.StatusForbidden, "")

		r.want(r.post("luis", path+"/resolve", map[string]any{"text": "The plug was out."}), http.StatusOK)
		r.problem(r.post("luis", path+"/rating", rate), http.StatusForbidden, "")
		r.problem(r.post("mallory", path+"/rating", rate), http.StatusNotFound, "")
		r.problem(r.post("dana", path+"/rating", map[string]any{"resolution": 1, "overall": 9}), http.StatusUnprocessableEntity, "")
		r.problem(r.post("dana", path+"/rating", map[string]any{"resolution": 2, "overall": 5}), http.StatusConflict, "rate the last resolution")
		r.want(r.post("dana", path+"/rating", rate), http.StatusOK)
	})
}
