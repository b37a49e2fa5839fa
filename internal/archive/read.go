package archive

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"

	"switchboard/internal/sqldb"
)

// Check reads an archive to its end and compares every sum. Errors: in words, what is wrong with it.
func Check(in io.Reader, say Say) (Contents, error) {
	return read(in, say, nothing{})
}

// taker gets what an archive holds, in order.
type taker interface {
	header(Header) error
	begin(tableLine) error
	row(line []byte) error // valid during the call
	end() error            // of the table
}

// nothing takes an archive only to see that it is whole.
type nothing struct{}

func (nothing) header(Header) error   { return nil }
func (nothing) begin(tableLine) error { return nil }
func (nothing) row([]byte) error      { return nil }
func (nothing) end() error            { return nil }

// The ways in which an archive is not one.
var (
	errForeign = errors.New("this is no archive of a desk")
	errShort   = errors.New("the archive ends too early: it was cut short, or its making was interrupted")
	errChanged = errors.New("the archive is damaged: its bytes are not those that were written")
)

func read(in io.Reader, say Say, to taker) (Contents, error) {
	raw := bufio.NewReaderSize(in, lineStart)
	zip, err := gzip.NewReader(raw)
	if err != nil {
		return Contents{}, fmt.Errorf("archive: %w", worded(err))
	}
	zip.Multistream(false)
	r := &reader{in: bufio.NewReaderSize(zip, lineStart), all: sha256.New(), part: sha256.New(), say: say, to: to}
	if err := r.desk(); err != nil {
		return Contents{}, fmt.Errorf("archive: %w", worded(err))
	}
	if _, err := raw.ReadByte(); err != io.EOF {
		return Contents{}, fmt.Errorf("archive: %w", errChanged)
	}
	return r.contents, nil
}

// worded says in words what is wrong with the file.
func worded(err error) error {
	var corrupt flate.CorruptInputError
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, gzip.ErrHeader):
		return errForeign
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errShort
	case errors.Is(err, gzip.ErrChecksum), errors.As(err, &corrupt), errors.As(err, &syntax):
		return errChanged
	}
	return err
}

type reader struct {
	in        *bufio.Reader
	all, part hash.Hash
	say       Say
	to        taker
	contents  Contents
	buffer    []byte
}

func (r *reader) desk() error {
	line, err := r.line()
	if err != nil {
		return err
	}
	if err := json.Unmarshal(line, &r.contents.Header); err != nil || r.contents.Form == 0 {
		return errForeign
	}
	if r.contents.Form != form {
		return fmt.Errorf("the archive has the form %d, and this program reads %d", r.contents.Form, form)
	}
	if err := r.to.header(r.contents.Header); err != nil {
		return err
	}
	for {
		before := sum(r.all)
		r.part.Reset()
		line, err := r.line()
		if err != nil {
			return err
		}
		var t tableLine
		if err := json.Unmarshal(line, &t); err != nil {
			return errChanged
		}
		if t.Table == "" {
			return r.last(line, before)
		}
		if err := r.table(t); err != nil {
			return err
		}
	}
}

func (r *reader) table(t tableLine) error {
	if err := r.to.begin(t); err != nil {
		return err
	}
	p := Part{Table: t.Table}
	for {
		p.SHA256 = ""
		line, err := r.peeked(&p)
		if err != nil {
			return err
		}
		if line[0] != '[' {
			return r.endOf(p, line)
		}
		if err := r.to.row(line); err != nil {
			return err
		}
		if p.Rows++; p.Rows%sayEvery == 0 {
			r.say(t.Table, p.Rows)
		}
	}
}

// peeked is the next line; before the one that ends the table, the sum of what came before it.
func (r *reader) peeked(p *Part) ([]byte, error) {
	next, err := r.in.Peek(1)
	if err != nil {
		return nil, err
	}
	if next[0] != '[' {
		p.SHA256 = sum(r.part)
	}
	return r.line()
}

func (r *reader) endOf(p Part, line []byte) error {
	var end endLine
	if err := json.Unmarshal(line, &end); err != nil || end != (endLine{p.Rows, p.SHA256}) {
		return errChanged
	}
	r.say(p.Table, p.Rows)
	r.contents.Parts = append(r.contents.Parts, p)
	r.contents.Rows += p.Rows
	return r.to.end()
}

// last compares the end of the archive with what was read, and lets gzip compare its own sum.
func (r *reader) last(line []byte, before string) error {
	var last lastLine
	if err := json.Unmarshal(line, &last); err != nil || last != (lastLine{len(r.contents.Parts), r.contents.Rows, before}) {
		return errChanged
	}
	switch _, err := r.in.ReadByte(); {
	case err == nil:
		return errChanged
	case err != io.EOF:
		return err
	}
	return nil
}

// line reads one line, with its end.
func (r *reader) line() ([]byte, error) {
	r.buffer = r.buffer[:0]
	for {
		some, err := r.in.ReadSlice('\n')
		r.buffer = append(r.buffer, some...)
		if err == nil {
			break
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return nil, err
		}
		if len(r.buffer) > maxLine {
			return nil, errChanged
		}
	}
	r.all.Write(r.buffer)
	r.part.Write(r.buffer)
	return r.buffer, nil
}

// values reads a row as the database takes it.
func values(line []byte, columns []sqldb.Column) ([]any, error) {
	var raw []json.RawMessage
	if err := json.Unmarshal(line, &raw); err != nil || len(raw) != len(columns) {
		return nil, errChanged
	}
	out := make([]any, len(raw))
	for i, one := range raw {
		if bytes.Equal(one, []byte("null")) {
			continue
		}
		v, err := value(one, columns[i].Kind)
		if err != nil {
			return nil, errChanged
		}
		out[i] = v
	}
	return out, nil
}

func value(raw []byte, kind sqldb.Kind) (any, error) {
	switch kind {
	case sqldb.Integer:
		return as[int64](raw)
	case sqldb.Boolean:
		return as[bool](raw)
	case sqldb.Bytes:
		return as[[]byte](raw)
	}
	if raw[0] == '{' {
		o, err := as[odd](raw)
		return string(o.Base64), err
	}
	return as[string](raw)
}

func as[T any](raw []byte) (v T, err error) {
	err = json.Unmarshal(raw, &v)
	return v, err
}
