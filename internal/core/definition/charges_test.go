package definition_test

import (
	"fmt"
	"strings"
	"testing"
)

// CO-40: the rate sheet is found by code and by words in both languages, accents or none.
func TestFindRates(t *testing.T) {
	d := harbor(t)
	for words, want := range map[string]int{"": 2, "0042": 2, "004": 2, "lift": 2, "GRUA": 2, "a lift 0042": 2, "desk": 0, "lift desk": 0, "42": 0} {
		if got := d.FindRates(words); len(got) != want {
			t.Errorf("%q finds %v", words, got)
		}
	}
	var got []string
	for _, r := range d.Rates() {
		got = append(got, fmt.Sprint(r.Unit, " ", r.Price, " ", r.From, " ", r.Until))
	}
	if want := "item $80.00  2026-01-01, item $1,080.50 2026-01-01 "; strings.Join(got, ", ") != want {
		t.Errorf("the sheet is %q", got)
	}
}
