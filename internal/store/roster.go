package store

import (
	"context"
	"fmt"

	"switchboard/internal/core/people"
	"switchboard/internal/sqldb"
)

// rosterChunk is how many keys are looked up in one query.
const rosterChunk = 100

// inChunks asks for what a few keys name, padded so that one text serves all; $1 and on are the keys.
func inChunks[T any](ctx context.Context, q sqldb.Q, keys []string, scan func(sqldb.Row) (T, error), text string) ([]T, error) {
	var out []T
	for len(keys) > 0 {
		chunk := keys[:min(len(keys), rosterChunk)]
		keys = keys[len(chunk):]
		params := make([]any, rosterChunk)
		for i := range params {
			params[i] = chunk[min(i, len(chunk)-1)]
		}
		found, err := sqldb.All(ctx, q, scan, text+sqldb.In(1, rosterChunk), params...)
		if err != nil {
			return nil, fmt.Errorf("store: look up %d keys: %w", len(chunk), err)
		}
		out = append(out, found...)
	}
	return out, nil
}

// PeopleByEmail finds people by their folded addresses; those who are not there are left out.
func PeopleByEmail(ctx context.Context, q sqldb.Q, emails []string) (map[string]people.Person, error) {
	all, err := inChunks(ctx, q, emails, scanPerson, `SELECT `+personColumns+` FROM person p WHERE p.email IN `)
	out := make(map[string]people.Person, len(all))
	for _, p := range all {
		out[p.Email] = p
	}
	return out, err
}

// SavePerson writes what the directory says of somebody who is there. Their address, password and teams stay.
func SavePerson(ctx context.Context, tx *sqldb.Tx, p people.Person) error {
	_, err := tx.Exec(ctx, `UPDATE person SET name = $1, role = $2, agency = $3, phone = $4, location = $5, proven = $6, alternate = $7,
			second_phone = $8, department = $9, prefers = $10, language = $11, supervisor = $12 WHERE id = $13`,
		p.Name, string(p.Role), p.Agency, p.Phone, p.Location, p.Proven, p.Alternate, p.SecondLine, p.Department, string(p.Prefers), p.Language,
		idOrNull(p.Supervisor), int64(p.ID))
	return noSuchPerson(err, p.Supervisor)
}

// AgenciesByKey finds agencies.
func AgenciesByKey(ctx context.Context, q sqldb.Q, keys []string) ([]people.Agency, error) {
	return inChunks(ctx, q, keys, scanAgency, `SELECT `+agencyColumns+` FROM agency a WHERE a.key IN `)
}

// DevicesByTag finds devices.
func DevicesByTag(ctx context.Context, q sqldb.Q, tags []string) ([]people.Device, error) {
	return inChunks(ctx, q, tags, scanDevice, `SELECT `+deviceColumns+` FROM device WHERE tag IN `)
}

// ArrangementsByRef finds arrangements.
func ArrangementsByRef(ctx context.Context, q sqldb.Q, refs []string) ([]people.Arrangement, error) {
	return inChunks(ctx, q, refs, scanArrangement, `SELECT `+arrangementColumns+` FROM arrangement WHERE ref IN `)
}

// ConsultantsByAgency finds all who represent some agencies.
func ConsultantsByAgency(ctx context.Context, q sqldb.Q, agencies []string) ([]Consultant, error) {
	return inChunks(ctx, q, agencies, scanConsultant, `SELECT `+consultantColumns+` FROM consultant WHERE agency IN `)
}

const consultantColumns = `agency, person_id, deputy, since, until`

func scanConsultant(r sqldb.Row) (Consultant, error) {
	var c Consultant
	return c, r.Scan(&c.Agency, &c.Person, &c.Deputy, sqldb.Into(&c.From), sqldb.Into(&c.Until))
}

// The pages that walk through all of a kind, each behind the last key of the page before.

// EverybodyBehind walks through all people by address.
func EverybodyBehind(ctx context.Context, q sqldb.Q, email string, limit int) ([]people.Person, error) {
	return sqldb.All(ctx, q, scanPerson, `SELECT `+personColumns+` FROM person p WHERE p.email > $1 ORDER BY p.email LIMIT $2`, email, limit)
}

// DevicesBehind walks through all devices by tag.
func DevicesBehind(ctx context.Context, q sqldb.Q, tag string, limit int) ([]people.Device, error) {
	return sqldb.All(ctx, q, scanDevice, `SELECT `+deviceColumns+` FROM device WHERE tag > $1 ORDER BY tag LIMIT $2`, tag, limit)
}

// ArrangementsBehind walks through all arrangements by reference.
func ArrangementsBehind(ctx context.Context, q sqldb.Q, ref string, limit int) ([]people.Arrangement, error) {
	return sqldb.All(ctx, q, scanArrangement, `SELECT `+arrangementColumns+` FROM arrangement WHERE ref > $1 ORDER BY ref LIMIT $2`, ref, limit)
}

// AgenciesBehind walks through all agencies by key.
func AgenciesBehind(ctx context.Context, q sqldb.Q, key string, limit int) ([]people.Agency, error) {
	return sqldb.All(ctx, q, scanAgency, `SELECT `+agencyColumns+` FROM agency a WHERE a.key > $1 ORDER BY a.key LIMIT $2`, key, limit)
}

// ConsultantsBehind walks through all who represent agencies, by agency and person.
func ConsultantsBehind(ctx context.Context, q sqldb.Q, after Consultant, limit int) ([]Consultant, error) {
	return sqldb.All(ctx, q, scanConsultant, `SELECT `+consultantColumns+` FROM consultant WHERE (agency, person_id) > ($1, $2)
		ORDER BY agency, person_id LIMIT $3`, after.Agency, int64(after.Person), limit)
}
