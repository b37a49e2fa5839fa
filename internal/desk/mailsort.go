package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/mail/ask"
	"switchboard/internal/core/mail/reading"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/store"
)

// Bounds of what comes of mail within an hour of arrivals (DESIGN 9.10). What is beyond waits for a person.
const (
	maxOfSender   = 20 // mails of one address that open a ticket or are answered
	maxIntoTicket = 30 // mails on one ticket
)

// decide finds what becomes of a mail. Whatever a header says of itself only narrows what may come of it.
func (in *incoming) decide(ctx context.Context) error {
	beat, err := in.d.heartbeatReturned(ctx, in.tx, in.mail.MessageID)
	if err != nil {
		return err
	}
	own, err := in.isOwn(ctx)
	switch {
	case err != nil:
		return err
	case beat:
		return in.become(ctx, store.MailNoted, 0, "the desk's own heartbeat has come back")
	case own:
		return in.become(ctx, store.MailDropped, 0, "it is the desk's own mail")
	case in.says.Kind == reading.Loop:
		return in.become(ctx, store.MailDropped, 0, "it has gone in circles")
	case in.says.Kind == reading.Bounce:
		return in.returned(ctx)
	case in.says.Hints.OtherDesk && in.says.Hints.Machine: // else two desks would write to each other for ever
		return in.become(ctx, store.MailDropped, 0, "a machine's letter of another desk")
	}
	found, err := in.locate(ctx)
	if err != nil {
		return err
	}
	switch why := in.doubt(); {
	case why != "":
		return in.hold(ctx, max(found.named, found.ticket.ID), why)
	case in.says.Kind == reading.AutoReply:
		return in.autoAnswer(ctx, found)
	}
	if number, old, asked := ask.Status(in.mail.Subject, in.says.Reply, in.ticketWords()); asked {
		if done, err := in.answerStatus(ctx, found, number, old); done || err != nil {
			return err
		}
	}
	switch {
	case found.refused != "":
		return in.hold(ctx, found.named, found.refused)
	case found.is:
		return in.reply(ctx, found.moment)
	}
	return in.anew(ctx)
}

// isOwn reports whether the desk itself wrote this: by its mark, or by the number of a letter that it sent.
func (in *incoming) isOwn(ctx context.Context) (bool, error) {
	if in.says.Kind == reading.Loop && !slices.Contains(in.says.Defects, "too many hops") {
		return true, nil
	}
	_, err := store.LetterByMessageID(ctx, in.tx, in.mail.MessageID)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil, err
}

// doubt says why nothing may be done in the name of who seems to have written this; empty where nothing speaks against it.
func (in *incoming) doubt() string {
	local, domain, _ := strings.Cut(in.mail.Author, "@")
	local, _, _ = strings.Cut(local, "+")
	switch {
	case slices.Contains(in.d.mail.Addresses, local+"@"+domain):
		return "it is written under the desk's own address"
	case in.says.Hints.OtherDesk:
		return "it was sent by another desk of this kind"
	case in.says.Hints.DMARC == "fail":
		return fmt.Sprintf("it does not come from %s, says our mail server (dmarc=fail)", domain)
	}
	return ""
}

// hold lets the mail wait for a person, who reads why. Named is the ticket that it names, if it is one.
func (in *incoming) hold(ctx context.Context, named int64, why string) error {
	return in.become(ctx, store.MailHeld, named, why)
}

// anew is a mail that is about no ticket yet.
func (in *incoming) anew(ctx context.Context) error {
	if !in.channel().Intake {
		return in.answerChannels(ctx)
	}
	req := in.request(in.says.Text)
	return in.limited(ctx, req)
}

// limited opens a ticket, unless the same address opens one after the other.
func (in *incoming) limited(ctx context.Context, req Request) error {
	if many, err := in.tooMany(ctx); many || err != nil {
		return err
	}
	var err error
	if req.WantPerson, req.WantTeam, err = in.wish(ctx); err != nil {
		return err
	}
	if req.urging, err = in.urging(ctx); err != nil {
		return err
	}
	return in.open(ctx, req, "")
}

// tooMany holds the mail of an address that writes one after the other.
func (in *incoming) tooMany(ctx context.Context) (bool, error) {
	n, err := store.MailOf(ctx, in.tx, in.mail.Author, in.hourBefore(), in.mail.Arrived, maxOfSender)
	if err != nil || n < maxOfSender {
		return false, err
	}
	return true, in.hold(ctx, 0, fmt.Sprintf("more than %d mails of this sender within an hour", maxOfSender))
}

func (in *incoming) hourBefore() time.Time { return in.mail.Arrived.Add(-time.Hour) }

// again is how soon the same words are taken for the same message.
const again = 15 * time.Minute

// repeats reports whether the sender said the same on this ticket a moment before: programs send twice.
func (in *incoming) repeats(m moment) bool {
	words := sameWords(in.words())
	for _, e := range slices.Backward(m.entries) {
		if in.mail.Arrived.Sub(e.At) > again {
			return false
		}
		if e.By == in.from.ID && sameWords(saidBy(e.Event)) == words && len(in.says.Attachments) == 0 {
			return true
		}
	}
	return false
}

func sameWords(s string) string { return strings.Join(strings.Fields(s), " ") }

// saidBy is what a customer said by an event.
func saidBy(e ticket.Event) string {
	switch e := e.(type) {
	case ticket.Opened:
		return e.Description
	case ticket.Wrote:
		return e.Body
	case ticket.Answered:
		return e.Body
	}
	return ""
}

// ticketWords are what the desk and its people call a ticket.
func (in *incoming) ticketWords() []string {
	w := in.d.book.Load().at(in.tx.Now).Words.Ticket
	return []string{w.One.En, w.Many.En, w.One.Es, w.Many.Es, "request", "issue", "case", "solicitud", "caso"}
}

// wish is whom the mail asks for: a team of the definition, or somebody who works here. It is kept as a wish (OK-13).
func (in *incoming) wish(ctx context.Context) (person, team string, err error) {
	var teams, persons []ask.Known
	for _, t := range in.d.book.Load().at(in.tx.Now).Teams {
		teams = append(teams, ask.Known{ID: t.ID, Names: []string{t.ID, t.Name.En, t.Name.Es}})
	}
	if person, team = ask.Wish(in.says.Reply, nil, teams); !ask.Wishes(in.says.Reply) {
		return person, team, nil
	}
	staff, err := store.Staff(ctx, in.tx, "")
	if err != nil {
		return "", "", err
	}
	for _, p := range staff {
		persons = append(persons, ask.Known{ID: p.NameOrAddress(), Names: []string{p.Name, p.Email}})
	}
	person, team = ask.Wish(in.says.Reply, persons, teams)
	return person, team, nil
}

// customer is who wrote, as one who acts: with the rights of a customer and never more, whoever the address belongs to. A header
// grants nothing (DESIGN 9.1).
func customer(p people.Person) access.Actor {
	return access.Actor{ID: p.ID, Role: people.Customer, Agency: p.Agency}
}
