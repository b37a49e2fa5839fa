package desk

import (
	"context"
	"math"

	"switchboard/internal/core/access"
	"switchboard/internal/core/notice"
	"switchboard/internal/core/notice/letter"
	"switchboard/internal/core/ticket"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Preview is what a reply would be if it went out now.
type Preview struct {
	Body    string // as it stands on the ticket's page
	Letters []PreviewLetter
}

// PreviewLetter is what one person would get by mail.
type PreviewLetter struct {
	Facts    letter.Facts // without Base
	Withheld string       // why nothing would leave; empty where it would
}

// PreviewReply tells what a reply would be to whom. The same functions decide and write it that do when it goes out; nothing
// is written down. Errors: as Reply.
func (d *Desk) PreviewReply(ctx context.Context, who access.Actor, id int64, body string) (p Preview, err error) {
	err = d.db.Read(ctx, func(q sqldb.Q) error {
		p = Preview{}
		m, err := d.load(ctx, q, id, who, d.Now())
		if err != nil {
			return err
		}
		if err := access.Can(who, access.Reply, m.ticket); err != nil {
			return err
		}
		events, err := ticket.Reply(m.ticket, body)
		if err != nil {
			return err
		}
		p.Body = events[len(events)-1].(ticket.Replied).Body
		before := len(m.entries)
		fresh := m.stamp(events)
		for i := range fresh {
			fresh[i].Seq = math.MaxInt64 - int64(len(fresh)-i)
		}
		m.ticket, m.entries = ticket.Apply(m.ticket, fresh...), append(m.entries, fresh...)
		for i := before; i < len(m.entries); i++ {
			for _, n := range notice.For(m.entries, i, m.now) {
				if n.To == 0 || !n.Kind.ToCustomer() {
					continue
				}
				l, err := d.previewLetter(ctx, q, m, i, n)
				if err != nil {
					return err
				}
				p.Letters = append(p.Letters, l)
			}
		}
		return nil
	})
	return p, err
}

// previewLetter is a letter that would be written of entry i.
func (d *Desk) previewLetter(ctx context.Context, q sqldb.Q, m moment, i int, n notice.Notice) (PreviewLetter, error) {
	to, err := store.Person(ctx, q, n.To)
	if err != nil {
		return PreviewLetter{}, err
	}
	f := letter.Facts{Kind: n.Kind, To: to, Ticket: m.ticket, Life: publicOnly(m.entries), Cause: m.entries[i],
		Desk: m.book.at(m.now).Definition, Until: m.confirmUntil(), At: m.now}
	if f.Clocks, err = m.clocks(); err != nil {
		return PreviewLetter{}, err
	}
	if f.People, err = store.People(ctx, q, peopleIn(Sheet{Ticket: m.ticket, Entries: f.Life})); err != nil {
		return PreviewLetter{}, err
	}
	out := PreviewLetter{Facts: f, Withheld: unseen(f, m.ticket)}
	if out.Withheld == "" {
		recent, err := store.RecentLetters(ctx, q, store.Letter{ID: math.MaxInt64, Kind: string(n.Kind), Ticket: m.ticket.ID, Address: to.Email, Created: m.now})
		if err != nil {
			return out, err
		}
		out.Withheld = notice.Suppressed(n.Kind, to, recent)
	}
	return out, nil
}
