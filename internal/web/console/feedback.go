package console

import (
	"context"
	"maps"
	"slices"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
)

func isContested(t ticket.Ticket) bool { return t.Contest.Open }

func judges(f frame, s desk.Sheet) bool { return ticket.Judges(s.Ticket, s.Entries, f.who.ID) }

// contestFields ask whether the customer was right, and for the reason that they read (A26).
func contestFields(x *item) []control {
	right := x.pick("upheld", []ui.Option{
		{Value: "yes", Text: x.Words.T("console.contest.yes." + x.Sheet.Ticket.Contest.Last.What)}, {Value: "no", Text: x.Words.T("console.contest.no")}}, "")
	right.Kind = choice
	return []control{right, x.text("reason", 3)}
}

func doAnswerContest(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	if in.Get("upheld") == "" {
		return fault.Field("upheld", "say whether the objection was right")
	}
	_, err := d.AnswerContest(ctx, who, on, ticket.ContestAnswered{Upheld: in.Get("upheld") == "yes", Reason: in.Get("reason")})
	return err
}

// tellFields write down who asked how it stands, and by what channel (ME-26).
func tellFields(x *item) []control {
	var channels []ui.Option
	usual := ""
	for _, c := range x.desk.Channels {
		if !c.Intake || c.ID == "portal" {
			continue
		}
		channels = append(channels, ui.Option{Value: c.ID, Text: c.Name.In(x.lang())})
		if usual == "" || c.ID == "phone" {
			usual = c.ID
		}
	}
	return []control{x.line("caller", x.requester().NameOrAddress(), true), x.pick("channel", channels, usual)}
}

func doTell(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	_, err := d.Tell(ctx, who, on, ticket.StatusAsked{Channel: in.Get("channel"), Caller: in.Get("caller")})
	return err
}

// contested says what the customer objects to, for the timeline.
func (f frame) contested(c ticket.Contested) string {
	what := f.Words.T("console.fact.contested.class", "class", f.className(c.Class))
	switch c.Cause {
	case ticket.ByQuestion:
		what = f.Words.T("console.fact.contested.question", "when", f.when(c.Since))
	case ticket.ByDuty:
		what = f.Words.T("console.fact.contested.duty", "when", f.when(c.Since), "duty", f.duty(c.Duty))
	}
	return what + " " + f.Words.T("console.fact.contested.by", "by", f.by(c.AnswerBy))
}

func (f frame) contestAnswered(a ticket.ContestAnswered) string {
	if a.Upheld {
		return f.Words.T("console.fact.contest.upheld")
	}
	return f.Words.T("console.fact.contest.kept")
}

// contest says for the pane beside the ticket that an objection waits.
func (x *item) contest() string {
	c := x.Sheet.Ticket.Contest
	if !c.Open {
		return ""
	}
	text := x.contested(c.Last)
	if c.Lapsed {
		text += "\n" + x.Words.T("console.contest.lapsed")
	}
	return text + "\n" + c.Last.Text
}

// rated says what the customer thinks of the work: the grade, each question, their words (ME-21).
func (f frame) rated(r ticket.Rated) string {
	text := f.Words.T("console.fact.rated", "n", f.Words.Number(r.Overall), "max", f.Words.Number(ticket.MaxOverall))
	var said []string
	asks := f.desk.Asks()
	for _, id := range slices.Sorted(maps.Keys(r.Answers)) {
		question := id
		for _, q := range asks.Questions {
			if q.ID == id {
				question = q.Ask.In(f.lang())
			}
		}
		answer := f.Words.T("console.survey.no")
		if r.Answers[id] {
			answer = f.Words.T("console.survey.yes")
		}
		said = append(said, question+" "+answer)
	}
	if len(said) > 0 {
		text += "\n" + strings.Join(said, "\n")
	}
	if r.Comment != "" {
		text += "\n\n" + r.Comment
	}
	return text
}

// satisfaction says for the pane beside the ticket what the customer said of its last resolution.
func (x *item) satisfaction() string {
	if a := x.Sheet.Ticket.Survey.Answer; a != nil {
		return x.rated(*a)
	}
	return ""
}
