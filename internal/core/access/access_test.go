package access_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
)

var update = flag.Bool("update", false, "write testdata/access.golden anew")

// verbs reads the source for every constant of type Verb, so that none can be left out of the table.
func verbs(t interface{ Fatal(...any) }) []access.Verb {
	f, err := parser.ParseFile(token.NewFileSet(), "access.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var all []access.Verb
	ast.Inspect(f, func(n ast.Node) bool {
		s, ok := n.(*ast.ValueSpec)
		if ok && len(s.Values) == 1 {
			if typ, is := s.Type.(*ast.Ident); is && typ.Name == "Verb" {
				all = append(all, access.Verb(strings.Trim(s.Values[0].(*ast.BasicLit).Value, `"`)))
			}
		}
		return true
	})
	return all
}

// sides are who may stand before a ticket of persons 1 (requester) and 2 (customer), which 3 has joined.
var sides = []struct {
	name string
	who  access.Actor
}{
	{"nobody", access.Actor{}},
	{"stranger", access.Actor{ID: 9, Role: people.Customer}},
	{"requester", access.Actor{ID: 1, Role: people.Customer}},
	{"customer", access.Actor{ID: 2, Role: people.Customer}},
	{"party", access.Actor{ID: 3, Role: people.Customer}},
	{"analyst", access.Actor{ID: 10, Role: people.Analyst}},
	{"lead", access.Actor{ID: 11, Role: people.Lead}},
	{"manager", access.Actor{ID: 12, Role: people.Manager}},
	{"administrator", access.Actor{ID: 13, Role: people.Administrator}},
	{"unknown role", access.Actor{ID: 14, Role: "wizard"}},
	{"the desk", access.System},
}

var theirs = ticket.Ticket{ID: 42, Request: ticket.Opened{Requester: 1, Customer: 2},
	Relations: ticket.Relations{Parties: map[people.ID]ticket.Party{3: ticket.PartyIncluded}}}

func answer(err error) string {
	switch fault.KindOf(err) {
	case fault.Unauthenticated:
		return "sign in"
	case fault.NotFound:
		return "hidden"
	case fault.Forbidden:
		return "-"
	}
	if err != nil {
		return "?" + err.Error()
	}
	return "yes"
}

// The whole of who may do what, as a file that a review reads: go test ./internal/core/access -update writes it.
func TestTable(t *testing.T) {
	var b strings.Builder
	table := func(title string, can func(access.Actor, access.Verb) error) {
		fmt.Fprintf(&b, "%s\n%-20s", title, "")
		head := ""
		for _, s := range sides {
			head += fmt.Sprintf(" %-13s", s.name)
		}
		b.WriteString(strings.TrimRight(head, " ") + "\n")
		for _, v := range verbs(t) {
			fmt.Fprintf(&b, "%-20s", v)
			row := ""
			for _, s := range sides {
				row += fmt.Sprintf(" %-13s", answer(can(s.who, v)))
			}
			b.WriteString(strings.TrimRight(row, " ") + "\n")
		}
	}
	table("on a ticket of the requester and the customer", func(who access.Actor, v access.Verb) error { return access.Can(who, v, theirs) })
	table("\non no ticket", access.May)
	const path = "testdata/access.golden"
	got := b.String()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("who may do what has changed; look at it, then run with -update:\n%s", got)
	}
}

// A verb that the table forgot is forbidden to people, not allowed; only the desk itself ticks, takes mail in and sounds alarms.
func TestEveryVerbHasARole(t *testing.T) {
	for _, v := range verbs(t) {
		if _, ok := access.Least[v]; !ok && v != access.Tick && v != access.ReceiveMail && v != access.SoundAlarm {
			t.Errorf("verb %q has no lowest role", v)
		}
	}
	if err := access.May(access.Actor{ID: 1, Role: people.Administrator}, "no such verb"); !fault.Is(err, fault.Forbidden) {
		t.Errorf("an unknown verb: %v, want Forbidden", err)
	}
}

// OK-12, DESIGN 9.6: whoever is no staff sees and does nothing on the ticket of others, learns not even that it is
// there, and cannot assign on any ticket.
func TestCustomersAndForeignTickets(t *testing.T) {
	all := verbs(t)
	rapid.Check(t, func(t *rapid.T) {
		who := access.Actor{
			ID:     people.ID(rapid.Int64Range(0, 5).Draw(t, "who")),
			Role:   rapid.SampledFrom([]people.Role{people.Customer, "", "Administrator", "root"}).Draw(t, "role"),
			Agency: "dot", Teams: []string{"desk"},
		}
		k := ticket.Ticket{ID: 7, Team: "desk", Assignee: who.ID, Request: ticket.Opened{Agency: "dot",
			Requester: people.ID(rapid.Int64Range(0, 5).Draw(t, "requester")), Customer: people.ID(rapid.Int64Range(0, 5).Draw(t, "customer"))}}
		own := who.ID != 0 && (who.ID == k.Request.Requester || who.ID == k.Request.Customer)
		for _, verb := range all {
			err := access.Can(who, verb, k)
			switch {
			case who.ID == 0 && !fault.Is(err, fault.Unauthenticated):
				t.Fatalf("nobody, %s: %v", verb, err)
			case who.ID != 0 && !own && !fault.Is(err, fault.NotFound):
				t.Fatalf("a foreign ticket, %s: %v, want NotFound", verb, err)
			case verb == access.Assign && err == nil:
				t.Fatal("somebody who is no staff may assign")
			}
			if !own && who.ID != 0 && err.Error() != access.NoSuchTicket(7).Error() {
				t.Fatalf("%q tells more than that there is no such ticket", err)
			}
		}
		if s := access.ScopeOf(who); s.All || s.Only != who.ID {
			t.Fatalf("scope %+v of %+v", s, who)
		}
		if access.Sees(who, k) != own {
			t.Fatal("what is seen is not what is theirs")
		}
	})
}

// ME-48, ME-49, ME-63: a consultant reads what customers see of the tickets of the agencies that they represent, and does
// nothing on them but speak for the agency about an extra charge; what is sealed, a task, and what is of no agency or of another
// stays hidden. The scope says the same.
func TestConsultant(t *testing.T) {
	all := verbs(t)
	rapid.Check(t, func(t *rapid.T) {
		agencies := []string{"", "dot", "tax", "dhs"}
		who := access.Actor{ID: 5, Role: people.Customer, Agency: "dot", Represents: rapid.SliceOfDistinct(rapid.SampledFrom(agencies), rapid.ID[string]).Draw(t, "represents")}
		k := ticket.Ticket{ID: 7, Team: "desk", Request: ticket.Opened{Agency: rapid.SampledFrom(agencies).Draw(t, "agency"), Requester: 1,
			Parent: rapid.SampledFrom([]int64{0, 6}).Draw(t, "parent")}, Relations: ticket.Relations{Sealed: rapid.Bool().Draw(t, "sealed")}}
		sees := k.Request.Agency != "" && slices.Contains(who.Represents, k.Request.Agency) && k.Request.Parent == 0 && !k.Sealed
		readsAlone(t, who, k, all, sees, sees)
		if s := access.ScopeOf(who); s.All || !slices.Equal(s.Agencies, who.Represents) {
			t.Fatalf("scope %+v", s)
		}
	})
}

// readsAlone fails unless an actor may do nothing with a ticket but read it, if they see it, and negotiate, if they speak for
// its agency: each verb is tried on each draw, for a wrong answer to one of them is rare among all.
func readsAlone(t *rapid.T, who access.Actor, k ticket.Ticket, all []access.Verb, sees, speaks bool) {
	for _, verb := range all {
		want := "hidden"
		if sees {
			want = "-"
		}
		if sees && verb == access.ViewTicket || speaks && verb == access.Negotiate {
			want = "yes"
		}
		if got := answer(access.Can(who, verb, k)); got != want {
			t.Fatalf("%s is %q, want %q", verb, got, want)
		}
	}
	if access.SeesInternal(who, k) {
		t.Fatal("they read what only the desk does")
	}
}

// ASKS row 16: of whoever answers for others, only the full shade opens tickets, and only those that are neither sealed nor
// tasks; a supervisor's are those of their people, also where others asked for them, and they speak for no agency (ME-63).
func TestShades(t *testing.T) {
	all := verbs(t)
	rapid.Check(t, func(t *rapid.T) {
		shade := rapid.SampledFrom(append([]people.Shade{"", "wizard"}, people.AllShades...)).Draw(t, "shade")
		as := rapid.SampledFrom([]access.Capacity{access.AsConsultant, access.AsManager, access.AsSupervisor}).Draw(t, "as")
		charge := access.Charge{As: as, Agency: "dot", Shade: shade}
		if as == access.AsSupervisor {
			charge.Person = 1
		}
		who := access.Charged(access.Actor{ID: 5, Role: people.Customer}, []access.Charge{charge, charge})
		k := ticket.Ticket{ID: 7, Team: "desk", Request: ticket.Opened{Agency: rapid.SampledFrom([]string{"", "dot", "tax"}).Draw(t, "agency"),
			Requester: rapid.SampledFrom([]people.ID{1, 2}).Draw(t, "requester"), Customer: rapid.SampledFrom([]people.ID{0, 1}).Draw(t, "customer"),
			Parent: rapid.SampledFrom([]int64{0, 6}).Draw(t, "parent")}, Relations: ticket.Relations{Sealed: rapid.Bool().Draw(t, "sealed")}}
		theirs := k.Request.Agency == "dot"
		if as == access.AsSupervisor {
			theirs = k.Request.Requester == 1 || k.Request.Customer == 1
		}
		sees := shade == people.Whole && theirs && k.Request.Parent == 0 && !k.Sealed
		readsAlone(t, who, k, all, sees, sees && as != access.AsSupervisor)
		if s := access.ScopeOf(who); s.All || len(s.Agencies)+len(s.People) > 1 || (len(s.Agencies)+len(s.People) == 1) != (shade == people.Whole) {
			t.Fatalf("scope %+v", s)
		}
	})
}

// A higher role may do all that a lower one may, except what is the requester's alone.
func TestHigherRolesMayMore(t *testing.T) {
	roles := []people.Role{people.Customer, people.Analyst, people.Lead, people.Manager, people.Administrator}
	for _, v := range verbs(t) {
		for i, low := range roles[:len(roles)-1] {
			if access.May(access.Actor{ID: 1, Role: low}, v) == nil && access.May(access.Actor{ID: 1, Role: roles[i+1]}, v) != nil {
				t.Errorf("%s may %s and %s may not", low, v, roles[i+1])
			}
		}
	}
	if access.Can(access.Actor{ID: 13, Role: people.Administrator}, access.ConfirmTicket, theirs) == nil {
		t.Error("an administrator confirms for the customer")
	}
}

func TestInTeam(t *testing.T) {
	who := access.Actor{ID: 1, Role: people.Analyst, Teams: []string{"desk", "network"}}
	if !access.InTeam(who, "network") || access.InTeam(who, "") || access.InTeam(who, "net") {
		t.Error("a team is matched by its whole name")
	}
}

// ME-57: before a sealed ticket a role is nothing. Who works in its team and who was let in work on it; whose it is sees
// it as a customer does, also an analyst whom it is about; for all others there is no such ticket.
func TestSealed(t *testing.T) {
	sealed := ticket.Ticket{ID: 42, Team: "security", Request: ticket.Opened{Requester: 1, Customer: 2},
		Relations: ticket.Relations{Sealed: true, Parties: map[people.ID]ticket.Party{3: ticket.PartyIncluded, 20: ticket.PartyAdmitted}}}
	for _, c := range []struct {
		who             access.Actor
		view, note, say string
	}{
		{access.Actor{ID: 10, Role: people.Analyst, Teams: []string{"desk"}}, "hidden", "hidden", "hidden"},
		{access.Actor{ID: 11, Role: people.Manager, Teams: []string{"desk"}}, "hidden", "hidden", "hidden"},
		{access.Actor{ID: 12, Role: people.Administrator}, "hidden", "hidden", "hidden"},
		{access.Actor{ID: 13, Role: people.Customer, Teams: []string{"security"}}, "hidden", "hidden", "hidden"},
		{access.Actor{ID: 14, Role: people.Analyst, Teams: []string{"security"}}, "yes", "yes", "yes"},
		{access.Actor{ID: 20, Role: people.Analyst}, "yes", "yes", "yes"},
		{access.Actor{ID: 1, Role: people.Customer}, "yes", "-", "yes"},
		{access.Actor{ID: 1, Role: people.Manager}, "yes", "-", "yes"},
		{access.Actor{ID: 3, Role: people.Lead}, "yes", "-", "yes"},
		{access.System, "yes", "yes", "yes"},
	} {
		got := []string{answer(access.Can(c.who, access.ViewTicket, sealed)), answer(access.Can(c.who, access.Note, sealed)), answer(access.Can(c.who, access.WriteTicket, sealed))}
		if want := []string{c.view, c.note, c.say}; !slices.Equal(got, want) {
			t.Errorf("%+v: view, note and write are %v, want %v", c.who, got, want)
		}
	}
}
