package portal

import (
	"net/http"
	"strconv"
	"time"

	"switchboard/internal/core/figures"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// publishedPath is where the figures of the desk are, for good: others link to it (ME-73).
const publishedPath = "/service/figures"

// publishedPage shows everybody how the desk keeps what it promises.
type publishedPage struct {
	ui.Page
	voice
	AsOf    string
	Facts   []ui.Fact
	Months  ui.Chart
	Classes ui.Table
	Handled ui.Chart
}

func (p portal) figures(w http.ResponseWriter, r *http.Request) error {
	got, err := p.desk.PublicFigures(r.Context(), visit.Actor(r))
	if err != nil {
		return err
	}
	page, v := p.page(r, "published.title")
	out := publishedPage{Page: page, voice: v, AsOf: v.T("published.as_of", "moment", v.MomentWithin(got.AsOf, v.now, v.zone))}
	months, classes, sum := figures.SumPromises(got.Rows)
	out.Facts = []ui.Fact{{Term: v.T("usage.tickets"), Text: v.Number(sum.Tickets)}, {Term: v.T("published.kept"), Text: v.shareOf(sum)}}
	out.Months.Table = v.promises("usage.months", "usage.month", months, func(x figures.Promise) string { return v.month(x.Month) })
	for i := len(months) - 1; i >= 0; i-- { // pictures read from the earliest
		if judged := months[i].Judged(); judged.Of > 0 {
			out.Months.Bars = append(out.Months.Bars, ui.Share{Percent: judged.Percent(), Above: strconv.Itoa(judged.Percent()) + " %", Below: months[i].Month.In(v.zone).Format("01/06")})
		}
	}
	out.Handled = v.handled(got)
	out.Classes = v.promises("published.classes", "published.class", classes, func(x figures.Promise) string { return v.class(x.Class) })
	return ui.Render(w, r, http.StatusOK, figuresForAll(out))
}

// promises is a table of what was received and kept, each under its month or class.
func (v voice) promises(caption, head string, all []figures.Promise, name func(figures.Promise) string) ui.Table {
	t := ui.Table{Caption: v.T(caption), Columns: []ui.Column{{Title: v.T(head)}, {Title: v.T("usage.tickets"), Figure: true}, {Title: v.T("published.kept"), Figure: true}}}
	for _, x := range all {
		t.Rows = append(t.Rows, []ui.Cell{{Text: name(x)}, {Text: v.Number(x.Tickets)}, {Text: v.shareOf(x.Kept)}})
	}
	return t
}

// shareOf says how often a promise was kept, of those that are judged.
func (v voice) shareOf(k figures.Kept) string {
	judged := k.Judged()
	if judged.Of == 0 {
		return v.T("published.unjudged")
	}
	return v.T("published.share", "percent", strconv.Itoa(judged.Percent()), "met", v.Number(judged.N), "of", v.Number(judged.Of))
}

// figuresCSV writes each month with each class as a sheet, with the instant of which it speaks in every row.
func (p portal) figuresCSV(w http.ResponseWriter, r *http.Request) error {
	got, err := p.desk.PublicFigures(r.Context(), visit.Actor(r))
	if err != nil {
		return err
	}
	v := p.voice(r)
	out := p.visits.Sheet(w, r, "figures.csv", "published.as_of.column", "usage.month", "published.class", "usage.tickets", "published.met", "published.missed")
	asOf := got.AsOf.In(v.zone).Format(time.RFC3339)
	for _, x := range got.Rows {
		out.Row(asOf, x.Month.In(v.zone).Format("2006-01"), x.Class, strconv.Itoa(x.Tickets), strconv.Itoa(x.Met), strconv.Itoa(x.Missed))
	}
	return out.End(nil)
}
