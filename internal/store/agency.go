package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
)

const agencyColumns = `a.key, a.name, a.name_es, a.branch, a.supported_from, a.supported_until, a.services, a.notes,
	a.shade_supervisor, a.shade_consultant, a.shade_manager, a.fte`

func scanAgency(s sqldb.Row) (people.Agency, error) {
	var a people.Agency
	var services string
	err := s.Scan(&a.Key, &a.Name, &a.NameEs, &a.Branch, sqldb.Into(&a.Support.From), sqldb.Into(&a.Support.Until), &services, &a.Notes,
		&a.Shades.Supervisor, &a.Shades.Consultant, &a.Shades.Manager, &a.FTE)
	a.Services = split(services)
	return a, err
}

func split(joined string) []string {
	if joined == "" {
		return nil
	}
	return strings.Split(joined, ",")
}

// Agency finds an agency that was written down. Errors: NotFound.
func Agency(ctx context.Context, q sqldb.Q, key string) (people.Agency, error) {
	a, err := sqldb.One(ctx, q, scanAgency, `SELECT `+agencyColumns+` FROM agency a WHERE a.key = $1`, key)
	return a, sqldb.Missing(err, "there is no agency of that name")
}

// maxAgencies bounds how many agencies a desk has.
const maxAgencies = 10_000

// Agencies are all that were written down, by key.
func Agencies(ctx context.Context, q sqldb.Q) ([]people.Agency, error) {
	return sqldb.All(ctx, q, scanAgency, `SELECT `+agencyColumns+` FROM agency a ORDER BY a.key LIMIT $1`, maxAgencies)
}

// SaveAgency writes an agency down, or anew, and from when on so many people work there.
func SaveAgency(ctx context.Context, tx *sqldb.Tx, a people.Agency) error {
	_, err := tx.Exec(ctx, `INSERT INTO agency (key, name, name_es, branch, supported_from, supported_until, services, notes,
			shade_supervisor, shade_consultant, shade_manager, fte) VALUES `+sqldb.In(1, 12)+`
		ON CONFLICT (key) DO UPDATE SET name = excluded.name, name_es = excluded.name_es, branch = excluded.branch,
			supported_from = excluded.supported_from, supported_until = excluded.supported_until, services = excluded.services,
			notes = excluded.notes, shade_supervisor = excluded.shade_supervisor, shade_consultant = excluded.shade_consultant,
			shade_manager = excluded.shade_manager, fte = excluded.fte`,
		a.Key, a.Name, a.NameEs, a.Branch, sqldb.At(a.Support.From), sqldb.At(a.Support.Until), strings.Join(a.Services, ","), a.Notes,
		string(a.Shades.Supervisor), string(a.Shades.Consultant), string(a.Shades.Manager), int64(a.FTE))
	if err != nil {
		return fmt.Errorf("store: agency %s: %w", a.Key, err)
	}
	return keepHeadcount(ctx, tx, a.Key, a.FTE)
}

// StandingOf is what the directory says of somebody that bears on whether they may ask. The first arrangement in force is
// taken, their own before the agency's.
func StandingOf(ctx context.Context, q sqldb.Q, p people.Person, at time.Time) (people.Standing, error) {
	s := people.Standing{Agency: p.Agency}
	var span people.Span
	err := q.Each(ctx, func(r sqldb.Row) error {
		var kind, one, more string
		var from, until time.Time
		if err := r.Scan(&kind, &one, &more, sqldb.Into(&from), sqldb.Into(&until)); err != nil {
			return err
		}
		if kind == "agency" {
			s.Known, s.Branch, s.Uses, span = true, one, split(more), people.Span{From: from, Until: until}
		} else if s.Arrangement == "" && (people.Span{From: from, Until: until}).Holds(at) {
			s.Arrangement = one
		}
		return nil
	}, `SELECT 'agency' AS kind, branch, services, supported_from, supported_until FROM agency WHERE key = $1
		UNION ALL SELECT * FROM (SELECT 'own', ref, '', since, until FROM arrangement WHERE person_id = $2 ORDER BY ref LIMIT 100) AS own
		UNION ALL SELECT * FROM (SELECT 'theirs', ref, '', since, until FROM arrangement WHERE agency = $1 AND agency <> '' ORDER BY ref LIMIT 100) AS theirs`,
		p.Agency, int64(p.ID))
	s.Supported = s.Known && span.Holds(at)
	if err != nil {
		return s, fmt.Errorf("store: standing of person %d: %w", p.ID, err)
	}
	return s, nil
}

// maxCharges bounds for how many agencies and people one person answers.
const maxCharges = 200

// ChargesOf are the agencies and people that somebody answers for now, each with what its agency shows them.
func ChargesOf(ctx context.Context, q sqldb.Q, id people.ID, at time.Time) ([]access.Charge, error) {
	all, err := sqldb.All(ctx, q, func(r sqldb.Row) (access.Charge, error) {
		var c access.Charge
		err := r.Scan(&c.As, &c.Agency, &c.Person, &c.Shade)
		return c, err
	}, strings.ReplaceAll(charges, "{who}", "$1"), int64(id), at.UnixMilli(), maxCharges)
	if err != nil {
		return nil, fmt.Errorf("store: charges of person %d: %w", id, err)
	}
	return all, nil
}

// charges are those of {who} at $2, up to $3 in each capacity.
const charges = `SELECT * FROM (
		SELECT 'consultant' AS capacity, c.agency, 0 AS person, coalesce(a.shade_consultant, 'whole') AS shade
		FROM consultant c LEFT JOIN agency a ON a.key = c.agency
		WHERE c.person_id = {who} AND coalesce(c.since, $2) <= $2 AND coalesce(c.until, $2 + 1) > $2 ORDER BY c.agency LIMIT $3) AS consulted
	UNION ALL SELECT * FROM (
		SELECT 'manager', m.agency, 0, coalesce(a.shade_manager, 'none')
		FROM agency_manager m LEFT JOIN agency a ON a.key = m.agency
		WHERE m.person_id = {who} AND coalesce(m.since, $2) <= $2 AND coalesce(m.until, $2 + 1) > $2 ORDER BY m.agency LIMIT $3) AS managed
	UNION ALL SELECT * FROM (
		SELECT 'supervisor', p.agency, p.id, coalesce(a.shade_supervisor, 'none')
		FROM person p LEFT JOIN agency a ON a.key = p.agency WHERE p.supervisor = {who} ORDER BY p.id LIMIT $3) AS supervised`

// ArrangementsOf are the special arrangements of an agency, or of a person where agency is empty.
func ArrangementsOf(ctx context.Context, q sqldb.Q, agency string, person people.ID) ([]people.Arrangement, error) {
	where, value := `person_id = $1`, any(int64(person))
	if agency != "" {
		where, value = `agency = $1 AND agency <> ''`, any(agency)
	}
	return sqldb.All(ctx, q, scanArrangement, `SELECT `+arrangementColumns+` FROM arrangement WHERE `+where+` ORDER BY ref LIMIT 100`, value)
}

const arrangementColumns = `ref, agency, coalesce(person_id, 0), what, since, until`

func scanArrangement(s sqldb.Row) (people.Arrangement, error) {
	var a people.Arrangement
	return a, s.Scan(&a.Ref, &a.Agency, &a.Person, &a.What, sqldb.Into(&a.Span.From), sqldb.Into(&a.Span.Until))
}

// SaveArrangement writes an arrangement down, or anew.
func SaveArrangement(ctx context.Context, tx *sqldb.Tx, a people.Arrangement) error {
	_, err := tx.Exec(ctx, `INSERT INTO arrangement (ref, agency, person_id, what, since, until) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (ref) DO UPDATE SET agency = excluded.agency, person_id = excluded.person_id, what = excluded.what,
			since = excluded.since, until = excluded.until`,
		a.Ref, a.Agency, idOrNull(a.Person), a.What, sqldb.At(a.Span.From), sqldb.At(a.Span.Until))
	return noSuchPerson(err, a.Person)
}

func noSuchPerson(err error, id people.ID) error {
	if sqldb.IsForeignKey(err) {
		return fault.New(fault.NotFound, "there is no person %d", id)
	}
	return err
}

const deviceColumns = `tag, kind, model, owner, coalesce(person_id, 0), agency, location, supported`

func scanDevice(s sqldb.Row) (people.Device, error) {
	var d people.Device
	return d, s.Scan(&d.Tag, &d.Kind, &d.Model, &d.Owner, &d.Person, &d.Agency, &d.Location, &d.Supported)
}

// DevicesOf are the devices that a person has, at most limit.
func DevicesOf(ctx context.Context, q sqldb.Q, person people.ID, limit int) ([]people.Device, error) {
	return sqldb.All(ctx, q, scanDevice, `SELECT `+deviceColumns+` FROM device WHERE person_id = $1 ORDER BY tag LIMIT $2`, int64(person), limit)
}

// DevicesOfAgency is a page of the devices of an agency, behind a tag.
func DevicesOfAgency(ctx context.Context, q sqldb.Q, agency, after string, limit int) ([]people.Device, error) {
	return sqldb.All(ctx, q, scanDevice, `SELECT `+deviceColumns+` FROM device WHERE agency = $1 AND tag > $2 ORDER BY tag LIMIT $3`, agency, after, limit)
}

// SaveDevice writes a device down, or anew.
func SaveDevice(ctx context.Context, tx *sqldb.Tx, d people.Device) error {
	_, err := tx.Exec(ctx, `INSERT INTO device (tag, kind, model, owner, person_id, agency, location, supported) VALUES `+sqldb.In(1, 8)+`
		ON CONFLICT (tag) DO UPDATE SET kind = excluded.kind, model = excluded.model, owner = excluded.owner, person_id = excluded.person_id,
			agency = excluded.agency, location = excluded.location, supported = excluded.supported`,
		d.Tag, d.Kind, d.Model, string(d.Owner), idOrNull(d.Person), d.Agency, d.Location, d.Supported)
	return noSuchPerson(err, d.Person)
}
