package portal

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"switchboard/internal/core/billing"
	"switchboard/internal/core/definition"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// ratesPath is where the rate sheet is, for good (CO-40).
const ratesPath = "/service/rates"

// ratesPage is the rate sheet: every line, or those that have the words that somebody looks for; as it is, or as it once stood.
type ratesPage struct {
	ui.Page
	voice
	Query, Basis, Code, Edition, Past, File string
	Sheet                                   ui.Table
	Notes                                   []string // why a line has no price, and what is assumed
	Versions                                []ui.Link
}

// ratesAt is the address of a rate sheet; version 0 is the one in force.
func ratesAt(path string, version int, words string) string {
	q := url.Values{}
	if version > 0 {
		q.Set("version", strconv.Itoa(version))
	}
	if words != "" {
		q.Set("q", words)
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// askedRates reads which edition is asked for, and which words.
func (p portal) askedRates(r *http.Request) (in desk.Published, found []definition.Rate, version int, err error) {
	if text := r.URL.Query().Get("version"); text != "" {
		if version, err = strconv.Atoi(text); err != nil || version < 1 {
			return in, nil, 0, fault.New(fault.NotFound, "")
		}
	}
	in, found, err = p.desk.Rates(r.Context(), visit.Actor(r), version, r.URL.Query().Get("q"))
	return in, found, version, err
}

func (p portal) rates(w http.ResponseWriter, r *http.Request) error {
	in, found, version, err := p.askedRates(r)
	if err != nil {
		return err
	}
	page, v := p.page(r, "rates.title")
	out := ratesPage{Page: page, voice: v, Query: r.URL.Query().Get("q"), Code: in.Definition.FinancialCode()}
	out.File = ratesAt(ratesPath+".csv", version, out.Query)
	if in.Definition.Charges != nil {
		out.Basis = v.text(in.Definition.Charges.Basis)
	}
	out.Edition = v.T("rates.edition", "version", v.Number(in.Version), "moment", v.DateWithin(in.From, v.now, v.zone))
	out.Sheet = v.statementTable("rates.sheet", "rates.code", "rates.description", "rates.unit", "rates.price", "rates.in_force")
	for _, x := range found {
		out.Sheet.Rows = append(out.Sheet.Rows, []ui.Cell{{Text: x.Code}, {Text: v.text(x.Says)}, {Text: v.T("rates.unit." + string(x.Unit))}, {Text: v.price(x.Rate)}, {Text: v.inForce(x)}})
		for _, note := range []definition.Text{x.Blank, x.Assumed, x.Note} {
			if !note.IsZero() {
				out.Notes = append(out.Notes, v.T("rates.note", "code", x.Code, "note", v.text(note)))
			}
		}
	}
	all := p.desk.Published()
	if in.Version != all[0].Version {
		out.Past = v.T("catalog.past.now", "version", v.Number(in.Version))
	}
	for _, e := range all[1:min(len(all), maxEditions+1)] {
		out.Versions = append(out.Versions, ui.Link{Href: ratesAt(ratesPath, e.Version, ""),
			Text: v.T("catalog.past.one", "version", v.Number(e.Version), "moment", v.Date(e.From, v.now, v.zone))})
	}
	return ui.Render(w, r, http.StatusOK, rateSheet(out))
}

func (v voice) price(r billing.Rate) string {
	if !r.Published() {
		return v.T("rates.unpublished")
	}
	return r.Price.String()
}

// inForce says from when until when a rate holds; its last day is the one before Until.
func (v voice) inForce(r definition.Rate) string {
	from, until := v.dayOf(r.From, 0), v.dayOf(r.Until, -1)
	switch {
	case from != "" && until != "":
		return v.T("rates.between", "from", from, "until", until)
	case from != "":
		return v.T("rates.from", "from", from)
	case until != "":
		return v.T("rates.until", "until", until)
	}
	return v.T("rates.always")
}

// dayOf says a date of the definition and so many days, empty for none.
func (v voice) dayOf(date string, days int) string {
	t, err := time.ParseInLocation(time.DateOnly, date, v.zone)
	if err != nil {
		return ""
	}
	return v.DateWithin(t.AddDate(0, 0, days), v.now, v.zone)
}

// ratesCSV writes the rate sheet as a sheet, with its edition in every row; a price that is not published is empty.
func (p portal) ratesCSV(w http.ResponseWriter, r *http.Request) error {
	in, found, _, err := p.askedRates(r)
	if err != nil {
		return err
	}
	v := p.voice(r)
	out := p.visits.Sheet(w, r, "rates.csv", "rates.version", "rates.code", "rates.description", "rates.unit", "rates.price", "statement.currency", "rates.first", "rates.end")
	for _, x := range found {
		price := ""
		if x.Published() {
			price = x.Price.Plain()
		}
		out.Row(strconv.Itoa(in.Version), x.Code, v.text(x.Says), string(x.Unit), price, x.Price.Currency, x.From, x.Until)
	}
	return out.End(nil)
}
