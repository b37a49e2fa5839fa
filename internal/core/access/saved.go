package access

import (
	"switchboard/internal/core/people"
	"switchboard/internal/core/view"
	"switchboard/internal/fault"
)

// SeesSaved reports whether a saved reply is offered to the actor: their own, those of their teams, and the desk's.
func SeesSaved(who Actor, audience view.Audience, owner people.ID, team string) bool {
	return SeesView(who, view.View{Audience: audience, Owner: owner, Team: team})
}

// CanKeepReply decides whether the actor may make or change a saved reply: each their own; what a team or the whole desk says
// to customers, who leads. Errors: NotFound for one that is somebody else's own, Forbidden.
func CanKeepReply(who Actor, audience view.Audience, owner people.ID, team string) error {
	if err := May(who, KeepReply); err != nil {
		return err
	}
	switch {
	case audience == view.Own && owner != who.ID:
		return NoSuchSavedReply()
	case audience == view.Own:
		return nil
	}
	return May(who, ShareReply)
}

// NoSuchSavedReply is the one answer for a saved reply that is not there or not theirs.
func NoSuchSavedReply() error {
	return fault.New(fault.NotFound, "there is no saved reply of that number")
}
