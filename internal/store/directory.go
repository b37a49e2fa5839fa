package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
)

// Supervisor is whom a person escalates through; none where the directory names nobody.
func Supervisor(ctx context.Context, q sqldb.Q, id people.ID) ([]people.Person, error) {
	return sqldb.All(ctx, q, scanPerson, `SELECT `+personColumns+` FROM person p WHERE p.id = (SELECT supervisor FROM person WHERE id = $1)`, int64(id))
}

// SetSupervisor names a person's supervisor; zero for nobody.
func SetSupervisor(ctx context.Context, tx *sqldb.Tx, id, supervisor people.ID) error {
	_, err := tx.Exec(ctx, `UPDATE person SET supervisor = $1 WHERE id = $2`, idOrNull(supervisor), int64(id))
	if sqldb.IsForeignKey(err) {
		return fault.New(fault.NotFound, "there is no person %d", supervisor)
	}
	return err
}

// Consultant is somebody who represents an agency at the desk, for a time (ME-49).
type Consultant struct {
	Agency string
	Person people.ID
	Deputy bool      // stands in for whoever represents it
	From   time.Time // zero: ever since
	Until  time.Time // the first instant at which they no longer do; zero: without end
}

// ConsultantsAt are who represents an agency at an instant, deputies last.
func ConsultantsAt(ctx context.Context, q sqldb.Q, agency string, at time.Time) ([]people.Person, error) {
	all, err := sqldb.All(ctx, q, scanPerson, `SELECT `+personColumns+` FROM consultant c JOIN person p ON p.id = c.person_id
		WHERE c.agency = $1 AND coalesce(c.since, $2) <= $2 AND coalesce(c.until, $2 + 1) > $2 ORDER BY c.deputy, p.id LIMIT 100`,
		agency, at.UnixMilli())
	if err != nil {
		return nil, fmt.Errorf("store: consultants: %w", err)
	}
	return all, nil
}

// SetConsultant writes down that somebody represents an agency, or changes since when, until when and as what.
func SetConsultant(ctx context.Context, tx *sqldb.Tx, c Consultant) error {
	_, err := tx.Exec(ctx, `INSERT INTO consultant (agency, person_id, deputy, since, until) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (agency, person_id) DO UPDATE SET deputy = excluded.deputy, since = excluded.since, until = excluded.until`,
		c.Agency, int64(c.Person), c.Deputy, sqldb.At(c.From), sqldb.At(c.Until))
	if sqldb.IsForeignKey(err) {
		return fault.New(fault.NotFound, "there is no person %d", c.Person)
	}
	return err
}

// SetContact writes what a person says of themselves.
func SetContact(ctx context.Context, tx *sqldb.Tx, id people.ID, c people.Contact) error {
	_, err := tx.Exec(ctx, `UPDATE person SET phone = $1, location = $2, alternate = $3, second_phone = $4, department = $5, prefers = $6,
		language = $7 WHERE id = $8`, c.Phone, c.Location, c.Alternate, c.SecondLine, c.Department, string(c.Prefers), c.Language, int64(id))
	return err
}

// PeoplePage is a page of the directory by name, behind a person: those of an agency where one is given, and of these those
// whose name or address has the words.
func PeoplePage(ctx context.Context, q sqldb.Q, agency, words string, after people.Person, limit int) ([]people.Person, error) {
	var a args
	conds := []string{`(p.name, p.id) > (` + a.add(after.Name) + `, ` + a.add(int64(after.ID)) + `)`}
	if agency != "" {
		conds = append(conds, `p.agency = `+a.add(agency))
	}
	if words != "" {
		like := a.add("%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(strings.ToLower(words)) + "%")
		conds = append(conds, `(lower(p.name) LIKE `+like+` ESCAPE '\' OR p.email LIKE `+like+` ESCAPE '\')`)
	}
	all, err := sqldb.All(ctx, q, scanPerson, `SELECT `+personColumns+` FROM person p`+where(conds...)+` ORDER BY p.name, p.id LIMIT `+a.add(limit), a...)
	if err != nil {
		return nil, fmt.Errorf("store: people %q of %q: %w", words, agency, err)
	}
	return all, nil
}

// ConsultantsOf are all who represent an agency, have done or will, deputies last.
func ConsultantsOf(ctx context.Context, q sqldb.Q, agency string) ([]Consultant, error) {
	return sqldb.All(ctx, q, scanConsultant, `SELECT `+consultantColumns+` FROM consultant WHERE agency = $1 ORDER BY deputy, person_id LIMIT 100`, agency)
}
