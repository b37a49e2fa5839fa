package portal

import (
	"strconv"
	"time"

	"switchboard/internal/core/billing"
	"switchboard/internal/desk"
	"switchboard/internal/web/ui"
)

// staffing is what an agency pays for a month by how many people work there, with each figure of the formula (CO-05).
func (v voice) staffing(s desk.Statement) ui.Table {
	t := v.statementTable("rates.staffing", "rates.code", "rates.description", "rates.count.of", "rates.price", "rates.how", "rates.charge")
	t.Columns[len(t.Columns)-1].Figure = true
	for _, l := range s.Staffing {
		t.Rows = append(t.Rows, []ui.Cell{{Text: l.Rate.Code}, {Text: v.text(l.Says)}, {Text: v.counted(l.Count)},
			{Text: v.T("rates.by", "price", v.price(l.Rate), "version", v.Number(s.Edition))}, {Text: v.how(l.Staffed)}, {Text: v.charged(l.Staffed)}})
	}
	return t
}

// counted says how many people work at an agency, and since when that is written down.
func (v voice) counted(h billing.Headcount) string {
	switch {
	case h.FTE == 0:
		return v.T("rates.uncounted")
	case h.Since.IsZero():
		return h.FTE.String()
	}
	return v.T("rates.counted", "fte", h.FTE.String(), "moment", v.DateWithin(h.Since, v.now, v.zone))
}

// how is the formula with its figures, or why there is none.
func (v voice) how(s billing.Staffed) string {
	switch {
	case !s.Rate.Published():
		return v.T("rates.how.none")
	case !s.Known():
		return v.T("rates.how.uncounted")
	}
	return v.T("rates.how."+string(s.Rate.Unit), "price", s.Rate.Price.String(), "fte", s.Count.FTE.String(), "all", s.All.String(), "charge", s.Charge.String())
}

func (v voice) charged(s billing.Staffed) string {
	if !s.Known() {
		return ""
	}
	return s.Charge.String()
}

// total says what a statement comes to.
func (v voice) total(s desk.Statement) string {
	if len(s.Total) == 0 {
		return v.T("rates.total.none")
	}
	return v.T("rates.total", "amount", amounts(s.Total))
}

// staffedCells are the cells of a line by staffing: the first ten as those of what tickets are made of, the last seven its own.
func (v voice) staffedCells(s desk.Statement, l desk.Staffed) []string {
	charge, price := "0.00", ""
	if l.Known() {
		charge = l.Charge.Plain()
	}
	if l.Rate.Published() {
		price = l.Rate.Price.Plain()
	}
	since := ""
	if !l.Count.Since.IsZero() {
		since = l.Count.Since.In(v.zone).Format(time.RFC3339)
	}
	return []string{s.Agency.Key, s.Month.Format("2006-01"), "", since, "", "0", "0", charge, l.Rate.Price.Currency, "",
		l.Rate.Code, v.text(l.Says), string(l.Rate.Unit), price, l.Count.FTE.String(), l.All.String(), strconv.Itoa(s.Edition)}
}

// staffedHead are the heads of its own cells.
var staffedHead = []string{"rates.code", "rates.description", "rates.unit", "rates.price", "rates.fte", "rates.fte.all", "rates.version"}
