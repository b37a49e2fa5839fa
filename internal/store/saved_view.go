package store

import (
	"context"
	"fmt"
	"strings"

	"switchboard/internal/core/filter"
	"switchboard/internal/core/people"
	"switchboard/internal/core/view"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
)

const savedColumns = `id, audience, owner, team, name, filter, shown, density, version`

func scanView(r sqldb.Row) (view.View, error) {
	var v view.View
	var text, shown string
	if err := r.Scan(&v.ID, &v.Audience, &v.Owner, &v.Team, &v.Name, &text, &shown, &v.Density, &v.Version); err != nil {
		return v, err
	}
	v.Columns = strings.FieldsFunc(shown, func(r rune) bool { return r == ',' })
	f, err := filter.Parse(text, filter.Vocabulary{}) // it was printed, so it needs no vocabulary
	if err != nil {
		return v, fmt.Errorf("store: view %d: %w", v.ID, err)
	}
	v.Filter = f
	return v, nil
}

// SavedView reads one view. Errors: NotFound.
func SavedView(ctx context.Context, q sqldb.Q, id int64) (view.View, error) {
	v, err := sqldb.One(ctx, q, scanView, `SELECT `+savedColumns+` FROM saved_view WHERE id = $1`, id)
	return v, sqldb.Missing(err, "there is no view of that name")
}

// SavedViews are the views of a person, of teams, and of the desk, each in the order in which they were made.
func SavedViews(ctx context.Context, q sqldb.Q, who people.ID, teams []string) ([]view.View, error) {
	params := []any{int64(who), view.MaxOwn}
	each := []string{`SELECT * FROM (SELECT ` + savedColumns + ` FROM saved_view WHERE audience = 'own' AND owner = $1 ORDER BY id LIMIT $2) AS own`}
	for _, team := range teams {
		params = append(params, team)
		each = append(each, fmt.Sprintf(`SELECT * FROM (SELECT `+savedColumns+` FROM saved_view
			WHERE audience = 'team' AND team = $%d ORDER BY id LIMIT $2) AS team`, len(params)))
	}
	each = append(each, `SELECT * FROM (SELECT `+savedColumns+` FROM saved_view WHERE audience = 'desk' ORDER BY id LIMIT $2) AS desk`)
	all, err := sqldb.All(ctx, q, scanView, strings.Join(each, ` UNION ALL `)+` ORDER BY id`, params...)
	if err != nil {
		return nil, fmt.Errorf("store: views: %w", err)
	}
	return all, nil
}

// viewsBeside counts the views that stand in the same list as v.
func viewsBeside(ctx context.Context, q sqldb.Q, v view.View) (int, error) {
	where, params := `audience = 'desk' AND $1 = ''`, []any{""}
	switch v.Audience {
	case view.Own:
		where, params = `audience = 'own' AND owner = $1`, []any{int64(v.Owner)}
	case view.Team:
		where, params = `audience = 'team' AND team = $1`, []any{v.Team}
	}
	return sqldb.One(ctx, q, sqldb.Value[int], `SELECT count(*) FROM saved_view WHERE `+where, params...)
}

// InsertView writes a new view. Errors: Conflict when there are too many.
func InsertView(ctx context.Context, tx *sqldb.Tx, v view.View) (int64, error) {
	n, err := viewsBeside(ctx, tx, v)
	if err != nil {
		return 0, err
	}
	if n >= view.MaxOwn {
		return 0, fault.New(fault.Conflict, "there are %d views already; delete one first", n)
	}
	return sqldb.One(ctx, tx, sqldb.Value[int64], `INSERT INTO saved_view (audience, owner, team, name, filter, shown, density, version, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8) RETURNING id`, string(v.Audience), int64(v.Owner), v.Team, v.Name, v.Filter.String(),
		strings.Join(v.Columns, ","), string(v.Density), sqldb.At(tx.Now))
}

// SaveView writes a view whose version is still the one that v carries. Errors: Conflict.
func SaveView(ctx context.Context, tx *sqldb.Tx, v view.View) error {
	n, err := tx.Exec(ctx, `UPDATE saved_view SET audience = $1, team = $2, name = $3, filter = $4, shown = $5, density = $6, version = version + 1,
		changed_at = $7, owner = $10 WHERE id = $8 AND version = $9`, string(v.Audience), v.Team, v.Name, v.Filter.String(), strings.Join(v.Columns, ","),
		string(v.Density), sqldb.At(tx.Now), v.ID, v.Version, int64(v.Owner))
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "somebody has changed this view meanwhile; look at it, then try again")
	}
	return err
}

// DeleteView removes a view.
func DeleteView(ctx context.Context, tx *sqldb.Tx, id int64) error {
	_, err := tx.Exec(ctx, `DELETE FROM saved_view WHERE id = $1`, id)
	return err
}
