package console

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/figures"
	"switchboard/internal/desk"
	"switchboard/internal/web/ui"
)

const figuresPath = home + "/figures"

// periods are the spans of days that the page of figures offers; the second is the usual one.
var periods = []int{7, 30, 90, 365}

// figuresOf is the page of how work moves: between teams (CO-11), at the first contact (CO-09), past those who look after it
// (ME-28).
type figuresOf struct {
	frame
	Days    ui.Field
	AsOf    string // when it was counted, where that takes long
	Counted bool   // not while it is counted for the first time
	Handed  ui.Table
	Parts   []published
	Facts   []ui.Fact
	Survey  []ui.Fact // what customers said (ME-34)
	Teams   ui.Table  // the same, by team
	Equity  ui.Table  // how agencies are served (ME-62)
	Rule    string    // of what stands out in it; empty where the reader sees none of it
	Waiting string    // where those that are due for review are listed; empty where none is
}

func (c *console) showFigures(w http.ResponseWriter, r *http.Request) error {
	p := &figuresOf{frame: c.frame(r, c.visits.Printer(r).T("console.figures.title"))}
	days := periodOf(r.FormValue("days"))
	if err := access.May(p.who, access.SeeFigures); err != nil { // what is kept is for those who may have it counted
		return err
	}
	got, err := c.counting.of(r.Context(), spell{days, access.May(p.who, access.SeeUsage) == nil}, func(ctx context.Context) (desk.Handling, error) {
		return c.desk.Handling(ctx, p.who, p.Now.AddDate(0, 0, -days), p.Now)
	})
	if err != nil {
		return err
	}
	reviews, err := c.desk.Reviews(r.Context(), p.who)
	if err != nil {
		return err
	}
	p.Days = ui.Field{Name: "days", Label: p.Words.T("console.figures.period"), Value: strconv.Itoa(days)}
	for _, n := range periods {
		p.Days.Options = append(p.Days.Options, ui.Option{Value: strconv.Itoa(n), Text: p.Words.N("console.figures.days", n)})
	}
	p.reviewed(reviews)
	if got == nil {
		p.AsOf = p.Words.T("console.figures.counting")
		return ui.Render(w, r, http.StatusOK, figuresPage(p))
	}
	if !got.until.IsZero() {
		p.AsOf = p.Words.T("console.figures.as_of", "when", p.when(got.at))
	}
	p.Counted = true
	sum := got.sum
	p.Handed = p.handed(sum.Handovers)
	p.satisfied(sum.Satisfaction, sum.OfTeams)
	p.equal(sum.Equity)
	p.say("solved", p.Words.Number(sum.Solved))
	p.Parts = p.percents(sum, days)
	return ui.Render(w, r, http.StatusOK, figuresPage(p))
}

// periodOf reads how many days back one looks; whatever is not offered is the usual.
func periodOf(text string) int {
	if n, err := strconv.Atoi(text); err == nil && slices.Contains(periods, n) {
		return n
	}
	return periods[1]
}

// handed says per team what it was handed, took and gave back, and how long it took, the most bounces first.
func (p *figuresOf) handed(all []figures.Receipts) ui.Table {
	t := ui.Table{Caption: p.Words.T("console.figures.handed"), Columns: []ui.Column{{Title: p.Words.T("console.figures.team")}}}
	for _, name := range []string{"total", "accepted", "returned", "wait"} {
		t.Columns = append(t.Columns, ui.Column{Title: p.Words.T("console.figures." + name), Figure: true})
	}
	for _, r := range all {
		wait := p.Words.T("console.figures.none")
		if r.Accepted > 0 {
			wait = p.Words.Span(max(r.MedianWait, time.Minute))
		}
		t.Rows = append(t.Rows, []ui.Cell{{Text: p.teamName(r.Team)}, {Text: p.Words.Number(r.Total)}, {Text: p.Words.Number(r.Accepted)},
			{Text: p.Words.Number(r.Returned)}, {Text: wait}})
	}
	return t
}

// reviewed says what waits for a review; of these, none without one before where the desk works (ME-28).
func (p *figuresOf) reviewed(r desk.Reviews) {
	p.say("due", p.count(desk.Count{N: r.Due, More: r.Due >= desk.MaxCount}))
	if r.Due > 0 {
		p.say("since", p.when(r.Since))
		p.Waiting = viewPath("review")
	}
	p.say("never", p.Words.Number(r.Never))
}

func (p *figuresOf) say(key, text string) {
	p.Facts = append(p.Facts, ui.Fact{Term: p.Words.T("console.figures." + key), Text: text})
}
