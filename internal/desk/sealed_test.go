package desk_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/eventlog"
	"switchboard/internal/fault"
	"switchboard/internal/follow/search"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// ME-57, DESIGN 9.6, 9.7: whatever is sealed, opened, joined and merged, everybody finds the same tickets by number, in
// lists, counts and searches: those that access lets them know of. The oracle is written out here, apart from access.
func TestNoWayAroundTheSeal(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := desktest.Open(t, db, "maine", time.Date(2026, 11, 23, 15, 0, 0, 0, time.UTC))
		who := []access.Actor{h.Person("dana", people.Customer, "Revenue"), h.Person("erik", people.Customer, "Revenue"),
			h.Person("luis", people.Analyst, "", "desk"), h.Person("fay", people.Analyst, "", "security"),
			h.Person("gil", people.Analyst, "", "network"), h.Person("mona", people.Manager, "", "desk"), h.Person("adam", people.Administrator, "")}
		rapid.Check(t, func(rt *rapid.T) {
			id := sealedLife(rt, h, who)
			if err := eventlog.Drain(ctx, db, search.Follower()); err != nil {
				rt.Fatal(err)
			}
			for range 3 {
				looks, _, err := h.Visitor(ctx, rapid.SampledFrom(who).Draw(rt, "looks").ID) // as they are now
				if err != nil {
					rt.Fatal(err)
				}
				sameEverywhere(rt, h, looks, id)
			}
		})
	})
}

// sealedLife lets a ticket go through some of what can be done to who may see it.
func sealedLife(t *rapid.T, h *desktest.House, who []access.Actor) int64 {
	asker := rapid.SampledFrom([]string{"dana", "erik", "luis", "gil"}).Draw(t, "asker")
	o, err := h.Open(ctx, who[2], desk.Request{Subject: "marker", Channel: "phone", Email: asker + "@example.gov",
		Type: "incident", Service: rapid.SampledFrom([]string{"security", "network", ""}).Draw(t, "service")})
	if err != nil {
		t.Fatal(err)
	}
	on := desk.On{Ticket: o.Ticket.ID}
	for range rapid.IntRange(0, 5).Draw(t, "deeds") {
		h.Pass(time.Minute)
		whom := rapid.SampledFrom(who).Draw(t, "whom")
		var err error
		switch rapid.SampledFrom([]string{"route", "admit", "join", "note", "task"}).Draw(t, "deed") {
		case "route":
			_, err = h.Route(ctx, access.System, on, rapid.SampledFrom([]string{"security", "network", "desk"}).Draw(t, "team"), "text")
		case "admit":
			_, err = h.Admit(ctx, access.System, on, whom.ID, "text")
		case "join":
			_, err = h.Include(ctx, access.System, on, rapid.SampledFrom([]string{"dana", "erik", "mona"}).Draw(t, "joins")+"@example.gov", "text")
		case "note":
			_, err = h.Note(ctx, access.System, on, "internal marker")
		case "task":
			_, err = h.OpenTask(ctx, who[3], on, ticket.Task{Team: "network", Step: "marker"})
		}
		if err != nil && fault.Is(err, fault.Internal) {
			t.Fatal(err)
		}
	}
	return o.Ticket.ID
}

func sameEverywhere(t *rapid.T, h *desktest.House, who access.Actor, id int64) {
	truth, err := h.Ticket(ctx, access.System, id)
	if err != nil {
		t.Fatal(err)
	}
	k := truth.Ticket
	inside := who.Role.Staff() && (k.Team != "security" || slices.Contains(who.Teams, "security") || k.Parties[who.ID] == ticket.PartyAdmitted)
	sees := inside || who.ID == k.Request.Requester || k.Parties[who.ID] != ""
	sheet, err := h.Ticket(ctx, who, id)
	if (err == nil) != sees || err != nil && !fault.Is(err, fault.NotFound) {
		t.Fatalf("%d opens %d with %s: %v, want %v", who.ID, id, k.Team, err, sees)
	}
	if hidden := slices.ContainsFunc(sheet.Entries, func(e ticket.Entry) bool { return !e.Event.Public() }); hidden && !inside {
		t.Fatalf("%d reads internal entries of %d", who.ID, id)
	}
	for _, r := range sheet.Related {
		if _, err := h.Ticket(ctx, who, r.ID); err != nil {
			t.Fatalf("%d is shown %d beside %d and may not open it: %v", who.ID, r.ID, id, err)
		}
	}
	list := pages(t, h, who, "any", 200, nil)
	if _, listed := list[id]; listed != sees {
		t.Fatalf("%d has %d in a list: %v, want %v", who.ID, id, listed, sees)
	}
	counted, err := h.Counts(ctx, who, "any")
	if err != nil || counted["any"].N != min(len(list), desk.MaxCount) {
		t.Fatalf("%d counts %d of %d: %v", who.ID, counted["any"].N, len(list), err)
	}
	for _, query := range []string{"marker", "internal marker"} {
		found, err := h.Search(ctx, who, query, desk.MaxPage)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range found.Rows {
			if _, mine := list[row.ID]; !mine {
				t.Fatalf("%d finds %d by %q and has it in no list", who.ID, row.ID, query)
			}
		}
		theirs := slices.ContainsFunc(found.Rows, func(r desk.Row) bool { return r.ID == id })
		if want := inside || sees && !who.Role.Staff(); query == "marker" && theirs != want {
			t.Fatalf("%d finds %d by words: %v, want %v", who.ID, id, theirs, want)
		}
	}
}
