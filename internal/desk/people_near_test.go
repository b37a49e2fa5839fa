package desk_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store"
	"switchboard/internal/store/migrations"
)

// learn lets the search know the names of all.
func learn(t testing.TB, db *sqldb.DB) {
	for {
		n := 0
		err := db.Write(context.Background(), func(tx *sqldb.Tx) (err error) { n, err = store.LearnPeople(context.Background(), tx); return err })
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
}

// A name finds those who have it; one that nobody has, those who are called nearly so. Customers find nobody.
func TestPeopleCalled(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := desktest.Open(t, db, "maine", time.Date(2026, 11, 16, 15, 0, 0, 0, time.UTC))
		luis, dana := h.Person("lu", people.Analyst, "", "desk"), h.Person("da", people.Customer, "Revenue")
		all := []people.Person{{Email: "lo@example.gov", Name: "Luis Ortega"}, {Email: "dw@example.gov", Name: "Dana Whitfield"}, {Email: "df@example.gov", Name: "Dana Whitfeld"}}
		if _, err := h.ImportPeople(context.Background(), access.System, all); err != nil {
			t.Fatal(err)
		}
		learn(t, db)
		for said, want := range map[string]string{"dana whitfield": "Dana Whitfield, false", "WHITFEILD": "Dana Whitfeld, Dana Whitfield, true", "whitfielt": "Dana Whitfield, true", "whitfeld": "Dana Whitfeld, false",
			"dana": "Dana Whitfeld, Dana Whitfield, false", "ortga luis": "Luis Ortega, true", "zebulon": "false", "": "false", "a b c d e": "false", "'": "false"} {
			got := ""
			found, err := h.PeopleCalled(context.Background(), luis, said)
			for _, p := range found.People {
				got += p.Name + ", "
			}
			if got += fmt.Sprint(found.Near); got != want || err != nil {
				t.Errorf("%q finds %s, %v, want %s", said, got, err, want)
			}
		}
		if _, err := h.PeopleCalled(context.Background(), dana, "luis"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a customer: %v", err)
		}
	})
}

// BenchmarkPeopleCalled is the price of a misspelt name among 100,000 people; it is to stay under 10 ms.
func BenchmarkPeopleCalled(b *testing.B) {
	ctx := context.Background()
	db := sqltest.SQLite(b, migrations.FS)
	h := desktest.Open(b, db, "maine", time.Date(2026, 11, 16, 15, 0, 0, 0, time.UTC))
	luis := h.Person("luis", people.Analyst, "", "desk")
	all := make([]people.Person, 0, 500)
	for i := range 100_000 {
		name := fmt.Sprintf("%s %s", word(i%317), word(i/317+5000))
		all = append(all, people.Person{Email: fmt.Sprintf("p%d@example.gov", i), Name: name, Role: people.Customer})
		if len(all) == cap(all) {
			if _, err := h.ImportPeople(ctx, access.System, all); err != nil {
				b.Fatal(err)
			}
			all = all[:0]
		}
	}
	learn(b, db)
	misspelt := word(7)[:3] + "x" + word(7)[4:] + " " + word(5003)
	for b.Loop() {
		found, err := h.PeopleCalled(ctx, luis, misspelt)
		if err != nil || !found.Near || len(found.People) == 0 {
			b.Fatalf("%q finds %+v, %v", misspelt, found, err)
		}
	}
}

// word is the n-th of many words.
func word(n int) string {
	out := make([]byte, 7)
	for i := range out {
		out[i] = "bcdfglmnprst"[(n*7+i*5+n/12)%12]
		if i%2 == 1 {
			out[i] = "aeiou"[(n/5+i)%5]
		}
		n = n*31 + i
	}
	return string(out)
}
