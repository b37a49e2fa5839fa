package desk

import (
	"context"
	"strconv"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/filter"
	"switchboard/internal/core/ticket"
	"switchboard/internal/core/view"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// builtIn are the views that every desk has. They are filters like any other.
var builtIn = map[string]filter.Filter{
	"mine":       must("is:mine"),
	"teams":      must("is:open team:mine"),
	"unanswered": must("is:mine is:unanswered"), // OK-09
	"unassigned": must("is:unassigned"),
	"due":        must("is:open due:any"),
	"soon":       must("is:open due<=24h"),
	"waiting":    must("is:waiting"),
	"escalated":  must("is:escalated"), // OK-11
	"review":     must("is:review"),    // ME-28
	"contested":  must("is:contested"), // A26
	"open":       must("is:open"),
	"requested":  must("person:me sort:-number"),
	"any":        must("sort:-number"),
}

// must reads a filter of ours; it is read when the program starts, so that a wrong one is seen at once.
func must(text string) filter.Filter {
	f, err := filter.Parse(text, filter.Vocabulary{})
	if err != nil {
		panic(err)
	}
	return f
}

// How views are named: a built-in one by a word, that of a team by "team:network", a saved one by "v12".
const (
	teamView  = "team:"
	savedView = "v"
)

// viewNames is what an error says that there is.
const viewNames = "open, mine, teams, unanswered, unassigned, due, soon, waiting, escalated, review, contested, requested, any, team:NAME"

// ViewName is how a saved view is asked for.
func ViewName(id int64) string { return savedView + strconv.FormatInt(id, 10) }

// View finds a view by its name. Errors: Invalid; NotFound for a saved one that is not theirs.
func (d *Desk) View(ctx context.Context, who access.Actor, name string) (view.View, error) {
	if f, ok := builtIn[name]; ok {
		return view.View{Name: name, Filter: f}, nil
	}
	if team, ok := strings.CutPrefix(name, teamView); ok && team != "" && ticket.Plain(team) {
		open := builtIn["open"]
		return view.View{Name: name, Filter: open.And(filter.Term{Field: filter.Team, Values: []string{team}})}, nil
	}
	if number, ok := strings.CutPrefix(name, savedView); ok {
		if id, err := strconv.ParseInt(number, 10, 64); err == nil {
			return d.savedView(ctx, d.db.Reader(), who, id)
		}
	}
	return view.View{}, fault.Field("view", "there is no view %q; there are %s", name, viewNames)
}

func (d *Desk) savedView(ctx context.Context, q sqldb.Q, who access.Actor, id int64) (view.View, error) {
	v, err := store.SavedView(ctx, q, id)
	if err == nil && !access.SeesView(who, v) {
		return view.View{}, access.NoSuchView()
	}
	return v, err
}

// Views are the saved views that the actor works with: their own, those of their teams, and those of the desk.
func (d *Desk) Views(ctx context.Context, who access.Actor) ([]view.View, error) {
	if err := access.May(who, access.UseConsole); err != nil {
		return nil, err
	}
	return store.SavedViews(ctx, d.db.Reader(), who.ID, who.Teams)
}

// CreateView saves a list under a name: for oneself, for a team, or for all who work here. Errors: Invalid, Forbidden,
// Conflict when there are too many.
func (d *Desk) CreateView(ctx context.Context, who access.Actor, v view.View) (view.View, error) {
	v.Owner = who.ID
	v, err := d.checkView(who, v)
	if err != nil {
		return v, err
	}
	_, err = d.once(ctx, who, &v.ID, func(tx *sqldb.Tx) error {
		v.ID, err = store.InsertView(ctx, tx, v)
		return err
	})
	v.Version = 1
	return v, err
}

// ChangeView saves a view anew; its Version is the one that the actor saw. Errors: as CreateView, and NotFound.
func (d *Desk) ChangeView(ctx context.Context, who access.Actor, v view.View) error {
	return d.act(ctx, who, func(tx *sqldb.Tx) error {
		was, err := d.savedView(ctx, tx, who, v.ID)
		if err != nil {
			return err
		}
		if err := access.CanSave(who, was); err != nil {
			return err
		}
		v.Owner = was.Owner
		if v.Audience == view.Own { // who takes a shared view back takes it for themselves
			v.Owner = who.ID
		}
		if v, err = d.checkView(who, v); err != nil {
			return err
		}
		return store.SaveView(ctx, tx, v)
	})
}

// checkView completes a view and asks whether the actor may keep it.
func (d *Desk) checkView(who access.Actor, v view.View) (view.View, error) {
	v, err := view.Check(v)
	if err != nil {
		return v, err
	}
	if err := access.CanSave(who, v); err != nil {
		return v, err
	}
	if v.Audience == view.Team {
		err = d.Definition().CheckTeam(v.Team)
	}
	return v, err
}

// DeleteView removes a saved view. Errors: NotFound, Forbidden.
func (d *Desk) DeleteView(ctx context.Context, who access.Actor, id int64) error {
	return d.act(ctx, who, func(tx *sqldb.Tx) error {
		v, err := d.savedView(ctx, tx, who, id)
		if err != nil {
			return err
		}
		if err := access.CanSave(who, v); err != nil {
			return err
		}
		return store.DeleteView(ctx, tx, id)
	})
}
