package api_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"
)

// TestContract holds what DESIGN, section 8, promises to programs.
func TestContract(t *testing.T) {
	each(t, func(r *rig) {
		t := r.t
		made := r.want(r.post("luis", "/api/v1/tickets", map[string]any{"subject": "Outlook asks for my password",
			"description": "Since the weekend.", "class": "self_service", "channel": "phone", "service": "email",
			"requester": map[string]any{"email": "dana@example.gov", "name": "Dana"}}), http.StatusCreated)
		number := int(made.body["number"].(float64))
		path := fmt.Sprintf("/api/v1/tickets/%d", number)
		want := map[string]any{"class": "self_service", "team": "messaging", "status": "new", "channel": "phone",
			"url": fmt.Sprintf("https://desk.example.gov/tickets/%d", number), "subject": "Outlook asks for my password"}
		for key, value := range want {
			if made.body[key] != value {
				t.Errorf("%s is %v, want %v", key, made.body[key], value)
			}
		}
		if got := made.header.Get("Location"); got != made.body["url"] {
			t.Errorf("Location is %q, want %v", got, made.body["url"])
		}
		due := map[string]string{}
		for _, one := range made.body["clocks"].([]any) {
			clock := one.(map[string]any)
			if clock["obligation"] != "commitment" || clock["state"] == nil {
				t.Errorf("clock %v", clock)
			}
			due[clock["metric"].(string)] = fmt.Sprint(clock["due"])
		}
		// V2, with the offset of the desk's own zone (CLOCKS, rule 12)
		if due["resolve"] != "2026-12-11T17:00:00-07:00" || due["update"] != "2026-11-24T17:00:00-07:00" || due["assign_team"] != "2026-11-20T20:30:00-07:00" {
			t.Errorf("due are %v", due)
		}
		if got := r.want(r.get("dana", path), http.StatusOK); got.body["subject"] != want["subject"] {
			t.Errorf("dana reads %s", got.raw)
		}
		r.problem(r.get("mallory", path), http.StatusNotFound, "or none that you may see")
		verbs(r, path)
	})
}

// verbs takes the ticket from its desk to its end.
func verbs(r *rig, path string) {
	t := r.t
	got := r.want(r.post("luis", path+"/assign", map[string]any{"person": r.who["luis"].ID}), http.StatusOK)
	if got.body["status"] != "assigned" || got.body["assignee"] != float64(r.who["luis"].ID) {
		t.Errorf("after the assignment: %s", got.raw)
	}
	got = r.want(r.post("luis", path+"/assign", map[string]any{"email": "Lena@example.gov"}), http.StatusOK)
	if got.body["assignee"] != float64(r.who["lena"].ID) {
		t.Errorf("assigned by address: %s", got.raw)
	}
	r.problem(r.post("luis", path+"/assign", map[string]any{"email": "dana@example.gov"}), http.StatusUnprocessableEntity, "obody of the desk")
	r.problem(r.post("dana", path+"/assign", map[string]any{"email": "lena@example.gov"}), http.StatusForbidden, "") // OK-12
	got = r.want(r.post("luis", path+"/assign", map[string]any{"person": r.who["luis"].ID}), http.StatusOK)
	seen := got.body["version"]
	got = r.want(r.post("luis", path+"/replies", map[string]any{"body": "On it.", "version": seen}), http.StatusOK)
	r.problem(r.post("lena", path+"/replies", map[string]any{"body": "Me too.", "version": seen}), http.StatusConflict, "has changed since you opened it")
	r.want(r.post("luis", path+"/questions", map[string]any{"question": "Which version?", "reply_by": friday.Add(72 * time.Hour)}), http.StatusOK)
	r.want(r.post("dana", path+"/answers", map[string]any{"body": "16.89"}), http.StatusOK)
	got = r.want(r.post("luis", path+"/resolve", map[string]any{"text": "Your mailbox was moved."}), http.StatusOK)
	if got.body["status"] != "resolved" {
		t.Errorf("after the resolution: %s", got.raw)
	}
	r.problem(r.post("luis", path+"/confirm", map[string]any{}), http.StatusForbidden, "only the requester")
	if got = r.want(r.post("dana", path+"/confirm", map[string]any{}), http.StatusOK); got.body["status"] != "closed" {
		t.Errorf("after the confirmation: %s", got.raw)
	}
	r.problem(r.post("luis", path+"/replies", map[string]any{"body": "One more."}), http.StatusConflict, "is closed")
}

// Pages of a list follow each other without a hole or a double, and show a customer only what is theirs.
func TestListPages(t *testing.T) {
	each(t, func(r *rig) {
		t := r.t
		for n := range 7 {
			r.want(r.post("dana", "/api/v1/tickets", map[string]any{"subject": fmt.Sprintf("Request %d", n)}), http.StatusCreated)
		}
		r.want(r.post("mallory", "/api/v1/tickets", map[string]any{"subject": "Mallory's"}), http.StatusCreated)
		for who, want := range map[string]int{"luis": 8, "dana": 7, "mallory": 1} {
			seen := map[any]bool{}
			for after, pages := "", 0; ; pages++ {
				got := r.want(r.get(who, "/api/v1/tickets?view=open&limit=3&after="+after), http.StatusOK)
				for _, row := range got.body["tickets"].([]any) {
					number := row.(map[string]any)["number"]
					if seen[number] {
						t.Errorf("%s sees %v twice", who, number)
					}
					seen[number] = true
				}
				next, more := got.body["next"].(string)
				if !more {
					break
				}
				if after = next; pages > 10 {
					t.Fatal("the pages do not end")
				}
			}
			if len(seen) != want {
				t.Errorf("%s sees %d tickets, want %d", who, len(seen), want)
			}
		}
	})
}
