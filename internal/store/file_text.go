package store

import (
	"context"
	"fmt"

	"switchboard/internal/job"
	"switchboard/internal/sqldb"
)

// ReadFileJob is the kind of the job that reads what a file says; its body is the file's id.
const ReadFileJob = "read_file"

// askFiles is how many files one asks to be read at once.
const askFiles = 100

// AskFiles asks for a job for each of some files that nobody was asked to read, and answers how many they are. Each is read
// by a job of its own, so that a sick one is put aside alone.
func AskFiles(ctx context.Context, tx *sqldb.Tx) (int, error) {
	ids, err := sqldb.All(ctx, tx, sqldb.Value[string], `SELECT id FROM file WHERE NOT asked ORDER BY id LIMIT $1`, askFiles)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	jobs, params := make([]job.Job, len(ids)), make([]any, len(ids))
	for i, id := range ids {
		jobs[i], params[i] = job.Job{Kind: ReadFileJob, Key: id, Body: id}, id
	}
	if _, err := tx.Exec(ctx, `UPDATE file SET asked = TRUE WHERE id IN `+sqldb.In(1, len(ids)), params...); err != nil {
		return 0, fmt.Errorf("store: ask files: %w", err)
	}
	return len(ids), job.Enqueue(ctx, tx, jobs...)
}

// KeepFileText writes what a file says, once.
func KeepFileText(ctx context.Context, tx *sqldb.Tx, f File, text string) error {
	_, err := tx.Exec(ctx, `INSERT INTO file_text (file_id, ticket_id, text) VALUES ($1, $2, $3)
		ON CONFLICT (file_id) DO UPDATE SET text = excluded.text`, f.ID, f.Ticket, text)
	if err != nil {
		return fmt.Errorf("store: text of file %s: %w", f.ID, err)
	}
	return nil
}

// IndexTicket writes all that a ticket can be found by: its history, what its files are called and say. What is said in a
// file that the requester may not see stays with what only the desk reads.
func IndexTicket(ctx context.Context, tx *sqldb.Tx, id int64) (Words, error) {
	if tx.Dialect() == sqldb.Postgres { // two that index one ticket must not read at once, and write one after the other
		if _, err := tx.Exec(ctx, `SELECT id FROM ticket_words WHERE id = $1 FOR UPDATE`, id); err != nil {
			return Words{}, fmt.Errorf("store: index ticket %d: %w", id, err)
		}
	}
	entries, err := History(ctx, tx, id)
	if err != nil {
		return Words{}, err
	}
	w := WordsOf(id, entries)
	err = tx.Each(ctx, func(r sqldb.Row) error {
		var public bool
		var name, text string
		if err := r.Scan(&public, &name, &text); err != nil {
			return err
		}
		to := &w.Internal
		if public {
			to = &w.Public
		}
		*to = joined(*to, name, text)
		return nil
	}, `SELECT f.public, f.name, coalesce(x.text, '') FROM file f LEFT JOIN file_text x ON x.file_id = f.id WHERE f.ticket_id = $1 ORDER BY f.id LIMIT $2`, id, maxFilesRead)
	if err != nil {
		return Words{}, fmt.Errorf("store: files of ticket %d: %w", id, err)
	}
	return w, Index(ctx, tx, w)
}

// maxFilesRead bounds the files of a ticket by whose words it is found.
const maxFilesRead = 100
