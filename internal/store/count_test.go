package store_test

import (
	"context"
	"testing"

	"switchboard/internal/core/access"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store"
	"switchboard/internal/store/migrations"
)

// A count leaves out what is sealed whether that is little, and taken off, or much, and read past.
func TestCountsLeaveOutWhatIsSealed(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		crowd(t, db)
		ctx := context.Background()
		scope := access.Scope{All: true, Teams: []string{"team5"}, Only: ana}
		filters := map[string]string{"is:open agency:agency7": "agency = 'agency7'", "is:open team:team3": "team = 'team3'", "is:open team:team4,team5": "team IN ('team4', 'team5')",
			"is:mine": "assignee = 2", "is:open class:urgent": "class = 'urgent'", "is:open": "TRUE"}
		for _, seal := range []string{"team = 'team3' AND id % 7 = 0", "team = 'team5' OR team = 'team4'", "team IN ('team3', 'team7') OR id % 11 = 0"} {
			err := db.Write(ctx, func(tx *sqldb.Tx) error {
				_, err := tx.Exec(ctx, "UPDATE ticket SET sealed = TRUE WHERE "+seal)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			for text, means := range filters {
				want, err := sqldb.One(ctx, db.Reader(), sqldb.Value[int],
					"SELECT count(*) FROM ticket WHERE open AND (NOT sealed OR team = 'team5' OR requester = 2) AND "+means)
				if err != nil {
					t.Fatal(err)
				}
				got, err := store.Counts(ctx, db.Reader(), []store.Look{look(t, text, scope)})
				if err != nil {
					t.Fatal(err)
				}
				if c := (store.Count{N: min(want, store.MaxCount), More: want > store.MaxCount}); got[0] != c {
					t.Errorf("with %s sealed, %s counts %+v, want %+v", seal, text, got[0], c)
				}
			}
		}
	})
}
