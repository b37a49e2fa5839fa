package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
)

const personColumns = `p.id, p.email, p.name, p.role, p.agency, p.phone, p.location, p.proven,
	p.alternate, p.second_phone, p.department, p.prefers, p.language, coalesce(p.supervisor, 0),
	coalesce((SELECT string_agg(m.team, ',' ORDER BY m.team) FROM membership m WHERE m.person_id = p.id), '')`

func scanPerson(s sqldb.Row) (people.Person, error) { return scanPersonAnd(s) }

// scanPersonAnd reads a person, and what is selected behind the columns of one.
func scanPersonAnd(s sqldb.Row, more ...any) (people.Person, error) {
	var p people.Person
	var teams string
	err := s.Scan(append([]any{&p.ID, &p.Email, &p.Name, &p.Role, &p.Agency, &p.Phone, &p.Location, &p.Proven,
		&p.Alternate, &p.SecondLine, &p.Department, &p.Prefers, &p.Language, &p.Supervisor, &teams}, more...)...)
	if teams != "" {
		p.Teams = strings.Split(teams, ",")
	}
	return p, err
}

// Person finds a person with their teams. Errors: NotFound.
func Person(ctx context.Context, q sqldb.Q, id people.ID) (people.Person, error) {
	p, err := sqldb.One(ctx, q, scanPerson, `SELECT `+personColumns+` FROM person p WHERE p.id = $1`, int64(id))
	return p, sqldb.Missing(err, "there is no person %d", id)
}

// PersonByEmail finds a person by their folded address. Errors: NotFound.
func PersonByEmail(ctx context.Context, q sqldb.Q, email string) (people.Person, error) {
	p, err := sqldb.One(ctx, q, scanPerson, `SELECT `+personColumns+` FROM person p WHERE p.email = $1`, email)
	return p, sqldb.Missing(err, "there is no person with the address %s", email)
}

// People finds several at once, by number; those who do not exist are left out.
func People(ctx context.Context, q sqldb.Q, ids []people.ID) (map[people.ID]people.Person, error) {
	slices.Sort(ids)
	ids = slices.Compact(ids)
	found := make(map[people.ID]people.Person, len(ids))
	for chunk := range slices.Chunk(ids, 32) {
		params := make([]any, 32)
		for i := range params { // padded, so that one text serves all
			params[i] = int64(chunk[min(i, len(chunk)-1)])
		}
		all, err := sqldb.All(ctx, q, scanPerson, `SELECT `+personColumns+` FROM person p WHERE p.id IN `+sqldb.In(1, 32), params...)
		if err != nil {
			return nil, fmt.Errorf("store: people: %w", err)
		}
		for _, p := range all {
			found[p.ID] = p
		}
	}
	return found, nil
}

// AddPerson writes a new person. Errors: Conflict where the address is taken.
func AddPerson(ctx context.Context, tx *sqldb.Tx, p people.Person, password string) (people.ID, error) {
	id, err := sqldb.One(ctx, tx, sqldb.Value[people.ID], `
		INSERT INTO person (email, name, role, agency, phone, location, proven, password, alternate, second_phone, department, prefers, language, supervisor)
		VALUES `+sqldb.In(1, 14)+` RETURNING id`,
		p.Email, p.Name, string(p.Role), p.Agency, p.Phone, p.Location, p.Proven, password, p.Alternate, p.SecondLine, p.Department,
		string(p.Prefers), p.Language, idOrNull(p.Supervisor))
	if sqldb.IsUnique(err) {
		return 0, fault.New(fault.Conflict, "there is a person with the address %s already", p.Email)
	}
	if err != nil {
		return 0, fmt.Errorf("store: add person: %w", err)
	}
	return id, SetTeams(ctx, tx, id, p.Teams)
}

// ClaimPerson finds the person with this address, or makes one of whom only this is claimed (DESIGN 9.2).
func ClaimPerson(ctx context.Context, tx *sqldb.Tx, email, name string) (people.Person, error) {
	p, err := PersonByEmail(ctx, tx, email)
	if !fault.Is(err, fault.NotFound) {
		return p, err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO person (email, name, role, agency, phone, location, proven, password)
		VALUES ($1, $2, $3, '', '', '', FALSE, '') ON CONFLICT (email) DO NOTHING`, email, name, string(people.Customer))
	if err != nil {
		return p, fmt.Errorf("store: claim person: %w", err)
	}
	return PersonByEmail(ctx, tx, email)
}

// SetTeams replaces the teams of a person.
func SetTeams(ctx context.Context, tx *sqldb.Tx, id people.ID, teams []string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM membership WHERE person_id = $1`, int64(id)); err != nil {
		return fmt.Errorf("store: teams of person %d: %w", id, err)
	}
	for _, team := range teams {
		if _, err := tx.Exec(ctx, `INSERT INTO membership (person_id, team) VALUES ($1, $2)`, int64(id), team); err != nil {
			return fmt.Errorf("store: teams of person %d: %w", id, err)
		}
	}
	return nil
}

// Staff are the people of a team, or of all teams where team is empty, by name.
func Staff(ctx context.Context, q sqldb.Q, team string) ([]people.Person, error) {
	if team == "" {
		return sqldb.All(ctx, q, scanPerson, `SELECT `+personColumns+` FROM person p WHERE p.role <> 'customer' ORDER BY p.name, p.id LIMIT 1000`)
	}
	return sqldb.All(ctx, q, scanPerson, `SELECT `+personColumns+` FROM person p WHERE p.id IN
		(SELECT person_id FROM membership WHERE team = $1) ORDER BY p.name, p.id LIMIT 1000`, team)
}

// maxNamesakes bounds how many people one name means.
const maxNamesakes = 20

// PeopleNamed tells whom each of these words means: the person with that address or, without an @, the staff with that name
// or with that before the @ of their address. Nobody is no entry.
func PeopleNamed(ctx context.Context, q sqldb.Q, said []string) (map[string][]people.ID, error) {
	out := map[string][]people.ID{}
	for _, s := range said {
		text, params := `SELECT id FROM person WHERE email = $1`, []any{s}
		if !strings.Contains(s, "@") {
			text = `SELECT id FROM person WHERE role <> 'customer' AND (lower(name) = $1 OR substr(email, 1, length($2)) = $2) ORDER BY name, id LIMIT $3`
			params = []any{s, s + "@", maxNamesakes}
		}
		ids, err := sqldb.All(ctx, q, sqldb.Value[people.ID], text, params...)
		if err != nil {
			return nil, fmt.Errorf("store: people named: %w", err)
		}
		if len(ids) > 0 {
			out[s] = ids
		}
	}
	return out, nil
}

// StaffedTeams are the teams in which anybody works, by name.
func StaffedTeams(ctx context.Context, q sqldb.Q) ([]string, error) {
	return sqldb.All(ctx, q, sqldb.Value[string], `SELECT DISTINCT team FROM membership ORDER BY team LIMIT 10000`)
}

// AnyStaff reports whether anybody works here yet.
func AnyStaff(ctx context.Context, q sqldb.Q) (bool, error) {
	n, err := sqldb.One(ctx, q, sqldb.Value[int], `SELECT count(*) FROM (SELECT 1 FROM person WHERE role <> 'customer' LIMIT 1) AS counted`)
	return n > 0, err
}

// Password is the stored form of a person's password; empty where they have none.
func Password(ctx context.Context, q sqldb.Q, id people.ID) (string, error) {
	return sqldb.One(ctx, q, sqldb.Value[string], `SELECT password FROM person WHERE id = $1`, int64(id))
}

// AddToken keeps the digest of an API token.
func AddToken(ctx context.Context, tx *sqldb.Tx, hash string, id people.ID) error {
	_, err := tx.Exec(ctx, `INSERT INTO api_token (hash, person_id, created_at) VALUES ($1, $2, $3)`, hash, int64(id), sqldb.At(tx.Now))
	return err
}

// PersonOfToken finds whose token has this digest. Errors: NotFound.
func PersonOfToken(ctx context.Context, q sqldb.Q, hash string) (people.ID, error) {
	id, err := sqldb.One(ctx, q, sqldb.Value[int64], `SELECT person_id FROM api_token WHERE hash = $1`, hash)
	return people.ID(id), sqldb.Missing(err, "no such token")
}

// Session reads a session that has not expired. Found is false where there is none.
func Session(ctx context.Context, q sqldb.Q, token string, now time.Time) (data []byte, found bool, err error) {
	err = q.Each(ctx, func(r sqldb.Row) error { found = true; return r.Scan(&data) },
		`SELECT data FROM session WHERE token = $1 AND expires_at > $2`, token, now.UnixMilli())
	return data, found, err
}

// SaveSession writes a session of somebody, or of nobody where id is zero.
func SaveSession(ctx context.Context, tx *sqldb.Tx, token string, id people.ID, data []byte, expires time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO session (token, person_id, data, expires_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (token) DO UPDATE SET person_id = excluded.person_id, data = excluded.data, expires_at = excluded.expires_at`,
		token, idOrNull(id), data, sqldb.At(expires))
	return err
}

// EndSession removes a session, and with it up to a hundred that have expired.
func EndSession(ctx context.Context, tx *sqldb.Tx, token string) error {
	_, err := tx.Exec(ctx, `DELETE FROM session WHERE token = $1 OR token IN
		(SELECT token FROM session WHERE expires_at < $2 ORDER BY expires_at LIMIT 100)`, token, sqldb.At(tx.Now))
	return err
}
