// Package search keeps the words of tickets, of their files and of names up to date with the log. It refuses to know how they
// are searched and who may find what: that is the store's, within the scope that access gives.
package search

import (
	"context"

	"switchboard/internal/core/filetext"
	"switchboard/internal/core/mail/reading"
	"switchboard/internal/core/ticket"
	"switchboard/internal/eventlog"
	"switchboard/internal/fault"
	"switchboard/internal/job"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// wordless is the fact that is as frequent as letters and has no words that anybody searches.
var wordless = ticket.DeliveryReported{}.Name()

// Follower indexes each ticket of which facts arrive, once per batch, with all that it says. Beside them it learns some names
// and asks for some files to be read that nobody has read yet, so that what was there before it is found, too.
func Follower() eventlog.Follower {
	return eventlog.Follower{Name: "search", Apply: func(ctx context.Context, tx *sqldb.Tx, facts []eventlog.Fact) error {
		seen := map[int64]bool{0: true}
		var subjects, agencies []string
		for _, f := range facts {
			if seen[f.Ticket] || f.Kind == wordless {
				continue
			}
			seen[f.Ticket] = true
			w, err := store.IndexTicket(ctx, tx, f.Ticket)
			if err != nil {
				return err
			}
			subjects, agencies = append(subjects, store.Terms(w.Subject)...), append(agencies, w.Agency)
		}
		if err := store.LearnWords(ctx, tx, subjects); err != nil {
			return err
		}
		if err := store.LearnAgencies(ctx, tx, agencies); err != nil {
			return err
		}
		if _, err := store.LearnPeople(ctx, tx); err != nil {
			return err
		}
		_, err := store.AskFiles(ctx, tx)
		return err
	}}
}

// ReadFile does the job of reading what a file says: its ticket is found by it from then on. A file that cannot be read
// stays one that is found by its name.
func ReadFile(ctx context.Context, db *sqldb.DB, j *job.Job) error {
	f, err := store.FileByID(ctx, db.Reader(), j.Body)
	if fault.Is(err, fault.NotFound) {
		return job.Stop(err)
	}
	if err != nil {
		return err
	}
	raw, err := bytesOf(ctx, db.Reader(), f)
	if err != nil {
		return err
	}
	text := filetext.Of(f.Name, f.Type, raw)
	return db.Write(ctx, func(tx *sqldb.Tx) error {
		if text != "" {
			if err := store.KeepFileText(ctx, tx, f, text); err != nil {
				return err
			}
			if _, err := store.IndexTicket(ctx, tx, f.Ticket); err != nil {
				return err
			}
		}
		return j.Done(ctx, tx)
	})
}

// bytesOf are the bytes of a file, out of the mail that brought it where one did.
func bytesOf(ctx context.Context, q sqldb.Q, f store.File) ([]byte, error) {
	if f.Mail == 0 {
		return store.FileBytes(ctx, q, f.ID)
	}
	mail, err := store.MailByID(ctx, q, f.Mail)
	if err != nil {
		return nil, err
	}
	raw, err := store.MailBytes(ctx, q, mail)
	if err != nil {
		return nil, err
	}
	_, body, _ := reading.File(raw, f.Part)
	return body, nil
}
