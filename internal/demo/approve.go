package demo

import (
	"context"
	"slices"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
)

// supervise gives everybody who asks a supervisor: somebody of their agency, dana in hers.
func (c *cast) supervise(ctx context.Context, d *desk.Desk) error {
	chief := map[string]people.ID{}
	for _, p := range c.customers {
		over := chief[p.Agency]
		if over == 0 {
			chief[p.Agency] = p.ID
			next := slices.IndexFunc(c.customers, func(o player) bool { return o.Agency == p.Agency && o.ID != p.ID })
			if next < 0 {
				continue
			}
			over = c.customers[next].ID
		}
		if err := d.SetSupervisor(ctx, access.System, p.ID, over); err != nil {
			return err
		}
	}
	return d.SetSupervisor(ctx, access.System, c.teams[d.Definition().DeskTeam()][0].ID, c.lead.ID)
}

// leftOpen is how long before the end dana and marta decide nothing any more, so that something waits for whoever looks.
const leftOpen = 8 * time.Hour

// askedFor lets whoever is asked to approve what was just opened do so in a while.
func (l *life) askedFor(t ticket.Ticket) {
	for _, a := range t.WaitingApprovals() {
		who := a.Asked[0].Person
		if (who == l.cast.dana.ID || who == l.cast.lead.ID) && l.now.After(l.end.Add(-leftOpen)) {
			continue
		}
		l.later(l.now.Add(20*time.Minute), func(ctx context.Context) error {
			_, err := l.desk.DecideApproval(ctx, access.Actor{ID: who, Role: people.Customer}, l.on(), a.Number, ticket.Verdict{Yes: true})
			return l.failed("approve", err)
		})
	}
}

// hires plans what dana and marta, as supervisors, have to decide when somebody looks.
func (s *stage) hires() {
	var starts []scenario
	for _, one := range slices.Concat(shared, atTheDesk) {
		if one.kind == "new_user" {
			starts = append(starts, one)
		}
	}
	colleague := slices.IndexFunc(s.cast.customers, func(p player) bool { return p.Agency == dana.Agency && p.ID != s.cast.dana.ID })
	for i := 0; i < min(2, len(starts)) && colleague >= 0; i++ {
		s.openFor(s.cast.customers[colleague], s.end.Add(-time.Duration(3+2*i)*time.Hour), starts[i], false)
	}
	if len(starts) > 0 {
		own := s.cast.teams[s.desk.Definition().DeskTeam()][0]
		own.Agency, own.Location = dana.Agency, streets[0]
		s.openFor(own, s.end.Add(-4*time.Hour), starts[0], false)
	}
}
