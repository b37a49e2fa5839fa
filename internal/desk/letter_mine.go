package desk

import (
	"context"
	"slices"

	"switchboard/internal/core/access"
	"switchboard/internal/core/notice"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// MyLetters are the letters about a ticket that went to the actor, in order (ME-55). Errors: NotFound.
func (d *Desk) MyLetters(ctx context.Context, who access.Actor, id int64) ([]Letter, error) {
	var out []Letter
	err := d.db.Read(ctx, func(q sqldb.Q) error {
		m, err := d.load(ctx, q, id, who, d.Now())
		if err != nil {
			return err
		}
		if err := access.Can(who, access.ViewTicket, m.ticket); err != nil {
			return err
		}
		all, err := store.LettersOf(ctx, q, id)
		out = slices.DeleteFunc(all, func(l Letter) bool { return l.Person == 0 || l.Person != who.ID || notice.Kind(l.Kind).Staff() })
		return err
	})
	return out, err
}
