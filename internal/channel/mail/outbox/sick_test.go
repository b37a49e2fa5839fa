package outbox_test

import (
	"strings"
	"testing"
	"time"

	"switchboard/internal/channel/mail/outbox/sink"
	"switchboard/internal/core/notice"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// DESIGN 9.9: a letter that cannot be written ends as failed, with the reason, and stops no other.
func TestASickLetterParksAlone(t *testing.T) {
	each(t, sink.Script{}, func(h *house, s *sink.Sink) {
		id := h.ask("Printer")
		opening, err := sqldb.One(ctx, h.DB.Reader(), sqldb.Value[int64], `SELECT min(seq) FROM fact WHERE ticket_id = $1`, id)
		if err != nil {
			t.Fatal(err)
		}
		kinds := []notice.Kind{notice.Question, notice.Plan, notice.Replied, notice.Update, notice.Resolved, notice.Routed, notice.Started, notice.Closed, notice.Reopened,
			notice.Waiting, notice.DeliveryFailed, notice.Wrote, notice.Warned, notice.Missed, "nonsense"}
		add := func(n int, l store.Letter) {
			l.Ticket, l.Person, l.Address, l.State = id, h.luis.ID, "luis@example.gov", store.LetterQueued
			l.MessageID = "<" + strings.Repeat("x", n+1) + "@desk.example.gov>"
			if err := h.DB.Write(ctx, func(tx *sqldb.Tx) error { _, err := store.AddLetter(ctx, tx, l); return err }); err != nil {
				t.Fatal(err)
			}
		}
		for n, k := range kinds {
			add(2*n, store.Letter{Kind: string(k), Cause: opening})         // a fact that says something else
			add(2*n+1, store.Letter{Kind: string(k), Cause: 1_000_000_000}) // no fact at all
		}
		for range 10 {
			h.post()
		}
		letters, err := h.Letters(ctx, h.luis, id)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range letters {
			if l.State == store.LetterQueued && l.Kind != string(notice.DeliveryFailed) || l.Cause == 1_000_000_000 && (l.State != store.LetterFailed || l.Detail == "") {
				t.Errorf("%s of %d is %s: %s", l.Kind, l.Cause, l.State, l.Detail)
			}
		}
		if got := h.states(id); !strings.Contains(got, "acknowledged accepted") {
			t.Errorf("letters: %s", got)
		}
	})
}

// A fault of our own in writing a letter ends that letter, and not the process; the next one leaves.
func TestAPanicEndsOneLetter(t *testing.T) {
	each(t, sink.Script{}, func(h *house, s *sink.Sink) {
		words := h.box.Words
		h.box.Words = nil
		first := h.ask("Printer")
		h.post()
		h.box.Words = words
		second := h.ask("Screen")
		h.Pass(time.Minute)
		h.post()
		if one, other := h.states(first), h.states(second); !strings.HasPrefix(one, "acknowledged failed") || other != "acknowledged accepted" {
			t.Errorf("letters: %s; %s", one, other)
		}
	})
}
