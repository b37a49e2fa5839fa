package store

import (
	"context"
	"fmt"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
)

// AgencyManager is somebody whom an agency has authorised to sign for it, for a time (ME-60).
type AgencyManager struct {
	Agency string
	Person people.ID
	From   time.Time // zero: ever since
	Until  time.Time // the first instant at which they no longer may; zero: without end
}

// maxSeats bounds how many people hold one role of an agency.
const maxSeats = 100

// SetAgencyManager writes down that somebody may sign for an agency, or changes since when and until when.
func SetAgencyManager(ctx context.Context, tx *sqldb.Tx, m AgencyManager) error {
	_, err := tx.Exec(ctx, `INSERT INTO agency_manager (agency, person_id, since, until) VALUES ($1, $2, $3, $4)
		ON CONFLICT (agency, person_id) DO UPDATE SET since = excluded.since, until = excluded.until`,
		m.Agency, int64(m.Person), sqldb.At(m.From), sqldb.At(m.Until))
	if sqldb.IsForeignKey(err) {
		return fault.New(fault.NotFound, "there is no person %d", m.Person)
	}
	return err
}

// AgencyManagersAt are who may sign for an agency at an instant.
func AgencyManagersAt(ctx context.Context, q sqldb.Q, agency string, at time.Time) ([]people.Person, error) {
	all, err := sqldb.All(ctx, q, scanPerson, `SELECT `+personColumns+` FROM agency_manager c JOIN person p ON p.id = c.person_id
		WHERE c.agency = $1 AND coalesce(c.since, $2) <= $2 AND coalesce(c.until, $2 + 1) > $2 ORDER BY p.id LIMIT $3`, agency, at.UnixMilli(), maxSeats)
	if err != nil {
		return nil, fmt.Errorf("store: managers of %s: %w", agency, err)
	}
	return all, nil
}

// DeputiesAt are those of the consultants of an agency who stand in for another at an instant.
func DeputiesAt(ctx context.Context, q sqldb.Q, agency string, at time.Time) ([]people.ID, error) {
	all, err := sqldb.All(ctx, q, sqldb.Value[people.ID], `SELECT person_id FROM consultant
		WHERE agency = $1 AND deputy AND coalesce(since, $2) <= $2 AND coalesce(until, $2 + 1) > $2 ORDER BY person_id LIMIT $3`, agency, at.UnixMilli(), maxSeats)
	if err != nil {
		return nil, fmt.Errorf("store: deputies at %s: %w", agency, err)
	}
	return all, nil
}

// Substitute is who decides in somebody's place, and when.
type Substitute struct {
	For   people.ID
	By    people.ID // zero: nobody
	From  time.Time // zero: from now on
	Until time.Time // the first instant at which they no longer do; zero: without end
}

// SetSubstitute names who decides in somebody's place; nobody where By is zero.
func SetSubstitute(ctx context.Context, tx *sqldb.Tx, s Substitute) error {
	var err error
	if s.By == 0 {
		_, err = tx.Exec(ctx, `DELETE FROM substitute WHERE person_id = $1`, int64(s.For))
	} else {
		_, err = tx.Exec(ctx, `INSERT INTO substitute (person_id, by_id, since, until) VALUES ($1, $2, $3, $4)
			ON CONFLICT (person_id) DO UPDATE SET by_id = excluded.by_id, since = excluded.since, until = excluded.until`,
			int64(s.For), int64(s.By), sqldb.At(s.From), sqldb.At(s.Until))
	}
	if sqldb.IsForeignKey(err) {
		return fault.New(fault.NotFound, "there is no person %d", s.By)
	}
	return err
}

// SubstituteOf is who decides in somebody's place; the zero By where nobody was named.
func SubstituteOf(ctx context.Context, q sqldb.Q, id people.ID) (Substitute, error) {
	s := Substitute{For: id}
	err := q.Each(ctx, func(r sqldb.Row) error { return r.Scan(&s.By, sqldb.Into(&s.From), sqldb.Into(&s.Until)) },
		`SELECT by_id, since, until FROM substitute WHERE person_id = $1`, int64(id))
	return s, err
}

// StandIn is who decides in somebody's place at an instant; zero for nobody.
func StandIn(ctx context.Context, q sqldb.Q, id people.ID, at time.Time) (people.ID, error) {
	var by people.ID
	err := q.Each(ctx, func(r sqldb.Row) error { return r.Scan(&by) },
		`SELECT by_id FROM substitute WHERE person_id = $1 AND coalesce(since, $2) <= $2 AND coalesce(until, $2 + 1) > $2`, int64(id), at.UnixMilli())
	if err != nil {
		return 0, fmt.Errorf("store: who stands in for %d: %w", id, err)
	}
	return by, nil
}

const managerColumns = `agency, person_id, since, until`

func scanManager(r sqldb.Row) (AgencyManager, error) {
	var m AgencyManager
	return m, r.Scan(&m.Agency, &m.Person, sqldb.Into(&m.From), sqldb.Into(&m.Until))
}

// ManagersByAgency finds all who may sign for some agencies, have been or will be.
func ManagersByAgency(ctx context.Context, q sqldb.Q, agencies []string) ([]AgencyManager, error) {
	return inChunks(ctx, q, agencies, scanManager, `SELECT `+managerColumns+` FROM agency_manager WHERE agency IN `)
}

// ManagersBehind walks through all who may sign for agencies, by agency and person.
func ManagersBehind(ctx context.Context, q sqldb.Q, after AgencyManager, limit int) ([]AgencyManager, error) {
	return sqldb.All(ctx, q, scanManager, `SELECT `+managerColumns+` FROM agency_manager WHERE (agency, person_id) > ($1, $2)
		ORDER BY agency, person_id LIMIT $3`, after.Agency, int64(after.Person), limit)
}
