package desk

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/mail/entity"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Bounds of what is sent with words. What is more may come in several messages.
const (
	MaxFiles      = 10       // at once
	MaxFile       = 20 << 20 // bytes
	MaxFilesTotal = 40 << 20 // bytes, of all that come at once
)

// Upload is a file as somebody sends it. What it is called and what it is said to be are claims, and only shown.
type Upload struct {
	Name     string
	Type     string
	Bytes    []byte
	Question string `json:",omitempty"` // of the request form, which it answers; empty for none
}

// field is where on a form a file was chosen.
func (f Upload) field() string {
	if f.Question != "" {
		return "answers." + f.Question
	}
	return "files"
}

// kept makes of what was sent what lies on a ticket: under ids that nobody can guess, with names as those of files that
// come by mail. Errors: Invalid at "files", or at the question that it answers, naming the file.
func kept(files []Upload, public bool) ([]store.File, error) {
	if len(files) > MaxFiles {
		return nil, fault.Field(files[MaxFiles].field(), "at most %d files at once; %q is one too many", MaxFiles, oneLine(files[MaxFiles].Name, ticket.MaxLine))
	}
	var out []store.File
	total := 0
	for i, f := range files {
		name := entity.Filename(f.Name)
		if name == "" {
			name = fmt.Sprintf("file-%d", i+1)
		}
		if total += len(f.Bytes); len(f.Bytes) > MaxFile {
			return nil, fault.Field(f.field(), "%q is larger than %d MB; send a smaller one, or say where it lies", name, MaxFile>>20)
		} else if total > MaxFilesTotal {
			return nil, fault.Field(f.field(), "with %q the files are larger than %d MB together; send it with a second message", name, MaxFilesTotal>>20)
		}
		kind := oneLine(f.Type, ticket.MaxLine)
		if kind == "" {
			kind = "application/octet-stream"
		}
		out = append(out, store.File{ID: rand.Text(), Public: public, Name: name, Type: kind, Size: int64(len(f.Bytes)), Bytes: f.Bytes})
	}
	return out, nil
}

// says is a verb by which somebody says something, with files. Files alone are words enough: their names stand for them.
func (d *Desk) says(ctx context.Context, who access.Actor, verb access.Verb, on On, body string, files []Upload,
	decide func(m moment, body string) ([]ticket.Event, error)) (ticket.Ticket, error) {
	all, err := kept(files, verb != access.Note)
	if err != nil {
		return ticket.Ticket{}, err
	}
	body = orNames(body, all)
	return d.change(ctx, who, verb, on, func(ctx context.Context, tx *sqldb.Tx, m moment) ([]ticket.Event, error) {
		events, err := decide(m, body)
		if err != nil || len(all) == 0 {
			return events, err
		}
		return brought{files: all}.carry(events), store.AddFiles(ctx, tx, m.ticket.ID, all)
	})
}

// orNames are the words, or where there are none the names of the files.
func orNames(body string, files []store.File) string {
	if strings.TrimSpace(body) != "" {
		return body
	}
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = f.Name
	}
	return strings.Join(names, "\n")
}
