package desk

import (
	"context"

	"switchboard/internal/core/access"
	"switchboard/internal/core/compose"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/core/view"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

type (
	SavedReply       = compose.SavedReply     // a text kept for use
	SavedReplyChange = store.SavedReplyChange // who changed it, and to what
)

// SavedReplies are the texts that the actor writes with: their own, those of their teams, and those of the desk; the most
// used first.
func (d *Desk) SavedReplies(ctx context.Context, who access.Actor) ([]SavedReply, error) {
	if err := access.May(who, access.UseConsole); err != nil {
		return nil, err
	}
	return store.SavedReplies(ctx, d.db.Reader(), who.ID, who.Teams)
}

// SavedReply opens one, with its changes and who made them. Errors: NotFound, also for one that is not theirs.
func (d *Desk) SavedReply(ctx context.Context, who access.Actor, id int64) (s SavedReply, changes []SavedReplyChange, by map[people.ID]people.Person, err error) {
	err = d.db.Read(ctx, func(q sqldb.Q) error {
		if s, err = savedReplyOf(ctx, q, who, id); err != nil {
			return err
		}
		if changes, err = store.SavedReplyChanges(ctx, q, id); err != nil {
			return err
		}
		ids := []people.ID{s.Owner}
		for _, c := range changes {
			ids = append(ids, c.By)
		}
		by, err = store.People(ctx, q, ids)
		return err
	})
	return s, changes, by, err
}

func savedReplyOf(ctx context.Context, q sqldb.Q, who access.Actor, id int64) (SavedReply, error) {
	s, err := store.SavedReply(ctx, q, id)
	if err == nil && !access.SeesSaved(who, s.Audience, s.Owner, s.Team) {
		return SavedReply{}, access.NoSuchSavedReply()
	}
	return s, err
}

// KeepReply keeps a new text. Errors: Invalid with the field, Forbidden, Conflict when there are too many.
func (d *Desk) KeepReply(ctx context.Context, who access.Actor, s SavedReply) (id int64, err error) {
	s.Owner = who.ID
	if s, err = d.checkSaved(who, s); err != nil {
		return 0, err
	}
	_, err = d.once(ctx, who, &id, func(tx *sqldb.Tx) error {
		id, err = store.InsertSavedReply(ctx, tx, who.ID, s)
		return err
	})
	return id, err
}

// ChangeReply changes one, or with Retired takes it out of use; its Version is the one that the actor saw. Errors: as
// KeepReply, and NotFound.
func (d *Desk) ChangeReply(ctx context.Context, who access.Actor, s SavedReply) error {
	return d.act(ctx, who, func(tx *sqldb.Tx) error {
		was, err := savedReplyOf(ctx, tx, who, s.ID)
		if err != nil {
			return err
		}
		if err := access.CanKeepReply(who, was.Audience, was.Owner, was.Team); err != nil {
			return err
		}
		if s.Owner = was.Owner; s.Audience == view.Own { // who takes a shared one back takes it for themselves
			s.Owner = who.ID
		}
		if s, err = d.checkSaved(who, s); err != nil {
			return err
		}
		return store.SaveSavedReply(ctx, tx, who.ID, s)
	})
}

func (d *Desk) checkSaved(who access.Actor, s SavedReply) (SavedReply, error) {
	s, err := compose.Check(s, ticket.Methods)
	if err != nil {
		return s, err
	}
	if err := access.CanKeepReply(who, s.Audience, s.Owner, s.Team); err != nil {
		return s, err
	}
	if s.Audience == view.Team {
		err = d.Definition().CheckTeam(s.Team)
	}
	return s, err
}
