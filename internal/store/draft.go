package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"switchboard/internal/core/compose"
	"switchboard/internal/core/people"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
)

// DraftKey names a draft: whose it is, and for which field of which form.
type DraftKey struct {
	Person people.ID
	Ticket int64
	Verb   string
	Field  string
}

// DraftRow is a draft with its key and, in a list, the subject of its ticket.
type DraftRow struct {
	DraftKey
	compose.Draft
	Subject string
}

// sentDraftsKept is how long a draft that was sent is remembered.
const sentDraftsKept = 24 * time.Hour

const draftColumns = `d.person_id, d.ticket_id, d.verb, d.field, d.body, d.older, d.version, d.typed_at, d.sent`

func scanDraft(r sqldb.Row) (DraftRow, error) {
	var d DraftRow
	err := r.Scan(&d.Person, &d.Ticket, &d.Verb, &d.Field, &d.Text, &d.Older, &d.Version, sqldb.Into(&d.At), &d.Sent)
	return d, err
}

// Draft reads one draft. Errors: NotFound.
func Draft(ctx context.Context, q sqldb.Q, k DraftKey) (compose.Draft, error) {
	d, err := sqldb.One(ctx, q, scanDraft, `SELECT `+draftColumns+` FROM draft d
		WHERE d.person_id = $1 AND d.ticket_id = $2 AND d.verb = $3 AND d.field = $4`, int64(k.Person), k.Ticket, k.Verb, k.Field)
	return d.Draft, sqldb.Missing(err, "there is no such draft")
}

// maxFields bounds the drafts of one person on one ticket that are read at once.
const maxFields = 100

// DraftsOn are the drafts of a person on a ticket, by form and field, those that were sent too.
func DraftsOn(ctx context.Context, q sqldb.Q, who people.ID, ticket int64) ([]DraftRow, error) {
	return sqldb.All(ctx, q, scanDraft, `SELECT `+draftColumns+` FROM draft d WHERE d.person_id = $1 AND d.ticket_id = $2
		ORDER BY d.verb, d.field LIMIT $3`, int64(who), ticket, maxFields)
}

// DraftsOf are the drafts of a person that wait, the last typed first.
func DraftsOf(ctx context.Context, q sqldb.Q, who people.ID) ([]DraftRow, error) {
	return sqldb.All(ctx, q, func(r sqldb.Row) (DraftRow, error) {
		var d DraftRow
		err := r.Scan(&d.Person, &d.Ticket, &d.Verb, &d.Field, &d.Text, &d.Older, &d.Version, sqldb.Into(&d.At), &d.Sent, &d.Subject)
		return d, err
	}, `SELECT `+draftColumns+`, t.subject FROM draft d JOIN ticket t ON t.id = d.ticket_id WHERE d.person_id = $1 AND NOT d.sent AND d.body <> ''
		ORDER BY d.typed_at DESC, d.ticket_id, d.verb, d.field LIMIT $2`, int64(who), compose.MaxDrafts)
}

// SaveDraft writes a draft; those that were sent long ago go. Errors: Conflict when too many wait.
func SaveDraft(ctx context.Context, tx *sqldb.Tx, k DraftKey, d compose.Draft) error {
	if d.Version == 1 {
		if _, err := tx.Exec(ctx, `DELETE FROM draft WHERE person_id = $1 AND sent AND typed_at < $2`,
			int64(k.Person), sqldb.At(tx.Now.Add(-sentDraftsKept))); err != nil {
			return err
		}
		n, err := sqldb.One(ctx, tx, sqldb.Value[int], `SELECT count(*) FROM draft WHERE person_id = $1 AND NOT sent AND body <> ''`, int64(k.Person))
		if err != nil {
			return err
		}
		if n >= compose.MaxDrafts {
			return fault.New(fault.Conflict, "%d drafts of yours wait already; send or discard one first", n)
		}
	}
	_, err := tx.Exec(ctx, `INSERT INTO draft (person_id, ticket_id, verb, field, body, older, version, typed_at, sent)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (person_id, ticket_id, verb, field)
		DO UPDATE SET body = excluded.body, older = excluded.older, version = excluded.version, typed_at = excluded.typed_at, sent = excluded.sent`,
		int64(k.Person), k.Ticket, k.Verb, k.Field, d.Text, d.Older, d.Version, sqldb.At(d.At), d.Sent)
	if err != nil {
		return fmt.Errorf("store: draft on ticket %d: %w", k.Ticket, err)
	}
	return nil
}

// ClearDrafts marks the drafts of a form as sent.
func ClearDrafts(ctx context.Context, tx *sqldb.Tx, who people.ID, ticket int64, verb string) error {
	_, err := tx.Exec(ctx, `UPDATE draft SET older = body, body = '', version = version + 1, typed_at = $4, sent = TRUE
		WHERE person_id = $1 AND ticket_id = $2 AND verb = $3 AND NOT sent`, int64(who), ticket, verb, sqldb.At(tx.Now))
	return err
}

// WritersOn are the people who have typed in a form of a ticket since an instant and have not sent it yet.
func WritersOn(ctx context.Context, q sqldb.Q, ticket int64, verb string, since time.Time) ([]people.ID, error) {
	return sqldb.All(ctx, q, sqldb.Value[people.ID], `SELECT DISTINCT person_id FROM draft WHERE ticket_id = $1 AND typed_at > $2
		AND verb = $3 AND NOT sent AND body <> '' ORDER BY person_id LIMIT 20`, ticket, sqldb.At(since), verb)
}

// UndoChoice is for how many seconds the replies of a person wait.
func UndoChoice(ctx context.Context, q sqldb.Q, who people.ID) (seconds int, err error) {
	seconds, err = sqldb.One(ctx, q, sqldb.Value[int], `SELECT undo_s FROM writing_choice WHERE person_id = $1`, int64(who))
	if errors.Is(err, sqldb.ErrNone) {
		return compose.DefaultWait, nil
	}
	return seconds, err
}

// ChooseUndo keeps a person's choice.
func ChooseUndo(ctx context.Context, tx *sqldb.Tx, who people.ID, seconds int) error {
	_, err := tx.Exec(ctx, `INSERT INTO writing_choice (person_id, undo_s) VALUES ($1, $2)
		ON CONFLICT (person_id) DO UPDATE SET undo_s = excluded.undo_s`, int64(who), seconds)
	return err
}
