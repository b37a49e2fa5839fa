package search_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/eventlog"
	"switchboard/internal/follow/search"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store"
	"switchboard/internal/store/migrations"
)

// BenchmarkNearly is the price of a search that finds nothing, and of what it may have meant, among 20,000 words; the first is
// the measure of the second.
func BenchmarkNearly(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *sqldb.DB{
		"sqlite":   func(t testing.TB) *sqldb.DB { return sqltest.SQLite(t, migrations.FS) },
		"postgres": func(t testing.TB) *sqldb.DB { return sqltest.Postgres(t, migrations.FS) },
	} {
		b.Run(name, func(b *testing.B) {
			ctx := context.Background()
			db := open(b)
			h := desktest.Open(b, db, "colorado", time.Date(2026, 11, 20, 23, 30, 0, 0, time.UTC))
			luis := h.Person("luis", people.Analyst, "", "service_desk")
			dana := h.Person("Whitfield", people.Customer, "Revenue")
			if _, err := h.Open(ctx, dana, desk.Request{Subject: "Badge printer", Type: "incident", Channel: "portal"}); err != nil {
				b.Fatal(err)
			}
			for i := range 100 { // words like "badgeaab", so that keys are shared by many
				words := make([]string, 200)
				for j := range words {
					n := i*200 + j
					words[j] = fmt.Sprintf("%c%c%cname%c", 'a'+n%26, 'a'+n/26%26, 'a'+n/676%26, 'a'+n/17576)
				}
				if err := db.Write(ctx, func(tx *sqldb.Tx) error { return store.LearnWords(ctx, tx, words) }); err != nil {
					b.Fatal(err)
				}
			}
			if err := eventlog.Drain(ctx, db, search.Follower()); err != nil {
				b.Fatal(err)
			}
			b.Run("nothing", func(b *testing.B) {
				for b.Loop() {
					if _, err := h.Search(ctx, luis, "Whitfeild", 20); err != nil {
						b.Fatal(err)
					}
				}
			})
			for _, q := range []string{"Whitfeild", "bagde pritner", "abcname", "zzzzqqqq"} {
				b.Run(q, func(b *testing.B) {
					for b.Loop() {
						if _, err := h.Nearly(ctx, luis, desk.Looking{Filter: q}, 20); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		})
	}
}
