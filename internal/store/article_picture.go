package store

import (
	"context"
	"fmt"

	"switchboard/internal/core/kb"
	"switchboard/internal/sqldb"
)

// AddPicture keeps a picture of articles, once.
func AddPicture(ctx context.Context, tx *sqldb.Tx, d kb.Drawn) error {
	if _, err := tx.Exec(ctx, `INSERT INTO article_picture (id, type, bytes) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING`, d.ID, d.Type, d.Bytes); err != nil {
		return fmt.Errorf("store: picture %s: %w", d.ID, err)
	}
	return nil
}

// Picture reads a picture, which knows neither its name nor its size. Errors: NotFound.
func Picture(ctx context.Context, q sqldb.Q, id string) (kb.Drawn, error) {
	d, err := sqldb.One(ctx, q, func(r sqldb.Row) (d kb.Drawn, err error) {
		err = r.Scan(&d.ID, &d.Type, &d.Bytes)
		return d, err
	}, `SELECT id, type, bytes FROM article_picture WHERE id = $1`, id)
	return d, sqldb.Missing(err, "there is no such picture, or none that you may see")
}

// PictureOfVersions reports whether any version of an article has a picture.
func PictureOfVersions(ctx context.Context, q sqldb.Q, article int64, id string) (bool, error) {
	all, err := ArticleVersions(ctx, q, article)
	for _, v := range all {
		if v.Content.HasPicture(id) {
			return true, nil
		}
	}
	return false, err
}
