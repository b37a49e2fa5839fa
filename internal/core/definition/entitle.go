package definition

import (
	"slices"
	"strings"

	"switchboard/internal/core/people"
)

// Entitle decides whether somebody may ask: the first line of "entitled:" that fits them is the reason (CO-03, ME-65, A30).
// Whom none fits is not entitled, or not known where the directory has too little of them to tell; both are received all the
// same, never dropped. A desk that names nobody serves everybody.
func (d *Definition) Entitle(s people.Standing) people.Entitled {
	if len(d.Entitled) == 0 {
		return people.Entitled{Known: true, Yes: true}
	}
	for i, e := range d.Entitled {
		if !e.fits(s) {
			continue
		}
		out := people.Entitled{Known: true, Yes: true, By: strings.TrimSuffix(e.Who.En, "."), Line: i + 1, Ref: e.Ref}
		if e.Arrangement {
			out.Under = s.Arrangement
		}
		return out
	}
	return people.Entitled{Known: s.Known}
}

// fits reports whether all conditions of a line are met.
func (e Entitlement) fits(s people.Standing) bool {
	if e.Branch == "" && !e.Supported && len(e.Uses) == 0 && !e.Arrangement {
		return s.Agency != ""
	}
	return (e.Branch == "" || e.Branch == s.Branch) && (!e.Supported || s.Supported) && (!e.Arrangement || s.Arrangement != "") &&
		(len(e.Uses) == 0 || slices.ContainsFunc(e.Uses, func(service string) bool { return slices.Contains(s.Uses, service) }))
}
