package desk

import (
	"context"
	"slices"

	"switchboard/internal/core/access"
	"switchboard/internal/core/mail/tag"
	"switchboard/internal/core/notice"
	"switchboard/internal/core/notice/letter"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// SendingAlarm is the name of the alarm of a mail server that takes no letters. It cannot be told by mail.
const SendingAlarm = "sending"

// SendingTokenAlarm is the name of the alarm of the token with which the desk signs in to send. No mailbox can be called so.
const SendingTokenAlarm = "token:+send"

// Post is a letter with all that it is written and sent from.
type Post struct {
	Letter
	Facts      letter.Facts // without Base
	Withheld   string       // why it is not to leave; empty where it is
	References []string     // Message-IDs that it follows, the oldest first; the last is the one that it answers
	ReplyTag   string       // of the address to answer to; "" for a letter of no ticket
	BounceTag  string       // of the address to which it comes back
}

// Post is what a letter of the outbox says, to whom and whether it may leave (DESIGN 9.2, 9.10). What it says is the same
// whenever it is asked: the ticket as of what it tells of. A letter that is settled has nothing but its row. Errors: NotFound.
func (d *Desk) Post(ctx context.Context, who access.Actor, id int64) (Post, error) {
	if err := access.May(who, access.ReceiveMail); err != nil {
		return Post{}, err
	}
	key, err := d.replyKey(ctx)
	if err != nil {
		return Post{}, err
	}
	passes, err := d.passKey(ctx)
	if err != nil {
		return Post{}, err
	}
	var p Post
	err = d.db.Read(ctx, func(q sqldb.Q) error {
		p = Post{}
		if p.Letter, err = store.LetterByID(ctx, q, id); err != nil || p.State != LetterQueued {
			return err
		}
		if err := d.addressed(ctx, q, &p); err != nil || p.Withheld != "" {
			return err
		}
		if p.Ticket != 0 {
			p.ReplyTag = tag.Make(key, p.Ticket, p.Address)
			if err := d.about(ctx, q, passes, &p); err != nil {
				return err
			}
		} else if answered := answers(p.About); answered != "" {
			p.References = []string{answered}
		}
		p.BounceTag = tag.MakeBounce(key, p.ID)
		return nil
	})
	return p, err
}

// addressed finds who the letter is to, and whether it may leave.
func (d *Desk) addressed(ctx context.Context, q sqldb.Q, p *Post) error {
	p.Facts = letter.Facts{Kind: notice.Kind(p.Kind), At: p.Created, About: p.About, Desk: d.book.Load().at(p.Created).Definition,
		To: people.Person{Email: p.Address}}
	if p.Person != 0 {
		to, err := store.Person(ctx, q, p.Person)
		if err != nil {
			return err
		}
		p.Facts.To = to
	}
	p.Facts.Insists = p.Chosen == store.Insists
	if p.Chosen == store.ChosenOff {
		p.Withheld = notice.SwitchedOff
		return nil
	}
	recent, err := store.RecentLetters(ctx, q, p.Letter)
	p.Withheld = notice.Suppressed(p.Facts.Kind, p.Facts.To, recent)
	return err
}

// about tells the ticket as it stood after the act that the letter is about, with a link by the key of passes, and what the letter
// follows.
func (d *Desk) about(ctx context.Context, q sqldb.Q, passes []byte, p *Post) error {
	m, err := d.load(ctx, q, p.Ticket, access.System, p.Created)
	if err != nil {
		return err
	}
	f := &p.Facts
	if p.Withheld = unseen(*f, m.ticket); p.Withheld != "" {
		return nil
	}
	if m.entries, f.Cause, err = upTo(m.entries, p.Letter); err != nil {
		return err
	}
	if f.Cause.Seq != 0 {
		m.now = f.Cause.Recorded
	}
	m.ticket = ticket.Fold(p.Ticket, m.entries)
	if f.Clocks, err = m.clocks(); err != nil {
		return err
	}
	f.Ticket, f.Life, f.At, f.Until, f.Desk = m.ticket, m.entries, m.now, m.confirmUntil(), m.book.at(m.now).Definition
	if !f.Kind.Staff() {
		f.Life = publicOnly(m.entries)
	}
	switch f.Kind {
	case notice.Resolved:
		f.Pass = m.ratePass(passes, actorOf(f.To))
	case notice.ApprovalWanted:
		f.Pass = approvalPass(passes, m.ticket, f.To.ID, f.ApprovalNumber())
	}
	if f.People, err = store.People(ctx, q, peopleIn(Sheet{Ticket: m.ticket, Entries: f.Life})); err != nil {
		return err
	}
	before, err := store.BeforeLetter(ctx, q, p.Letter)
	p.References = before
	return err
}

// unseen says why somebody may not read of a ticket as it is now, however it was when the letter was decided: a letter shows
// nobody what a page would not (ME-57). An update is for everybody to whom it was addressed.
func unseen(f letter.Facts, t ticket.Ticket) string {
	who := actorOf(f.To)
	switch {
	case f.Kind == notice.ApprovalWanted:
		if access.Can(who, access.DecideApproval, t) == nil {
			return ""
		}
		return "this person is not asked any more"
	case f.Kind == notice.Charge: // whoever was named to sign, as long as there is something to
		if t.Negotiated() {
			return ""
		}
		return "this person is not asked any more"
	case f.Kind == notice.Update, !f.Kind.Staff() && access.Sees(who, t), f.Kind.Staff() && access.SeesInternal(who, t):
		return ""
	}
	return "this person may not know of the ticket"
}

// upTo is a history up to the end of the act that a letter tells of, and the entry that caused it; for an answer to a mail,
// up to when it was decided.
func upTo(life []ticket.Entry, l Letter) ([]ticket.Entry, ticket.Entry, error) {
	if !notice.Kind(l.Kind).OfFact() {
		n := slices.IndexFunc(life, func(e ticket.Entry) bool { return e.Recorded.After(l.Created) })
		if n < 0 {
			n = len(life)
		}
		return life[:n], ticket.Entry{}, nil
	}
	i := slices.IndexFunc(life, func(e ticket.Entry) bool { return e.Seq == l.Cause })
	if i < 0 {
		return nil, ticket.Entry{}, fault.New(fault.NotFound, "there is no fact %d of which letter %d could tell", l.Cause, l.ID)
	}
	_, to := notice.Act(life, i)
	return life[:to], life[i], nil
}
