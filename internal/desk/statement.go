package desk

import (
	"context"
	"slices"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/figures"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Statement is what an agency used in one month, by service, and what each line is made of (CO-41). It says what was written down in
// the month, as it stood at the end of it: what is written down later belongs to a later month, and a month that is over never
// changes.
type Statement struct {
	Agency people.Agency
	Month  time.Time // its first instant
	Over   bool      // the month
	Lines  []figures.Line
	Sum    figures.Line
}

// Statement is the statement of a month, such as "2026-11", for those who see what an agency uses. The numbers of its tickets are
// for those to whom the agency shows lines of its tickets, and for the desk's managers. Errors: NotFound, Invalid.
func (d *Desk) Statement(ctx context.Context, who access.Actor, key, month string) (Statement, error) {
	if err := access.May(who, access.ViewTicket); err != nil {
		return Statement{}, err
	}
	zone := d.Definition().Zone()
	from, err := time.ParseInLocation("2006-01", month, zone)
	if err != nil {
		return Statement{}, fault.Field("month", "write the month like 2026-11")
	}
	until := from.AddDate(0, 1, 0)
	s := Statement{Month: from, Over: !d.Now().Before(until)}
	manages := access.May(who, access.SeeUsage) == nil
	err = d.db.Read(ctx, func(q sqldb.Q) error {
		if err := d.seesUsage(ctx, q, who, key); err != nil {
			return err
		}
		charges, err := store.ChargesOf(ctx, q, who.ID, d.Now())
		if err != nil {
			return err
		}
		named := manages || slices.ContainsFunc(charges, func(c access.Charge) bool {
			return c.Agency == key && c.As != access.AsSupervisor && c.Shade.AtLeast(people.Lines)
		})
		if s.Agency, err = agencyOrName(ctx, q, key); err != nil {
			return err
		}
		var items []figures.Item
		err = store.EachLifeOf(ctx, q, key, from, until, func(id int64, life []ticket.Entry) {
			items = append(items, itemsOf(id, life, from, until, manages, named)...)
		})
		s.Lines, s.Sum = figures.SumStatement(items)
		return err
	})
	return s, err
}

// itemsOf are what was written down on a ticket in a month. What was sealed by its end is the desk's managers' alone; of what was
// sealed later no number is told. The life that a ticket had elsewhere is not ours to bill.
func itemsOf(id int64, life []ticket.Entry, from, until time.Time, manages, named bool) []figures.Item {
	sealedNow := ticket.Fold(id, life).Sealed
	if end := slices.IndexFunc(life, func(en ticket.Entry) bool { return !en.Recorded.Before(until) }); end >= 0 {
		life = life[:end]
	}
	t := ticket.Fold(id, life)
	if t.Sealed && !manages || t.Request.External != "" {
		return nil
	}
	if !named || sealedNow && !manages {
		id = 0
	}
	var out []figures.Item
	for _, en := range life {
		if en.Recorded.Before(from) {
			continue
		}
		item := figures.Item{At: en.Recorded, Ticket: id, Service: t.Request.Service}
		switch e := en.Event.(type) {
		case ticket.Opened:
			item.Opened = true
		case ticket.TimeSpent:
			item.Minutes = e.Minutes
		case ticket.ChargePosted:
			item.Charge, item.Account = e.Amount, e.CostCode
		}
		if item.Opened || item.Minutes > 0 || !item.Charge.IsZero() {
			out = append(out, item)
		}
	}
	return out
}
