package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"switchboard/internal/core/kb"
	"switchboard/internal/core/people"
	"switchboard/internal/eventlog"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
)

// ArticleRow is an article as lists show it, and as it is changed.
type ArticleRow struct {
	kb.Article
	Title    string // of the latest version
	Kind     kb.Kind
	Audience kb.Audience
	version  int64
}

const articleColumns = `a.id, a.version, a.status, a.latest, a.published, a.title, a.kind, a.audience, coalesce(a.author, 0), coalesce(a.owner, 0),
	a.review_at, a.changed_at, a.published_at, a.path, coalesce(a.from_ticket, 0), a.helpful, a.unhelpful, a.solved, a.linked`

func scanArticle(r sqldb.Row) (a ArticleRow, err error) {
	err = r.Scan(&a.ID, &a.version, &a.Status, &a.Latest, &a.Published, &a.Title, &a.Kind, &a.Audience, &a.Author, &a.Owner,
		sqldb.Into(&a.ReviewBy), sqldb.Into(&a.ChangedAt), sqldb.Into(&a.PublishedAt), &a.Path, &a.From,
		&a.Counts.Helpful, &a.Counts.Unhelpful, &a.Counts.Solved, &a.Counts.Linked)
	return a, err
}

// Article finds an article by its number. Errors: NotFound.
func Article(ctx context.Context, q sqldb.Q, id int64) (ArticleRow, error) {
	a, err := sqldb.One(ctx, q, scanArticle, `SELECT `+articleColumns+` FROM article a WHERE a.id = $1`, id)
	return a, sqldb.Missing(err, "there is no article %d, or none that you may read", id)
}

// ArticleOfPath finds the article that was imported from a file. Errors: NotFound.
func ArticleOfPath(ctx context.Context, q sqldb.Q, path string) (ArticleRow, error) {
	a, err := sqldb.One(ctx, q, scanArticle, `SELECT `+articleColumns+` FROM article a WHERE a.path = $1 AND a.path <> ''`, path)
	return a, sqldb.Missing(err, "no article was imported from %q", path)
}

// InsertArticle adds an article, which has no version yet, and gives it its number.
func InsertArticle(ctx context.Context, tx *sqldb.Tx, a ArticleRow) (ArticleRow, error) {
	var err error
	a.version = 1
	a.ID, err = sqldb.One(ctx, tx, sqldb.Value[int64], `
		INSERT INTO article (version, status, latest, published, title, kind, audience, author, owner, review_at, changed_at, published_at, path, from_ticket)
		VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id`, append(articleState(a), a.Path, numberOrNull(a.From))...)
	if err != nil {
		return a, fmt.Errorf("store: insert article: %w", err)
	}
	return a, nil
}

// SaveArticle writes the state of an article, if nobody else has since it was read.
func SaveArticle(ctx context.Context, tx *sqldb.Tx, a ArticleRow) error {
	n, err := tx.Exec(ctx, `
		UPDATE article SET version = version + 1, status = $1, latest = $2, published = $3, title = $4, kind = $5, audience = $6, author = $7,
			owner = $8, review_at = $9, changed_at = $10, published_at = $11
		WHERE id = $12 AND version = $13`, append(articleState(a), a.ID, a.version)...)
	if err != nil {
		return fmt.Errorf("store: save article %d: %w", a.ID, err)
	}
	if n == 0 {
		return sqldb.Raced(fault.New(fault.Conflict, "others are changing this article at this moment; try again"))
	}
	return nil
}

func articleState(a ArticleRow) []any {
	return []any{string(a.Status), a.Latest, a.Published, a.Title, string(a.Kind), string(a.Audience), idOrNull(a.Author), idOrNull(a.Owner),
		sqldb.At(a.ReviewBy), sqldb.At(a.ChangedAt), sqldb.At(a.PublishedAt)}
}

// AddArticleVersion keeps a version.
func AddArticleVersion(ctx context.Context, tx *sqldb.Tx, article int64, v kb.Version) error {
	content, err := json.Marshal(v.Content)
	if err != nil {
		return fmt.Errorf("store: version %d of article %d: %w", v.N, article, err)
	}
	_, err = tx.Exec(ctx, `INSERT INTO article_version (article_id, n, content, by_id, at, why) VALUES ($1, $2, $3, $4, $5, $6)`,
		article, v.N, string(content), idOrNull(v.By), sqldb.At(v.At), v.Why)
	return err
}

const versionColumns = `n, content, coalesce(by_id, 0), at, why`

func scanVersion(r sqldb.Row) (v kb.Version, err error) {
	var content string
	if err = r.Scan(&v.N, &content, &v.By, sqldb.Into(&v.At), &v.Why); err == nil {
		err = json.Unmarshal([]byte(content), &v.Content)
	}
	return v, err
}

// ArticleVersion reads one version. Errors: NotFound.
func ArticleVersion(ctx context.Context, q sqldb.Q, article int64, n int) (kb.Version, error) {
	v, err := sqldb.One(ctx, q, scanVersion, `SELECT `+versionColumns+` FROM article_version WHERE article_id = $1 AND n = $2`, article, n)
	return v, sqldb.Missing(err, "this article has no version %d", n)
}

// maxVersions bounds the history that a page shows; older ones are read by their number.
const maxVersions = 200

// ArticleVersions reads the versions of an article, the latest first.
func ArticleVersions(ctx context.Context, q sqldb.Q, article int64) ([]kb.Version, error) {
	return sqldb.All(ctx, q, scanVersion, `SELECT `+versionColumns+` FROM article_version WHERE article_id = $1 ORDER BY n DESC LIMIT $2`, article, maxVersions)
}

// Articles lists articles of a status, the last changed first; an empty status is all of them that are not retired. Due
// lists what is published by the day of its review, the most overdue first.
func Articles(ctx context.Context, q sqldb.Q, status kb.Status, limit int) ([]ArticleRow, error) {
	if status == "" {
		return sqldb.All(ctx, q, scanArticle, `SELECT `+articleColumns+` FROM article a WHERE a.status <> 'retired' ORDER BY a.changed_at DESC, a.id DESC LIMIT $1`, limit)
	}
	return sqldb.All(ctx, q, scanArticle, `SELECT `+articleColumns+` FROM article a WHERE a.status = $1 ORDER BY a.changed_at DESC, a.id DESC LIMIT $2`, string(status), limit)
}

// ArticlesDue lists what is published by the day of its review, the most overdue first.
func ArticlesDue(ctx context.Context, q sqldb.Q, limit int) ([]ArticleRow, error) {
	return sqldb.All(ctx, q, scanArticle, `SELECT `+articleColumns+` FROM article a WHERE a.published > 0 ORDER BY a.review_at, a.id LIMIT $1`, limit)
}

// ArticlesOf lists the published articles of a service within the reader's scopes, referrals first.
func ArticlesOf(ctx context.Context, q sqldb.Q, service string, scopes []string, limit int) ([]int64, error) {
	args := []any{service, limit}
	for _, s := range scopes {
		args = append(args, s)
	}
	return sqldb.All(ctx, q, func(r sqldb.Row) (id int64, err error) {
		var first int
		return id, r.Scan(&id, &first)
	}, `SELECT DISTINCT article_id, CASE WHEN kind = 'referral' THEN 0 ELSE 1 END AS first FROM article_service
		WHERE service = $1 AND scope IN `+sqldb.In(3, len(scopes))+` ORDER BY first, article_id LIMIT $2`, args...)
}

// KindsOfServices tells how many published articles of each kind every service has, for the support-readiness check.
func KindsOfServices(ctx context.Context, q sqldb.Q) (map[string]map[kb.Kind]int, error) {
	out := map[string]map[kb.Kind]int{}
	err := q.Each(ctx, func(r sqldb.Row) error {
		var service string
		var kind kb.Kind
		var n int
		if err := r.Scan(&service, &kind, &n); err != nil {
			return err
		}
		if out[service] == nil {
			out[service] = map[kb.Kind]int{}
		}
		out[service][kind] = n
		return nil
	}, `SELECT service, kind, count(*) FROM article_service WHERE scope = 'staff' GROUP BY service, kind ORDER BY service, kind`)
	return out, err
}

// Answer keeps what a reader says of an article, in place of what they said before, and counts anew. It tells whether
// anything has changed.
func Answer(ctx context.Context, tx *sqldb.Tx, article int64, reader, says string) (bool, error) {
	n, err := tx.Exec(ctx, `
		INSERT INTO article_answer (article_id, reader, says, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (article_id, reader) DO UPDATE SET says = excluded.says, at = excluded.at WHERE article_answer.says <> excluded.says`,
		article, reader, says, sqldb.At(tx.Now))
	if err != nil || n == 0 {
		return false, err
	}
	_, err = tx.Exec(ctx, `
		UPDATE article SET helpful = (SELECT count(*) FROM article_answer WHERE article_id = $1 AND says IN ('helpful', 'solved')),
			unhelpful = (SELECT count(*) FROM article_answer WHERE article_id = $1 AND says = 'unhelpful'),
			solved = (SELECT count(*) FROM article_answer WHERE article_id = $1 AND says = 'solved')
		WHERE id = $1`, article)
	return true, err
}

// CountLink counts that an article was used on a ticket.
func CountLink(ctx context.Context, tx *sqldb.Tx, article int64) error {
	_, err := tx.Exec(ctx, `UPDATE article SET linked = linked + 1 WHERE id = $1`, article)
	return err
}

// RecordArticle tells the log what happened to an article, as the last statement of its transaction.
func RecordArticle(ctx context.Context, tx *sqldb.Tx, who people.ID, kind string, body any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("store: %s: %w", kind, err)
	}
	return eventlog.Append(ctx, tx, eventlog.Fact{Kind: kind, Actor: int64(who), Body: string(text)})
}

// SynonymText reads the desk's own list; empty where it has none.
func SynonymText(ctx context.Context, q sqldb.Q) (string, error) {
	all, err := sqldb.All(ctx, q, sqldb.Value[string], `SELECT text FROM synonyms WHERE id = 1`)
	if err != nil || len(all) == 0 {
		return "", err
	}
	return all[0], nil
}

// SaveSynonyms keeps the desk's own list.
func SaveSynonyms(ctx context.Context, tx *sqldb.Tx, text string) error {
	if _, err := tx.Exec(ctx, `INSERT INTO synonyms (id, text) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET text = excluded.text`, text); err != nil {
		return err
	}
	return reshelved(ctx, tx)
}

// PublishedArticle is an article with the version that readers see.
type PublishedArticle struct {
	Article ArticleRow
	Content kb.Content
}

// PublishedArticles reads articles with what readers see of them, by their numbers; those that are not published are left
// out. Whether somebody may read them is not asked here.
func PublishedArticles(ctx context.Context, q sqldb.Q, ids []int64) (map[int64]PublishedArticle, error) {
	out := make(map[int64]PublishedArticle, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	var a args
	in := make([]string, len(ids))
	for i, id := range ids {
		in[i] = a.add(id)
	}
	err := q.Each(ctx, func(r sqldb.Row) error {
		var p PublishedArticle
		var content string
		row, err := scanArticle(withMore{r, &content})
		if err == nil {
			err = json.Unmarshal([]byte(content), &p.Content)
		}
		p.Article = row
		out[row.ID] = p
		return err
	}, `SELECT `+articleColumns+`, v.content FROM article a JOIN article_version v ON v.article_id = a.id AND v.n = a.published
		WHERE a.id IN (`+strings.Join(in, ", ")+`)`, a...)
	return out, err
}

// withMore is a row with one column behind those that are scanned.
type withMore struct {
	row  sqldb.Row
	more *string
}

func (w withMore) Scan(dest ...any) error { return w.row.Scan(append(dest, w.more)...) }

// maxReferrals bounds how many services are looked at for their referrals.
const maxReferrals = 200

// ReferralsOfServices gives the first referral of each service that has one, within the reader's scopes.
func ReferralsOfServices(ctx context.Context, q sqldb.Q, scopes []string) (map[string]int64, error) {
	var a args
	limit := a.add(maxReferrals)
	out := map[string]int64{}
	err := q.Each(ctx, func(r sqldb.Row) error {
		var service string
		var id int64
		err := r.Scan(&service, &id)
		out[service] = id
		return err
	}, `SELECT service, min(article_id) FROM article_service WHERE kind = 'referral' AND scope IN `+a.list(scopes)+` GROUP BY service ORDER BY service LIMIT `+limit, a...)
	return out, err
}

// CountSolved counts the readers to whom an article was the end of it, in a span of time.
func CountSolved(ctx context.Context, q sqldb.Q, from, until time.Time) (int, error) {
	return sqldb.One(ctx, q, sqldb.Value[int], `SELECT count(*) FROM article_answer WHERE says = 'solved' AND at >= $1 AND at < $2`,
		sqldb.At(from), sqldb.At(until))
}
