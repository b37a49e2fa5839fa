package desk_test

import (
	"context"
	"testing"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// BenchmarkOpen is the price of a new ticket without its door, with eight who open at once.
func BenchmarkOpen(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *sqldb.DB{
		"sqlite":   func(t testing.TB) *sqldb.DB { return sqltest.SQLite(t, migrations.FS) },
		"postgres": func(t testing.TB) *sqldb.DB { return sqltest.Postgres(t, migrations.FS) },
	} {
		b.Run(name, func(b *testing.B) {
			h := desktest.Open(b, open(b), "colorado", time.Date(2026, 11, 20, 23, 30, 0, 0, time.UTC))
			luis := h.Person("luis", people.Analyst, "", "service_desk")
			b.ReportAllocs()
			b.SetParallelism(4)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					_, err := h.Open(context.Background(), luis, desk.Request{Subject: "Outlook asks for my password", Type: "incident",
						Channel: "portal", Email: "dana@example.gov"})
					if err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}
