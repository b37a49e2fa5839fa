package desk

import (
	"context"
	"slices"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/billing"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/figures"
	"switchboard/internal/core/money"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Statement is what an agency used in one month, by service, and what each line is made of (CO-41), with what it pays for the month by
// staffing (CO-05). It says what was written down in the month, as it stood at the end of it: what is written down later belongs to a
// later month, and a month that is over never changes.
type Statement struct {
	Agency   people.Agency
	Month    time.Time       // its first instant
	Over     bool            // the month
	Edition  int             // of the definition, by whose rates it is charged: the last one in force in the month
	Basis    definition.Text // on which it is charged, in the words of that edition
	Code     string          // the financial code of its lines (CO-40); empty where the desk has none
	Staffing []Staffed       // by the rates in force on the first day of the month, in the order of the rate sheet
	Lines    []figures.Line
	Sum      figures.Line
	Total    []money.Money // of Staffing and of the extra charges of all lines
}

// Staffed is what a line of the rate sheet comes to by staffing.
type Staffed struct {
	billing.Staffed
	Says definition.Text
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
		if err != nil {
			return err
		}
		s.Lines, s.Sum = figures.SumStatement(items)
		return d.staffing(ctx, q, &s, until)
	})
	return s, err
}

// staffing adds to a statement what the agency pays by staffing, and the total.
func (d *Desk) staffing(ctx context.Context, q sqldb.Q, s *Statement, until time.Time) error {
	last := until.Add(-time.Millisecond)
	if now := d.Now(); now.Before(last) {
		last = now
	}
	def := d.book.Load().at(last)
	s.Edition, s.Code, s.Staffing, s.Total = def.version, def.FinancialCode(), nil, s.Sum.Charges
	if def.Charges != nil {
		s.Basis = def.Charges.Basis
	}
	rates := def.Staffing(s.Month)
	if len(rates) == 0 {
		return nil
	}
	counts, err := store.Headcounts(ctx, q, until)
	if err != nil {
		return err
	}
	for _, r := range rates {
		line := Staffed{billing.Charge(r.Rate, s.Agency.Key, counts), r.Says}
		s.Staffing = append(s.Staffing, line)
		s.Total = money.Sum(append(slices.Clone(s.Total), line.Charge)...)
	}
	return nil
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
