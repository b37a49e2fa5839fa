package demo

import (
	"context"
	"fmt"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/money"
	"switchboard/internal/core/people"
	"switchboard/internal/core/scope"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
)

// visits plans who goes where: a technician to an office tomorrow, and where the desk has contractors sent at agency expense
// (ME-60), one who has been at a home and one who waits for dana's word, who may sign for her agency.
func (s *stage) visits() {
	s.technician(s.end.Add(-26 * time.Hour))
	if _, ok := s.desk.Definition().Chain("contractor"); !ok {
		return
	}
	s.later(s.now, func(ctx context.Context) error {
		return s.desk.SetAgencyManager(ctx, access.System, desk.AgencyManager{Agency: dana.Agency, Person: s.cast.dana.ID})
	})
	s.contractor(s.atWork(s.end.AddDate(0, 0, -6)), "The dock at home shows no second screen", true)
	s.contractor(s.end.Add(-5*time.Hour), "The state's modem at home has no light", false)
}

// technician is sent to an office.
func (s *stage) technician(at time.Time) {
	var id int64
	who := s.cast.customers[5]
	s.scene(at,
		step{0, s.opens(who, &id, desk.Request{Type: "incident", Service: "deskside", Subject: "The counter scanner feeds two sheets at once",
			Description: "Cleaning the rollers did not help. The counter is open from eight to four."})},
		step{20 * time.Minute, s.takes(&id)},
		step{15 * time.Minute, s.judged(&id, scope.Office)},
		step{5 * time.Minute, func(ctx context.Context) error {
			first := s.cast.teams[s.desk.Definition().DeskTeam()][0]
			_, err := s.desk.Dispatch(ctx, s.cast.lead.actor, desk.On{Ticket: id},
				ticket.Trip{Person: first.ID, Place: scope.Office, Address: who.Location, At: s.atWork(s.end.Add(18 * time.Hour))})
			return err
		}})
}

// contractor is drafted for somebody's home; dana says yes to one who is paid by now.
func (s *stage) contractor(at time.Time, subject string, paid bool) {
	var id int64
	who := s.colleague()
	s.scene(at,
		step{0, s.opens(who, &id, desk.Request{Type: "incident", Service: "computer", Subject: subject, Description: "I work from home until spring. The device is the state's."})},
		step{20 * time.Minute, s.takes(&id)},
		step{10 * time.Minute, s.judged(&id, scope.Home)},
		step{10 * time.Minute, func(ctx context.Context) error {
			_, err := s.desk.DraftOrder(ctx, s.cast.lead.actor, desk.On{Ticket: id}, ticket.OrderDrafted{Reason: "The device cannot be brought in.",
				Trip:     ticket.Trip{Company: "Pine Tree Field Services", Place: scope.Home, Address: "14 Orchard Lane", At: s.atWork(s.now.Add(24 * time.Hour))},
				Estimate: money.Money{Cents: 18_500, Currency: money.Dollar}, CostCode: "17A-0142"})
			return err
		}})
	if !paid {
		return
	}
	order := desk.On{}
	s.scene(at.Add(2*time.Hour), step{0, func(ctx context.Context) error {
		order.Ticket = id
		_, err := s.desk.DecideApproval(ctx, s.cast.dana.actor, order, 1, ticket.Verdict{Yes: true, Text: "Charge it to the district."})
		return err
	}}, step{time.Hour, func(ctx context.Context) error {
		_, err := s.desk.IssueOrder(ctx, s.cast.lead.actor, order, 1)
		return err
	}}, step{26 * time.Hour, func(ctx context.Context) error {
		_, err := s.desk.FinishDispatch(ctx, s.cast.lead.actor, order, ticket.DispatchDone{Order: 1, Note: "The dock was replaced."})
		return err
	}}, step{time.Hour, func(ctx context.Context) error {
		_, err := s.desk.MatchInvoice(ctx, s.cast.lead.actor, order, ticket.InvoiceMatched{Order: 1, Number: "PT-2207", Amount: money.Money{Cents: 18_500, Currency: money.Dollar}})
		return err
	}})
}

// judged writes down where the state's device stands, which says who may go there.
func (s *stage) judged(id *int64, place string) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := s.desk.DecideScope(ctx, s.cast.lead.actor, desk.On{Ticket: *id}, scope.Facts{Device: "state", Place: place})
		if err != nil {
			err = fmt.Errorf("demo: scope of ticket %d: %w", *id, err)
		}
		return err
	}
}

// colleague is somebody of dana's agency.
func (s *stage) colleague() player {
	for _, p := range s.cast.customers {
		if p.Agency == dana.Agency && p.Role == people.Customer && p.ID != s.cast.dana.ID {
			return p
		}
	}
	return s.cast.customers[0]
}
