package console

import (
	"cmp"
	"strconv"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/figures"
	"switchboard/internal/core/people"
	"switchboard/internal/web/ui"
)

// equal shows the desk's managers how each agency is served beside the others, and by which rule one stands out (ME-62).
func (p *figuresOf) equal(all []figures.Standing) {
	if access.May(p.who, access.SeeUsage) != nil {
		return
	}
	p.Rule = p.Words.T("usage.equity.rule", "deviations", strconv.Itoa(figures.Deviations), "least", strconv.Itoa(figures.LeastTickets))
	p.Equity = ui.Table{Caption: p.Words.T("usage.equity"), Columns: []ui.Column{{Title: p.Words.T("usage.agency")}}}
	for _, key := range []string{"usage.tickets", "usage.equity.kept", "usage.equity.reply", "usage.minutes", "usage.equity.each", "usage.equity.fte", "usage.equity.per_fte"} {
		p.Equity.Columns = append(p.Equity.Columns, ui.Column{Title: p.Words.T(key), Figure: true})
	}
	for _, s := range all {
		reply := p.Words.T("console.figures.none")
		if s.Replied > 0 {
			reply = p.Words.Span(max(s.Reply, time.Minute))
		}
		p.Equity.Rows = append(p.Equity.Rows, []ui.Cell{{Body: plainLink(agencyPath(s.Agency), s.Agency)}, {Text: p.Words.Number(s.Tickets)},
			{Text: p.outstanding(p.share(s.Kept, s.Tickets), s.KeptOut)}, {Text: p.outstanding(reply, s.ReplyOut)}, {Text: p.Words.Number(s.Minutes)},
			{Text: p.outstanding(tenths(s.PerTicket()), s.MinutesOut)}, {Text: cmp.Or(people.FTE(s.FTE).String(), p.Words.T("console.figures.none"))},
			{Text: p.perFTE(s)}})
	}
}

// perFTE says how many minutes each full-time person of an agency took, where it is known how many they are.
func (p *figuresOf) perFTE(s figures.Standing) string {
	if s.FTE == 0 {
		return p.Words.T("console.figures.none")
	}
	return p.outstanding(tenths(s.PerFTE()), s.FTEOut)
}

// outstanding says in words that a figure stands out: colour alone would tell nobody who does not see it.
func (p *figuresOf) outstanding(figure string, out bool) string {
	if !out {
		return figure
	}
	return p.Words.T("usage.equity.out", "figure", figure)
}
