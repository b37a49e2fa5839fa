package demo_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/demo"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

func TestSeed(t *testing.T) {
	for _, name := range []string{"colorado", "maine", "oklahoma"} {
		t.Run(name, func(t *testing.T) {
			db := sqltest.SQLite(t, migrations.FS)
			h := desktest.Open(t, db, name, time.Date(2026, 3, 4, 16, 30, 0, 0, time.UTC))
			began := time.Now()
			if err := demo.Seed(context.Background(), h.Desk, &db.Now); err != nil {
				t.Fatal(err)
			}
			fmt.Println(name, time.Since(began))
			c, err := h.Counts(context.Background(), access.System, "open", "unassigned", "due", "waiting", "any")
			fmt.Println(c, err)
		})
	}
}
