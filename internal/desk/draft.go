package desk

import (
	"context"
	"regexp"
	"strings"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/compose"
	"switchboard/internal/core/people"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

type (
	DraftRow = store.DraftRow // a text that somebody has begun, with where
	DraftKey = store.DraftKey // whose it is, and for which field of which form
)

// formName is what a form or a field can be called.
var formName = regexp.MustCompile(`^[a-z][a-z_]{0,29}$`)

// Typing is a text as a page sends it: for which field of which form, over which version, and how long ago it was typed.
type Typing struct {
	Verb, Field, Text string
	Base              int64
	Ago               time.Duration
}

// longestAgo is how old a text from a page that was without a connection can be.
const longestAgo = 30 * 24 * time.Hour

// SaveDraft keeps a text that the actor has begun, for them alone, and tells what stands now. Errors: NotFound, Invalid,
// TooLarge, Conflict when too many wait.
func (d *Desk) SaveDraft(ctx context.Context, who access.Actor, id int64, in Typing) (out compose.Draft, err error) {
	if !formName.MatchString(in.Verb) || !formName.MatchString(in.Field) {
		return out, fault.Field("name", "this is not the form of a page")
	}
	if len(in.Text) > compose.MaxDraft {
		return out, fault.New(fault.TooLarge, "a draft has at most %d KB; what is beyond stays in this browser", compose.MaxDraft>>10)
	}
	text := strings.ToValidUTF8(strings.ReplaceAll(in.Text, "\x00", ""), "")
	err = d.db.Write(ctx, func(tx *sqldb.Tx) error {
		if _, err := d.mayCompose(ctx, tx, who, id); err != nil {
			return err
		}
		key := DraftKey{Person: who.ID, Ticket: id, Verb: in.Verb, Field: in.Field}
		had, err := store.Draft(ctx, tx, key)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		typed := compose.Typed{Text: text, Base: in.Base, At: tx.Now.Add(-min(max(in.Ago, 0), longestAgo))}
		if out = compose.Merge(had, typed); out == had {
			return nil
		}
		return store.SaveDraft(ctx, tx, key, out)
	})
	return out, err
}

// mayCompose loads a ticket for one of the desk's people who reads what is internal there.
func (d *Desk) mayCompose(ctx context.Context, q sqldb.Q, who access.Actor, id int64) (moment, error) {
	m, err := d.load(ctx, q, id, who, d.Now())
	if err != nil {
		return m, err
	}
	if err := access.Can(who, access.ViewTicket, m.ticket); err != nil {
		return m, err
	}
	if !access.SeesInternal(who, m.ticket) {
		return m, fault.New(fault.Forbidden, "this is not yours to do")
	}
	return m, access.May(who, access.UseConsole)
}

// Drafts are the actor's own texts on a ticket, those that were sent too. Nobody else's can be asked for.
func (d *Desk) Drafts(ctx context.Context, who access.Actor, id int64) ([]DraftRow, error) {
	if err := access.May(who, access.UseConsole); err != nil {
		return nil, err
	}
	return store.DraftsOn(ctx, d.db.Reader(), who.ID, id)
}

// MyDrafts are all texts that the actor has begun and not sent, the last typed first, on tickets that they may still see.
func (d *Desk) MyDrafts(ctx context.Context, who access.Actor) ([]DraftRow, error) {
	if err := access.May(who, access.UseConsole); err != nil {
		return nil, err
	}
	all, err := store.DraftsOf(ctx, d.db.Reader(), who.ID)
	if err != nil {
		return nil, err
	}
	return d.seenOnly(ctx, who, all)
}

// seenOnly takes the subject from drafts on tickets that were sealed since: the text is still its writer's.
func (d *Desk) seenOnly(ctx context.Context, who access.Actor, all []DraftRow) ([]DraftRow, error) {
	seen := map[int64]bool{}
	for i, row := range all {
		ok, asked := seen[row.Ticket]
		if !asked {
			m, err := d.load(ctx, d.db.Reader(), row.Ticket, who, d.Now())
			if err != nil {
				return nil, err
			}
			ok = access.Sees(who, m.ticket)
			seen[row.Ticket] = ok
		}
		if !ok {
			all[i].Subject = ""
		}
	}
	return all, nil
}

// DiscardDraft throws the actor's texts for a form away, with the files that waited beside them.
func (d *Desk) DiscardDraft(ctx context.Context, who access.Actor, id int64, verb string) error {
	if err := access.May(who, access.UseConsole); err != nil {
		return err
	}
	if !formName.MatchString(verb) {
		return fault.Field("name", "this is not the form of a page")
	}
	return d.db.Write(ctx, func(tx *sqldb.Tx) error {
		if err := store.ClearDrafts(ctx, tx, who.ID, id, verb); err != nil || verb != "reply" {
			return err
		}
		open, err := waitingOf(ctx, tx, who.ID, id)
		if err != nil || open.ID != "" { // the files go with a reply that waits
			return err
		}
		_, err = store.TakeWaitingFiles(ctx, tx, who.ID, id)
		return err
	})
}

// usedUp settles what an act has used up of what its writer kept: the drafts of its form, the saved reply.
func usedUp(ctx context.Context, tx *sqldb.Tx, who access.Actor, on On) error {
	if on.Draft != "" {
		if err := store.ClearDrafts(ctx, tx, who.ID, on.Ticket, on.Draft); err != nil {
			return err
		}
	}
	if on.Saved == 0 {
		return nil
	}
	if _, err := savedReplyOf(ctx, tx, who, on.Saved); err != nil {
		if fault.Is(err, fault.NotFound) { // the words are the writer's own by now
			return nil
		}
		return err
	}
	return store.CountSavedReply(ctx, tx, on.Saved)
}

// present is how long somebody who has typed is taken to be writing.
const present = 30 * time.Second

// Writer is who else is at work on an answer.
type Writer struct {
	Person people.Person
	Sends  bool // their reply goes out in a few seconds
}

// Writers are the others who are writing to the customer at this moment, for who reads what is internal: that they write, not
// what (ASKS 17). It is asked of the rows, so that every node knows it. Errors: NotFound, Forbidden.
func (d *Desk) Writers(ctx context.Context, who access.Actor, id int64) (out []Writer, err error) {
	err = d.db.Read(ctx, func(q sqldb.Q) error {
		out = nil
		if _, err := d.mayCompose(ctx, q, who, id); err != nil {
			return err
		}
		waiting, err := store.WaitingRepliesOn(ctx, q, id)
		if err != nil {
			return err
		}
		writers, err := store.WritersOn(ctx, q, id, "reply", d.Now().Add(-present))
		if err != nil {
			return err
		}
		sends := map[people.ID]bool{}
		ids := writers
		for _, w := range waiting {
			if w.State == compose.Waiting {
				sends[w.Person] = true
				ids = append(ids, w.Person)
			}
		}
		all, err := store.People(ctx, q, ids)
		for _, id := range ids {
			if p, ok := all[id]; ok && id != who.ID {
				out = append(out, Writer{Person: p, Sends: sends[id]})
				delete(all, id)
			}
		}
		return err
	})
	return out, err
}

// Onlookers are those of some people who may know of a ticket, by name: who has it open is told to nobody who may not.
func (d *Desk) Onlookers(ctx context.Context, who access.Actor, id int64, ids []people.ID) (out []people.Person, err error) {
	err = d.db.Read(ctx, func(q sqldb.Q) error {
		out = nil
		m, err := d.mayCompose(ctx, q, who, id)
		if err != nil {
			return err
		}
		all, err := store.People(ctx, q, ids)
		for _, id := range ids {
			if p, ok := all[id]; ok && id != who.ID && access.SeesInternal(actorOf(p), m.ticket) {
				out = append(out, p)
			}
		}
		return err
	})
	return out, err
}
