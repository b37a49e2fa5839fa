package demo

import (
	"context"

	"switchboard/internal/desk"
)

// learn says who can do what, with a gap here and there, and that somebody is away today.
func (c *cast) learn(ctx context.Context, d *desk.Desk) error {
	for i, service := range d.Definition().Services {
		for k, p := range c.teams[service.Team] {
			if level := (i + 2*k) % 4; level > 0 && i%5 != 4 {
				if err := d.SetSkill(ctx, c.lead.actor, p.ID, service.ID, level); err != nil {
					return err
				}
			}
		}
	}
	if all := c.teams[d.Definition().DeskTeam()]; len(all) > 2 {
		return d.SetAvailability(ctx, c.lead.actor, all[len(all)-1].ID, true)
	}
	return nil
}
