package portal

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"switchboard/internal/core/figures"
	"switchboard/internal/core/money"
	"switchboard/internal/desk"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// statementPage is what an agency used in a month, and what each line is made of (CO-41), with what it pays by staffing (CO-05).
type statementPage struct {
	ui.Page
	voice
	Agency, Note, Basis, Total, File, Back string
	Staffing, Lines, Items                 ui.Table
	More                                   bool // the sheet has more than the page
}

const (
	statementPath = "/usage/statement"
	maxItems      = 200 // that a page lists
	codeColumn    = 1   // of the tables of a statement
)

func statementAt(path, key string, month time.Time) string {
	return usageAt(path, key) + "&month=" + month.Format("2006-01")
}

func (p portal) statement(w http.ResponseWriter, r *http.Request) error {
	s, err := p.desk.Statement(r.Context(), visit.Actor(r), r.URL.Query().Get("agency"), r.URL.Query().Get("month"))
	if err != nil {
		return err
	}
	page, v := p.page(r, "statement.title")
	out := statementPage{Page: page, voice: v, Agency: s.Agency.In(string(v.Lang())), File: statementAt(statementPath+".csv", s.Agency.Key, s.Month), Back: usageAt(usagePath, s.Agency.Key)}
	out.Title = v.T("statement.of", "month", v.month(s.Month))
	if out.Note = v.T("statement.running"); s.Over {
		out.Note = v.T("statement.over")
	}
	out.Basis = v.text(s.Basis)
	out.Staffing, out.Total = v.staffing(s), v.total(s)
	out.Lines = v.statementTable("statement.lines", "usage.service", "rates.code", "usage.tickets", "usage.minutes", "statement.charge")
	out.Items = v.statementTable("statement.items", "usage.service", "rates.code", "statement.when", "statement.what", "statement.ticket", "statement.account")
	for _, l := range append(s.Lines, s.Sum) {
		name := v.used(l.Service)
		if l.Items == nil {
			name = v.T("usage.sum")
		}
		out.Lines.Rows = append(out.Lines.Rows, []ui.Cell{{Text: name}, {Text: s.Code}, {Text: v.Number(l.Tickets)}, {Text: v.Number(l.Minutes)}, {Text: amounts(l.Charges)}})
		for _, item := range l.Items {
			if out.More = len(out.Items.Rows) >= maxItems; !out.More {
				out.Items.Rows = append(out.Items.Rows, []ui.Cell{{Text: name}, {Text: s.Code}, {Text: v.Date(item.At, v.now, v.zone)}, {Text: v.itemSays(item)}, {Text: numberOf(item)}, {Text: item.Account}})
			}
		}
	}
	if s.Code == "" {
		out.Lines.Drop(codeColumn)
		out.Items.Drop(codeColumn)
	}
	return ui.Render(w, r, http.StatusOK, statementOf(out))
}

func (v voice) statementTable(caption string, heads ...string) ui.Table {
	t := ui.Table{Caption: v.T(caption)}
	for _, key := range heads {
		t.Columns = append(t.Columns, ui.Column{Title: v.T(key)})
	}
	return t
}

// itemSays is what one thing is: a ticket that was opened, minutes, or a charge.
func (v voice) itemSays(i figures.Item) string {
	switch {
	case i.Opened:
		return v.T("statement.opened")
	case i.Minutes > 0:
		return v.T("statement.minutes", "n", v.Number(i.Minutes))
	}
	return i.Charge.String()
}

func numberOf(i figures.Item) string {
	if i.Ticket == 0 {
		return ""
	}
	return strconv.FormatInt(i.Ticket, 10)
}

func amounts(all []money.Money) string {
	var out []string
	for _, m := range all {
		out = append(out, m.String())
	}
	return strings.Join(out, ", ")
}

// statementCSV writes all that the lines are made of as a sheet: the sums of its columns are those of the statement.
func (p portal) statementCSV(w http.ResponseWriter, r *http.Request) error {
	s, err := p.desk.Statement(r.Context(), visit.Actor(r), r.URL.Query().Get("agency"), r.URL.Query().Get("month"))
	if err != nil {
		return err
	}
	v := p.voice(r)
	out := p.visits.Sheet(w, r, "statement.csv", append([]string{"usage.agency", "usage.month", "usage.service.id", "statement.when", "statement.ticket",
		"usage.tickets", "usage.minutes", "rates.charge", "statement.currency", "statement.account"}, staffedHead...)...)
	for _, l := range s.Staffing {
		out.Row(v.staffedCells(s, l)...)
	}
	for _, l := range s.Lines {
		for _, i := range l.Items {
			out.Row(v.itemCells(s, i)...)
		}
	}
	return out.End(nil)
}

func (v voice) itemCells(s desk.Statement, i figures.Item) []string {
	opened, charge := "0", "0.00"
	if i.Opened {
		opened = "1"
	}
	if !i.Charge.IsZero() {
		charge = i.Charge.Plain()
	}
	return []string{s.Agency.Key, s.Month.Format("2006-01"), i.Service, i.At.In(v.zone).Format(time.RFC3339), numberOf(i), opened, strconv.Itoa(i.Minutes), charge, i.Charge.Currency, i.Account,
		s.Code, "", "", "", "", "", strconv.Itoa(s.Edition)}
}
