package desk

import (
	"context"
	"slices"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/compose"
	"switchboard/internal/core/people"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Mention is somebody's name in a note.
type Mention = store.Mention

// mentioned are the people whom a note names, without its writer. Errors: Invalid where one of them may not know of the ticket,
// or where there are too many.
func mentioned(ctx context.Context, q sqldb.Q, m moment, body string) ([]people.ID, error) {
	if !strings.Contains(body, "@") {
		return nil, nil
	}
	staff, err := store.Staff(ctx, q, "")
	if err != nil {
		return nil, err
	}
	named := slices.DeleteFunc(compose.Mentions(body, staff), func(id people.ID) bool { return id == m.who.ID })
	if len(named) > compose.MaxMentions {
		return nil, fault.Field("body", "name at most %d people", compose.MaxMentions)
	}
	for _, p := range staff {
		if slices.Contains(named, p.ID) && !access.SeesInternal(actorOf(p), m.ticket) {
			return nil, fault.Field("body", "%s may not know of {the ticket}; let them in first, or leave their name out", p.NameOrAddress())
		}
	}
	return named, nil
}

// Mentionable are the colleagues who can be named in a note of a ticket: those who may read it (ME-57). Errors: NotFound.
func (d *Desk) Mentionable(ctx context.Context, who access.Actor, id int64) (out []people.Person, err error) {
	err = d.db.Read(ctx, func(q sqldb.Q) error {
		m, err := d.mayCompose(ctx, q, who, id)
		if err != nil {
			return err
		}
		all, err := store.Staff(ctx, q, "")
		out = slices.DeleteFunc(all, func(p people.Person) bool { return p.ID == who.ID || !access.SeesInternal(actorOf(p), m.ticket) })
		return err
	})
	return out, err
}

// MaxMentionsListed bounds the list of where somebody was named, and the count of what they have not seen of it.
const MaxMentionsListed = 100

// Mentions are where the actor was named and may read it, the last first, with who wrote it.
func (d *Desk) Mentions(ctx context.Context, who access.Actor) (all []Mention, by map[people.ID]people.Person, err error) {
	if err := access.May(who, access.UseConsole); err != nil {
		return nil, nil, err
	}
	err = d.db.Read(ctx, func(q sqldb.Q) error {
		if all, err = store.Mentions(ctx, q, who, MaxMentionsListed); err != nil {
			return err
		}
		ids := make([]people.ID, len(all))
		for i, m := range all {
			ids[i] = m.Author
		}
		by, err = store.People(ctx, q, ids)
		return err
	})
	return all, by, err
}

// UnreadMentions counts where the actor was named and has not looked, up to MaxMentionsListed.
func (d *Desk) UnreadMentions(ctx context.Context, who access.Actor) (int, error) {
	if err := access.May(who, access.UseConsole); err != nil {
		return 0, err
	}
	return store.UnreadMentions(ctx, d.db.Reader(), who, MaxMentionsListed)
}

// SeenMentions writes down that the actor has looked at a ticket on which they are named.
func (d *Desk) SeenMentions(ctx context.Context, who access.Actor, id int64) error {
	if err := access.May(who, access.UseConsole); err != nil {
		return err
	}
	if unread, err := store.UnreadOn(ctx, d.db.Reader(), who.ID, id); err != nil || !unread {
		return err
	}
	return d.db.Write(ctx, func(tx *sqldb.Tx) error { return store.ReadMentions(ctx, tx, who.ID, id) })
}
