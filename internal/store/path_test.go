package store_test

import (
	"context"
	"strings"
	"testing"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store"
	"switchboard/internal/store/migrations"
)

// many are more tickets than one looks at: 40 teams, 500 people who have them, 100 agencies, every third one closed.
const many = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
	INSERT INTO ticket (version, subject, status, open, type, class, channel, team, assignee, requester, agency, service, received_at,
		changed_at, due_at, due_metric, due_state)
	SELECT 1, 'x', CASE WHEN i % 3 = 0 THEN 'closed' WHEN i % 50 = 1 THEN 'pending' ELSE 'in_progress' END, i % 3 > 0, 'incident',
		CASE WHEN i % 997 = 1 THEN 'urgent' ELSE 'low' END, CASE WHEN i = 7 THEN 'fax' ELSE 'mail' END, 'team' || (i % 40),
		CASE WHEN i % 5 > 0 THEN i % 500 END, 1 + i % 2, 'agency' || (i % 100), 'service' || (i % 30), 1790000000000 + i * 1000,
		1790000000000 + i * 1000, 1795000000000 + (i % 7919) * 60000, 'resolve', 'counting' FROM n`

func crowd(t *testing.T, db *sqldb.DB) {
	t.Helper()
	if testing.Short() {
		t.Skip("writes 60,000 tickets")
	}
	ctx := context.Background()
	err := db.Write(ctx, func(tx *sqldb.Tx) error {
		for _, p := range []people.Person{{Email: "dana@example.gov", Role: people.Customer}, {Email: "ana@example.gov", Role: people.Analyst}} {
			if _, err := store.AddPerson(ctx, tx, p, ""); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, many)
		return err
	})
	if err == nil && db.Dialect() == sqldb.Postgres {
		err = db.Write(ctx, func(tx *sqldb.Tx) error { _, err := tx.Exec(ctx, "ANALYZE ticket"); return err })
	}
	if err != nil {
		t.Fatal(err)
	}
}

// The common questions are answered in the order of an index: nothing reads the table, and nothing is sorted but the page.
func TestCommonFiltersUseAnIndex(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		crowd(t, db)
		for _, test := range []struct{ text, index string }{
			{"", "ticket_received"},
			{"is:open", "ticket_due"},
			{"is:mine", "ticket_assignee"},
			{"is:unassigned", "ticket_"}, // that of the unassigned, or of those assigned to nobody
			{"is:waiting", "ticket_waiting"},
			{"is:overdue", "ticket_due"},
			{"is:open due<24h", "ticket_due"},
			{"is:open team:team3", "ticket_team"},
			{"is:open team:team3,team4", "ticket_team"},
			{"is:open class:urgent", "ticket_class_due"},
			{"is:open agency:agency7", "ticket_agency"},
			{"is:open service:service9", "ticket_service"},
			{"is:unanswered", "ticket_unanswered"},
			{"is:reopened", "ticket_reopened"},
			{"is:short_notice", "ticket_short_notice"},
			{"is:nonstandard", "ticket_nonstandard"},
			{"assignee:me", "ticket_assignee_received"},
			{"agency:agency7", "ticket_agency_received"},
			{"received>=-7d", "ticket_received"},
			{"sort:-changed", "ticket_changed"},
			{"sort:-number", "ticket_pkey"},
		} {
			plan := planOf(t, db, look(t, test.text, access.Scope{All: true}))
			if db.Dialect() == sqldb.SQLite && test.index == "ticket_pkey" {
				test.index = "SCAN t\n" // the table is its own index
			} else if strings.Contains(plan, "SCAN t\n") || strings.Contains(plan, "Seq Scan on ticket") {
				t.Errorf("%q reads the table:\n%s", test.text, plan)
			}
			if !strings.Contains(plan, test.index) {
				t.Errorf("%q does not use %s:\n%s", test.text, test.index, plan)
			}
		}
	})
}

func planOf(t *testing.T, db *sqldb.DB, l store.Look) string {
	t.Helper()
	text, params, err := store.PageSQL(context.Background(), db.Reader(), l, store.Page{Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	return explained(t, db, text, params)
}

// explained is how the database goes about a query.
func explained(t *testing.T, db *sqldb.DB, text string, params []any) string {
	t.Helper()
	explain, last := "EXPLAIN ", func(r sqldb.Row) (line string, err error) { return line, r.Scan(&line) }
	if db.Dialect() == sqldb.SQLite {
		explain += "QUERY PLAN "
		last = func(r sqldb.Row) (line string, err error) {
			var id, parent, unused int
			return line, r.Scan(&id, &parent, &unused, &line)
		}
	}
	lines, err := sqldb.All(context.Background(), db.Reader(), last, explain+text, params...)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return strings.Join(lines, "\n") + "\n"
}

// What no index answers is looked for among so many tickets and no more, and the answer says so; a filter that is narrow
// by an index finds all. A count stops, and says that it did.
func TestALookIsBounded(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		crowd(t, db)
		ctx := context.Background()
		for _, test := range []struct {
			text string
			rows int
			more bool
		}{
			{"channel:fax", 0, true},
			{"channel:fax is:open", 1, true},
			{"channel:fax number:100007", 1, false},
			{"channel:fax agency:agency7", 1, false},
			{"channel:fax assignee:none", 0, true},
			{"channel:mail", 50, false},
			{"is:open class:urgent status:pending team:team1", 1, false}, // the remainders meet in the first ticket alone
			{"team:team3 sort:due", 50, true},                            // of closed ones, too: no index has that order
		} {
			found, err := store.Find(ctx, db.Reader(), look(t, test.text, access.Scope{All: true}), store.Page{Limit: 50})
			if err != nil {
				t.Fatal(err)
			}
			if len(found.Rows) != test.rows || found.More != test.more {
				t.Errorf("%s: %d rows, more %v; want %d, %v", test.text, len(found.Rows), found.More, test.rows, test.more)
			}
		}
		var looks []store.Look
		texts := []string{"is:open", "is:open class:urgent", "channel:fax is:open", "channel:mail is:open"}
		for _, text := range texts {
			looks = append(looks, look(t, text, access.Scope{All: true}))
		}
		counts, err := store.Counts(ctx, db.Reader(), looks)
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []store.Count{{N: 1000, More: true}, {N: 41}, {N: counts[2].N, More: true}, {N: 1000, More: true}} {
			if counts[i] != want {
				t.Errorf("%s: counted %+v, want %+v", texts[i], counts[i], want)
			}
		}
	})
}
