package desk

import (
	"context"
	"slices"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// AgencySheet is what the directory knows of an agency (CO-10, ME-10).
type AgencySheet struct {
	people.Agency
	Known        bool            // somebody wrote it down; otherwise only its name is known
	Consultants  []Consultant    // also those who no longer are, or not yet
	Managers     []AgencyManager // who may sign for it, with the same
	Arrangements []people.Arrangement
	Devices      []people.Device // the first ones, by tag
	More         bool            // there are more devices
	People       map[people.ID]people.Person
}

// maxDevices bounds how many devices are shown at once.
const maxDevices = 50

// Agencies lists the agencies that were written down.
func (d *Desk) Agencies(ctx context.Context, who access.Actor) ([]people.Agency, error) {
	if err := access.May(who, access.SeeDirectory); err != nil {
		return nil, err
	}
	return store.Agencies(ctx, d.db.Reader())
}

// AgencySheet shows an agency by its key; one that nobody wrote down shows what others say of it. Errors: NotFound for what
// cannot be an agency.
func (d *Desk) AgencySheet(ctx context.Context, who access.Actor, key string) (AgencySheet, error) {
	s := AgencySheet{Agency: people.Agency{Key: key, Shades: people.UsualShades}}
	if err := access.May(who, access.SeeDirectory); err != nil {
		return s, err
	}
	if key == "" || len(key) > people.MaxLine || !ticket.Plain(key) {
		return s, fault.New(fault.NotFound, "there is no agency of that name")
	}
	err := d.db.Read(ctx, func(q sqldb.Q) error {
		a, err := store.Agency(ctx, q, key)
		if err == nil {
			s.Agency, s.Known = a, true
		} else if !fault.Is(err, fault.NotFound) {
			return err
		}
		if s.Consultants, err = store.ConsultantsOf(ctx, q, key); err != nil {
			return err
		}
		if s.Managers, err = store.ManagersByAgency(ctx, q, []string{key}); err != nil {
			return err
		}
		if s.Arrangements, err = store.ArrangementsOf(ctx, q, key, 0); err != nil {
			return err
		}
		if s.Devices, err = store.DevicesOfAgency(ctx, q, key, "", maxDevices+1); err != nil {
			return err
		}
		if s.More = len(s.Devices) > maxDevices; s.More {
			s.Devices = s.Devices[:maxDevices]
		}
		var ids []people.ID
		for _, c := range s.Consultants {
			ids = append(ids, c.Person)
		}
		for _, m := range s.Managers {
			ids = append(ids, m.Person)
		}
		for _, v := range s.Devices {
			ids = append(ids, v.Person)
		}
		s.People, err = store.People(ctx, q, ids)
		return err
	})
	return s, err
}

// SaveAgency writes down what is known of an agency, or anew. Errors: Invalid with the field.
func (d *Desk) SaveAgency(ctx context.Context, who access.Actor, a people.Agency) error {
	if err := access.May(who, access.ManageDirectory); err != nil {
		return err
	}
	a, err := people.CheckAgency(a)
	if err != nil {
		return err
	}
	for _, s := range a.Services {
		if err := d.Definition().CheckService(s); err != nil {
			return fault.At("services", err)
		}
	}
	slices.Sort(a.Services)
	a.Services = slices.Compact(a.Services)
	return d.acted(ctx, who, Act{Kind: store.AgencyFact, What: a.Key}, func(tx *sqldb.Tx) error { return store.SaveAgency(ctx, tx, a) })
}

// SaveArrangement writes a special arrangement down, or anew: with an agency or with the person of an address (ME-65).
func (d *Desk) SaveArrangement(ctx context.Context, who access.Actor, a people.Arrangement, email string) error {
	if err := access.May(who, access.ManageDirectory); err != nil {
		return err
	}
	return d.act(ctx, who, func(tx *sqldb.Tx) error {
		one := a
		if email = strings.TrimSpace(email); email != "" {
			p, err := personAt(ctx, tx, "person", email)
			if err != nil {
				return err
			}
			one.Person = p.ID
		}
		one, err := people.CheckArrangement(one)
		if err != nil {
			return err
		}
		if err := store.SaveArrangement(ctx, tx, one); err != nil {
			return err
		}
		return store.RecordAct(ctx, tx, Act{Kind: store.ArrangementFact, By: who.ID, Person: one.Person, What: one.Agency})
	})
}

// ConsultantAt names somebody by their address who represents an agency; see SetConsultant.
func (d *Desk) ConsultantAt(ctx context.Context, who access.Actor, c Consultant, email string) error {
	if err := access.May(who, access.ManageDirectory); err != nil {
		return err
	}
	p, err := personAt(ctx, d.db.Reader(), "person", email)
	if err != nil {
		return err
	}
	c.Person = p.ID
	return d.SetConsultant(ctx, who, c)
}

// ManagerAt names somebody by their address who may sign for an agency; see SetAgencyManager.
func (d *Desk) ManagerAt(ctx context.Context, who access.Actor, m AgencyManager, email string) error {
	if err := access.May(who, access.ManageDirectory); err != nil {
		return err
	}
	p, err := personAt(ctx, d.db.Reader(), "person", email)
	if err != nil {
		return err
	}
	m.Person = p.ID
	return d.SetAgencyManager(ctx, who, m)
}

// personAt finds somebody of the directory by their address, as it was written into a field.
func personAt(ctx context.Context, q sqldb.Q, field, email string) (people.Person, error) {
	folded, err := people.Address(email)
	if err != nil {
		return people.Person{}, fault.At(field, err)
	}
	p, err := store.PersonByEmail(ctx, q, folded)
	if fault.Is(err, fault.NotFound) {
		return p, fault.Field(field, "there is no person with the address %s", folded)
	}
	return p, err
}

// SupervisorAt names whom a person reports to by their address; an empty one is nobody. See SetSupervisor.
func (d *Desk) SupervisorAt(ctx context.Context, who access.Actor, person people.ID, email string) error {
	if err := access.May(who, access.ManageDirectory); err != nil {
		return err
	}
	var above people.Person
	if email = strings.TrimSpace(email); email != "" {
		var err error
		if above, err = personAt(ctx, d.db.Reader(), "supervisor", email); err != nil {
			return err
		}
	}
	return d.SetSupervisor(ctx, who, person, above.ID)
}
