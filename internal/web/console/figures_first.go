package console

import (
	"net/http"
	"strconv"
	"time"

	"switchboard/internal/core/figures"
	"switchboard/internal/desk"
	"switchboard/internal/web/ui"
)

// published is a figure: the part of a hundred with what it is made of, by month, and where its tickets are listed.
type published struct {
	Title string
	Says  string
	Chart ui.Chart
	Lists []ui.Link
	Ways  ui.Table // how the whole divides; no rows where it does not
}

// percents are the figures of the resolution: at the first contact, of all that was asked (ME-11), and by remote assistance
// (ME-32).
func (p *figuresOf) percents(sum desk.Handling, days int) []published {
	all := sum.FirstContacts.All
	first := p.publish("first", figures.Part{N: all.First, Of: all.Of}, sum.FirstContacts.Months)
	if all.Of > 0 {
		first.Lists = []ui.Link{{Text: p.Words.T("console.figures.first.list"), Href: firstPath(days, true)},
			{Text: p.Words.T("console.figures.first.rest"), Href: firstPath(days, false)}}
	}
	var remotely figures.Part
	for _, m := range sum.Methods.Remote {
		remotely.N, remotely.Of = remotely.N+m.N, remotely.Of+m.Of
	}
	remote := p.publish("remote", remotely, sum.Methods.Remote)
	remote.Ways = p.table("console.figures.methods", "method")
	for _, m := range sum.Methods.All {
		remote.Ways.Rows = append(remote.Ways.Rows, p.partRow(p.Words.T("console.method."+m.Name), m))
	}
	return []published{first, remote}
}

func (p *figuresOf) publish(key string, whole figures.Part, months []figures.Part) published {
	out := published{Title: p.Words.T("console.figures." + key), Says: p.Words.T("console.figures.percent",
		"percent", strconv.Itoa(whole.Percent()), "n", p.Words.Number(whole.N), "all", p.Words.Number(whole.Of))}
	out.Chart.Table = p.table("console.figures."+key+".months", "month")
	for _, m := range months {
		short, long := p.month(m.Name)
		out.Chart.Bars = append(out.Chart.Bars, ui.Share{Percent: m.Percent(), Above: strconv.Itoa(m.Percent()) + " %", Below: short})
		out.Chart.Table.Rows = append(out.Chart.Table.Rows, p.partRow(long, m))
	}
	return out
}

func (p *figuresOf) table(caption, head string) ui.Table {
	t := ui.Table{Caption: p.Words.T(caption), Columns: []ui.Column{{Title: p.Words.T("console.figures." + head)}}}
	for _, name := range []string{"part", "whole", "share"} {
		t.Columns = append(t.Columns, ui.Column{Title: p.Words.T("console.figures." + name), Figure: true})
	}
	return t
}

func (p *figuresOf) partRow(name string, m figures.Part) []ui.Cell {
	return []ui.Cell{{Text: name}, {Text: p.Words.Number(m.N)}, {Text: p.Words.Number(m.Of)}, {Text: strconv.Itoa(m.Percent()) + " %"}}
}

// month says "2026-11" in words: short for a bar, with its year for a table.
func (p *figuresOf) month(name string) (short, long string) {
	at, err := time.Parse("2006-01", name)
	if err != nil {
		return name, name
	}
	long = p.Words.Month(at.Month()) + " " + strconv.Itoa(at.Year())
	return at.Format("01/06"), long
}

func firstPath(days int, first bool) string {
	path := figuresPath + "/first?days=" + strconv.Itoa(days)
	if !first {
		path += "&rest=yes"
	}
	return path
}

// firstContacts lists the tickets behind the figure.
type firstContacts struct {
	frame
	Rows []row
	Back string
}

func (c *console) showFirstContacts(w http.ResponseWriter, r *http.Request) error {
	key, first := "list", r.FormValue("rest") == ""
	if !first {
		key = "rest"
	}
	p := firstContacts{frame: c.frame(r, c.visits.Printer(r).T("console.figures.first."+key))}
	days := periodOf(r.FormValue("days"))
	p.Back = figuresPath + "?days=" + strconv.Itoa(days)
	rows, err := c.desk.FirstContactTickets(r.Context(), p.who, p.Now.AddDate(0, 0, -days), p.Now, first)
	if err != nil {
		return err
	}
	for _, t := range rows {
		p.Rows = append(p.Rows, p.row(t, "", 0, "", []string{"number", "requester", "agency", "received"}))
	}
	return ui.Render(w, r, http.StatusOK, firstContactsPage(p))
}
