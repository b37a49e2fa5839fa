package demo

import (
	"context"
	"fmt"
	"time"

	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
)

// outage plans a major incident, restored after a while; with 0 it lasts beyond the end.
func (s *stage) outage(what scenario, at time.Time, lasts time.Duration) {
	l := &life{stage: s, scenario: what, customer: s.cast.customers[s.rng.IntN(len(s.cast.customers))]}
	s.later(at, func(ctx context.Context) error { return l.strike(ctx, lasts) })
}

// strike is the call by which the desk hears of it. A desk without a class for outages has its highest class.
func (l *life) strike(ctx context.Context, lasts time.Duration) error {
	d := l.desk.Definition()
	in := desk.Request{
		Subject: l.subject, Description: l.body, Type: typeOf(d, "incident"), Service: service(d, l.topic), Outage: true,
		Impact: grade(d.Impact, 3, 4), Urgency: grade(d.Urgency, 2, 3), Email: l.customer.Email, Agency: l.customer.Agency,
	}
	for _, c := range d.Channels {
		if c.Intake && spoken(c.ID) {
			in.Channel = c.ID
		}
	}
	opened, err := l.desk.Open(ctx, l.cast.of(d.DeskTeam(), l.rng).actor, in)
	if err != nil {
		return fmt.Errorf("demo: outage: %w", err)
	}
	l.id, l.agent = opened.Ticket.ID, l.cast.lead
	if major := d.MajorClass(); major != "" && opened.Ticket.Class != major {
		if _, err := l.desk.DeclareMajor(ctx, l.agent.actor, l.on(), "Several agencies report it at once."); err != nil {
			return l.failed("declare", err)
		}
	}
	start := l.now
	l.later(start.Add(4*time.Minute), l.takeMajor)
	l.later(start.Add(11*time.Minute), l.gather)
	for i, at := 0, start.Add(18*time.Minute); lasts == 0 && at.Before(l.end) || lasts > 0 && at.Before(start.Add(lasts)); i, at = i+1, at.Add(26*time.Minute) {
		text := updates[min(i, len(updates)-1)]
		l.later(at, func(ctx context.Context) error {
			_, err := l.desk.PublishUpdate(ctx, l.agent.actor, l.on(), text)
			return l.failed("update", err)
		})
	}
	if lasts > 0 {
		l.later(start.Add(lasts), l.restore)
		l.later(start.Add(lasts+70*time.Minute), l.resolve)
	}
	return nil
}

func (l *life) takeMajor(ctx context.Context) error {
	_, err := l.desk.Accept(ctx, l.agent.actor, l.on())
	return l.failed("accept", err)
}

func (l *life) gather(ctx context.Context) error {
	members := []ticket.Member{{Person: l.agent.ID, Part: "incident lead"}}
	seen := map[string]bool{l.agent.Email: true}
	for _, part := range []string{"network", "servers", "communication"} {
		teams := l.desk.Definition().Teams
		p := l.cast.of(teams[l.rng.IntN(len(teams))].ID, l.rng)
		if !seen[p.Email] {
			seen[p.Email] = true
			members = append(members, ticket.Member{Person: p.ID, Part: part})
		}
	}
	_, err := l.desk.IdentifyTeam(ctx, l.agent.actor, l.on(), members)
	return l.failed("identify", err)
}

func (l *life) restore(ctx context.Context) error {
	_, err := l.desk.Restore(ctx, l.agent.actor, l.on(), "The service runs on its spare; the repair goes on.")
	return l.failed("restore", err)
}
