package figures_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard/internal/core/figures"
	"switchboard/internal/core/money"
)

// CO-41: each item is in one line, each line is what its items come to, and the sum is that of the lines.
func TestAStatementAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var items []figures.Item
		for i := range rapid.IntRange(0, 30).Draw(t, "n") {
			item := figures.Item{At: time.Unix(int64(rapid.IntRange(0, 9).Draw(t, "at")), 0), Ticket: int64(i), Service: rapid.SampledFrom([]string{"", "email", "vpn"}).Draw(t, "service")}
			switch rapid.IntRange(0, 2).Draw(t, "kind") {
			case 0:
				item.Opened = true
			case 1:
				item.Minutes = rapid.IntRange(1, 600).Draw(t, "minutes")
			default:
				item.Charge = money.Money{Cents: int64(rapid.IntRange(1, 1e6).Draw(t, "cents")), Currency: rapid.SampledFrom([]string{"EUR", "USD"}).Draw(t, "currency")}
			}
			items = append(items, item)
		}
		lines, sum := figures.SumStatement(items)
		seen, tickets, minutes := map[int64]bool{}, 0, 0
		cents := map[string]int64{}
		for _, l := range lines {
			of, took, billed := 0, 0, map[string]int64{}
			for _, item := range l.Items {
				if seen[item.Ticket] || item.Service != l.Service {
					t.Fatalf("%+v stands twice, or in the line of %q", item, l.Service)
				}
				seen[item.Ticket] = true
				if item.Opened {
					of++
				}
				took += item.Minutes
				if !item.Charge.IsZero() {
					billed[item.Charge.Currency] += item.Charge.Cents
				}
			}
			for _, m := range l.Charges {
				if billed[m.Currency] != m.Cents {
					t.Fatalf("%q bills %v, its items %v", l.Service, m, billed)
				}
				cents[m.Currency] += m.Cents
			}
			if of != l.Tickets || took != l.Minutes || len(billed) != len(l.Charges) {
				t.Fatalf("%+v is not what its items come to", l)
			}
			tickets, minutes = tickets+l.Tickets, minutes+l.Minutes
		}
		if len(seen) != len(items) || sum.Tickets != tickets || sum.Minutes != minutes || len(sum.Charges) != len(cents) {
			t.Fatalf("%+v is not the sum of %+v", sum, lines)
		}
		for _, m := range sum.Charges {
			if cents[m.Currency] != m.Cents {
				t.Fatalf("%v in all, and the lines bill %v", m, cents)
			}
		}
	})
}
