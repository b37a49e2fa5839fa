package search_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/bulk"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// Where words find little, what they may mean is found: names that are spelt nearly so, and words of subjects, within what
// the person may see; and never in the place of a search that something is done to.
func TestNearly(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx := context.Background()
		h := desktest.Open(t, db, "colorado", time.Date(2026, 11, 20, 16, 0, 0, 0, time.UTC))
		add := func(name string, role people.Role, teams ...string) access.Actor {
			who := h.Person(near(name), role, "Revenue", teams...)
			if err := db.Write(ctx, func(tx *sqldb.Tx) error {
				_, err := tx.Exec(ctx, `UPDATE person SET name = $1 WHERE id = $2`, name, int64(who.ID))
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return who
		}
		dana, theo := add("Dana Whitfield", people.Customer), add("Theo Núñez", people.Customer)
		luis := add("Luis Ortega", people.Analyst, "service_desk")
		open := func(who access.Actor, subject string) int64 {
			o, err := h.Open(ctx, who, desk.Request{Subject: subject, Type: "incident", Channel: "portal"})
			if err != nil {
				t.Fatal(err)
			}
			return o.Ticket.ID
		}
		badge, toner := open(dana, "Badge printer is offline"), open(dana, "Toner")
		vpn := open(theo, "Tunnel drops")
		if _, err := h.Assign(ctx, luis, desk.On{Ticket: vpn}, luis.ID); err != nil {
			t.Fatal(err)
		}
		sealed := open(theo, "Embezzlement inquiry")
		follow(t, db)

		for _, c := range []struct {
			who   desk.Actor
			query string
			names []string
			words []string
			rows  []int64
		}{
			{luis, "Whitfield", []string{"Dana Whitfield"}, nil, []int64{toner, badge}},
			{luis, "Whitfeild", []string{"Dana Whitfield"}, nil, []int64{toner, badge}},
			{luis, "dana witfield", []string{"Dana Whitfield"}, nil, []int64{toner, badge}},
			{luis, "Ortgea", []string{"Luis Ortega"}, nil, []int64{vpn}},
			{luis, "nunez", []string{"Theo Núñez"}, nil, []int64{sealed, vpn}},
			{luis, "Whitfeild is:overdue", nil, nil, nil},
			{luis, "Revenu", []string{"Revenue"}, nil, []int64{sealed, vpn, toner, badge}},
			{luis, "bagde pritner", nil, []string{"badge", "printer"}, []int64{badge}},
			{luis, "bagde offline", nil, []string{"badge", "offline"}, []int64{badge}},
			{dana, "bagde", nil, []string{"badge"}, []int64{badge}},
			{dana, "Whitfeild", nil, nil, nil}, // names are the desk's to search
			{dana, "Nunes", nil, nil, nil},
			{dana, "tunel", nil, nil, nil}, // it stands on theo's alone
			{theo, "tunel", nil, []string{"tunnel"}, []int64{vpn}},
			{luis, "zzzzqq", nil, nil, nil},
			{luis, "status:open", nil, nil, nil},
			{luis, "subject:bagde", nil, nil, nil},
			{luis, "one two three four five", nil, nil, nil},
		} {
			n, err := h.Nearly(ctx, c.who, desk.Looking{Filter: c.query}, 20)
			if err != nil {
				t.Fatal(err)
			}
			var rows []int64
			for _, r := range n.Rows {
				rows = append(rows, r.ID)
			}
			if !slices.Equal(n.Names, c.names) || !slices.Equal(n.Words, c.words) || !equal(rows, c.rows) {
				t.Errorf("%q: %q %q %v, want %q %q %v", c.query, n.Names, n.Words, rows, c.names, c.words, c.rows)
			}
		}
		if _, err := h.StartBulk(ctx, luis, desk.Chosen{Looking: desk.Looking{Filter: "Whitfeild"}}, bulk.Deed{Verb: bulk.Note, Text: "x"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("a bulk on what was misspelt: %v", err)
		}
	})
}

// near is a name as the beginning of an address.
func near(name string) string {
	first := []byte(name)
	return string(first[:4])
}
