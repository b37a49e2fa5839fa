package desks_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/sla"
	"switchboard/internal/core/sla/replay"
)

type verdict struct {
	Metric    string
	Due       time.Time
	State     string
	Remaining float64 `json:"remaining_seconds"`
}

// judge replays one history under a shipped definition. Each event is "kind instant".
func judge(t *testing.T, desk, class, channel, asOf string, events ...string) []verdict {
	t.Helper()
	var list []map[string]string
	for _, e := range events {
		kind, at, _ := strings.Cut(e, " ")
		list = append(list, map[string]string{"type": kind, "at": at})
	}
	line, err := json.Marshal(map[string]any{"ticket": "v", "class": class, "channel": channel, "as_of": asOf, "events": list})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	bad, err := replay.Replay(bytes.NewReader(line), &out, []sla.Edition{{Policy: load(t, desk).Policy()}})
	if bad > 0 || err != nil {
		t.Fatal(out.String(), err)
	}
	var got struct{ Clocks []verdict }
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	return got.Clocks
}

// The vectors of the ledger (1.4) under the definitions as they ship. // CO-28 CO-29 CO-31 CO-32 CO-33 ME-35 ME-36 ME-37 ME-38 ME-39 ME-40 OK-23
func TestVectorsOfTheLedger(t *testing.T) {
	for _, tc := range []struct {
		name, desk, class, channel string
		events                     []string
		due                        map[string]string
	}{
		{"V1", "colorado", "major_incident", "phone", []string{"received 2026-11-01T00:50:00-06:00"},
			map[string]string{"assign_team": "2026-11-01T01:05:00-06:00", "update": "2026-11-01T01:20:00-06:00", "resolve": "2026-11-01T03:50:00-07:00"}},
		{"V1, third update", "colorado", "major_incident", "phone", []string{"received 2026-11-01T00:50:00-06:00", "update_published 2026-11-01T01:20:00-06:00", "update_published 2026-11-01T01:50:00-06:00"},
			map[string]string{"update": "2026-11-01T01:20:00-07:00"}},
		{"V2", "colorado", "self_service", "portal", []string{"received 2026-11-20T16:30:00-07:00"},
			map[string]string{"assign_team": "2026-11-20T20:30:00-07:00", "update": "2026-11-24T17:00:00-07:00", "resolve": "2026-12-11T17:00:00-07:00"}},
		{"V3", "colorado", "self_service", "portal", []string{"received 2026-11-20T16:30:00-07:00", "public_reply 2026-11-25T10:00:00-07:00"},
			map[string]string{"update": "2026-11-30T17:00:00-07:00"}},
		{"V4", "maine", "low", "mail", []string{"received 2026-11-25T18:10:00-05:00"},
			map[string]string{"first_reply": "2026-12-02T17:00:00-05:00", "resolve": "2026-12-14T17:00:00-05:00"}},
		{"V5", "maine", "high", "phone", []string{"received 2026-12-07T15:30:00-05:00"},
			map[string]string{"first_reply": "2026-12-08T09:30:00-05:00", "resolve": "2026-12-09T17:00:00-05:00"}},
		{"V6 without pause", "maine", "medium", "phone", []string{"received 2026-12-07T10:00:00-05:00"},
			map[string]string{"first_reply": "2026-12-08T17:00:00-05:00", "resolve": "2026-12-15T17:00:00-05:00"}},
		{"V6", "maine", "medium", "phone", []string{"received 2026-12-07T10:00:00-05:00", "question_opened 2026-12-08T16:00:00-05:00", "question_answered 2026-12-10T09:00:00-05:00"},
			map[string]string{"resolve": "2026-12-16T17:00:00-05:00"}},
		{"V7", "maine", "medium", "portal", []string{"received 2026-12-07T07:00:00-05:00"}, map[string]string{"first_reply": "2026-12-08T17:00:00-05:00"}},
		{"V8", "oklahoma", "incident_3", "phone", []string{"received 2026-10-30T10:00:00-05:00"}, map[string]string{"close": "2026-11-06T10:00:00-06:00"}},
	} {
		_, asOf, _ := strings.Cut(tc.events[len(tc.events)-1], " ")
		got := map[string]time.Time{}
		for _, c := range judge(t, tc.desk, tc.class, tc.channel, asOf, tc.events...) {
			if _, later := got[c.Metric]; !later { // the current interval comes first
				got[c.Metric] = c.Due
			}
		}
		for metric, due := range tc.due {
			if want, _ := time.Parse(time.RFC3339, due); !got[metric].Equal(want) {
				t.Errorf("%s: %s due %v, want %s", tc.name, metric, got[metric], due)
			}
		}
	}
}

// A response by a manager or designee is what stops ME-41; a history that does not know the role is believed.
func TestUrgentInMaine(t *testing.T) {
	got := fmt.Sprint(judge(t, "maine", "urgent", "phone", "2026-12-07T16:00:00Z", "received 2026-12-07T15:00:00Z", "accepted 2026-12-07T15:03:00Z", "team_identified 2026-12-07T15:20:00Z"))
	for _, want := range []string{"{accept 2026-12-07 15:05:00 +0000 UTC met", "{team_identified 2026-12-07 15:30:00 +0000 UTC met", "{resolve 2026-12-07 19:00:00 +0000 UTC counting 10800}"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not among %s", want, got)
		}
	}
}
