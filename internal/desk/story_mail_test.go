package desk_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/mail/tag"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// mailActs are the sentences about mail. What is indented below a mail is its body; lines like "In-Reply-To: {letter}" at
// its top, with an empty line after them, are further fields of its header. {number} is the ticket that is spoken of,
// {letter} the Message-ID of the letter that the desk wrote last, {tag} the reply address of the requester.
var mailActs = []sentence{
	say(`(\S+) mails TEXT( with)?`, (*story).mails),
	say(`(\S+) mails TEXT, which is read at TIME( with)?`, (*story).mailsUnread),
	say(`the desk writes to NAME about it`, (*story).writesLetter),
	act(`NAME calls and speaks with the customer`, func(s *story, who access.Actor, _ []string) error {
		return done(s.house.Call(s.ctx, who, s.on(), ticket.Called{Reached: true}))
	}),
	act(`NAME calls in vain`, func(s *story, who access.Actor, _ []string) error {
		return done(s.house.Call(s.ctx, who, s.on(), ticket.Called{}))
	}),
	act(`NAME threads the mail`, func(s *story, who access.Actor, _ []string) error {
		return done(s.house.ThreadHeld(s.ctx, who, s.mail.ID, s.id))
	}),
	act(`NAME opens the mail`, func(s *story, who access.Actor, _ []string) error {
		t, err := s.house.OpenHeld(s.ctx, who, s.mail.ID)
		s.id = t.ID
		return err
	}),
	act(`NAME drops the mail because TEXT`, func(s *story, who access.Actor, w []string) error {
		return s.house.DropHeld(s.ctx, who, s.mail.ID, w[0])
	}),
}

// mailChecks are the sentences that expect something of mail.
var mailChecks = []sentence{
	say(`expect the mail (opened|threaded|held|answered|noted|dropped)(?:: REST)?`, (*story).became),
	say(`expect it follows TEXT`, (*story).follows),
	say(`expect received TIME`, (*story).received),
	say(`expect asked by (\S+)`, (*story).askedBy),
	say(`expect (\d+) letters? (\S+) to (\S+)`, (*story).letterCount),
	say(`expect it (claims|does not claim) to be urgent`, (*story).claims),
	say(`expect a wish for (person|team) TEXT`, (*story).wishes),
}

func (s *story) mails(words []string) error {
	return s.mailed(words[0], words[1], words[3], s.house.Now())
}

// mailsUnread is a mail that lies in the mailbox until the desk can read it.
func (s *story) mailsUnread(words []string) error {
	arrived := s.house.Now()
	if err := s.at(words[2:]); err != nil {
		return err
	}
	return s.mailed(words[0], words[1], words[4], arrived)
}

var headField = regexp.MustCompile(`^[A-Z][A-Za-z-]+: `)

func (s *story) mailed(from, subject, below string, arrived time.Time) error {
	if _, known := s.who[from]; known {
		from += "@example.gov"
	}
	head, body, found := strings.Cut(below, "\n\n")
	if !found || !headField.MatchString(head) {
		head, body = "", below
	} else {
		head += "\n"
	}
	s.mailNo++
	raw := fmt.Sprintf("Message-ID: <%d@mail.example.gov>\nDate: %s\nFrom: %s\nTo: help@desk.example.gov\nSubject: %s\n%s\n%s",
		s.mailNo, arrived.Format(time.RFC1123Z), from, subject, head, body)
	raw, err := s.fillMail(raw, from)
	if err != nil {
		return err
	}
	raw = strings.ReplaceAll(raw, "\n", "\r\n")
	id, _, err := s.house.StoreMail(s.ctx, access.System, desk.ArrivedMail{Mailbox: "desk", Recipient: "help@desk.example.gov", Arrived: arrived, Raw: []byte(raw)})
	if err != nil {
		return err
	}
	if err := s.house.ReadMail(s.ctx, access.System, id); err != nil {
		return fmt.Errorf("reading it failed: %v", err)
	}
	if s.mail, err = store.MailByID(s.ctx, s.db.Reader(), id); err != nil {
		return err
	}
	if s.mail.State == store.MailOpened {
		s.id = s.mail.Ticket
		s.named[subject] = s.id
	}
	return nil
}

// fillMail puts numbers into a mail that the story cannot know.
func (s *story) fillMail(raw, from string) (string, error) {
	if strings.Contains(raw, "{tag}") {
		err := s.db.Write(s.ctx, func(tx *sqldb.Tx) error {
			key, err := store.Secret(s.ctx, tx, store.ReplySecret)
			raw = strings.ReplaceAll(raw, "{tag}", "help+"+tag.Make(key, s.id, from)+"@desk.example.gov")
			return err
		})
		if err != nil {
			return "", err
		}
	}
	return strings.NewReplacer("{number}", strconv.FormatInt(s.id, 10), "{letter}", s.letter).Replace(raw), nil
}

func (s *story) writesLetter(words []string) error {
	who, err := s.actor(words[0])
	if err != nil {
		return err
	}
	s.mailNo++
	s.letter = fmt.Sprintf("<%d.LETTER%d@desk.example.gov>", s.id, s.mailNo)
	return s.db.Write(s.ctx, func(tx *sqldb.Tx) error {
		_, err := store.AddLetter(s.ctx, tx, store.Letter{Kind: "replied", Cause: int64(s.mailNo), Ticket: s.id, Person: who.ID,
			Address: words[0] + "@example.gov", MessageID: s.letter, State: store.LetterAccepted})
		return err
	})
}

func (s *story) became(words []string) error {
	if string(s.mail.State) != words[0] || !strings.Contains(s.mail.Reason, words[1]) {
		return fmt.Errorf("it was %s: %s", s.mail.State, s.mail.Reason)
	}
	return nil
}

func (s *story) follows(words []string) error {
	sheet, err := s.sheet()
	if err == nil && sheet.Ticket.Request.FollowUpOf != s.named[words[0]] {
		err = fmt.Errorf("it follows %d", sheet.Ticket.Request.FollowUpOf)
	}
	return err
}

func (s *story) received(words []string) error {
	want, err := s.time(words[0])
	if err != nil {
		return err
	}
	sheet, err := s.sheet()
	if err == nil && !sheet.Ticket.ReceivedAt.Equal(want) {
		err = fmt.Errorf("it was received at %s", s.local(sheet.Ticket.ReceivedAt))
	}
	return err
}

func (s *story) askedBy(words []string) error {
	sheet, err := s.sheet()
	if err != nil {
		return err
	}
	if got := sheet.People[sheet.Ticket.Request.Requester].Email; got != words[0] {
		return fmt.Errorf("it was asked by %s", got)
	}
	return nil
}

func (s *story) letterCount(words []string) error {
	n, err := sqldb.One(s.ctx, s.db.Reader(), sqldb.Value[int], `SELECT count(*) FROM letter WHERE kind = $1 AND address = $2`, words[1], words[2])
	if err == nil && strconv.Itoa(n) != words[0] {
		err = fmt.Errorf("there are %d", n)
	}
	return err
}

func (s *story) claims(words []string) error {
	sheet, err := s.sheet()
	if err == nil && sheet.Ticket.Urging != (words[0] == "claims") {
		err = fmt.Errorf("it is %v", sheet.Ticket.Urging)
	}
	return err
}

func (s *story) wishes(words []string) error {
	sheet, err := s.sheet()
	if err != nil {
		return err
	}
	got := map[string]string{"person": sheet.Ticket.Request.WantPerson, "team": sheet.Ticket.Request.WantTeam}[words[0]]
	if got != words[1] {
		return fmt.Errorf("it is for %q", got)
	}
	return nil
}
