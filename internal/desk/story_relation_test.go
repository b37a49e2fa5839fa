package desk_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/eventlog"
	"switchboard/internal/follow/search"
)

// relationSentences are what happens between tickets and up the ladder, and what is expected of it.
var relationSentences = []sentence{
	act(`NAME merges it into TEXT because TEXT(| as a duplicate)(?: counting on since TEXT)?(?: joining since TEXT)?`, merges),
	act(`NAME lets NAME join since TEXT`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.Include(s.ctx, who, s.on(), w[0]+"@example.gov", w[1]))
	}),
	act(`NAME lets NAME know of it since TEXT`, func(s *story, who access.Actor, w []string) error {
		whom, err := s.actor(w[0])
		if err != nil {
			return err
		}
		return done(s.house.Admit(s.ctx, who, s.on(), whom.ID, w[1]))
	}),
	act(`NAME finds (nothing|TEXT) by TEXT`, findsByWords),
	act(`NAME escalates because TEXT(?: for (NAME) on the phone)?`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.Escalate(s.ctx, who, s.on(), w[0], w[1]))
	}),
	act(`NAME answers the escalation TEXT`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.AnswerEscalation(s.ctx, who, s.on(), w[0]))
	}),
	act(`NAME asks for a review because TEXT`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.AskReview(s.ctx, who, s.on(), w[0]))
	}),
	act(`NAME reviews it TEXT(?:, next at TIME)?`, reviews),
	say(`expect (\d+) due for review, (\d+) of them never reviewed`, func(s *story, w []string) error {
		r, err := s.house.Reviews(s.ctx, access.System)
		if got := fmt.Sprint(r.Due, r.Never); err == nil && got != w[0]+" "+w[1] {
			err = fmt.Errorf("these are %s", got)
		}
		return err
	}),
	say(`expect level (\d+), (\d+) escalations?(?:, answer by TIME)?`, (*story).level),
	say(`NAME has the supervisor NAME`, func(s *story, w []string) error {
		return s.house.SetSupervisor(s.ctx, access.System, s.who[w[0]].ID, s.who[w[1]].ID)
	}),
	say(`NAME (represents|is deputy for) TEXT(?: from TIME until TIME)?`, represents),
	act(`NAME has the consultants((?: [a-z]+)*)`, func(s *story, who access.Actor, w []string) error {
		all, err := s.house.MyConsultants(s.ctx, who)
		var names []string
		for _, p := range all {
			name, _, _ := strings.Cut(p.Email, "@")
			names = append(names, name)
		}
		if got := strings.Join(names, " "); err == nil && got != strings.TrimSpace(w[0]) {
			err = fmt.Errorf("these are %q", got)
		}
		return err
	}),
	say(`expect (\d+) of (\d+) resolved at first contact(?: by NAME)? since TIME`, (*story).firstContacts),
	say(`expect NAME was handed (\d+), accepted (\d+), returned (\d+) since TIME`, (*story).handed),
	act(`NAME links it with TEXT`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.Link(s.ctx, who, s.on(), s.named[w[0]]))
	}),
	act(`NAME unlinks it from TEXT because TEXT`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.Unlink(s.ctx, who, s.on(), s.named[w[0]], w[1]))
	}),
	act(`NAME gives NAME the task TEXT`, func(s *story, who access.Actor, w []string) error {
		t, err := s.house.OpenTask(s.ctx, who, s.on(), ticket.Task{Team: w[0], Step: w[1]})
		return s.opened(t, err)
	}),
	act(`NAME splits off entry (\d+) as TEXT`, func(s *story, who access.Actor, w []string) error {
		entry, _ := strconv.Atoi(w[0])
		t, err := s.house.Split(s.ctx, who, s.on(), desk.Part{Entry: entry, Subject: w[1]})
		return s.opened(t, err)
	}),
	act(`NAME resolves TEXT despite open tasks since TEXT`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.Resolve(s.ctx, who, s.on(), ticket.Resolved{Text: w[0], Method: "remote", Despite: w[1]}))
	}),
	say(`expect (\d+) open tasks`, func(s *story, w []string) error {
		sheet, err := s.sheet()
		if n := sheet.Ticket.OpenTasks(); err == nil && strconv.Itoa(n) != w[0] {
			err = fmt.Errorf("there are %d", n)
		}
		return err
	}),
	act(`NAME sees related ([a-z_]+)((?: TEXT)*)`, seesRelated),
	act(`NAME finds TEXT in place of TEXT`, findsSurvivor),
}

// firstContacts expects the share of tickets that were resolved at the first contact, of all or of a channel.
func (s *story) firstContacts(w []string) error {
	from, err := s.time(w[3])
	if err != nil {
		return err
	}
	sum, err := s.house.Handling(s.ctx, access.System, from, s.house.Now().Add(time.Millisecond))
	if err != nil {
		return err
	}
	got := sum.FirstContacts.All
	for _, c := range sum.FirstContacts.Channels {
		if c.Name == w[2] {
			got = c
		}
	}
	if fmt.Sprint(got.First, got.Of) != w[0]+" "+w[1] {
		return fmt.Errorf("these are %+v", sum.FirstContacts)
	}
	return nil
}

func (s *story) handed(w []string) error {
	from, err := s.time(w[4])
	if err != nil {
		return err
	}
	sum, err := s.house.Handling(s.ctx, access.System, from, s.house.Now().Add(time.Millisecond))
	for _, r := range sum.Handovers {
		if r.Team == w[0] && fmt.Sprint(r.Total, r.Accepted, r.Returned) == strings.Join(w[1:4], " ") {
			return err
		}
	}
	return fmt.Errorf("these are %+v", sum.Handovers)
}

// represents says that somebody represents an agency, for a time or without end.
func represents(s *story, w []string) error {
	c := desk.Consultant{Person: s.who[w[0]].ID, Deputy: w[1] != "represents", Agency: w[2]}
	if w[3] != "" {
		var err error
		if c.From, err = s.time(w[3]); err != nil {
			return err
		}
		if c.Until, err = s.time(w[4]); err != nil {
			return err
		}
	}
	return s.house.SetConsultant(s.ctx, access.System, c)
}

func reviews(s *story, who access.Actor, w []string) error {
	r := ticket.Reviewed{Outcome: w[0]}
	if w[1] != "" {
		next, err := s.time(w[1])
		if err != nil {
			return err
		}
		r.Next = next
	}
	return done(s.house.Review(s.ctx, who, s.on(), r))
}

// level expects the ticket to have come so high, so often, and the level to have time until then.
func (s *story) level(w []string) error {
	sheet, err := s.sheet()
	if err != nil {
		return err
	}
	e := sheet.Ticket.Escalation
	got := fmt.Sprint(e.Level, e.Count)
	if got != w[0]+" "+w[1] || (w[2] == "") != sheet.Ticket.EscalationDue().IsZero() {
		return fmt.Errorf("it is at level and count %s, answer by %s", got, s.local(sheet.Ticket.EscalationDue()))
	}
	if w[2] == "" {
		return nil
	}
	want, err := s.time(w[2])
	if err == nil && !sheet.Ticket.EscalationDue().Equal(want) {
		err = fmt.Errorf("it has to answer by %s", s.local(sheet.Ticket.EscalationDue()))
	}
	return err
}

// findsByWords searches, once the index has caught up with the log.
func findsByWords(s *story, who access.Actor, w []string) error {
	err := eventlog.Drain(s.ctx, s.db, search.Follower())
	if err != nil {
		return err
	}
	rows, err := s.house.Search(s.ctx, who, w[2], 10)
	if err != nil {
		return err
	}
	if rows := rows.Rows; w[0] == "nothing" && len(rows) == 0 || len(rows) == 1 && rows[0].Subject == w[1] {
		return nil
	}
	return fmt.Errorf("found are %+v", rows)
}

// opened makes a ticket that came of another one the one that is spoken of.
func (s *story) opened(t ticket.Ticket, err error) error {
	if err == nil {
		s.id, s.named[t.Request.Subject] = t.ID, t.ID
	}
	return err
}

var quoted = regexp.MustCompile(`"([^"]*)"`)

// seesRelated expects these tickets, and no others, to stand in this relation to the one that is spoken of.
func seesRelated(s *story, who access.Actor, w []string) error {
	sheet, err := s.house.Ticket(s.ctx, who, s.id)
	if err != nil {
		return err
	}
	var got, want []string
	for _, r := range sheet.Related {
		if r.Kind == w[0] {
			got = append(got, r.Subject)
		}
	}
	for _, m := range quoted.FindAllStringSubmatch(w[1], -1) {
		want = append(want, m[1])
	}
	if !slices.Equal(got, want) {
		return fmt.Errorf("these are %q", got)
	}
	return nil
}

func merges(s *story, who access.Actor, w []string) error {
	into, known := s.named[w[0]]
	if !known {
		return fmt.Errorf("no ticket %q in this story", w[0])
	}
	return done(s.house.Merge(s.ctx, who, s.on(), into, ticket.Merger{Reason: w[1], Duplicate: w[2] != "", Cause: w[3], Consent: w[4]}))
}

// findsSurvivor looks a merged ticket up by its number: the survivor is found first.
func findsSurvivor(s *story, who access.Actor, w []string) error {
	rows, err := s.house.Search(s.ctx, who, fmt.Sprint(s.named[w[1]]), 10)
	if err != nil {
		return err
	}
	if len(rows.Rows) == 0 || rows.Rows[0].ID != s.named[w[0]] {
		return fmt.Errorf("found are %+v", rows)
	}
	id, err := s.house.Survivor(s.ctx, who, s.named[w[1]])
	if err == nil && id != s.named[w[0]] {
		err = fmt.Errorf("the survivor is %d", id)
	}
	return err
}
