package search_test

import (
	"context"
	"testing"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/eventlog"
	"switchboard/internal/follow/search"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// TestSearch finds by words, their beginnings, accents and numbers, and nothing that is not the searcher's.
func TestSearch(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx := context.Background()
		h := desktest.Open(t, db, "colorado", time.Date(2026, 11, 20, 16, 0, 0, 0, time.UTC))
		dana := h.Person("dana", people.Customer, "Revenue")
		theo := h.Person("theo", people.Customer, "Revenue")
		luis := h.Person("luis", people.Analyst, "", "service_desk")
		open := func(subject, text string) int64 {
			o, err := h.Open(ctx, dana, desk.Request{Subject: subject, Description: text, Type: "incident", Channel: "portal"})
			if err != nil {
				t.Fatal(err)
			}
			return o.Ticket.ID
		}
		printer := open("Badge printer is offline", "In Grand Junction, since the café moved")
		body := open("Something else", "The printer again; it's mine")
		if _, err := h.Note(ctx, luis, desk.On{Ticket: body}, "Suspect a burglary"); err != nil {
			t.Fatal(err)
		}
		if err := eventlog.Drain(ctx, db, search.Follower()); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			query string
			want  []int64
		}{
			{"printer", []int64{printer, body}}, // the subject counts for more
			{"BADGE off", []int64{printer}},
			{"café", []int64{printer}},
			{"burglary", []int64{body}},
			{"nowhere", nil},
			{`' OR * ) NEAR( -`, nil},
			{"", nil},
			{"100001", []int64{printer}},
		} {
			if got := find(t, h, luis, c.query); !equal(got, c.want) {
				t.Errorf("luis finds %v by %q, want %v", got, c.query, c.want)
			}
		}
		if got := find(t, h, dana, "printer"); !equal(got, []int64{printer, body}) {
			t.Errorf("dana finds %v", got)
		}
		if got := find(t, h, dana, "burglary"); got != nil {
			t.Errorf("dana finds %v by the words of an internal note", got)
		}
		for _, query := range []string{"printer", "100001", "p1"} {
			if got := find(t, h, theo, query); got != nil {
				t.Errorf("theo finds %v of dana's by %q", got, query)
			}
		}
	})
}

func find(t *testing.T, h *desktest.House, who desk.Actor, query string) []int64 {
	t.Helper()
	rows, err := h.Search(context.Background(), who, query, 20)
	if err != nil {
		t.Fatalf("search %q: %v", query, err)
	}
	var ids []int64
	for _, r := range rows.Rows {
		ids = append(ids, r.ID)
	}
	return ids
}

func equal(a, b []int64) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
