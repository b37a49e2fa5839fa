package console

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/money"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
	"switchboard/internal/web/ui"
)

// shift is a desk with whoever can stand before a ticket of its console.
type shift struct {
	*testing.T
	*desktest.House
	dana, tess, luis, zoe, mona, boss access.Actor
	other                             int64
}

func newShift(t *testing.T, definition string) *shift {
	h := desktest.Open(t, sqltest.SQLite(t, migrations.FS), definition, time.Date(2026, 11, 16, 17, 0, 0, 0, time.UTC))
	team := h.Definition().DeskTeam()
	s := &shift{T: t, House: h, dana: h.Person("dana", people.Customer, "Revenue"), tess: h.Person("tess", people.Customer, "Revenue"),
		luis: h.Person("luis", people.Analyst, "", team), zoe: h.Person("zoe", people.Lead, "", team), mona: h.Person("mona", people.Manager, "", team), boss: h.Person("boss", people.Manager, "", team)}
	for _, p := range []access.Actor{s.tess, s.mona} { // she manages the desk, and signs for the agency as well
		s.must(h.SetConsultant(t.Context(), access.System, desk.Consultant{Agency: "Revenue", Person: p.ID, Deputy: p.ID == s.mona.ID}))
	}
	s.other = s.opens()
	return s
}

func (s *shift) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func did[T any](s *shift) func(T, error) T {
	s.Helper()
	return func(out T, err error) T { s.Helper(); s.must(err); return out }
}

func (s *shift) opens() int64 {
	o, err := s.Open(s.Context(), s.dana, desk.Request{Subject: "The dock is dead", Type: "incident", Service: "network", WantPerson: "Marta"})
	s.must(err)
	return o.Ticket.ID
}

// has brings a ticket into the hands of somebody who works on it.
func (s *shift) has(id int64, who access.Actor) {
	did[ticket.Ticket](s)(s.Assign(s.Context(), who, desk.On{Ticket: id}, who.ID))
	did[ticket.Ticket](s)(s.Accept(s.Context(), who, desk.On{Ticket: id}))
}

// states are what a ticket can have come to, by the hands of worker.
var states = []struct {
	name string
	make func(s *shift, id int64, worker access.Actor)
}{
	{"new", func(*shift, int64, access.Actor) {}},
	{"accepted", func(s *shift, id int64, w access.Actor) { s.has(id, w) }},
	{"asked, and contested", func(s *shift, id int64, w access.Actor) {
		on := desk.On{Ticket: id}
		s.has(id, w)
		t := did[ticket.Ticket](s)(s.Ask(s.Context(), w, on, ticket.Asked{Question: "Which?", ReplyBy: s.Now().Add(72 * time.Hour)}))
		did[ticket.Ticket](s)(s.Contest(s.Context(), s.dana, on, ticket.Contested{What: ticket.ContestPause, Cause: "question", Since: t.AskedAt, Text: "I said so."}))
	}},
	{"escalated", func(s *shift, id int64, w access.Actor) {
		s.has(id, w)
		did[ticket.Ticket](s)(s.Escalate(s.Context(), s.dana, desk.On{Ticket: id}, "Too slow.", ""))
	}},
	{"a review is due", func(s *shift, id int64, w access.Actor) {
		s.has(id, w)
		did[ticket.Ticket](s)(s.AskReview(s.Context(), w, desk.On{Ticket: id}, "Stuck."))
	}},
	{"out of proportion", func(s *shift, id int64, w access.Actor) {
		s.has(id, w)
		did[ticket.Ticket](s)(s.MarkNonstandard(s.Context(), w, desk.On{Ticket: id}, "Not the standard."))
	}},
	{"a charge that the desk named", func(s *shift, id int64, w access.Actor) { s.charged(id, w, s.mona) }},
	{"a charge that the agency named", func(s *shift, id int64, w access.Actor) { s.charged(id, w, s.tess) }},
	{"a contractor's order that nobody has approved", func(s *shift, id int64, w access.Actor) {
		s.has(id, w)
		if _, known := s.Definition().Chain("contractor"); !known {
			return
		}
		did[ticket.Ticket](s)(s.DraftOrder(s.Context(), w, desk.On{Ticket: id}, ticket.OrderDrafted{Estimate: money.Money{Cents: 100, Currency: "USD"}, CostCode: "A-1", Reason: "Far.",
			Trip: ticket.Trip{Company: "Fixit", Place: "office", Address: "1 Elm St", At: s.Now().Add(time.Hour)}}))
	}},
	{"resolved", func(s *shift, id int64, w access.Actor) {
		s.has(id, w)
		did[ticket.Ticket](s)(s.Resolve(s.Context(), w, desk.On{Ticket: id}, ticket.Resolved{Text: "Done.", Method: "remote"}))
	}},
	{"closed", func(s *shift, id int64, w access.Actor) {
		did[ticket.Ticket](s)(s.Resolve(s.Context(), w, desk.On{Ticket: id}, ticket.Resolved{Text: "Done.", Method: "remote"}))
		did[ticket.Ticket](s)(s.Confirm(s.Context(), s.dana, desk.On{Ticket: id}))
	}},
	{"merged", func(s *shift, id int64, w access.Actor) {
		_, err := s.Merge(s.Context(), w, desk.On{Ticket: id}, s.opens(), ticket.Merger{Reason: "The same."})
		s.must(err)
	}},
}

// charged brings a ticket to a charge that somebody named; where the desk charges none, it stays as it is.
func (s *shift) charged(id int64, w, by access.Actor) {
	s.has(id, w)
	did[ticket.Ticket](s)(s.MarkNonstandard(s.Context(), w, desk.On{Ticket: id}, "Not the standard."))
	who := did[access.Actor](s)(s.signer(by))
	_, err := s.ProposeCharge(s.Context(), who, desk.On{Ticket: id}, desk.Proposal{Cause: ticket.ForDeviation, Amount: money.Money{Cents: 2500, Currency: "USD"}, Why: "A day."})
	if s.Definition().ChargesTickets(s.Now()) {
		s.must(err)
	}
}

// signer is an actor with what they represent, as a visit makes them.
func (s *shift) signer(who access.Actor) (access.Actor, error) {
	out, _, err := s.Visitor(s.Context(), who.ID)
	return out, err
}

// filled is what somebody may have written into any form of this ticket.
func (s *shift) filled(t ticket.Ticket) input {
	at := s.Now().Add(30 * time.Hour).In(s.Definition().Zone()).Format(wallTime)
	v := url.Values{}
	for _, name := range strings.Fields("body note question step reason why how text outcome said to agreed evidence details subject consent company address part1 note") {
		v.Set(name, "Because.")
	}
	for _, name := range strings.Fields("reply_by due at until check_at next") {
		v.Set(name, at)
	}
	for name, value := range map[string]string{"person": fmt.Sprint(s.luis.ID), "owner": fmt.Sprint(s.luis.ID), "members1": fmt.Sprint(s.luis.ID),
		"team": s.Definition().Teams[1].ID, "service": "network", "type": "incident", "method": "remote", "honoured": "yes", "reached": "yes", "identity": ticket.IdentityChecks[0],
		"upheld": "no", "helped": "yes", "order": "1", "charge": "1", "amount": "20.00", "estimate": "20.00", "cost_code": "A-1", "number": "I-1", "kind": ticket.Labor,
		"minutes": "5", "place": "office", "cause": ticket.ForDeviation, "channel": "phone", "other": fmt.Sprint(s.other), "into": fmt.Sprint(s.other),
		"email": "eve@example.gov", "entry": "1", "location": "Room 1", "phone": "303-555-0142", "alternate": "Theo", "chain": "contractor", "duty": s.Definition().DutyNames()[0]} {
		v.Set(name, value)
	}
	return input{Values: v, zone: s.Definition().Zone(), out: &desk.Outgoing{}}
}

// untried are acts that need more than the states have; each is done once in the tests of its own form.
var untried = strings.Fields("met release withdraw_approval check_referral refer turn_away issue_order finish_order invoice post admit unlink dispatch extend team unmet")

// Whatever the console offers somebody on a ticket, its verb takes: each act, each state, each who may stand before it, their own
// work and not. ME-28, CO-05, ME-63.
func TestOfferedIsAllowed(t *testing.T) {
	if testing.Short() {
		t.Skip("it makes a ticket for each act, state and person")
	}
	took := map[string]bool{}
	for _, definition := range []string{"maine", "colorado"} {
		s := newShift(t, definition)
		for _, state := range states {
			if definition == "colorado" && !strings.Contains(state.name, "charge") && state.name != "escalated" {
				continue // what differs there is what it costs, and what it knows of major incidents
			}
			for _, by := range [][2]access.Actor{{s.luis, s.luis}, {s.zoe, s.zoe}, {s.luis, s.mona}, {s.zoe, s.boss}} {
				s.tries(definition+", "+state.name, func() int64 {
					id := s.opens()
					state.make(s, id, by[0])
					return id
				}, by[0], by[1], took)
			}
		}
	}
	for _, v := range verbs {
		if !took[v.name] && !slices.Contains(untried, v.name) {
			t.Errorf("%s: nobody could do it to any ticket; this test does not try it", v.name)
		}
	}
}

// tries does all that is offered to somebody, each to a ticket on which nothing of it was done before.
func (s *shift) tries(state string, opens func() int64, worker, who access.Actor, took map[string]bool) {
	s.Helper()
	who = did[access.Actor](s)(s.signer(who))
	id := opens()
	for _, v := range verbs {
		sheet := did[desk.Sheet](s)(s.Ticket(s.Context(), who, id))
		f := frame{Page: ui.Page{Now: s.Now()}, who: who, desk: s.Definition()}
		if !slices.ContainsFunc(f.offered(sheet), func(o verb) bool { return o.name == v.name }) {
			continue
		}
		in := s.filled(sheet.Ticket)
		if v.name == "tell" {
			in.Set("caller", "Dana")
		}
		if v.name == "sign" {
			i := slices.IndexFunc(sheet.Ticket.Charges, f.maySign(sheet.Ticket))
			in.Set("charge", signed(sheet.Ticket.Charges[i]))
		}
		err := v.do(s.Context(), s.Desk, who, desk.On{Ticket: id, Seen: sheet.Ticket.Version}, in)
		if v.name == "resolve" && fault.Is(err, fault.Conflict) {
			continue // what it still waits for is said where somebody tries
		}
		if fault.Is(err, fault.Forbidden) || fault.Is(err, fault.Conflict) {
			s.Errorf("%s, worked on by %d, %s (%d): %s is offered and refused: %v", state, worker.ID, who.Role, who.ID, v.name, err)
		}
		if err == nil {
			took[v.name] = true
			id = opens()
		}
	}
}
