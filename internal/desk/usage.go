package desk

import (
	"context"
	"slices"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/figures"
	"switchboard/internal/core/people"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Usage is what an agency used of the desk in the last figures.UsageMonths months, this one among them, as of now (CO-41).
type Usage struct {
	Agency people.Agency
	Sealed bool          // sealed tickets are among the numbers: the reader manages the desk
	Rows   []figures.Use // by month, the latest first, and service
}

// MyUsage are the agencies whose use of the desk the actor sees because they represent or manage them.
func (d *Desk) MyUsage(ctx context.Context, who access.Actor) ([]people.Agency, error) {
	if err := access.May(who, access.ViewTicket); err != nil {
		return nil, err
	}
	var out []people.Agency
	err := d.db.Read(ctx, func(q sqldb.Q) error {
		out = nil
		charges, err := store.ChargesOf(ctx, q, who.ID, d.Now())
		if err != nil {
			return err
		}
		for _, key := range access.UsageOf(charges) {
			a, err := agencyOrName(ctx, q, key)
			if err != nil {
				return err
			}
			out = append(out, a)
		}
		return nil
	})
	return out, err
}

// Usage sums up what an agency used. To others than the desk's managers an agency for which they do not answer is NotFound, as
// if there were none.
func (d *Desk) Usage(ctx context.Context, who access.Actor, key string) (Usage, error) {
	if err := access.May(who, access.ViewTicket); err != nil {
		return Usage{}, err
	}
	var u Usage
	err := d.db.Read(ctx, func(q sqldb.Q) error {
		u = Usage{Sealed: access.May(who, access.SeeUsage) == nil}
		err := d.seesUsage(ctx, q, who, key)
		if err != nil {
			return err
		}
		if u.Agency, err = agencyOrName(ctx, q, key); err != nil {
			return err
		}
		of := store.Used{Agency: key, Major: d.Definition().MajorClass(), Sealed: u.Sealed}
		months := figures.Months(d.Now(), d.Definition().Zone(), figures.UsageMonths)
		u.Rows, err = store.UsageIn(ctx, q, of, months, d.Now())
		return err
	})
	return u, err
}

func (d *Desk) seesUsage(ctx context.Context, q sqldb.Q, who access.Actor, key string) error {
	none := fault.New(fault.NotFound, "there is no agency of that name")
	if key == "" || len(key) > people.MaxLine || !ticket.Plain(key) {
		return none
	}
	if access.May(who, access.SeeUsage) == nil {
		return nil
	}
	charges, err := store.ChargesOf(ctx, q, who.ID, d.Now())
	if err == nil && !slices.Contains(access.UsageOf(charges), key) {
		err = none
	}
	return err
}

// served is how a ticket was served, for the comparison of agencies (ME-62). A promise that was missed stays so, whatever
// was agreed afterwards: the fact of it is what the desk itself has said.
func served(t ticket.Ticket, life []ticket.Entry) figures.Served {
	out := figures.Served{Agency: t.Request.Agency, Kept: true, Minutes: t.Effort.Minutes()}
	for _, en := range life {
		if _, missed := en.Event.(ticket.ClockMissed); missed {
			out.Kept = false
		}
	}
	for _, f := range ticket.Facts(life) {
		if f.Kind == sla.PublicReply {
			out.Replied, out.Waited = true, max(f.At.Sub(t.ReceivedAt), time.Duration(0))
			break
		}
	}
	return out
}
