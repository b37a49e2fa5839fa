package definition

import (
	"slices"
	"strings"
	"time"

	"switchboard/internal/core/form"
	"switchboard/internal/core/sla"
)

// Chain is a named approval: steps in order, each with its time to answer. Types and services name the chains that their
// tickets need.
type Chain struct {
	ID     string `json:"id"`
	Name   Text   `json:"name"`
	Says   Text   `json:"says,omitzero"` // what who approves should look at
	Steps  []Sign `json:"steps"`
	Within string `json:"within"`                          // for each step; 5 business days where the file gives none
	Own    bool   `json:"requester_may_approve,omitempty"` // who asks may approve it too, where they hold a role of it
	Mark
	Amount sla.Amount `json:"-"`
}

// Sign is one step: one of the roles decides or, with All, each of them.
type Sign struct {
	Roles []string `json:"roles"`
	All   bool     `json:"all,omitempty"`
	Mark
}

// Need says that tickets need an approval; of these classes, or of every class where none is named, and only where the answers
// to the form say so, where they have to.
type Need struct {
	Chain   string          `json:"chain"`
	Classes []string        `json:"classes,omitempty"`
	When    *form.Condition `json:"when,omitempty"` // of the answers to the form of the type and the service
	Mark
}

// usualApproval is how long a step of an approval has where the file gives no time.
var usualApproval = sla.Amount{Unit: sla.BusinessDays, Days: 5}

// RoleKind is where the holders of a role that approves are found.
type RoleKind string

// The kinds of role. The first three are of the requester's agency and stand in the directory, the others of the desk.
const (
	RoleSupervisor    RoleKind = "supervisor"     // of whoever asks
	RoleConsultant    RoleKind = "consultant"     // who represents the agency
	RoleAgencyManager RoleKind = "agency_manager" // whom the agency has authorised
	RoleLead          RoleKind = "lead"           // of a team
	RoleManager       RoleKind = "manager"        // of a team
)

// ofTeam divides the team from a role that names one: "lead_of_network".
const ofTeam = "_of_"

// RoleOf tells what a role is, as desks call them: "own_supervisor" is a supervisor, "service_center_manager" manages the
// team that is the desk, "team_lead" leads the team that has the ticket, which is an empty team here, and "lead_of_network"
// leads that one. The kind is empty for what is no role.
func (d *Definition) RoleOf(name string) (kind RoleKind, team string) {
	name, team, named := strings.Cut(name, ofTeam)
	if named && !slices.ContainsFunc(d.Teams, func(t Team) bool { return t.ID == team }) {
		return "", ""
	}
	word := func(suffix string) bool { return name == suffix || strings.HasSuffix(name, "_"+suffix) }
	switch {
	case word("agency_manager"):
		kind = RoleAgencyManager
	case word("lead"):
		kind = RoleLead
	case word("manager"):
		kind = RoleManager
	case word("supervisor"):
		kind = RoleSupervisor
	case word("consultant"):
		kind = RoleConsultant
	}
	ofDesk := strings.HasPrefix(name, "service_") || strings.HasPrefix(name, "desk_")
	if !named && ofDesk && (kind == RoleLead || kind == RoleManager) {
		team = d.Fallback
	}
	if named && kind != RoleLead && kind != RoleManager {
		return "", ""
	}
	return kind, team
}

// OfDesk reports whether a role is held by people of the desk, not of the agency.
func (k RoleKind) OfDesk() bool { return k == RoleLead || k == RoleManager }

// Chain finds a chain by its id.
func (d *Definition) Chain(id string) (Chain, bool) {
	return find(d.Approvals, func(c Chain) bool { return c.ID == id })
}

// Needed lists the chains that a ticket of this type, about this service and of this class needs, given the answers to its form,
// that of the type first. What is answered to a question that is not asked decides nothing.
func (d *Definition) Needed(typ, service, class string, answers form.Answers) []Chain {
	var out []Chain
	asked := d.Form(typ, service).Rules().Asked(answers)
	add := func(n *Need) {
		if n == nil || len(n.Classes) > 0 && !slices.Contains(n.Classes, class) || n.When != nil && !n.When.Holds(asked) {
			return
		}
		c, ok := d.Chain(n.Chain)
		if ok && !slices.ContainsFunc(out, func(o Chain) bool { return o.ID == c.ID }) {
			out = append(out, c)
		}
	}
	if t, ok := d.Type(typ); ok {
		add(t.Approval)
	}
	if s, ok := d.Service(service); ok {
		add(s.Approval)
	}
	return out
}

// ApproveBy is half of the time that a step of a chain has, and its end, when it begins at an instant. What is counted in
// business days ends at the close of one.
func (d *Definition) ApproveBy(c Chain, from time.Time) (half, until time.Time) {
	if c.Amount == (sla.Amount{}) {
		c.Amount = usualApproval
	}
	until = d.after(from, c.Amount)
	if c.Amount.Days > 1 {
		part := c.Amount
		part.Days /= 2
		return d.after(from, part), until
	}
	return from.Add(until.Sub(from) / 2), until
}

// approvals reads the chains.
func (r *reader) approvals(o object, d *Definition) {
	o.each("approvals", func(id string, n *node, path string) {
		c := r.object(n, path, "approval", "steps")
		chain := Chain{ID: id, Name: c.text("name"), Says: c.text("says"), Own: c.yes("requester may approve", false), Mark: c.Mark}
		if chain.Name.IsZero() {
			chain.Name.En = sentence(Label(id))
		}
		if chain.Within, chain.Amount = c.amount("within"); chain.Within == "" {
			chain.Within, chain.Amount = "5 business days", usualApproval
		}
		c.rows("steps", func(n *node, path string) { chain.Steps = append(chain.Steps, r.sign(n, path, d)) })
		if len(chain.Steps) == 0 || len(chain.Steps) > maxSigns {
			c.fail("steps", "an approval has between 1 and %d steps; name who approves, in order", maxSigns)
		}
		d.Approvals = append(d.Approvals, chain)
	})
}

// maxSigns bounds the steps of a chain; core/ticket keeps the same bound.
const maxSigns = 10

func (r *reader) sign(n *node, path string, d *Definition) Sign {
	s := r.object(n, path, "sign", "any of")
	sign := Sign{Roles: s.strings("any of"), Mark: s.Mark}
	if all := s.strings("all of"); len(all) > 0 {
		if len(sign.Roles) > 0 {
			s.fail("all of", "write \"any of:\" or \"all of:\", not both")
		}
		sign.Roles, sign.All = all, true
	}
	if len(sign.Roles) == 0 || len(sign.Roles) > maxSigns {
		s.fail("any of", "a step has between 1 and %d roles", maxSigns)
	}
	for i, role := range sign.Roles {
		kind, _ := d.RoleOf(role)
		switch {
		case kind == "":
			s.fail("any of", "%q is nobody who approves; write a supervisor, a consultant, an authorized_agency_manager, a lead or a manager, or lead_of_TEAM", role)
		case slices.Contains(sign.Roles[:i], role):
			s.fail("any of", "%q stands here twice", role)
		}
	}
	return sign
}

// needs reads which approval the tickets of a type or a service need, which asks these questions.
func (o object) needs(key string, asks Form) *Need {
	if !o.has(key) {
		return nil
	}
	c := o.r.object(o.child(key), o.at(key), "need", "chain")
	n := &Need{Chain: c.ref("chain", "approvals"), Classes: c.refs("class", "classes"), When: o.r.asked(c, asks), Mark: c.Mark}
	if c.n != nil && c.blank("chain") {
		c.fail("chain", "this is missing; name one of \"approvals:\"")
	}
	return n
}

// approvals looks for steps that need a second holder of the same role.
func (l *linter) approvals() {
	for _, c := range l.d.Approvals {
		for i, s := range c.Steps {
			for _, earlier := range c.Steps[:i] {
				if !s.All && !earlier.All && slices.Equal(s.Roles, earlier.Roles) {
					l.say(Warning, "approvals."+c.ID, c.Ref, "two steps ask the same roles, and nobody may decide both; where one person holds them, it lapses")
				}
			}
		}
	}
}
