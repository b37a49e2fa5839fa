package portal

import (
	"net/http"
	"strconv"
	"time"

	"switchboard/internal/core/figures"
	"switchboard/internal/desk"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

const handledPath = "/service/handled.csv"

// handledRow is a share of how the last days' tickets were handled.
type handledRow struct {
	key   string // of its name
	n, of int
	shown bool
}

// handledRows are the shares that everybody may read, as far as they are made of enough (figures.LeastPublished).
func handledRows(got desk.PublicFigures) []handledRow {
	rows := []handledRow{{key: "published.first", n: got.FirstContact.First, of: got.FirstContact.Of},
		{key: "published.satisfied", n: got.Satisfaction.Satisfied, of: got.Satisfaction.Answered}}
	for i, x := range rows {
		rows[i].n, rows[i].of, rows[i].shown = figures.Publishable(x.n, x.of)
	}
	return rows
}

// handled is a table of them with its picture.
func (v voice) handled(got desk.PublicFigures) ui.Chart {
	out := ui.Chart{Table: ui.Table{Caption: v.T("published.handled", "n", v.Number(desk.PublishedDays)), Columns: []ui.Column{
		{Title: v.T("published.what")}, {Title: v.T("published.how"), Figure: true}, {Title: v.T("published.range"), Figure: true}}}}
	for _, x := range handledRows(got) {
		share, interval := v.T("published.few", "n", v.Number(figures.LeastPublished)), ""
		if x.shown {
			percent, low, high := x.percents()
			share = v.T("published.share", "percent", percent, "met", v.Number(x.n), "of", v.Number(x.of))
			interval = v.T("published.between", "low", low, "high", high)
			out.Bars = append(out.Bars, ui.Share{Percent: x.n * 100 / x.of, Above: percent + " %", Below: v.T(x.key + ".short")})
		}
		out.Table.Rows = append(out.Table.Rows, []ui.Cell{{Text: v.T(x.key)}, {Text: share}, {Text: interval}})
	}
	return out
}

// percents are the share and its 95 % interval (figures.Wilson), in whole percents.
func (x handledRow) percents() (share, low, high string) {
	whole := func(f float64) string { return strconv.FormatFloat(100*f, 'f', 0, 64) }
	l, h := figures.Wilson(x.n, x.of)
	return whole(float64(x.n) / float64(x.of)), whole(l), whole(h)
}

// handledCSV writes them as a sheet, with the instant of which it speaks; what is too few is empty.
func (p portal) handledCSV(w http.ResponseWriter, r *http.Request) error {
	got, err := p.desk.PublicFigures(r.Context(), visit.Actor(r))
	if err != nil {
		return err
	}
	v := p.voice(r)
	out := p.visits.Sheet(w, r, "handled.csv", "published.as_of.column", "published.what", "published.n", "published.of")
	for _, x := range handledRows(got) {
		cells := []string{got.AsOf.In(v.zone).Format(time.RFC3339), v.T(x.key), "", ""}
		if x.shown {
			cells[2], cells[3] = strconv.Itoa(x.n), strconv.Itoa(x.of)
		}
		out.Row(cells...)
	}
	return out.End(nil)
}
