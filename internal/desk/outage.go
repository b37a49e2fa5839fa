package desk

import (
	"context"
	"slices"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/ticket"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// maxOutages bounds how many outages are told of at once.
const maxOutages = 5

// Outage is an outage that the desk knows of and works on, in words that everybody may read: never those of whoever
// reported it.
type Outage struct {
	Ticket    int64
	Service   string // of the definition; empty where it is not known
	Since     time.Time
	Update    string // the last one; for those who are signed in
	UpdatedAt time.Time
	Joined    bool // the actor is one of the impacted
}

// KnownOutages lists the open major incidents of the desk, the latest first. Everybody may know which service is down and
// since when; what the desk writes to the impacted is for those who are signed in. What a sealed team works on is told
// to nobody here.
func (d *Desk) KnownOutages(ctx context.Context, who access.Actor) ([]Outage, error) {
	class := d.Definition().MajorClass()
	if class == "" {
		return nil, nil
	}
	q := d.db.Reader()
	ids, err := store.OpenOfClass(ctx, q, class, maxOutages)
	if err != nil {
		return nil, err
	}
	var out []Outage
	for _, id := range ids {
		entries, err := store.History(ctx, q, id)
		if err != nil {
			return nil, err
		}
		t := ticket.Fold(id, entries)
		if d.known(t) {
			out = append(out, outageOf(t, entries, who))
		}
	}
	return out, nil
}

// known reports whether a ticket is an outage that everybody may know of.
func (d *Desk) known(t ticket.Ticket) bool {
	def := d.Definition()
	team, _ := def.Team(t.Team)
	return t.Status.Open() && t.Class == def.MajorClass() && t.Class != "" && !team.Sealed
}

func outageOf(t ticket.Ticket, entries []ticket.Entry, who access.Actor) Outage {
	o := Outage{Ticket: t.ID, Service: t.Request.Service, Since: t.ReceivedAt}
	if who.ID == 0 {
		return o
	}
	o.Joined = slices.Contains(ticket.Impacted(t), who.ID)
	for _, e := range entries {
		if u, ok := e.Event.(ticket.UpdatePublished); ok {
			o.Update, o.UpdatedAt = u.Body, e.At
		}
	}
	return o
}

// JoinOutage is the actor's word that a known outage has reached them too: they hear its updates from now on. It does not
// let them see the ticket, and so does not go through change, which asks for that. Errors: NotFound for a ticket that is
// no known outage.
func (d *Desk) JoinOutage(ctx context.Context, who access.Actor, id int64) error {
	if err := access.May(who, access.JoinOutage); err != nil {
		return err
	}
	return d.db.Write(ctx, func(tx *sqldb.Tx) error {
		m, err := d.load(ctx, tx, id, who, tx.Now)
		if err != nil {
			return err
		}
		if !d.known(m.ticket) {
			return access.NoSuchTicket(id)
		}
		events, err := ticket.Join(m.ticket, who.ID)
		if err != nil {
			return err
		}
		_, err = d.save(ctx, tx, m, events)
		return err
	})
}
