package console

import (
	"strconv"
	"strings"

	"switchboard/internal/core/figures"
	"switchboard/internal/core/wording"
	"switchboard/internal/web/ui"
)

// satisfied says what customers thought of what was resolved, with how many they are and how sure one can be (ME-34, A16).
func (p *figuresOf) satisfied(all figures.Satisfaction, teams []figures.Satisfaction) {
	say := func(key, text string) {
		p.Survey = append(p.Survey, ui.Fact{Term: p.Words.T("console.figures." + key), Text: text})
	}
	if all.Answered == 0 {
		say("satisfied", p.Words.T("console.figures.none"))
	} else {
		say("satisfied", p.share(all.Satisfied, all.Answered)+" "+p.Words.T("console.figures.interval", "range", p.interval(all)))
	}
	if goal, ok := p.desk.SurveyGoal(); ok {
		say("goal", p.percent(goal.Percent))
	}
	say("answers", p.share(all.Answered, all.Asked))
	for _, q := range p.desk.Asks().Questions {
		if yes := all.Questions[q.ID]; yes.Of > 0 {
			p.Survey = append(p.Survey, ui.Fact{Term: q.Ask.In(p.lang()), Text: p.share(yes.Yes, yes.Of)})
		}
	}
	p.Teams = p.satisfiedTeams(teams)
}

// satisfiedTeams is the same for each team, which is credited with what it had when it was resolved.
func (p *figuresOf) satisfiedTeams(teams []figures.Satisfaction) ui.Table {
	t := ui.Table{Caption: p.Words.T("console.figures.survey.teams"), Columns: []ui.Column{{Title: p.Words.T("console.figures.team")}}}
	for _, name := range []string{"asked", "answered", "satisfied", "range"} {
		t.Columns = append(t.Columns, ui.Column{Title: p.Words.T("console.figures.survey." + name), Figure: true})
	}
	for _, s := range teams {
		share, interval := p.Words.T("console.figures.none"), ""
		if s.Answered > 0 {
			share, interval = p.percent(100*float64(s.Satisfied)/float64(s.Answered)), p.interval(s)
		}
		t.Rows = append(t.Rows, []ui.Cell{{Text: p.teamName(s.Name)}, {Text: p.Words.Number(s.Asked)}, {Text: p.Words.Number(s.Answered)}, {Text: share}, {Text: interval}})
	}
	return t
}

// share is "195 of 200 (97.5%)".
func (p *figuresOf) share(n, of int) string {
	text := p.Words.T("console.figures.of", "n", p.Words.Number(n), "all", p.Words.Number(of))
	if of > 0 {
		text += " (" + p.percent(100*float64(n)/float64(of)) + ")"
	}
	return text
}

func (p *figuresOf) interval(s figures.Satisfaction) string {
	low, high := figures.Wilson(s.Satisfied, s.Answered)
	return p.Words.T("console.figures.between", "low", p.percent(100*low), "high", p.percent(100*high))
}

// percent is a share to one place, as the reader's language writes it.
func (p *figuresOf) percent(x float64) string {
	if p.Words.Lang() == wording.Spanish {
		return tenths(x) + "\u00a0%"
	}
	return tenths(x) + "%"
}

// tenths is a number to one place, without it where it is whole.
func tenths(x float64) string { return strings.TrimSuffix(strconv.FormatFloat(x, 'f', 1, 64), ".0") }
