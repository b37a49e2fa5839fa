// Package view knows what a saved list is: a filter with a name, the columns that it shows, how close they stand, and for
// whom it is. It refuses to know who may save one (access), what it holds (store) and how it looks (web).
package view

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"switchboard/internal/core/filter"
	"switchboard/internal/core/people"
	"switchboard/internal/fault"
)

// Bounds of saved views.
const (
	MaxName = 60 // characters
	MaxOwn  = 50 // views of one person, of one team, or of the desk
)

// Audience is for whom a view is.
type Audience string

// The audiences.
const (
	Own  Audience = "own"
	Team Audience = "team"
	Desk Audience = "desk" // all who work here
)

// Audiences are the audiences, the smallest first.
func Audiences() []Audience { return []Audience{Own, Team, Desk} }

// Density is how close the rows of a list stand.
type Density string

// The densities.
const (
	Comfortable Density = "comfortable"
	Compact     Density = "compact"
)

// Columns are what a list can show beside the subject, in the order in which they are offered.
var Columns = []string{"number", "requester", "agency", "assignee", "team", "status", "class", "type", "impact", "urgency",
	"service", "channel", "received", "changed", "due", "unanswered"}

// Usual are the columns of a list for which nobody has chosen any.
var Usual = []string{"number", "requester", "agency", "assignee", "due"}

// View is a saved list.
type View struct {
	ID       int64
	Audience Audience
	Owner    people.ID // who made it
	Team     string    // whose it is, of Team
	Name     string
	Filter   filter.Filter
	Columns  []string // of Columns; none: Usual
	Density  Density
	Version  int64 // counts its changes from 1
}

// Shown are the columns that the list shows.
func (v View) Shown() []string {
	if len(v.Columns) == 0 {
		return Usual
	}
	return v.Columns
}

// Check completes a view that somebody wants to save, and refuses one that cannot be. Errors: Invalid with the field.
func Check(v View) (View, error) {
	if !utf8.ValidString(v.Name) {
		return v, fault.Field("name", "this is not valid UTF-8 text")
	}
	v.Name = strings.Join(strings.FieldsFunc(v.Name, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	if n := utf8.RuneCountInString(v.Name); n == 0 || n > MaxName {
		return v, fault.Field("name", "give it a name of 1 to %d characters", MaxName)
	}
	if !slices.Contains(Audiences(), v.Audience) {
		return v, fault.Field("audience", "say for whom it is: own, team or desk")
	}
	if (v.Audience == Team) != (v.Team != "") {
		return v, fault.Field("team", "name {the team} whose view it is, and only then")
	}
	if v.Density == "" {
		v.Density = Comfortable
	}
	if v.Density != Comfortable && v.Density != Compact {
		return v, fault.Field("density", "the rows stand comfortable or compact")
	}
	for i, c := range v.Columns {
		if !slices.Contains(Columns, c) || slices.Contains(v.Columns[:i], c) {
			return v, fault.Field("columns", "there is no column %q; there are: %s", c, strings.Join(Columns, ", "))
		}
	}
	return v, nil
}
