package desk

import (
	"context"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/notice"
	"switchboard/internal/core/people"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Bell is what somebody is told in the page.
type Bell = store.Bell

// UnreadMost is as far as unread news are counted.
const UnreadMost = store.UnreadMost

// MyNotices are the actor's own news, the latest first, a page of at most MaxPage; next is where the next page begins,
// zero where there is none. Of tickets that they may not know of any more nothing is shown (ME-57).
func (d *Desk) MyNotices(ctx context.Context, who access.Actor, page Page) (all []Bell, next int64, err error) {
	if err := access.May(who, access.ChooseNotices); err != nil {
		return nil, 0, err
	}
	limit := min(max(page.Limit, 1), MaxPage)
	all, err = store.Bells(ctx, d.db.Reader(), who.ID, access.ScopeOf(who), page.After.ID, limit+1)
	if len(all) > limit {
		all = all[:limit]
		next = all[limit-1].ID
	}
	return all, next, err
}

// News is how many of the visitor's news they have not read, up to UnreadMost. Most have none, and every page asks.
func (d *Desk) News(ctx context.Context, v Visit) (int, error) {
	if !v.hasNews || access.May(v.Actor, access.ChooseNotices) != nil {
		return 0, nil
	}
	return store.Unread(ctx, d.db.Reader(), v.Actor.ID, access.ScopeOf(v.Actor))
}

// ReadNotices marks the actor's own news as read: those of a ticket, which who opens it has seen, or all where it is zero.
func (d *Desk) ReadNotices(ctx context.Context, who access.Actor, ticket int64) error {
	if err := access.May(who, access.ChooseNotices); err != nil {
		return err
	}
	if ticket != 0 { // pages are read far more often than there is news of them
		if unread, err := store.HasUnread(ctx, d.db.Reader(), who.ID, ticket); err != nil || !unread {
			return err
		}
	}
	return d.db.Write(ctx, func(tx *sqldb.Tx) error {
		changed, err := store.ReadBells(ctx, tx, who.ID, ticket)
		if err != nil || changed == 0 {
			return err
		}
		return store.NoteRung(ctx, tx, []people.ID{who.ID}) // in their other tabs
	})
}

// NoticeChoices are the ways by which somebody is told.
type NoticeChoices struct {
	Groups  []notice.Group // that concern them
	Choices map[notice.Group]notice.Choice
	Quiet   notice.Quiet
	Zone    string // the name of Quiet.Zone; "" for the desk's
}

// MyChoices are the actor's own.
func (d *Desk) MyChoices(ctx context.Context, who access.Actor) (NoticeChoices, error) {
	out := NoticeChoices{Groups: notice.Groups(who.Role.Staff()), Choices: map[notice.Group]notice.Choice{}}
	if err := access.May(who, access.ChooseNotices); err != nil {
		return out, err
	}
	err := d.db.Read(ctx, func(q sqldb.Q) error {
		found, err := store.Readers(ctx, q, []people.ID{who.ID}, d.Definition().Zone())
		if err != nil {
			return err
		}
		r := found[who.ID]
		for _, g := range out.Groups {
			out.Choices[g] = r.Chosen(g)
		}
		out.Quiet = r.Quiet
		out.Zone, err = store.QuietZone(ctx, q, who.ID)
		return err
	})
	return out, err
}

// Choose changes the ways by which the actor is told. Errors: Invalid with the field.
func (d *Desk) Choose(ctx context.Context, who access.Actor, c NoticeChoices) error {
	if err := access.May(who, access.ChooseNotices); err != nil {
		return err
	}
	if err := c.Quiet.Check(); err != nil {
		return err
	}
	if c.Zone != "" {
		if _, err := time.LoadLocation(c.Zone); err != nil || len(c.Zone) > maxZone {
			return fault.Field("zone", "there is no time zone %q", sqldb.Clip(c.Zone, maxZone))
		}
	}
	kept := map[notice.Group]notice.Choice{}
	for _, g := range notice.Groups(who.Role.Staff()) {
		if choice, made := c.Choices[g]; made {
			choice.Mail = choice.Mail || !g.Switchable()
			kept[g] = choice
		}
	}
	return d.act(ctx, who, func(tx *sqldb.Tx) error {
		return store.SetChoices(ctx, tx, notice.Reader{ID: who.ID, Choices: kept, Quiet: c.Quiet}, c.Zone)
	})
}

// maxZone bounds the name of a time zone.
const maxZone = 60
