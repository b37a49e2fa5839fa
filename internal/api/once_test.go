package api_test

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"

	"switchboard/internal/core/access"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// atOnce sends a request twice at the same moment.
func (r *rig) atOnce(who, path string, form map[string]any, key string) (out [2]answer) {
	r.t.Helper()
	var both sync.WaitGroup
	for i := range out {
		both.Go(func() { out[i] = r.post(who, path, form, "Idempotency-Key", key) })
	}
	both.Wait()
	return out
}

// Whatever changes something takes a key: the same request with it is done once, at the same moment too, and all who sent it are
// answered alike; another request with it is refused. ADR 0040
func TestKeyOfEveryVerb(t *testing.T) {
	each(t, func(r *rig) {
		t := r.t
		open := func() (string, int64) {
			made := r.want(r.post("dana", "/api/v1/tickets", map[string]any{"subject": "Laptop", "description": "It is slow.", "type": "incident", "service": "email"}), http.StatusCreated)
			number := int64(made.body["number"].(float64))
			return fmt.Sprintf("/api/v1/tickets/%d", number), number
		}
		history := func(id int64) int {
			sheet, err := r.house.Ticket(t.Context(), access.System, id)
			if err != nil {
				t.Fatal(err)
			}
			return len(sheet.Entries)
		}
		for verb, form := range map[string]map[string]any{
			"replies":   {"body": "On it."},
			"notes":     {"body": "Seen."},
			"assign":    {"person": r.who["luis"].ID},
			"route":     {"team": "network", "reason": "It is the cable."},
			"questions": {"question": "Which version?", "reply_by": friday.AddDate(0, 0, 3)},
			"tasks":     {"team": "network", "step": "Measure"},
			"split":     {"entry": 1, "subject": "The mouse"},
			"resolve":   {"text": "It is patched."},
		} {
			path, id := open()
			_, alone := open()
			r.want(r.post("luis", fmt.Sprintf("/api/v1/tickets/%d/%s", alone, verb), form), http.StatusOK)
			adds := history(alone) // by one that is sent once
			path += "/" + verb
			got := r.atOnce("luis", path, form, "key of "+verb)
			third := r.post("luis", path, form, "Idempotency-Key", "key of "+verb)
			for _, one := range append(got[:], third) {
				if r.want(one, http.StatusOK); one.body["version"] != third.body["version"] || one.body["number"] != float64(id) {
					t.Errorf("%s: answered %s and %s", verb, one.raw, third.raw)
				}
			}
			if now := history(id); now != adds {
				t.Errorf("%s: sent three times the ticket has %d entries, sent once %d", verb, now, adds)
			}
			another := maps.Clone(form)
			another["version"] = 1
			r.problem(r.post("luis", path, another, "Idempotency-Key", "key of "+verb), 422, "take a new key")
			other, _ := open()
			r.problem(r.post("luis", other+"/notes", map[string]any{"body": "Seen."}, "Idempotency-Key", "key of "+verb), 422, "take a new key")
			if now := history(id); now != adds {
				t.Errorf("%s: a refused request added to the ticket", verb)
			}
		}
	})
}

// What is opened and what is begun with a key is there once, and both who asked at the same moment learn its number. What was
// refused is not remembered; a key is bounded, and a person's own.
func TestKeyOfWhatIsMade(t *testing.T) {
	each(t, func(r *rig) {
		t := r.t
		printer := map[string]any{"subject": "Printer"}
		made := r.atOnce("dana", "/api/v1/tickets", printer, "one ticket")
		number := r.want(made[0], http.StatusCreated).body["number"]
		if second := r.want(made[1], http.StatusCreated); second.body["number"] != number || second.header.Get("Location") != made[0].header.Get("Location") || second.header.Get("Location") == "" {
			t.Errorf("opened %s and %s", made[0].raw, second.raw)
		}
		if other := r.want(r.post("mallory", "/api/v1/tickets", printer, "Idempotency-Key", "one ticket"), http.StatusCreated); other.body["number"] == number {
			t.Error("another person's key is taken for this one")
		}
		r.problem(r.post("dana", "/api/v1/tickets", map[string]any{"subject": "Scanner"}, "Idempotency-Key", "one ticket"), 422, "take a new key")
		deed := map[string]any{"tickets": []any{number}, "do": "note", "text": "Seen."}
		begun := r.atOnce("luis", "/api/v1/bulk", deed, "one deed")
		if id := r.want(begun[0], http.StatusAccepted).body["id"]; id != r.want(begun[1], http.StatusAccepted).body["id"] || id == nil {
			t.Errorf("begun %s and %s", begun[0].raw, begun[1].raw)
		}
		path := fmt.Sprintf("/api/v1/tickets/%v/reopen", number)
		r.problem(r.post("dana", path, map[string]any{"reason": "Again"}, "Idempotency-Key", "too early"), 409, "")
		r.want(r.post("luis", fmt.Sprintf("/api/v1/tickets/%v/resolve", number), map[string]any{"text": "It prints."}), http.StatusOK)
		r.want(r.post("dana", path, map[string]any{"reason": "Again"}, "Idempotency-Key", "too early"), http.StatusOK)
		for _, key := range []string{strings.Repeat("k", 201), "\xff"} {
			r.problem(r.post("dana", "/api/v1/tickets", printer, "Idempotency-Key", key), 422, "at most 200 characters")
		}
	})
}

// The document tells of the key at every operation that takes it.
func TestEveryChangeTellsOfItsKey(t *testing.T) {
	r := newRig(t, sqltest.SQLite(t, migrations.FS), "colorado")
	paths := r.want(r.get("", "/api/openapi.json"), http.StatusOK).body["paths"].(map[string]any)
	for path, methods := range paths {
		for method, op := range methods.(map[string]any) {
			told := strings.Contains(fmt.Sprint(op.(map[string]any)["parameters"]), "$ref:#/components/parameters/Idempotency-Key")
			if changes := method != "get"; told != changes {
				t.Errorf("%s %s tells of the key: %v", method, path, told)
			}
		}
	}
}
