package money_test

import (
	"testing"

	"pgregory.net/rapid"

	"switchboard/internal/core/money"
)

func TestParse(t *testing.T) {
	for in, want := range map[string]string{
		"80": "$80.00", "$1,250.5": "$1,250.50", " 0.01 ": "$0.01", "1234567.89": "$1,234,567.89",
		"": "", "-5": "", "1,25": "", "80.123": "", "12,345,67": "", "1e3": "", "$": "", "999999999999999999999": "", "999,999,999": "",
	} {
		m, err := money.Parse(in)
		if got := m.String(); (err == nil) != (want != "") || err == nil && got != want {
			t.Errorf("Parse(%q) = %s, %v; want %q", in, got, err, want)
		}
	}
}

// What is said can be read again, and is the same amount.
func TestSaidAndRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := money.Money{Cents: rapid.Int64Range(0, money.Max).Draw(t, "cents"), Currency: money.Dollar}
		for _, text := range []string{m.String(), m.Plain()} {
			if again, err := money.Parse(text); err != nil || again != m {
				t.Fatalf("%q is read as %v, %v; want %v", text, again, err, m)
			}
		}
	})
}

func TestOver(t *testing.T) {
	usd := func(n int64) money.Money { return money.Money{Cents: n, Currency: "USD"} }
	for _, c := range []struct {
		a, b money.Money
		want bool
	}{{usd(2), usd(1), true}, {usd(1), usd(1), false}, {usd(0), usd(1), false}, {money.Money{Cents: 1, Currency: "EUR"}, usd(100), true}, {usd(1), money.Money{}, true}} {
		if got := c.a.Over(c.b); got != c.want {
			t.Errorf("%v over %v is %v", c.a, c.b, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"80", "$1,250.50", "1,2", "0.", "\x00", "9999999999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, err := money.Parse(s)
		if err == nil && m.Check() != nil {
			t.Errorf("%q was read as %v", s, m)
		}
	})
}
