package portal_test

import (
	"context"
	"testing"

	"switchboard/internal/core/access"
	"switchboard/internal/desk"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// A customer reads how the last mail to them went, and that one did not arrive is said first. ME-55
func TestMailToTheCustomer(t *testing.T) {
	h := open(t, "colorado", friday)
	id := h.opens()
	ctx := context.Background()
	var letter int64
	h.must(h.DB.Write(ctx, func(tx *sqldb.Tx) error {
		if _, err := store.AddLetter(ctx, tx, store.Letter{Kind: "acknowledged", Cause: 1, Ticket: id, Person: h.dana.ID, Address: "dana.whitfield@state.example",
			MessageID: "<1@desk.example>", State: store.LetterQueued}); err != nil {
			return err
		}
		l, err := store.LetterByMessageID(ctx, tx, "<1@desk.example>")
		letter = l.ID
		return err
	}))
	b := h.browse("dana.whitfield").get(at(id))
	b.says(".facts", "Mail to dana.whitfield@state.example: on its way")
	_, err := h.ReportDelivery(ctx, access.System, letter, desk.LetterAccepted, "250 ok")
	h.must(err)
	b.get(at(id)).says(".facts", "Mail to dana.whitfield@state.example: accepted, today, 4:30 p.m.")
	b.has("#next .banner", 0)
	_, err = h.ReportDelivery(ctx, access.System, letter, desk.LetterBounced, "550 5.1.1 no such user")
	h.must(err)
	b.get(at(id)).says("#next .banner", "did not arrive. 550 5.1.1 no such user. Nothing is lost")
}
