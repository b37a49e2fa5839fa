package desk

import (
	"context"
	"slices"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/filter"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/store"
)

// Twin is an open ticket in which somebody may be doing the same work as in another (ME-24).
type Twin struct {
	Row
	Person bool // the same person asked about the same service; else the same agency, at the same time, and another team
}

// Bounds of twins.
const (
	maxTwins = 3
	lookTwin = 20             // the newest tickets that are looked at
	twinSpan = 24 * time.Hour // within which two tickets of an agency may be about one thing
)

// Twins are the tickets beside which a ticket may be duplicate work: open ones about the same service, of the same person or,
// within a day and with another team, of the same agency. What is linked to it is known, and no twin of it.
func (d *Desk) Twins(ctx context.Context, who access.Actor, t ticket.Ticket) ([]Twin, error) {
	if err := access.May(who, access.UseConsole); err != nil {
		return nil, err
	}
	if !t.Status.Open() || t.Request.Service == "" {
		return nil, nil
	}
	open := []filter.Term{{Field: filter.Is, Values: []string{filter.IsOpen}}, {Field: "service", Values: []string{t.Request.Service}}}
	of := []filter.Filter{{Terms: open}}
	of[0] = of[0].And(filter.Term{Field: "person", Values: []string{filter.Me}})
	if t.Request.Agency != "" {
		of = append(of, filter.Filter{Terms: open}.And(filter.Term{Field: "agency", Values: []string{t.Request.Agency}}))
	}
	q := d.db.Reader()
	looks, err := d.looks(ctx, q, who, of...)
	if err != nil {
		return nil, err
	}
	var out []Twin
	for i, look := range looks {
		look.Who = asker(t) // "me" is the one who asks
		look.Filter.Sort = filter.Sort{By: filter.ByReceived, Down: true}
		found, err := store.Find(ctx, q, look, Page{Limit: lookTwin})
		if err != nil {
			return nil, err
		}
		for _, r := range found.Rows {
			if person := i == 0; len(out) < maxTwins && !known(t, r.ID) && (person || alongside(t, r)) &&
				!slices.ContainsFunc(out, func(o Twin) bool { return o.ID == r.ID }) {
				out = append(out, Twin{r, person})
			}
		}
	}
	return out, nil
}

// asker is for whom a ticket is.
func asker(t ticket.Ticket) people.ID {
	if t.Request.Customer != 0 {
		return t.Request.Customer
	}
	return t.Request.Requester
}

// known reports whether a ticket is the other one, or is known to have to do with it.
func known(t ticket.Ticket, id int64) bool {
	_, task := t.Tasks[id]
	return id == t.ID || id == t.Request.Parent || id == t.Request.FollowUpOf || task || t.Links[id]
}

// alongside reports whether another team has begun with a ticket at about the same time.
func alongside(t ticket.Ticket, r Row) bool {
	return r.Team != t.Team && r.Received.Sub(t.ReceivedAt).Abs() <= twinSpan
}
