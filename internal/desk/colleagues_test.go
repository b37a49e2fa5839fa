package desk_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// Staff are found by whole name or address first, then by how words begin, then nearly so. Customers are never among them.
func TestColleagues(t *testing.T) {
	h := desktest.Open(t, sqltest.SQLite(t, migrations.FS), "colorado", time.Date(2026, 11, 20, 17, 0, 0, 0, time.UTC))
	ctx := context.Background()
	for _, p := range []people.Person{{Email: "ana@example.gov", Name: "Ana Bell", Role: people.Analyst}, {Email: "anab@example.gov", Name: "Ana Bell-Ortiz", Role: people.Lead},
		{Email: "cust@example.gov", Name: "Ana Customer", Role: people.Customer}, {Email: "jose@example.gov", Name: "José Núñez", Role: people.Analyst}} {
		if _, err := h.AddPerson(ctx, access.System, p, ""); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		said, want string
		near       bool
	}{
		{"Ana Bell", "Ana Bell", false},
		{"bell ana", "Ana Bell Ana Bell-Ortiz", false},
		{"an be", "Ana Bell Ana Bell-Ortiz", false},
		{"anab@example.gov", "Ana Bell-Ortiz", false},
		{"jose nunez", "José Núñez", false},
		{"jsoe", "José Núñez", true},
		{"customer", "", false}, {"", "", false}, {"?!", "", false},
		{strings.Repeat("a b c ", 1000), "", false},
	} {
		found, err := h.Colleagues(ctx, access.System, c.said)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range found.People {
			got = append(got, p.Name)
		}
		if strings.Join(got, " ") != c.want || found.Near != c.near {
			t.Errorf("%.20q means %q (nearly %t), want %q (%t)", c.said, got, found.Near, c.want, c.near)
		}
	}
	if _, err := h.Colleagues(ctx, access.Actor{ID: 99, Role: people.Customer}, "ana"); err == nil {
		t.Error("a customer finds staff")
	}
}
