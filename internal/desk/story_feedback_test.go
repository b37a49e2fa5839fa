package desk_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/figures"
	"switchboard/internal/core/ticket"
)

// feedbackSentences are what customers say of the work, what they object to, and what is told of it.
var feedbackSentences = []sentence{
	act(`NAME rates it (\d)((?:,? not [a-z]+|,? [a-z]+)*)(?: saying TEXT)?`, func(s *story, who access.Actor, w []string) error {
		sheet, err := s.sheet()
		if err != nil {
			return err
		}
		in := rated(w)
		in.Resolution = sheet.Ticket.Survey.Resolution
		return done(s.house.Rate(s.ctx, who, s.on(), in))
	}),
	say(`whoever has the letter to NAME rates it (\d)((?:,? not [a-z]+|,? [a-z]+)*)(?: saying TEXT)?`, (*story).ratesByLetter),
	act(`NAME contests the question because TEXT`, func(s *story, who access.Actor, w []string) error {
		return s.contestsPause(who, ticket.ByQuestion, w[0])
	}),
	act(`NAME contests the unmet duty because TEXT`, func(s *story, who access.Actor, w []string) error {
		return s.contestsPause(who, ticket.ByDuty, w[0])
	}),
	act(`NAME contests the class because TEXT`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.Contest(s.ctx, who, s.on(), ticket.Contested{What: ticket.ContestClass, Text: w[0]}))
	}),
	act(`NAME (upholds|turns down) the objection because TEXT`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.AnswerContest(s.ctx, who, s.on(), ticket.ContestAnswered{Upheld: w[0] == "upholds", Reason: w[1]}))
	}),
	act(`NAME tells TEXT by NAME how it stands`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.Tell(s.ctx, who, s.on(), ticket.StatusAsked{Caller: w[0], Channel: w[1]}))
	}),
	say(`expect an objection to be answered by TIME`, (*story).objection),
	say(`expect (\d+) satisfied of (\d+) answers, (\d+) asked(?: of NAME)? since TIME`, (*story).satisfaction),
	say(`expect (\d+) of (\d+) say NAME since TIME`, (*story).sayYes),
}

// rated reads "5 courteous, not timely" and a comment.
func rated(w []string) ticket.Rated {
	overall, _ := strconv.Atoi(w[0])
	in := ticket.Rated{Overall: overall, Comment: w[2]}
	for _, said := range strings.Split(strings.TrimSpace(w[1]), ", ") {
		id, no := strings.CutPrefix(said, "not ")
		if id == "" {
			continue
		}
		if in.Answers == nil {
			in.Answers = map[string]bool{}
		}
		in.Answers[id] = !no
	}
	return in
}

var rateLink = regexp.MustCompile(`/rate\?pass=(\S+)`)

// ratesByLetter follows the link of the last letter of a resolution, by nobody who is signed in.
func (s *story) ratesByLetter(w []string) error {
	text, err := s.letterText("resolved", w[0])
	if err != nil {
		return err
	}
	m := rateLink.FindStringSubmatch(text)
	if m == nil {
		return fmt.Errorf("the letter has no such link: %s", text)
	}
	if _, err := s.house.Invited(s.ctx, m[1]); err != nil {
		return err
	}
	return done(s.house.RateByLink(s.ctx, m[1], rated(w[1:])))
}

// contestsPause objects to the latest pause of a cause.
func (s *story) contestsPause(who access.Actor, cause, text string) error {
	sheet, err := s.house.Ticket(s.ctx, who, s.id)
	if err != nil {
		return err
	}
	in := ticket.Contested{What: ticket.ContestPause, Text: text}
	for _, p := range ticket.Pauses(sheet.Entries) {
		if p.Cause == cause {
			in.Cause, in.Duty, in.Since = p.Cause, p.Duty, p.Since
		}
	}
	return done(s.house.Contest(s.ctx, who, s.on(), in))
}

func (s *story) objection(w []string) error {
	want, err := s.time(w[0])
	if err != nil {
		return err
	}
	sheet, err := s.sheet()
	if c := sheet.Ticket.Contest; err == nil && (!c.Open || !c.Last.AnswerBy.Equal(want)) {
		err = fmt.Errorf("it is open: %v, by %s", c.Open, s.local(c.Last.AnswerBy))
	}
	return err
}

func (s *story) satisfaction(w []string) error {
	since, err := s.time(w[4])
	if err != nil {
		return err
	}
	all, err := s.house.Handling(s.ctx, access.System, since, s.house.Now().Add(1))
	if err != nil {
		return err
	}
	got := all.Satisfaction
	if w[3] != "" {
		got = figures.Satisfaction{}
		for _, team := range all.OfTeams {
			if team.Name == w[3] {
				got = team
			}
		}
	}
	if said := fmt.Sprint(got.Satisfied, got.Answered, got.Asked); said != strings.Join(w[:3], " ") {
		return fmt.Errorf("these are %s: %+v", said, all.OfTeams)
	}
	return nil
}

func (s *story) sayYes(w []string) error {
	since, err := s.time(w[3])
	if err != nil {
		return err
	}
	all, err := s.house.Handling(s.ctx, access.System, since, s.house.Now().Add(1))
	if q := all.Satisfaction.Questions[w[2]]; err == nil && fmt.Sprint(q.Yes, q.Of) != w[0]+" "+w[1] {
		err = fmt.Errorf("these are %+v", q)
	}
	return err
}
