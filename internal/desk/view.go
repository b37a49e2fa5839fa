package desk

import (
	"context"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/filter"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
)

// View is a named list of tickets.
type View struct {
	Name   string // under which it is asked for
	Filter filter.Filter
}

// builtIn are the views that every desk has. They are filters like any other.
var builtIn = map[string]filter.Filter{
	"mine":       must("is:mine"),
	"teams":      must("is:open team:mine"),
	"unanswered": must("is:mine is:unanswered"), // OK-09
	"unassigned": must("is:unassigned"),
	"due":        must("is:open due:any"),
	"soon":       must("is:open due<=24h"),
	"waiting":    must("is:waiting"),
	"open":       must("is:open"),
	"requested":  must("person:me sort:-number"),
	"any":        must("sort:-number"),
}

// must reads a filter of ours; a test reads them all.
func must(text string) filter.Filter {
	f, err := filter.Parse(text, filter.Vocabulary{})
	if err != nil {
		panic(err)
	}
	return f
}

// teamView begins the name of the view of one team.
const teamView = "team:"

// viewNames is what an error says that there is.
const viewNames = "open, mine, teams, unanswered, unassigned, due, soon, waiting, requested, any, team:NAME"

// View finds a view by its name; "team:network" is what is open with a team. Errors: Invalid.
func (d *Desk) View(ctx context.Context, who access.Actor, name string) (View, error) {
	if f, ok := builtIn[name]; ok {
		return View{Name: name, Filter: f}, nil
	}
	if team, ok := strings.CutPrefix(name, teamView); ok && team != "" && ticket.Plain(team) {
		open := builtIn["open"]
		return View{Name: name, Filter: open.And(filter.Term{Field: filter.Team, Values: []string{team}})}, nil
	}
	return View{}, fault.Field("view", "there is no view %q; there are %s", name, viewNames)
}
