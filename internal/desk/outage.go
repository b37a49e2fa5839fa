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
	all, err := d.outages.read(ctx, func(ctx context.Context) ([]told, error) { return d.tell(ctx, class) })
	if err != nil {
		return nil, err
	}
	var out []Outage
	for _, o := range all {
		if d.known(o.ticket) {
			out = append(out, o.to(who))
		}
	}
	return out, nil
}

// tell tells of the open tickets of a class, and keeps what it told.
func (d *Desk) tell(ctx context.Context, class string) ([]told, error) {
	q := d.db.Reader()
	rows, err := store.OpenOfClass(ctx, q, class, maxOutages)
	if err != nil {
		return nil, err
	}
	now := make([]told, len(rows))
	for i, row := range rows {
		if now[i], err = d.toldOf(ctx, q, row); err != nil {
			return nil, err
		}
	}
	d.told.Store(&now)
	return now, nil
}

// told is what is kept of an outage, so that its history is read once for each change and not for everybody who comes to
// look: the ticket as of its version, and the last update. Only those of the last reading are kept, maxOutages at most.
type told struct {
	ticket ticket.Ticket
	update string
	at     time.Time
}

// toldOf tells of the ticket of a row: from what is kept while that is of the row's version, from the history otherwise.
func (d *Desk) toldOf(ctx context.Context, q sqldb.Q, row store.OpenRow) (told, error) {
	if kept := d.told.Load(); kept != nil {
		for _, o := range *kept {
			if o.ticket.ID == row.ID && o.ticket.Version == row.Version {
				return o, nil
			}
		}
	}
	entries, err := store.History(ctx, q, row.ID)
	if err != nil {
		return told{}, err
	}
	o := told{ticket: ticket.Fold(row.ID, entries)}
	for _, e := range entries {
		if u, ok := e.Event.(ticket.UpdatePublished); ok {
			o.update, o.at = u.Body, e.At
		}
	}
	return o, nil
}

// known reports whether a ticket is an outage that everybody may know of.
func (d *Desk) known(t ticket.Ticket) bool {
	def := d.Definition()
	team, _ := def.Team(t.Team)
	return t.Status.Open() && t.Class == def.MajorClass() && t.Class != "" && !team.Sealed
}

// to is what an actor is told.
func (o told) to(who access.Actor) Outage {
	out := Outage{Ticket: o.ticket.ID, Service: o.ticket.Request.Service, Since: o.ticket.ReceivedAt}
	if who.ID == 0 {
		return out
	}
	out.Update, out.UpdatedAt = o.update, o.at
	out.Joined = slices.Contains(ticket.Impacted(o.ticket), who.ID)
	return out
}

// JoinOutage is the actor's word that a known outage has reached them too: they hear its updates from now on. It does not
// let them see the ticket, and so does not go through change, which asks for that. Errors: NotFound for a ticket that is
// no known outage.
func (d *Desk) JoinOutage(ctx context.Context, who access.Actor, id int64) error {
	if err := access.May(who, access.JoinOutage); err != nil {
		return err
	}
	return d.act(ctx, who, func(tx *sqldb.Tx) error {
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
