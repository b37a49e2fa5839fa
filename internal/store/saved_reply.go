package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"switchboard/internal/core/compose"
	"switchboard/internal/core/people"
	"switchboard/internal/core/view"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
)

const savedReplyColumns = `id, audience, owner, team, name, en, es, verb, method, code, uses, version, retired`

func scanSavedReply(r sqldb.Row) (compose.SavedReply, error) {
	var s compose.SavedReply
	err := r.Scan(&s.ID, &s.Audience, &s.Owner, &s.Team, &s.Name, &s.En, &s.Es, &s.Verb, &s.Method, &s.Code, &s.Uses, &s.Version, &s.Retired)
	return s, err
}

// SavedReply reads one saved reply. Errors: NotFound.
func SavedReply(ctx context.Context, q sqldb.Q, id int64) (compose.SavedReply, error) {
	s, err := sqldb.One(ctx, q, scanSavedReply, `SELECT `+savedReplyColumns+` FROM saved_reply WHERE id = $1`, id)
	return s, sqldb.Missing(err, "there is no saved reply of that number")
}

// SavedReplies are those of a person, of teams and of the desk that are offered, the most used first.
func SavedReplies(ctx context.Context, q sqldb.Q, who people.ID, teams []string) ([]compose.SavedReply, error) {
	params := []any{int64(who)}
	where := []string{`audience = 'own' AND owner = $1`, `audience = 'desk'`}
	for _, team := range teams {
		params = append(params, team)
		where = append(where, fmt.Sprintf(`audience = 'team' AND team = $%d`, len(params)))
	}
	for i, w := range where {
		where[i] = `SELECT ` + savedReplyColumns + ` FROM saved_reply WHERE ` + w + ` AND NOT retired`
	}
	params = append(params, compose.MaxSaved)
	all, err := sqldb.All(ctx, q, scanSavedReply, `SELECT `+savedReplyColumns+` FROM (`+strings.Join(where, ` UNION ALL `)+`) AS s
		ORDER BY uses DESC, name, id LIMIT `+fmt.Sprintf("$%d", len(params)), params...)
	if err != nil {
		return nil, fmt.Errorf("store: saved replies: %w", err)
	}
	return all, nil
}

// InsertSavedReply writes a new saved reply. Errors: Conflict when there are too many.
func InsertSavedReply(ctx context.Context, tx *sqldb.Tx, by people.ID, s compose.SavedReply) (int64, error) {
	where, params := `audience = 'desk' AND $1 = ''`, []any{""}
	switch s.Audience {
	case view.Own:
		where, params = `audience = 'own' AND owner = $1`, []any{int64(s.Owner)}
	case view.Team:
		where, params = `audience = 'team' AND team = $1`, []any{s.Team}
	}
	n, err := sqldb.One(ctx, tx, sqldb.Value[int], `SELECT count(*) FROM saved_reply WHERE `+where+` AND NOT retired`, params...)
	if err != nil {
		return 0, err
	}
	if n >= compose.MaxSaved {
		return 0, fault.New(fault.Conflict, "there are %d saved replies already; retire one first", n)
	}
	s.Version = 1
	s.ID, err = sqldb.One(ctx, tx, sqldb.Value[int64], `INSERT INTO saved_reply (audience, owner, team, name, en, es, verb, method, code, uses, version, retired)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 1, FALSE) RETURNING id`,
		string(s.Audience), int64(s.Owner), s.Team, s.Name, s.En, s.Es, s.Verb, s.Method, s.Code)
	if err != nil {
		return 0, err
	}
	return s.ID, keepSavedReply(ctx, tx, by, s)
}

// SaveSavedReply writes a saved reply whose version is still the one that s carries. Errors: Conflict.
func SaveSavedReply(ctx context.Context, tx *sqldb.Tx, by people.ID, s compose.SavedReply) error {
	n, err := tx.Exec(ctx, `UPDATE saved_reply SET audience = $1, owner = $2, team = $3, name = $4, en = $5, es = $6, verb = $7, method = $8, code = $9,
		retired = $10, version = version + 1 WHERE id = $11 AND version = $12`,
		string(s.Audience), int64(s.Owner), s.Team, s.Name, s.En, s.Es, s.Verb, s.Method, s.Code, s.Retired, s.ID, s.Version)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.Conflict, "somebody has changed this saved reply meanwhile; look at it, then try again")
	}
	s.Version++
	return keepSavedReply(ctx, tx, by, s)
}

func keepSavedReply(ctx context.Context, tx *sqldb.Tx, by people.ID, s compose.SavedReply) error {
	_, err := tx.Exec(ctx, `INSERT INTO saved_reply_version (reply_id, version, person_id, name, en, es, retired, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, s.ID, s.Version, int64(by), s.Name, s.En, s.Es, s.Retired, sqldb.At(tx.Now))
	return err
}

// CountSavedReply counts a use of a saved reply.
func CountSavedReply(ctx context.Context, tx *sqldb.Tx, id int64) error {
	_, err := tx.Exec(ctx, `UPDATE saved_reply SET uses = uses + 1 WHERE id = $1`, id)
	return err
}

// SavedReplyChange is one change of a saved reply.
type SavedReplyChange struct {
	Version int64
	By      people.ID
	Name    string
	En, Es  string
	Retired bool
	At      time.Time
}

// SavedReplyChanges are the changes of a saved reply, the last first; at most 100.
func SavedReplyChanges(ctx context.Context, q sqldb.Q, id int64) ([]SavedReplyChange, error) {
	return sqldb.All(ctx, q, func(r sqldb.Row) (SavedReplyChange, error) {
		var c SavedReplyChange
		return c, r.Scan(&c.Version, &c.By, &c.Name, &c.En, &c.Es, &c.Retired, sqldb.Into(&c.At))
	}, `SELECT version, person_id, name, en, es, retired, changed_at FROM saved_reply_version WHERE reply_id = $1 ORDER BY version DESC LIMIT 100`, id)
}
