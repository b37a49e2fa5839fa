package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/kb"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Opinions that a reader can give of an article. Solved ends without a ticket (CO-14).
var opinions = []string{"helpful", "unhelpful", "solved"}

// RateArticle keeps what a reader says of an article, once: a later word takes the place of an earlier one. Somebody who
// is not signed in is told apart by visit, the secret of their session, of which only a digest is kept. Errors: Invalid,
// NotFound.
func (d *Desk) RateArticle(ctx context.Context, who access.Actor, visit string, id int64, says string) error {
	if !slices.Contains(opinions, says) {
		return fault.Field("says", "say whether it helped")
	}
	reader := fmt.Sprintf("p%d", who.ID)
	if who.ID == 0 {
		if visit == "" {
			return fault.Field("visit", "say whether it helped")
		}
		sum := sha256.Sum256([]byte(visit))
		reader = "s" + hex.EncodeToString(sum[:16])
	}
	return d.act(ctx, who, func(tx *sqldb.Tx) error {
		if _, _, err := readable(ctx, tx, who, id); err != nil {
			return err
		}
		fresh, err := store.Answer(ctx, tx, id, reader, says)
		if err != nil || !fresh || says != "solved" {
			return err
		}
		return store.RecordArticle(ctx, tx, who.ID, "article.solved", articleFact{Article: id})
	})
}

// ReportArticle tells the owner of an article that something on it is wrong: it is a ticket, with the owner to act on it
// (ME-71). page is where the article stands, for whoever reads the ticket. Errors: Invalid with the field "text".
func (d *Desk) ReportArticle(ctx context.Context, who access.Actor, id int64, page, text string) (Opened, error) {
	if err := access.May(who, access.OpenTicket); err != nil {
		return Opened{}, err
	}
	if strings.TrimSpace(text) == "" {
		return Opened{}, fault.Field("text", "write something here first")
	}
	return d.opening(ctx, who, func(tx *sqldb.Tx) (out Opened, err error) {
		a, v, err := readable(ctx, tx, who, id)
		if err != nil {
			return out, err
		}
		m, events, err := d.decideOpen(ctx, tx, who, Request{
			Subject:     wrongOn(v.Content.Title()),
			Description: fmt.Sprintf("%s\n\n%s (%d)", text, page, v.N),
		})
		if err != nil {
			return out, err
		}
		if out.Ticket, out.Clocks, err = d.insert(ctx, tx, m, events); err != nil || a.Owner == 0 {
			return out, err
		}
		if m, err = d.load(ctx, tx, out.Ticket.ID, access.System, tx.Now); err != nil {
			return out, err
		}
		if events, err = ticket.Assign(m.ticket, a.Owner); err != nil {
			return out, err
		}
		out.Ticket, err = d.save(ctx, tx, m, events)
		return out, err
	})
}

// ImportedArticle is an article of a file.
type ImportedArticle struct {
	Path     string     // tells the article from others: the same path again is the same article
	Content  kb.Content // without its pictures
	Pictures []kb.Drawn
	Draft    bool // it is not to be published yet
}

// ImportArticle takes in an article of a file, and publishes it: it was approved where it comes from. The same content
// again changes nothing. It tells what was done: "new", "changed" or "same".
func (d *Desk) ImportArticle(ctx context.Context, who access.Actor, in ImportedArticle) (id int64, done string, err error) {
	if err := access.May(who, access.Import); err != nil {
		return 0, "", err
	}
	if in.Path == "" || len(in.Path) > kb.MaxLine || !ticket.Plain(in.Path) {
		return 0, "", fault.Field("path", "at most %d characters of plain text", kb.MaxLine)
	}
	content, err := d.cleanArticle(in.Content)
	if err != nil {
		return 0, "", err
	}
	if content.Pictures, err = pictured(in.Pictures); err != nil {
		return 0, "", err
	}
	err = d.db.Write(ctx, func(tx *sqldb.Tx) error {
		id, done, err = d.takeIn(ctx, tx, in, content)
		return err
	})
	return id, done, err
}

func (d *Desk) takeIn(ctx context.Context, tx *sqldb.Tx, in ImportedArticle, content kb.Content) (int64, string, error) {
	a, err := store.ArticleOfPath(ctx, tx, in.Path)
	isNew := fault.Is(err, fault.NotFound)
	if err != nil && !isNew {
		return 0, "", err
	}
	if !isNew {
		last, err := store.ArticleVersion(ctx, tx, a.ID, a.Latest)
		if err != nil {
			return 0, "", err
		}
		if kb.Equal(last.Content, content) {
			return a.ID, "same", nil
		}
	}
	if err := addPictures(ctx, tx, in.Pictures); err != nil {
		return 0, "", err
	}
	a.Path = in.Path
	a.Article = kb.Change(a.Article, 0, tx.Now)
	describe(&a, content)
	done, fact := "changed", "article.changed"
	if isNew {
		done, fact = "new", "article.drafted"
		if a, err = store.InsertArticle(ctx, tx, a); err != nil {
			return 0, "", err
		}
	} else if in.Draft {
		if err := store.SaveArticle(ctx, tx, a); err != nil {
			return 0, "", err
		}
	}
	if err := d.keepVersion(ctx, tx, a, access.System, content, in.Path, fact); err != nil || in.Draft {
		return a.ID, done, err
	}
	if err := d.publish(ctx, tx, &a, access.System); err != nil {
		return 0, "", err
	}
	if err := store.SaveArticle(ctx, tx, a); err != nil {
		return 0, "", err
	}
	return a.ID, done, store.RecordArticle(ctx, tx, 0, "article.published", articleFact{a.ID, a.Latest})
}

// Synonyms is the desk's own list of words that say the same, as it was written: a group per line.
func (d *Desk) Synonyms(ctx context.Context, who access.Actor) (string, error) {
	if err := access.May(who, access.WriteArticle); err != nil {
		return "", err
	}
	return store.SynonymText(ctx, d.db.Reader())
}

// ChangeSynonyms replaces the list. Errors: Invalid with the field "synonyms".
func (d *Desk) ChangeSynonyms(ctx context.Context, who access.Actor, text string) error {
	if err := access.May(who, access.ChangeSynonyms); err != nil {
		return err
	}
	text = strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\x00", "").Replace(strings.ToValidUTF8(text, "")))
	if _, err := kb.ParseSynonyms(text); err != nil {
		return err
	}
	return d.acted(ctx, who, Act{Kind: store.SynonymsChangedFact}, func(tx *sqldb.Tx) error { return store.SaveSynonyms(ctx, tx, text) })
}

// Readiness tells, per service of the definition, what the desk has to help with it: people, articles, referrals (ME-64).
func (d *Desk) Readiness(ctx context.Context, who access.Actor) ([]kb.Ready, error) {
	if err := access.May(who, access.WriteArticle); err != nil {
		return nil, err
	}
	kinds, err := store.KindsOfServices(ctx, d.db.Reader())
	if err != nil {
		return nil, err
	}
	staffed, err := store.StaffedTeams(ctx, d.db.Reader())
	if err != nil {
		return nil, err
	}
	var out []kb.Ready
	for _, s := range d.Definition().Services {
		team := first(s.Team, d.Definition().DeskTeam())
		out = append(out, kb.Ready{Service: s.ID, Skill: slices.Contains(staffed, team),
			Articles: kinds[s.ID][kb.HowTo], Referrals: kinds[s.ID][kb.Referral]})
	}
	return out, nil
}
