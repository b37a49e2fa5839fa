package portal

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"switchboard/internal/core/figures"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// usagePage shows what an agency uses of the desk, to those who answer for it and to the desk's managers (CO-41).
type usagePage struct {
	ui.Page
	voice
	Others   []ui.Link // the agencies that the reader may choose from, where there is more than one
	Agency   string    // its name; empty where the reader answers for none
	Note     string    // which tickets are counted
	Facts    []ui.Fact
	Months   ui.Table
	Services ui.Table
	File     string // the address of the same as a sheet
}

const usagePath = "/usage"

func usageAt(path, key string) string { return path + "?agency=" + url.QueryEscape(key) }

func (p portal) usage(w http.ResponseWriter, r *http.Request) error {
	mine, err := p.desk.MyUsage(r.Context(), visit.Actor(r))
	if err != nil {
		return err
	}
	page, v := p.page(r, "usage.title")
	out := usagePage{Page: page, voice: v}
	key := r.URL.Query().Get("agency")
	if key == "" && len(mine) > 0 {
		key = mine[0].Key
	}
	if len(mine) > 1 {
		out.Others = v.others(mine, key)
	}
	if key != "" {
		u, err := p.desk.Usage(r.Context(), visit.Actor(r), key)
		if err != nil {
			return err
		}
		out.show(u)
	}
	return ui.Render(w, r, http.StatusOK, usageOf(out))
}

func (v voice) others(mine []people.Agency, key string) []ui.Link {
	var out []ui.Link
	for _, a := range mine {
		out = append(out, ui.Link{Text: a.In(string(v.Lang())), Href: usageAt(usagePath, a.Key), Current: a.Key == key})
	}
	return out
}

func (p *usagePage) show(u desk.Usage) {
	p.Agency, p.File = u.Agency.In(string(p.Lang())), usageAt(usagePath+".csv", u.Agency.Key)
	if p.Note = p.T("usage.note.open"); u.Sealed {
		p.Note = p.T("usage.note.sealed")
	}
	sum := figures.SumUse(u.Rows)
	p.Facts = []ui.Fact{{Term: p.T("usage.tickets"), Text: p.Number(sum.All.Tickets)}, {Term: p.T("usage.major"), Text: p.Number(sum.All.Major)},
		{Term: p.T("usage.minutes"), Text: p.Number(sum.All.Minutes)}, {Term: p.T("apart.short"), Text: p.kept(sum.All.ShortNotice)},
		{Term: p.T("apart.nonstandard"), Text: p.kept(sum.All.Nonstandard)}}
	p.Months = p.uses("usage.months", "usage.month", sum.Months, func(u figures.Use) string { return p.month(u.Month) })
	for i, m := range sum.Months {
		p.Months.Rows[i][0].Body = monthLink(statementAt(statementPath, u.Agency.Key, m.Month), p.month(m.Month))
	}
	p.Services = p.uses("usage.services", "usage.service", sum.Services, func(u figures.Use) string { return p.used(u.Service) })
}

// uses is a table of sums, each under its month or service.
func (p *usagePage) uses(caption, head string, all []figures.Use, name func(figures.Use) string) ui.Table {
	t := ui.Table{Caption: p.T(caption), Columns: []ui.Column{{Title: p.T(head)}}}
	for _, key := range []string{"usage.tickets", "usage.major", "usage.minutes", "apart.short", "apart.nonstandard"} {
		t.Columns = append(t.Columns, ui.Column{Title: p.T(key), Figure: true})
	}
	for _, u := range all {
		t.Rows = append(t.Rows, []ui.Cell{{Text: name(u)}, {Text: p.Number(u.Tickets)}, {Text: p.Number(u.Major)}, {Text: p.Number(u.Minutes)},
			{Text: p.kept(u.ShortNotice)}, {Text: p.kept(u.Nonstandard)}})
	}
	return t
}

// kept says how many of a kind there were, and how often the promise to finish them was kept all the same (ME-31, ME-56).
func (p *usagePage) kept(k figures.Kept) string {
	judged := k.Judged()
	switch {
	case k.Tickets == 0:
		return p.Number(0)
	case judged.Of == 0:
		return p.T("apart.unjudged", "n", p.Number(k.Tickets))
	}
	return p.T("apart.kept", "n", p.Number(k.Tickets), "met", p.Number(judged.N), "of", p.Number(judged.Of))
}

func (v voice) month(first time.Time) string {
	at := first.In(v.zone)
	return v.T("usage.month.of", "month", v.Month(at.Month()), "year", strconv.Itoa(at.Year()))
}

// used names a service, or says that none was named.
func (v voice) used(service string) string {
	if service == "" {
		return v.T("usage.service.none")
	}
	return v.serviceName(service)
}

// usageCSV writes each month with each service as a sheet: months as 2026-11, services by id and by name.
func (p portal) usageCSV(w http.ResponseWriter, r *http.Request) error {
	u, err := p.desk.Usage(r.Context(), visit.Actor(r), r.URL.Query().Get("agency"))
	if err != nil {
		return err
	}
	v := p.voice(r)
	out := p.visits.Sheet(w, r, "usage.csv", "usage.agency", "usage.month", "usage.service.id", "usage.service", "usage.tickets", "usage.major", "usage.minutes",
		"apart.short", "apart.short.met", "apart.short.missed", "apart.nonstandard", "apart.nonstandard.met", "apart.nonstandard.missed")
	for _, row := range u.Rows {
		cells := []string{u.Agency.Key, row.Month.In(v.zone).Format("2006-01"), row.Service, v.used(row.Service)}
		for _, n := range []int{row.Tickets, row.Major, row.Minutes, row.ShortNotice.Tickets, row.ShortNotice.Met, row.ShortNotice.Missed,
			row.Nonstandard.Tickets, row.Nonstandard.Met, row.Nonstandard.Missed} {
			cells = append(cells, strconv.Itoa(n))
		}
		out.Row(cells...)
	}
	return out.End(nil)
}
