// Package billing knows rates, and what an agency pays for a month by how many people work there. It refuses to know tickets: under
// this basis none of them ever costs anything (CO-05). What a ticket costs extra is agreed on it (core/ticket) and no matter of rates.
package billing

import (
	"slices"
	"time"

	"switchboard/internal/core/money"
	"switchboard/internal/core/people"
)

// Unit is for what a rate is asked.
type Unit string

// The units. The first two are by staffing, each for a month: a price for each full-time person (FTE), or a whole that all agencies
// share by how many people work at each. The others are published, and billed by what both sides signed.
const (
	PerFTE  Unit = "fte"
	Pool    Unit = "pool"
	PerItem Unit = "item"
	PerHour Unit = "hour" // time and materials
)

// Units lists them.
var Units = []Unit{PerFTE, Pool, PerItem, PerHour}

// ByStaffing reports whether it is charged by how many people work at an agency.
func (u Unit) ByStaffing() bool { return u == PerFTE || u == Pool }

// Rate is the price under a financial code while it is in force: for whole months (CO-40).
type Rate struct {
	Code  string      `json:"code"`
	Unit  Unit        `json:"unit"`
	Price money.Money `json:"price,omitzero"` // none: it is not published
	From  string      `json:"from,omitempty"` // the first of a month, YYYY-MM-DD; empty: ever since
	Until string      `json:"until,omitempty"`
}

// Published reports whether there is a price.
func (r Rate) Published() bool { return r.Price.Currency != "" }

// Holds reports whether the rate is in force on a day, YYYY-MM-DD; on Until it no longer is.
func (r Rate) Holds(day string) bool { return r.From <= day && (r.Until == "" || day < r.Until) }

// Overlaps reports whether two rates of one code are in force at once.
func (r Rate) Overlaps(other Rate) bool {
	return r.Code == other.Code && (r.Until == "" || other.From < r.Until) && (other.Until == "" || r.From < other.Until)
}

// Headcount is how many people work at an agency, as it was last written down before some instant.
type Headcount struct {
	Agency string
	Since  time.Time // when it was written down; zero: before this was kept
	FTE    people.FTE
}

// Staffed is what a rate by staffing comes to for one agency and month, and how: each figure of the formula.
type Staffed struct {
	Rate   Rate
	Count  Headcount  // of the agency; no FTE where nobody has said
	All    people.FTE // of all agencies
	Charge money.Money
}

// Known reports whether there is a charge: the price is published, and somebody has said how many people work there.
func (s Staffed) Known() bool { return s.Rate.Published() && s.Count.FTE > 0 }

// hundred is one full-time person, in hundredths.
const hundred = 100

// Charge is what one agency pays for a month under a rate by staffing: the price times its full-time people, rounded to the nearest
// cent with halves up; or its share of the pool, by which the shares of all agencies sum up to the pool to the cent (money.Split).
// Counts are of all agencies, each once, by key: of equals the first is given the cent that is left.
func Charge(r Rate, agency string, counts []Headcount) Staffed {
	out := Staffed{Rate: r, Count: Headcount{Agency: agency}, Charge: money.Money{Currency: r.Price.Currency}}
	weights := make([]int64, len(counts))
	for i, c := range counts {
		out.All += c.FTE
		weights[i] = int64(c.FTE)
	}
	i := slices.IndexFunc(counts, func(c Headcount) bool { return c.Agency == agency })
	if i < 0 {
		return out
	}
	out.Count = counts[i]
	switch {
	case !out.Known():
	case r.Unit == PerFTE:
		out.Charge = r.Price.Times(int64(out.Count.FTE), hundred)
	case r.Unit == Pool:
		out.Charge = r.Price.Split(weights)[i]
	}
	return out
}
