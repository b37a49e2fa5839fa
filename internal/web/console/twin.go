package console

import "switchboard/internal/desk"

// twinLine says with whom a ticket lies that may be the same work (ME-24).
func (x *item) twinLine(t desk.Twin) string {
	with := x.teamName(t.Team)
	if t.AssigneeName != "" {
		with += ", " + t.AssigneeName
	}
	if t.Person {
		return x.Words.T("console.twin.person", "what", x.serviceName(t.Service), "with", with)
	}
	return x.Words.T("console.twin.agency", "org", t.Agency, "what", x.serviceName(t.Service), "with", with)
}
