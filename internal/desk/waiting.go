package desk

import (
	"cmp"
	"context"
	"crypto/rand"
	"slices"

	"switchboard/internal/core/access"
	"switchboard/internal/core/compose"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// WaitingReply is a reply that was accepted and can still be taken back.
type WaitingReply = store.WaitingReply

// WaitingFile is a file that waits with it.
type WaitingFile = store.File

// Written is a reply as somebody sends it from a page.
type Written struct {
	Body    string
	Files   []Upload
	Keep    []string // ids of files that came back with a reply that was taken back, and are to go with this one
	Article int64    // used in it (CO-14); 0: none
}

// Outgoing tells what became of a reply: it waits until Due, or went out at once and why that, where its writer lets replies
// wait.
type Outgoing struct {
	WaitingReply
	Soon string
}

// ReplySoon accepts a reply that goes out when its writer's time to take it back is over; where they have chosen none, where
// the desk's definition lets none wait, or where a promise would be missed meanwhile, it goes out at once. A reply of theirs
// that still waits goes first. Errors: as Reply, and Conflict where an older one is held.
func (d *Desk) ReplySoon(ctx context.Context, who access.Actor, on On, in Written) (out Outgoing, t ticket.Ticket, err error) {
	fresh, err := kept(in.Files, true)
	if err != nil {
		return out, t, err
	}
	t, err = d.change(ctx, who, access.Reply, on, func(ctx context.Context, tx *sqldb.Tx, m moment) ([]ticket.Event, error) {
		out = Outgoing{}
		w, err := waitingOf(ctx, tx, who.ID, m.ticket.ID)
		if err != nil {
			return nil, err
		}
		if w.ID != "" {
			return nil, fault.New(fault.Conflict, "an earlier reply of yours waits for your word; send it or take it back first")
		}
		files, err := keptAgain(ctx, tx, m, in.Keep)
		if err != nil {
			return nil, err
		}
		files = append(files, fresh...)
		if len(files) > MaxFiles {
			return nil, fault.Field("files", "at most %d files at once; %q is one too many", MaxFiles, files[MaxFiles].Name)
		}
		out.WaitingReply = WaitingReply{Person: who.ID, Ticket: m.ticket.ID, Body: orNames(in.Body, files), Seen: m.ticket.Version, Article: in.Article, State: compose.Waiting}
		return d.acceptReply(ctx, tx, m, &out, files)
	})
	return out, t, err
}

// acceptReply lets a reply wait, or gives the events of one that goes out at once.
func (d *Desk) acceptReply(ctx context.Context, tx *sqldb.Tx, m moment, out *Outgoing, files []store.File) ([]ticket.Event, error) {
	events, err := d.replied(ctx, tx, m, out.WaitingReply, files)
	if err != nil {
		return nil, err
	}
	choice, err := store.UndoChoice(ctx, tx, m.who.ID)
	if err != nil {
		return nil, err
	}
	clocks, err := m.clocks()
	if err != nil {
		return nil, err
	}
	wait, soon := compose.Delay(choice, m.book.at(m.now).RepliesWait(), clocks, m.now)
	if out.Soon = soon; wait == 0 {
		out.State = compose.Published
		return events, outWith(ctx, tx, m, events, files)
	}
	out.Due, out.Written = m.now.Add(wait), m.now
	if err := store.AddWaitingFiles(ctx, tx, m.who.ID, m.ticket.ID, files); err != nil {
		return nil, err
	}
	out.ID = rand.Text()
	return nil, store.AddWaitingReply(ctx, tx, out.WaitingReply)
}

// replied are the events of a reply, with its files and the article that was used in it; one that was retired meanwhile is
// left out, since its words stand in the reply.
func (d *Desk) replied(ctx context.Context, tx *sqldb.Tx, m moment, w WaitingReply, files []store.File) ([]ticket.Event, error) {
	events, err := ticket.Reply(m.ticket, w.Body)
	if err != nil {
		return nil, err
	}
	events = brought{files: files}.carry(events)
	if w.Article == 0 {
		return events, nil
	}
	_, v, err := readable(ctx, tx, m.who, w.Article)
	if fault.Is(err, fault.NotFound) {
		return events, nil
	}
	if err != nil {
		return nil, err
	}
	return append(events, ticket.LinkArticle(m.ticket, ticket.ArticleLinked{Article: w.Article, Version: v.N, Title: v.Content.Title()})...), nil
}

// keptAgain takes the files that came back with a reply and are to go with this one; the others are forgotten.
func keptAgain(ctx context.Context, tx *sqldb.Tx, m moment, ids []string) ([]store.File, error) {
	all, err := store.TakeWaitingFiles(ctx, tx, m.who.ID, m.ticket.ID)
	return slices.DeleteFunc(all, func(f store.File) bool { return !slices.Contains(ids, f.ID) }), err
}

func waitingOf(ctx context.Context, q sqldb.Q, who people.ID, id int64) (WaitingReply, error) {
	all, err := store.WaitingRepliesOn(ctx, q, id)
	if i := slices.IndexFunc(all, func(w WaitingReply) bool { return w.Person == who }); i >= 0 {
		return all[i], err
	}
	return WaitingReply{}, err
}

// beforeReply are the verbs that a reply which waits need not go before: they say nothing to the customer.
var beforeReply = map[access.Verb]bool{access.Note: true, access.Read: true, access.LinkArticle: true}

// sendFirst publishes the actor's own reply that waits on a ticket, so that what they do afterwards comes after it. One that
// met news is not sent behind their back; one that they may not send any more is held, and what they do goes on. Errors: Conflict.
func (d *Desk) sendFirst(ctx context.Context, tx *sqldb.Tx, m moment, verb access.Verb) (moment, error) {
	if m.who.ID == 0 || beforeReply[verb] || !m.who.Role.Staff() {
		return m, nil
	}
	w, err := waitingOf(ctx, tx, m.who.ID, m.ticket.ID)
	if err != nil || w.ID == "" || w.State == compose.Held {
		return m, err
	}
	p, err := store.Person(ctx, tx, w.Person) // as they are now, and not as they were when their act began
	if err != nil {
		return m, err
	}
	writer := m
	writer.who = actorOf(p)
	switch writer.unfit(w) {
	case compose.HeldRefused:
		return m, store.HoldReply(ctx, tx, w.ID, compose.HeldRefused)
	case compose.HeldNews:
		return m, fault.New(fault.Conflict, "your reply has not gone out, since there is news on {the ticket}; send it or take it back first")
	}
	if _, err := d.publishReply(ctx, tx, writer, w); err != nil {
		return m, err
	}
	return d.load(ctx, tx, m.ticket.ID, m.who, m.now)
}

// unfit is why a reply may not go out at this moment, which is its writer's: they may not reply, the ticket takes none, or others
// have done something meanwhile. It is empty where it may.
func (m moment) unfit(w WaitingReply) string {
	if access.Can(m.who, access.Reply, m.ticket) != nil {
		return compose.HeldRefused
	}
	if _, err := ticket.Reply(m.ticket, w.Body); err != nil {
		return compose.HeldRefused
	}
	if compose.News(m.entries, w.Seen, w.Person) {
		return compose.HeldNews
	}
	return ""
}

// publishReply makes a reply that waited a fact, at the instant of the transaction: its clocks are judged by when the customer
// could read it. Taking the row and writing the fact are one transaction, so that it goes out once or not at all.
func (d *Desk) publishReply(ctx context.Context, tx *sqldb.Tx, m moment, w WaitingReply) (ticket.Ticket, error) {
	taken, err := store.TakeWaitingReply(ctx, tx, w.ID)
	if err != nil || !taken { // somebody was quicker: it is out, or back with its writer
		return m.ticket, err
	}
	files, err := store.TakeWaitingFiles(ctx, tx, w.Person, w.Ticket)
	if err != nil {
		return m.ticket, err
	}
	events, err := d.replied(ctx, tx, m, w, files)
	if err != nil {
		return m.ticket, err
	}
	if err := outWith(ctx, tx, m, events, files); err != nil {
		return m.ticket, err
	}
	return d.save(ctx, tx, m, events)
}

// outWith writes down what goes out with a reply: its files, and that an article was used.
func outWith(ctx context.Context, tx *sqldb.Tx, m moment, events []ticket.Event, files []store.File) error {
	for _, e := range events {
		if linked, ok := e.(ticket.ArticleLinked); ok {
			if err := store.CountLink(ctx, tx, linked.Article); err != nil {
				return err
			}
		}
	}
	return store.AddFiles(ctx, tx, m.ticket.ID, files)
}

// PublishReply lets a reply go out whose time to be taken back is over; the desk itself does. It is asked again whether it
// fits: where others have done something meanwhile, or its writer may not send it any more, it is held until they say what
// to do with it. One that is gone was sent or taken back.
func (d *Desk) PublishReply(ctx context.Context, who access.Actor, id string) error {
	if err := access.May(who, access.Tick); err != nil {
		return err
	}
	return d.db.Write(ctx, func(tx *sqldb.Tx) error {
		w, err := store.WaitingReplyByID(ctx, tx, id)
		if fault.Is(err, fault.NotFound) || err == nil && w.State != compose.Waiting {
			return nil
		}
		if err != nil {
			return err
		}
		p, err := store.Person(ctx, tx, w.Person)
		if err != nil {
			return err
		}
		m, err := d.load(ctx, tx, w.Ticket, actorOf(p), tx.Now)
		if err != nil {
			return err
		}
		if why := m.unfit(w); why != "" {
			return store.HoldReply(ctx, tx, id, why)
		}
		_, err = d.publishReply(ctx, tx, m, w)
		return err
	})
}

// SendReply lets the actor's own reply go out now: the one that waits, or one that was held, whose news they have seen.
// Errors: NotFound where it has gone out or was taken back, Conflict where there is newer news than on.Seen.
func (d *Desk) SendReply(ctx context.Context, who access.Actor, on On, id string) (t ticket.Ticket, err error) {
	err = d.write(ctx, who, on, &t, func(tx *sqldb.Tx) error {
		w, err := ownReply(ctx, tx, who, on.Ticket, id)
		if err != nil {
			return err
		}
		m, err := d.open(ctx, tx, who, access.Reply, on)
		if err != nil {
			return err
		}
		t, err = d.publishReply(ctx, tx, m, w)
		return err
	})
	return t, err
}

// UndoReply takes the actor's own reply back, into their draft: nobody but they has seen it. What they have begun to write
// since stays beside it. Errors: NotFound where it has gone out.
func (d *Desk) UndoReply(ctx context.Context, who access.Actor, number int64, id string) error {
	return d.act(ctx, who, func(tx *sqldb.Tx) error {
		w, err := ownReply(ctx, tx, who, number, id)
		if err != nil {
			return err
		}
		if taken, err := store.TakeWaitingReply(ctx, tx, id); err != nil || !taken {
			return cmp.Or(err, goneOut())
		}
		key := DraftKey{Person: who.ID, Ticket: number, Verb: "reply", Field: "body"}
		had, err := store.Draft(ctx, tx, key)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		next := compose.Merge(had, compose.Typed{Text: w.Body, Base: had.Version, At: tx.Now})
		if next.Text != w.Body || had.Text != "" && had.Text != w.Body {
			next.Text, next.Older = w.Body, had.Text
		}
		return store.SaveDraft(ctx, tx, key, next)
	})
}

// ownReply is the actor's own reply that waits. Errors: NotFound.
func ownReply(ctx context.Context, q sqldb.Q, who access.Actor, number int64, id string) (WaitingReply, error) {
	if len(id) > ticket.MaxLine || !ticket.Plain(id) {
		return WaitingReply{}, goneOut()
	}
	w, err := store.WaitingReplyByID(ctx, q, id)
	if err == nil && (w.Person != who.ID || w.Ticket != number) {
		return WaitingReply{}, goneOut()
	}
	return w, err
}

// goneOut is the answer of who comes too late.
func goneOut() error { return fault.New(fault.NotFound, "this reply has gone out, or was taken back") }

// MyWaiting is the actor's own reply that waits on a ticket, with no id where there is none, and the files that wait
// with it or beside its text since it was taken back.
func (d *Desk) MyWaiting(ctx context.Context, who access.Actor, id int64) (w WaitingReply, files []WaitingFile, err error) {
	if err := access.May(who, access.UseConsole); err != nil {
		return w, nil, err
	}
	err = d.db.Read(ctx, func(q sqldb.Q) error {
		if w, err = waitingOf(ctx, q, who.ID, id); err != nil {
			return err
		}
		files, err = store.WaitingFiles(ctx, q, who.ID, id)
		return err
	})
	return w, files, err
}

// WaitingReplies are all replies of the actor that wait.
func (d *Desk) WaitingReplies(ctx context.Context, who access.Actor) ([]WaitingReply, error) {
	if err := access.May(who, access.UseConsole); err != nil {
		return nil, err
	}
	return store.WaitingRepliesOf(ctx, d.db.Reader(), who.ID)
}

// UndoChoice is for how many seconds the actor's replies wait.
func (d *Desk) UndoChoice(ctx context.Context, who access.Actor) (int, error) {
	if err := access.May(who, access.UseConsole); err != nil {
		return 0, err
	}
	return store.UndoChoice(ctx, d.db.Reader(), who.ID)
}

// ChooseUndo is a person's choice for how many seconds their replies wait. Errors: Invalid.
func (d *Desk) ChooseUndo(ctx context.Context, who access.Actor, seconds int) error {
	if err := access.May(who, access.UseConsole); err != nil {
		return err
	}
	if !slices.Contains(compose.Choices, seconds) {
		return fault.Field("undo", "a reply can wait 0, 5, 10 or 20 seconds")
	}
	return d.db.Write(ctx, func(tx *sqldb.Tx) error { return store.ChooseUndo(ctx, tx, who.ID, seconds) })
}
