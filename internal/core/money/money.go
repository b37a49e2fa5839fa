// Package money knows an amount in a currency, exactly. It refuses to know prices, taxes and rates of exchange.
package money

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"switchboard/internal/fault"
)

// Money is an amount in hundredths of its currency (ISO 4217). The zero Money is nothing.
type Money struct {
	Cents    int64  `json:"cents"`
	Currency string `json:"currency"`
}

// Dollar is the currency of the desks that ship.
const Dollar = "USD"

// Max bounds an amount: a hundred million.
const Max = 100_000_000_00

// form is an amount as people write it: "1,250.00", "$80", "80.5".
var form = regexp.MustCompile(`^\$?(\d{1,3}(?:,\d{3})*|\d{1,9})(?:\.(\d{1,2}))?$`)

// Parse reads an amount of dollars as people write it. Errors: fault.Invalid.
func Parse(s string) (Money, error) {
	m := form.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return Money{}, fault.New(fault.Invalid, "write an amount such as 1250.00")
	}
	whole, _ := strconv.ParseInt(strings.ReplaceAll(m[1], ",", ""), 10, 64) // at most twelve digits
	part, _ := strconv.ParseInt((m[2] + "00")[:2], 10, 64)
	out := Money{Cents: whole*100 + part, Currency: Dollar}
	return out, out.Check()
}

// Check refuses amounts that are none. Errors: fault.Invalid.
func (m Money) Check() error {
	if m.Cents < 0 || m.Cents > Max {
		return fault.New(fault.Invalid, "an amount lies between nothing and a hundred million")
	}
	if !currency.MatchString(m.Currency) {
		return fault.New(fault.Invalid, "a currency has three letters, such as USD")
	}
	return nil
}

var currency = regexp.MustCompile(`^[A-Z]{3}$`)

// IsZero reports whether there is no amount.
func (m Money) IsZero() bool { return m.Cents == 0 }

// Over reports whether m is more than other; of two currencies neither is known to be less, so that each is over the other.
func (m Money) Over(other Money) bool {
	return m.Currency != other.Currency && !m.IsZero() || m.Cents > other.Cents
}

// Plain is the amount as a program writes it: "1250.00".
func (m Money) Plain() string { return fmt.Sprintf("%d.%02d", m.Cents/100, m.Cents%100) }

// String says the amount: "$1,250.00", "EUR 80.00".
func (m Money) String() string {
	digits := strconv.FormatInt(m.Cents/100, 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	text := fmt.Sprintf("%s.%02d", digits, m.Cents%100)
	if m.Currency == Dollar {
		return "$" + text
	}
	return m.Currency + " " + text
}
