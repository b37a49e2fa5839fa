package desk_test

import (
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/compose"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store"
	"switchboard/internal/store/migrations"
)

// A reply that waits goes out by the right to reply that its writer has when it goes out, whatever makes it go: whoever has lost that
// meanwhile may go on with what is still theirs, and their reply is held.
func TestWaitingReplyAsksForTheRightAgain(t *testing.T) {
	for name, lost := range map[string]struct {
		teams []string
		role  people.Role
		next  func(*desktest.House, access.Actor, desk.On) error
	}{
		"out of the team of what is sealed, and theirs as a customer": {nil, people.Analyst, func(h *desktest.House, fay access.Actor, on desk.On) error {
			fay.Teams = nil
			_, err := h.Write(ctx, fay, on, "As a customer: it is in the drawer.")
			return err
		}},
		"no analyst any more, while an act of theirs is on its way": {[]string{"security"}, people.Customer, func(h *desktest.House, fay access.Actor, on desk.On) error {
			_, err := h.Write(ctx, fay, on, "It is in the drawer.")
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
				h := desktest.Open(t, db, "maine", time.Date(2026, 11, 23, 15, 0, 0, 0, time.UTC))
				fay := h.Person("fay", people.Analyst, "Revenue", "security")
				made, err := h.Open(ctx, fay, desk.Request{Subject: "My stick", Type: "incident", Service: "security"})
				need(t, err)
				on := desk.On{Ticket: made.Ticket.ID}
				if !made.Ticket.Sealed {
					t.Fatal("the ticket is not sealed")
				}
				out, _, err := h.ReplySoon(ctx, fay, on, desk.Written{Body: "We have read it."})
				need(t, err)
				need(t, db.Write(ctx, func(tx *sqldb.Tx) error {
					if _, err := tx.Exec(ctx, `UPDATE person SET role = $1 WHERE id = $2`, string(lost.role), int64(fay.ID)); err != nil {
						return err
					}
					return store.SetTeams(ctx, tx, fay.ID, lost.teams)
				}))
				need(t, lost.next(h, fay, on))
				if got := said(t, h, access.System, on.Ticket); len(got) != 0 {
					t.Errorf("the desk says %v by somebody who may not reply", got)
				}
				w, err := store.WaitingReplyByID(ctx, db.Reader(), out.ID)
				if err != nil || w.State != compose.Held || w.Why != compose.HeldRefused {
					t.Errorf("the reply stands %+v, %v", w, err)
				}
			})
		})
	}
}
