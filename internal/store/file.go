package store

import (
	"context"
	"fmt"

	"switchboard/internal/sqldb"
)

// File is a file on a ticket. Its bytes are Part of the mail that brought it, in the order of its attachments from 0, or
// where no mail did its own.
type File struct {
	ID     string
	Ticket int64
	Public bool // the requester may see it
	Name   string
	Type   string
	Size   int64
	Mail   int64
	Part   int
	Bytes  []byte // when it is added; what is found by id has none, see FileBytes
}

// AddFiles hangs files on a ticket.
func AddFiles(ctx context.Context, tx *sqldb.Tx, ticket int64, files []File) error {
	for _, f := range files {
		var part, bytes any
		if f.Mail != 0 {
			part = f.Part
		} else if bytes = f.Bytes; f.Bytes == nil {
			bytes = []byte{}
		}
		_, err := tx.Exec(ctx, `INSERT INTO file (id, ticket_id, public, name, type, size, mail_id, part, bytes, created_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, f.ID, ticket, f.Public, f.Name, f.Type, f.Size, numberOrNull(f.Mail), part, bytes, sqldb.At(tx.Now))
		if err != nil {
			return fmt.Errorf("store: file of ticket %d: %w", ticket, err)
		}
	}
	return nil
}

// FileByID finds a file. Errors: NotFound.
func FileByID(ctx context.Context, q sqldb.Q, id string) (File, error) {
	f, err := sqldb.One(ctx, q, func(r sqldb.Row) (File, error) {
		var f File
		err := r.Scan(&f.ID, &f.Ticket, &f.Public, &f.Name, &f.Type, &f.Size, &f.Mail, &f.Part)
		return f, err
	}, `SELECT id, ticket_id, public, name, type, size, coalesce(mail_id, 0), coalesce(part, 0) FROM file WHERE id = $1`, id)
	return f, sqldb.Missing(err, "there is no such file, or none that you may see")
}

// FileBytes are the bytes of a file that no mail brought. Errors: NotFound.
func FileBytes(ctx context.Context, q sqldb.Q, id string) ([]byte, error) {
	b, err := sqldb.One(ctx, q, sqldb.Value[[]byte], `SELECT bytes FROM file WHERE id = $1 AND mail_id IS NULL`, id)
	return b, sqldb.Missing(err, "there is no such file, or none that you may see")
}
