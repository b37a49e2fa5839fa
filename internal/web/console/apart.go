package console

import (
	"net/http"
	"strconv"

	"switchboard/internal/core/figures"
	"switchboard/internal/web/ui"
)

const apartPath = figuresPath + "/apart"

// apartPage shows what is reported apart from the rest, per agency and month (ME-31, ME-56).
type apartPage struct {
	frame
	Facts []ui.Fact
	Table ui.Table
	Lists []ui.Link // the tickets behind it
}

func (c *console) showApart(w http.ResponseWriter, r *http.Request) error {
	p := apartPage{frame: c.frame(r, c.visits.Printer(r).T("apart.title"))}
	all, err := c.desk.Apart(r.Context(), p.who)
	if err != nil {
		return err
	}
	rows, sum := figures.SumApart(all)
	p.Facts = []ui.Fact{{Term: p.Words.T("apart.short"), Text: p.kept(sum.ShortNotice)}, {Term: p.Words.T("apart.nonstandard"), Text: p.kept(sum.Nonstandard)}}
	p.Table = ui.Table{Caption: p.Words.T("apart.table"), Columns: []ui.Column{{Title: p.Words.T("usage.month")}, {Title: p.Words.T("usage.agency")},
		{Title: p.Words.T("apart.short")}, {Title: p.Words.T("apart.nonstandard")}}}
	for _, x := range rows {
		p.Table.Rows = append(p.Table.Rows, []ui.Cell{{Text: p.monthOf(x)}, {Text: p.agencyOf(x)}, {Text: p.kept(x.ShortNotice)}, {Text: p.kept(x.Nonstandard)}})
	}
	p.Lists = []ui.Link{{Text: p.Words.T("apart.short.list"), Href: search + "?q=is:short_notice"}, {Text: p.Words.T("apart.nonstandard.list"), Href: search + "?q=is:nonstandard"}}
	return ui.Render(w, r, http.StatusOK, apartRoom(p))
}

// kept says how many there were, and how often the promise was kept all the same.
func (p apartPage) kept(k figures.Kept) string {
	judged := k.Judged()
	switch {
	case k.Tickets == 0:
		return p.Words.T("apart.none")
	case judged.Of == 0:
		return p.Words.T("apart.unjudged", "n", p.Words.Number(k.Tickets))
	}
	return p.Words.T("apart.kept", "n", p.Words.Number(k.Tickets), "met", p.Words.Number(judged.N), "of", p.Words.Number(judged.Of))
}

func (p apartPage) monthOf(x figures.Apart) string {
	at := x.Month.In(p.desk.Zone())
	return p.Words.T("usage.month.of", "month", p.Words.Month(at.Month()), "year", strconv.Itoa(at.Year()))
}

func (p apartPage) agencyOf(x figures.Apart) string {
	if x.Agency == "" {
		return p.Words.T("apart.agency.none")
	}
	return x.Agency
}

// apartCSV writes the same as a sheet.
func (c *console) apartCSV(w http.ResponseWriter, r *http.Request) error {
	f := c.frame(r, "")
	all, err := c.desk.Apart(r.Context(), f.who)
	if err != nil {
		return err
	}
	out := c.visits.Sheet(w, r, "apart.csv", "usage.month", "usage.agency", "apart.short", "apart.short.met", "apart.short.missed",
		"apart.nonstandard", "apart.nonstandard.met", "apart.nonstandard.missed")
	rows, _ := figures.SumApart(all)
	for _, x := range rows {
		cells := []string{x.Month.In(f.desk.Zone()).Format("2006-01"), x.Agency}
		for _, n := range []int{x.ShortNotice.Tickets, x.ShortNotice.Met, x.ShortNotice.Missed, x.Nonstandard.Tickets, x.Nonstandard.Met, x.Nonstandard.Missed} {
			cells = append(cells, strconv.Itoa(n))
		}
		out.Row(cells...)
	}
	return out.End(nil)
}
