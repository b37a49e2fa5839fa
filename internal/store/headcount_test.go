package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store"
	"switchboard/internal/store/migrations"
)

// CO-05: what was known of an agency before an instant stays so, whatever is written down later; the same again is no change.
func TestHeadcounts(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx, now := context.Background(), noon
		db.Now = func() time.Time { return now }
		save := func(key string, n people.FTE) {
			t.Helper()
			if err := db.Write(ctx, func(tx *sqldb.Tx) error {
				return store.SaveAgency(ctx, tx, people.Agency{Key: key, FTE: n, Shades: people.UsualShades})
			}); err != nil {
				t.Fatal(err)
			}
		}
		said := func(before time.Time) string {
			t.Helper()
			all, err := store.Headcounts(ctx, db.Reader(), before)
			if err != nil {
				t.Fatal(err)
			}
			out := ""
			for _, h := range all {
				out += fmt.Sprintf("%s %s since %s; ", h.Agency, h.FTE, h.Since.Sub(noon))
			}
			return out
		}
		save("Parks", 0) // nobody has said
		save("Revenue", 1250)
		for _, n := range []people.FTE{1300, 1300, 0} {
			now = now.Add(time.Hour)
			save("Revenue", n)
		}
		save("Courts", 200)
		save("Courts", 300) // in the same instant: the last one counts
		for at, want := range map[time.Duration]string{
			0: "", time.Hour: "Revenue 12.5 since 0s; ", 3 * time.Hour: "Revenue 13 since 1h0m0s; ", 4 * time.Hour: "Courts 3 since 3h0m0s; Revenue  since 3h0m0s; ",
		} {
			if got := said(noon.Add(at)); got != want {
				t.Errorf("before %s: %q, want %q", at, got, want)
			}
		}
	})
}
