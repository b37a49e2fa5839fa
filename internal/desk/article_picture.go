package desk

import (
	"context"

	"switchboard/internal/core/access"
	"switchboard/internal/core/kb"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// ArticlePicture is a picture of an article, for whoever may read it there: readers that of the published version, authors
// that of any. Errors: NotFound, also for one that lies with another article.
func (d *Desk) ArticlePicture(ctx context.Context, who access.Actor, article int64, id string) (p kb.Drawn, err error) {
	err = d.db.Read(ctx, func(q sqldb.Q) error {
		if err := seesPicture(ctx, q, who, article, id); err != nil {
			return err
		}
		p, err = store.Picture(ctx, q, id)
		return err
	})
	return p, err
}

func seesPicture(ctx context.Context, q sqldb.Q, who access.Actor, article int64, id string) error {
	none := fault.New(fault.NotFound, "there is no such picture, or none that you may see")
	if _, v, err := readable(ctx, q, who, article); err == nil && v.Content.HasPicture(id) {
		return nil
	} else if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	if access.May(who, access.WriteArticle) != nil {
		return none
	}
	found, err := store.PictureOfVersions(ctx, q, article, id)
	if err == nil && !found {
		return none
	}
	return err
}

// pictured are the pictures that came with an article, in the form in which a version names them. Errors: Invalid.
func pictured(all []kb.Drawn) ([]kb.Picture, error) {
	if len(all) > kb.MaxPictures {
		return nil, fault.New(fault.Invalid, "an article has at most %d pictures", kb.MaxPictures)
	}
	var out []kb.Picture
	for _, p := range all {
		out = append(out, p.Picture)
	}
	return out, nil
}

func addPictures(ctx context.Context, tx *sqldb.Tx, all []kb.Drawn) error {
	for _, p := range all {
		if err := store.AddPicture(ctx, tx, p); err != nil {
			return err
		}
	}
	return nil
}
