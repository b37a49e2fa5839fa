package definition

import (
	"slices"
	"strings"
	"time"

	"switchboard/internal/core/billing"
	"switchboard/internal/core/money"
	"switchboard/internal/core/near"
)

// Charges says who pays and how.
type Charges struct {
	Basis   Text   `json:"basis"`
	Code    string `json:"code,omitempty"` // financial code of the desk (CO-40)
	Options string `json:"options,omitempty"`
	Says    Text   `json:"says,omitzero"`
	Rates   []Rate `json:"rates,omitempty"` // the rate sheet
	Mark
}

// Rate is a line of the rate sheet (CO-40).
type Rate struct {
	billing.Rate
	Says Text `json:"description"`
	Mark
}

// maxRates bounds a rate sheet: all of it stands on one page.
const maxRates = 500

// Rates is the rate sheet; none where nothing says who pays.
func (d *Definition) Rates() []Rate {
	if d.Charges == nil {
		return nil
	}
	return d.Charges.Rates
}

// FinancialCode is the code under which the desk itself is charged; empty where it has none.
func (d *Definition) FinancialCode() string {
	if d.Charges == nil {
		return ""
	}
	return d.Charges.Code
}

// Staffing are the rates in force on a day that an agency pays by how many people work there.
func (d *Definition) Staffing(on time.Time) []Rate {
	day := on.In(d.zone).Format(time.DateOnly)
	var out []Rate
	for _, r := range d.Rates() {
		if r.Unit.ByStaffing() && r.Holds(day) {
			out = append(out, r)
		}
	}
	return out
}

// ChargesTickets reports whether a ticket may cost an agency anything: not where the desk's own code is charged by staffing (CO-05).
func (d *Definition) ChargesTickets(on time.Time) bool {
	return !slices.ContainsFunc(d.Staffing(on), func(r Rate) bool { return r.Code == d.FinancialCode() })
}

// charges reads who pays, and the rate sheet.
func (r *reader) charges(o object, d *Definition) {
	if !o.has("charges") {
		return
	}
	c := r.object(o.child("charges"), o.at("charges"), "charges", "basis")
	d.Charges = &Charges{Basis: c.needText("basis"), Code: c.str("code"), Options: c.str("options"), Says: c.text("says"), Mark: c.Mark}
	c.rows("rates", func(n *node, path string) {
		if len(d.Charges.Rates) < maxRates {
			d.Charges.Rates = append(d.Charges.Rates, r.rate(n, path, d.Charges.Rates))
		} else {
			c.fail("rates", "a rate sheet has at most %d lines", maxRates)
		}
	})
	if all := d.Charges.Rates; d.Charges.Code != "" && len(all) > 0 && !slices.ContainsFunc(all, func(x Rate) bool { return x.Code == d.Charges.Code }) {
		c.fail("code", "%q is not under \"rates:\"", d.Charges.Code)
	}
}

// rate reads a line of the rate sheet; before are those above it.
func (r *reader) rate(n *node, path string, before []Rate) Rate {
	c := r.object(n, path, "rate", "")
	out := Rate{Says: c.needText("description"), Mark: c.Mark}
	var units []string
	for _, u := range billing.Units {
		units = append(units, string(u))
	}
	c.need("unit")
	out.Rate = billing.Rate{Code: c.need("code"), Unit: billing.Unit(c.choice("unit", units...)), From: c.date("from"), Until: c.date("until")}
	if text := c.str("price"); text != "" {
		price, err := money.Parse(text)
		if err != nil {
			c.fail("price", "%q is no amount; write for example 12.50", clip(text, 40))
		}
		out.Price = price
	} else if out.Mark.Blank.IsZero() {
		c.fail("price", "this is missing; write \"price:\", or say with \"blank:\" why there is none")
	}
	c.span(out.Rate)
	if i := slices.IndexFunc(before, func(b Rate) bool { return b.Overlaps(out.Rate) }); i >= 0 {
		c.fail("from", "line %d has the code %s while this holds; end it with \"until:\" first", i+1, out.Code)
	}
	return out
}

// span refuses a rate that does not hold for whole months: a statement is of a month.
func (o object) span(r billing.Rate) {
	for _, key := range []string{"from", "until"} {
		if day := o.str(key); day != "" && !strings.HasSuffix(day, "-01") {
			o.fail(key, "a rate holds for whole months; write the first day of one, such as 2026-07-01")
		}
	}
	if r.Until != "" && r.Until <= r.From {
		o.fail("until", "this ends before it begins")
	}
}

// FindRates are the lines of the rate sheet that have each of these words, or the beginning of it, in their code or description, in
// their order; all lines where there is no word.
func (d *Definition) FindRates(words string) []Rate {
	var out []Rate
	for _, r := range d.Rates() {
		has := near.Name(r.Code + " " + r.Says.En + " " + r.Says.Es)
		if !slices.ContainsFunc(near.Name(words), func(w string) bool {
			return !slices.ContainsFunc(has, func(h string) bool { return strings.HasPrefix(h, w) })
		}) {
			out = append(out, r)
		}
	}
	return out
}
