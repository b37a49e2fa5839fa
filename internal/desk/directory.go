package desk

import (
	"context"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Consultant is somebody who represents an agency at the desk, under the desk's name.
type Consultant = store.Consultant

// SetSupervisor says whom a person escalates through (ME-48); zero for nobody.
func (d *Desk) SetSupervisor(ctx context.Context, who access.Actor, person, supervisor people.ID) error {
	if err := access.May(who, access.ManageDirectory); err != nil {
		return err
	}
	if person == supervisor {
		return fault.Field("supervisor", "nobody is their own supervisor")
	}
	return d.acted(ctx, who, Act{Kind: store.PersonSupervisorFact, Person: person}, func(tx *sqldb.Tx) error {
		return store.SetSupervisor(ctx, tx, person, supervisor)
	})
}

// SetConsultant says who represents an agency at the desk or stands in for whoever does, and for how long (ME-49). What was
// said of the same person and agency before is replaced; an end in the past takes it back. Errors: Invalid, NotFound.
func (d *Desk) SetConsultant(ctx context.Context, who access.Actor, c Consultant) error {
	if err := access.May(who, access.ManageDirectory); err != nil {
		return err
	}
	var err error
	if c.Agency, err = agencyName(c.Agency); err != nil {
		return err
	}
	if !c.Until.IsZero() && !c.From.Before(c.Until) {
		return fault.Field("until", "the end comes after the beginning")
	}
	return d.acted(ctx, who, Act{Kind: store.ConsultantFact, Person: c.Person, What: c.Agency}, func(tx *sqldb.Tx) error {
		return store.SetConsultant(ctx, tx, c)
	})
}

// MySupervisor is whom the actor escalates through; nobody where the directory names none.
func (d *Desk) MySupervisor(ctx context.Context, who access.Actor) (people.Person, error) {
	if err := access.May(who, access.ViewTicket); err != nil {
		return people.Person{}, err
	}
	found, err := store.Supervisor(ctx, d.db.Reader(), who.ID)
	if err != nil || len(found) == 0 {
		return people.Person{}, err
	}
	return found[0], nil
}

// agencyName checks the name of an agency.
func agencyName(name string) (string, error) {
	name = strings.TrimSpace(name)
	switch {
	case name == "":
		return "", fault.Field("agency", "name the agency")
	case len(name) > ticket.MaxLine || !ticket.Plain(name):
		return "", fault.Field("agency", "there is no agency of that name")
	}
	return name, nil
}

// MyConsultants are who represents the actor's own agency at the desk now, deputies last; nobody where it is not known.
func (d *Desk) MyConsultants(ctx context.Context, who access.Actor) ([]people.Person, error) {
	if err := access.May(who, access.ViewTicket); err != nil {
		return nil, err
	}
	if who.Agency == "" {
		return nil, nil
	}
	return d.consultants.of(who.Agency).read(ctx, func(ctx context.Context) ([]people.Person, error) {
		return store.ConsultantsAt(ctx, d.db.Reader(), who.Agency, d.Now())
	})
}
