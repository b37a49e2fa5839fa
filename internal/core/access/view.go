package access

import (
	"switchboard/internal/core/view"
	"switchboard/internal/fault"
)

// SeesView reports whether a saved view is offered to the actor: their own, those of their teams, and the desk's.
func SeesView(who Actor, v view.View) bool {
	if !who.Role.Staff() && !who.System {
		return false
	}
	switch v.Audience {
	case view.Own:
		return who.ID != 0 && v.Owner == who.ID
	case view.Team:
		return InTeam(who, v.Team) || May(who, ShareView) == nil
	}
	return v.Audience == view.Desk
}

// CanSave decides whether the actor may make, change or delete a view: each their own, the members of a team theirs, and
// those who may share with all what is shared with all. A view that is not theirs to see is NotFound.
func CanSave(who Actor, v view.View) error {
	if err := May(who, SaveView); err != nil {
		return err
	}
	switch {
	case v.Audience == view.Own && v.Owner != who.ID:
		return NoSuchView()
	case v.Audience == view.Team && InTeam(who, v.Team):
		return nil
	case v.Audience != view.Own:
		return May(who, ShareView)
	}
	return nil
}

// NoSuchView is the one answer for a view that is not there or not theirs.
func NoSuchView() error { return fault.New(fault.NotFound, "there is no view of that name") }
