package archive

import (
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"unicode/utf8"

	"switchboard/internal/sqldb"
)

// Write copies all that a desk holds at one moment, while it goes on working: whatever was acknowledged before the call is in
// it. It holds one row at a time.
func Write(ctx context.Context, db *sqldb.DB, out io.Writer, say Say) (Contents, error) {
	zip, err := gzip.NewWriterLevel(out, gzip.BestSpeed)
	if err != nil {
		return Contents{}, err
	}
	w := &writer{out: bufio.NewWriterSize(zip, lineStart), all: sha256.New(), part: sha256.New(), say: say}
	err = db.Read(ctx, func(q sqldb.Q) error { return w.desk(ctx, q, db) })
	if err := errors.Join(err, w.out.Flush(), zip.Close()); err != nil {
		return Contents{}, fmt.Errorf("archive: %w", err)
	}
	return w.contents, nil
}

type writer struct {
	out       *bufio.Writer
	all, part hash.Hash
	say       Say
	contents  Contents
	buffer    []byte
}

func (w *writer) desk(ctx context.Context, q sqldb.Q, db *sqldb.DB) error {
	schema, err := sqldb.SchemaVersion(ctx, q)
	if err != nil {
		return err
	}
	if schema == 0 {
		return errors.New("there is no desk in this database")
	}
	w.contents.Header = Header{Form: form, Schema: schema, Database: q.Dialect().String(), Made: db.Now().UTC()}
	if err := w.mark(w.contents.Header); err != nil {
		return err
	}
	tables, err := sqldb.Tables(ctx, q, without...)
	if err != nil {
		return err
	}
	for _, t := range tables {
		if err := w.table(ctx, q, t); err != nil {
			return err
		}
	}
	return w.mark(lastLine{len(tables), w.contents.Rows, sum(w.all)})
}

func (w *writer) table(ctx context.Context, q sqldb.Q, t sqldb.Table) error {
	w.part.Reset()
	next, err := t.Next(ctx, q)
	if err != nil {
		return err
	}
	if err := w.mark(tableLine{t.Name, t.Columns, next}); err != nil {
		return err
	}
	p := Part{Table: t.Name}
	err = t.EachRow(ctx, q, func(values []any) error {
		if p.Rows++; p.Rows%sayEvery == 0 {
			w.say(t.Name, p.Rows)
		}
		if w.buffer, err = appendRow(w.buffer[:0], values); err != nil {
			return err
		}
		return w.line(w.buffer)
	})
	if err != nil {
		return err
	}
	w.say(t.Name, p.Rows)
	p.SHA256 = sum(w.part)
	w.contents.Parts = append(w.contents.Parts, p)
	w.contents.Rows += p.Rows
	return w.mark(endLine{p.Rows, p.SHA256})
}

// mark writes a line that is not a row.
func (w *writer) mark(what any) error {
	b, err := json.Marshal(what)
	if err != nil {
		return err
	}
	return w.line(append(b, '\n'))
}

func (w *writer) line(b []byte) error {
	w.all.Write(b)
	w.part.Write(b)
	_, err := w.out.Write(b)
	return err
}

func sum(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }

// fitting is a value as JSON can hold it.
func fitting(v any) any {
	if s, ok := v.(string); ok && !utf8.ValidString(s) {
		return odd{[]byte(s)}
	}
	return v
}
