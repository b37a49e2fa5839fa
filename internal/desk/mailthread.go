package desk

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/mail/ask"
	"switchboard/internal/core/mail/tag"
	"switchboard/internal/fault"
	"switchboard/internal/store"
)

// located is the ticket that a mail is about. Where a mail names only tickets on which its sender may not write, refused
// says in words why, and named is the first of them.
type located struct {
	moment
	is      bool
	named   int64
	refused string
}

// clue is a ticket that a mail names, and how.
type clue struct {
	ticket int64
	how    string // "it answers ...", of a ticket that is not the sender's
}

// locate finds the ticket that a mail is about: by the letters and mails that it answers, then by the address to which it was
// written, then by the number in its subject. What it finds locates and grants nothing: whether the sender may write there is
// decided as on a page (DESIGN 9.1).
func (in *incoming) locate(ctx context.Context) (located, error) {
	var out located
	clues, err := in.clues(ctx)
	if err != nil {
		return out, err
	}
	for _, c := range clues {
		m, err := in.d.load(ctx, in.tx, c.ticket, in.who, in.tx.Now)
		if err == nil {
			err = access.Can(in.who, access.WriteTicket, m.ticket)
		}
		switch {
		case err == nil && in.says.Hints.Senders <= 1:
			return located{moment: m, is: true}, nil
		case err != nil && !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Forbidden):
			return out, err
		case out.refused == "":
			out.named, out.refused = m.ticket.ID, c.how
		}
	}
	return out, nil
}

const (
	answersOther = "it answers a mail about something that is not its sender's"
	taggedOther  = "it is written to a reply address that was made for somebody else"
	namesOther   = "its subject names a number that is not its sender's"
)

// clues are the tickets that a mail names, the surest first.
func (in *incoming) clues(ctx context.Context) ([]clue, error) {
	ids := slices.Clone(in.says.References)
	slices.Reverse(ids)
	ids = append(slices.Clone(in.says.InReplyTo), ids...)
	ids = ids[:min(len(ids), maxReferences)]
	known, err := store.TicketsOfMessages(ctx, in.tx, ids)
	if err != nil {
		return nil, err
	}
	var out []clue
	for _, id := range ids {
		n := known[id]
		if n == 0 {
			n = in.rootOf(id)
		}
		if n != 0 {
			out = append(out, clue{n, answersOther})
		}
	}
	key, err := store.Secret(ctx, in.tx, store.ReplySecret)
	if err != nil {
		return nil, err
	}
	to := in.recipients()
	if n, ok := tag.Read(key, to, in.mail.Author); ok {
		out = append(out, clue{n, taggedOther})
	} else if tag.Tagged(to) {
		out = append(out, clue{0, taggedOther})
	}
	return in.numbers(ctx, out)
}

// numbers adds the tickets that the subject names. A number of which there can be no ticket is somebody else's; one of which
// there is none, or none of the sender's, are treated alike, so that nobody learns by it what there is.
func (in *incoming) numbers(ctx context.Context, out []clue) ([]clue, error) {
	named := ask.Numbers(in.mail.Subject, in.ticketWords())
	if len(named) == 0 {
		return out, nil
	}
	first, last, err := store.TicketNumbers(ctx, in.tx)
	if err != nil {
		return nil, err
	}
	for _, n := range named {
		if first <= n && n <= last {
			out = append(out, clue{n, namesOther})
		}
	}
	return out, nil
}

// maxReferences is how many of the mails that a mail answers are looked for.
const maxReferences = 32

// ownID is the form of the desk's Message-IDs: of a letter, or of the root of all letters of a ticket, which never was sent.
var ownID = regexp.MustCompile(`^<([1-9][0-9]{0,17})(?:\.[A-Za-z0-9]{1,64})?@([^<>@\s]+)>$`)

// rootOf is the ticket that a Message-ID of the desk's form names, whoever wrote it there; 0 for none.
func (in *incoming) rootOf(id string) int64 {
	m := ownID.FindStringSubmatch(id)
	if m == nil || in.d.mail.Domain == "" || !strings.EqualFold(m[2], in.d.mail.Domain) {
		return 0
	}
	n, err := strconv.ParseInt(m[1], 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// recipients are all addresses to which the mail may have been written.
func (in *incoming) recipients() string {
	return in.mail.Recipient + "\n" + in.says.Hints.Recipients
}
