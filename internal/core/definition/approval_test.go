package definition

import (
	"testing"
	"time"

	"switchboard/internal/core/form"
)

func maine(t *testing.T) *Definition {
	t.Helper()
	d, problems := Parse("maine.yaml", readFile(t, "../../../desks/maine.yaml"))
	if d == nil {
		t.Fatal(problems)
	}
	return d
}

// ME-60, ME-63: the roles of an approval, as desks call them.
func TestRoleOf(t *testing.T) {
	d := maine(t)
	for name, want := range map[string]struct {
		kind RoleKind
		team string
	}{
		"supervisor": {RoleSupervisor, ""}, "own_supervisor": {RoleSupervisor, ""}, "business_consultant": {RoleConsultant, ""},
		"authorized_agency_manager": {RoleAgencyManager, ""}, "team_lead": {RoleLead, ""}, "team_manager": {RoleManager, ""},
		"service_center_manager": {RoleManager, "desk"}, "desk_lead": {RoleLead, "desk"}, "lead_of_network": {RoleLead, "network"},
		"manager_of_files": {RoleManager, "files"}, "lead_of_nobody": {"", ""}, "supervisor_of_network": {"", ""}, "janitor": {"", ""},
		"misleader": {"", ""}, "": {"", ""},
	} {
		if kind, team := d.RoleOf(name); kind != want.kind || team != want.team {
			t.Errorf("RoleOf(%q) = %q, %q; want %q, %q", name, kind, team, want.kind, want.team)
		}
	}
}

// ME-18, ME-56: a ticket needs the chains of its type and its service, each once.
func TestNeeded(t *testing.T) {
	d := maine(t)
	for _, c := range []struct {
		typ, service, approved string
		want                   []string
	}{
		{"new_user", "", "", []string{"new_user"}}, {"new_user", "new_user", "", []string{"new_user"}}, {"request", "exception", "", []string{"exception"}},
		{"new_user", "exception", "", []string{"new_user", "exception"}}, {"incident", "network", "", nil}, {"nothing", "nowhere", "", nil},
		{"request", "software", "on_list", nil}, {"request", "software", "not_on_list", []string{"exception"}}, {"request", "software", "unsure", nil},
		{"incident", "software", "not_on_list", nil}, // who reports it broken is not asked
	} {
		got := d.Needed(c.typ, c.service, "low", form.Answers{"approved": {c.approved}})
		if len(got) != len(c.want) {
			t.Errorf("%s about %q needs %v, want %v", c.typ, c.service, got, c.want)
			continue
		}
		for i := range got {
			if got[i].ID != c.want[i] {
				t.Errorf("%s about %q needs %s, want %s", c.typ, c.service, got[i].ID, c.want[i])
			}
		}
	}
	s, _ := d.Service("exception")
	s.Approval.Classes = []string{"high"}
	if len(d.Needed("request", "exception", "low", nil)) != 0 || len(d.Needed("request", "exception", "high", nil)) != 1 {
		t.Error("a need of one class")
	}
}

// Five business days from a Monday are the close of the next; half of them is the close of Wednesday.
func TestApproveBy(t *testing.T) {
	d := maine(t)
	c, _ := d.Chain("exception")
	monday := time.Date(2026, 4, 6, 14, 0, 0, 0, time.UTC) // 10:00 in Augusta
	half, until := d.ApproveBy(c, monday)
	if !half.Equal(time.Date(2026, 4, 8, 21, 0, 0, 0, time.UTC)) || !until.Equal(time.Date(2026, 4, 13, 21, 0, 0, 0, time.UTC)) {
		t.Errorf("half %s, until %s", half, until)
	}
	c.Amount.Days = 1
	if half, until := d.ApproveBy(c, monday); !monday.Before(half) || !half.Before(until) {
		t.Errorf("of one day: half %s, until %s", half, until)
	}
}
