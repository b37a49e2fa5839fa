package desk

import (
	"context"

	"switchboard/internal/core/access"
	"switchboard/internal/core/bulk"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/store"
)

// deed does to one ticket what a bulk does to many: by the verb that a person would use.
func (d *Desk) deed(ctx context.Context, who access.Actor, deed bulk.Deed, number int64) error {
	on := On{Ticket: number}
	var err error
	switch deed.Verb {
	case bulk.Assign:
		_, err = d.Assign(ctx, who, on, deed.Person)
	case bulk.Route:
		_, err = d.Route(ctx, who, on, deed.Team, deed.Text)
	case bulk.Classify:
		_, err = d.Classify(ctx, who, on, Reclassify{Type: deed.Type, Impact: deed.Impact, Urgency: deed.Urgency, Why: deed.Text})
	case bulk.Reply:
		_, err = d.Reply(ctx, who, on, deed.Text)
	case bulk.Note:
		_, err = d.Note(ctx, who, on, deed.Text)
	case bulk.Plan:
		_, err = d.Plan(ctx, who, on, ticket.Planned{Step: deed.Text, Owner: deed.Person, Due: deed.Due})
	case bulk.Resolve:
		_, err = d.Resolve(ctx, who, on, ticket.Resolved{Text: deed.Text, Method: deed.Method})
	case bulk.Close:
		_, err = d.Close(ctx, who, on, deed.Text)
	case bulk.Undo:
		err = d.takeBack(ctx, who, deed.Undoes, number)
	}
	return err
}

// undoneWhy is the reason that stands on a ticket whose change was taken back.
const undoneWhy = "undone"

// takeBack gives a ticket what it had before a bulk, unless something has happened to it since.
func (d *Desk) takeBack(ctx context.Context, who access.Actor, id, number int64) error {
	was, err := store.BulkOf(ctx, d.db.Reader(), id)
	if err != nil {
		return err
	}
	former, version, err := store.FormerOf(ctx, d.db.Reader(), id, number)
	if err != nil {
		return err
	}
	on := On{Ticket: number, Seen: version}
	switch was.Deed.Verb {
	case bulk.Assign:
		if former.Assignee == 0 {
			return fault.New(fault.Conflict, "nobody had it before; hand it to {a team} instead")
		}
		_, err = d.Assign(ctx, who, on, former.Assignee)
	case bulk.Route:
		_, err = d.Route(ctx, who, on, former.Team, undoneWhy)
	case bulk.Classify:
		_, err = d.Classify(ctx, who, on, Reclassify{Type: former.Type, Impact: former.Impact, Urgency: former.Urgency, Why: undoneWhy})
	}
	return err
}
