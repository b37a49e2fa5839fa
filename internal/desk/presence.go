package desk

import (
	"context"
	"slices"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// SetAvailability says that somebody of the desk is away, or here again: everybody for themselves, a lead for others. Who is
// away is given nothing in turn, and what they have not taken up goes back to its queue (ASKS 18). Errors: Forbidden, Invalid.
func (d *Desk) SetAvailability(ctx context.Context, who access.Actor, person people.ID, away bool) error {
	verb := access.SetPresence
	if person != who.ID {
		verb = access.SetPresenceOf
	}
	if err := access.May(who, verb); err != nil {
		return err
	}
	return d.act(ctx, who, func(tx *sqldb.Tx) error {
		if err := mustBeStaff(ctx, tx, "person", person); err != nil {
			return err
		}
		return store.SetAway(ctx, tx, person, away, who.ID)
	})
}

// Away tells since when the actor is away; zero where they are here.
func (d *Desk) Away(ctx context.Context, who access.Actor) (time.Time, error) {
	if err := access.May(who, access.SetPresence); err != nil {
		return time.Time{}, err
	}
	all, err := store.Absences(ctx, d.db.Reader())
	return all[who.ID].Since, err
}

// Present is one of the desk's people, and since when they are away; By said so.
type Present struct {
	people.Person
	Away time.Time // zero: here
	By   people.Person
}

// Presence tells who of the desk, or of one of its teams, is here (ASKS 18). Errors: Forbidden, Invalid.
func (d *Desk) Presence(ctx context.Context, who access.Actor, team string) (out []Present, err error) {
	if err := access.May(who, access.SetPresence); err != nil {
		return nil, err
	}
	if team != "" {
		if err := d.Definition().CheckTeam(team); err != nil {
			return nil, err
		}
	}
	err = d.db.Read(ctx, func(q sqldb.Q) error {
		out = nil
		staff, err := store.Staff(ctx, q, team)
		if err != nil {
			return err
		}
		away, err := store.Absences(ctx, q)
		if err != nil {
			return err
		}
		var ids []people.ID
		for _, a := range away {
			ids = append(ids, a.By)
		}
		by, err := store.People(ctx, q, ids)
		for _, p := range staff {
			out = append(out, Present{Person: p, Away: away[p.ID].Since, By: by[away[p.ID].By]})
		}
		return err
	})
	return out, err
}

// Absence is since when somebody is away, and who said so.
type Absence = store.Absence

// awayWhy is the reason that stands on what somebody who went away has not taken up.
const awayWhy = "away"

// GiveBack gives back to their queues the tickets that somebody was given and has not taken up. Each is a change of its own, and
// one that was taken up meanwhile stays.
func (d *Desk) GiveBack(ctx context.Context, who access.Actor, person people.ID) error {
	if err := access.May(who, access.Tick); err != nil {
		return err
	}
	for after := int64(0); ; {
		ids, err := store.AssignedTo(ctx, d.db.Reader(), person, after, timerBatch)
		if err != nil || len(ids) == 0 {
			return err
		}
		for _, id := range ids {
			_, err := d.simple(ctx, who, access.Unassign, On{Ticket: id}, func(m moment) ([]ticket.Event, error) {
				if m.ticket.Assignee != person || m.ticket.Accepted || !m.ticket.Status.Open() {
					return nil, nil
				}
				return ticket.Unassign(m.ticket, awayWhy)
			})
			if err != nil {
				return err
			}
		}
		after = ids[len(ids)-1]
	}
}

// maxSkill is the highest level of a skill.
const maxSkill = 3

// Skills is who can do what (ME-23): a row for each person of the desk, a column for each skill.
type Skills struct {
	People []people.Person
	Skills []string
	Away   map[people.ID]Absence
	Level  map[people.ID]map[string]int
}

// Able counts who can do something, and who of them is here.
func (s Skills) Able(skill string) (all, here int) {
	for _, p := range s.People {
		if s.Level[p.ID][skill] > 0 {
			if all++; s.Away[p.ID].Since.IsZero() {
				here++
			}
		}
	}
	return all, here
}

// Skills shows who can do what, of a team or of the whole desk. Errors: Forbidden.
func (d *Desk) Skills(ctx context.Context, who access.Actor, team string) (Skills, error) {
	if err := access.May(who, access.SetSkills); err != nil {
		return Skills{}, err
	}
	out := Skills{Skills: d.Definition().Skills(), Level: map[people.ID]map[string]int{}}
	err := d.db.Read(ctx, func(q sqldb.Q) error {
		cells, err := store.Skills(ctx, q)
		if err != nil {
			return err
		}
		for _, c := range cells {
			if out.Level[c.Person] == nil {
				out.Level[c.Person] = map[string]int{}
			}
			out.Level[c.Person][c.Skill] = c.Level
		}
		if out.Away, err = store.Absences(ctx, q); err != nil {
			return err
		}
		out.People, err = store.Staff(ctx, q, team)
		return err
	})
	return out, err
}

// SetSkill says how good somebody is at something, from 1 to 3; 0 takes it back. Errors: Forbidden, Invalid.
func (d *Desk) SetSkill(ctx context.Context, who access.Actor, person people.ID, skill string, level int) error {
	if err := access.May(who, access.SetSkills); err != nil {
		return err
	}
	if level < 0 || level > maxSkill {
		return fault.Field("level", "a level goes from 0 to %d", maxSkill)
	}
	if !slices.Contains(d.Definition().Skills(), skill) {
		return fault.Field("skill", "no service and no rule of this desk speaks of %q", skill)
	}
	return d.act(ctx, who, func(tx *sqldb.Tx) error {
		if err := mustBeStaff(ctx, tx, "person", person); err != nil {
			return err
		}
		return store.SetSkill(ctx, tx, person, skill, level)
	})
}
