package desk_test

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// An act that is sent again with its word is done once, one after the other or at the same moment, by every way in which a
// ticket changes; another person's word, or another word, is another act. ASKS 17
func TestActSentAgain(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := desktest.Open(t, db, "colorado", time.Date(2026, 11, 16, 16, 0, 0, 0, time.UTC))
		dana := h.Person("dana", people.Customer, "Revenue")
		luis, ann := h.Person("luis", people.Analyst, "", "desk"), h.Person("ann", people.Analyst, "", "desk")
		open := func() int64 {
			made, err := h.Open(ctx, dana, desk.Request{Subject: "Laptop", Description: "It is slow.", Type: "incident", Channel: "portal"})
			need(t, err)
			return made.Ticket.ID
		}
		id, other := open(), open()
		history := func(of int64) int {
			sheet, err := h.Ticket(ctx, access.System, of)
			need(t, err)
			return len(sheet.Entries)
		}
		sheet, err := h.Ticket(ctx, luis, id)
		need(t, err)
		for name, act := range map[string]func(access.Actor, desk.On) error{
			"reply": func(who access.Actor, on desk.On) error {
				_, _, err := h.ReplySoon(ctx, who, on, desk.Written{Body: "Restart it."})
				return err
			},
			"note": func(who access.Actor, on desk.On) error { _, err := h.Note(ctx, who, on, "Seen."); return err },
			"task": func(who access.Actor, on desk.On) error {
				_, err := h.OpenTask(ctx, who, on, ticket.Task{Team: "network", Step: "Measure"})
				return err
			},
			"split": func(who access.Actor, on desk.On) error {
				_, err := h.Split(ctx, who, on, desk.Part{Entry: 1, Subject: "The mouse"})
				return err
			},
			"link": func(who access.Actor, on desk.On) error { _, err := h.Link(ctx, who, on, other); return err },
		} {
			need(t, h.ChooseUndo(ctx, luis, 0))
			on := desk.On{Ticket: id, Once: "word of " + name}
			did, err := h.Did(ctx, luis, on.Once)
			if err != nil || did {
				t.Errorf("%s: done before it was: %v", name, err)
			}
			need(t, act(luis, on))
			after := history(id)
			var both sync.WaitGroup
			errs := make([]error, 2)
			for i := range errs {
				both.Go(func() { errs[i] = act(luis, on) })
			}
			both.Wait()
			on.Seen = sheet.Ticket.Version // as the form had it
			need(t, errors.Join(append(slices.Clone(errs), act(luis, on))...))
			if got := history(id); got != after {
				t.Errorf("%s: sent again it adds %d entries", name, got-after)
			}
			if did, err := h.Did(ctx, luis, on.Once); err != nil || !did {
				t.Errorf("%s: it is not known to be done: %v", name, err)
			}
		}
		need(t, h.ChooseUndo(ctx, ann, 0))
		before := history(id)
		for _, once := range []string{"word of note", "another word"} {
			_, err := h.Note(ctx, ann, desk.On{Ticket: id, Once: once}, "Seen.")
			need(t, err)
		}
		if got := history(id); got != before+2 {
			t.Errorf("two acts of somebody else add %d entries", got-before)
		}
	})
}
