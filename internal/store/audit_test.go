package store_test

import (
	"context"
	"strings"
	"testing"

	"switchboard/internal/core/people"
	"switchboard/internal/eventlog"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store"
	"switchboard/internal/store/migrations"
)

// The log of privileged acts is read by their index, the newest first and page by page, whole or of one person (ME-70).
func TestActs(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx := context.Background()
		ann, luis := people.ID(7), people.ID(8)
		err := db.Write(ctx, func(tx *sqldb.Tx) error {
			for range 3 {
				if err := store.RecordAct(ctx, tx, store.Act{Kind: store.PersonRoleFact, By: ann, Person: luis, What: "lead"}); err != nil {
					return err
				}
				err := eventlog.Append(ctx, tx, eventlog.Fact{Kind: "ticket.replied", Ticket: 1, Actor: int64(luis), Body: `{"body":"no act"}`},
					eventlog.Fact{Kind: "ticket.denied", Ticket: 1, Actor: int64(luis), Body: `{"act":"close"}`},
					eventlog.Fact{Kind: "ticket.admitted", Ticket: 1, Actor: int64(ann), Body: `{"person":8,"reason":"secret words"}`})
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		read := func(by people.ID) (out []store.Act) {
			for before := int64(1 << 62); ; {
				page, err := store.Acts(ctx, db.Reader(), by, before, 2)
				if err != nil {
					t.Fatal(err)
				}
				if len(page) == 0 {
					return out
				}
				out = append(out, page...)
				before = page[len(page)-1].Seq
			}
		}
		all := read(0)
		if len(all) != 9 || len(read(ann)) != 6 || len(read(luis)) != 3 || len(read(99)) != 0 {
			t.Fatalf("%d acts, of ann %d, of luis %d", len(all), len(read(ann)), len(read(luis)))
		}
		for i, a := range all {
			if i > 0 && a.Seq >= all[i-1].Seq {
				t.Errorf("act %d stands behind %d", a.Seq, all[i-1].Seq)
			}
			if strings.Contains(a.What, "secret") {
				t.Error("a reason is repeated")
			}
		}
		if a := all[0]; a.Kind != "ticket.admitted" || a.Person != luis || a.Ticket != 1 || a.By != ann || a.What != "" {
			t.Errorf("%+v", a)
		}
		if a := all[1]; a.What != "close" {
			t.Errorf("%+v", a)
		}
		if a := all[2]; a.Kind != store.PersonRoleFact || a.Person != luis || a.What != "lead" || a.Ticket != 0 {
			t.Errorf("%+v", a)
		}
	})
}

// Both texts are answered from an index of the few facts that count: what else the log holds costs nothing.
func TestActsPlan(t *testing.T) {
	db := sqltest.SQLite(t, migrations.FS)
	for one, index := range map[bool]string{false: "fact_audit ", true: "fact_audit_actor "} {
		params := []any{1 << 62, 10}
		if one {
			params = append(params, 7)
		}
		plan := ""
		err := db.Reader().Each(context.Background(), func(r sqldb.Row) error {
			var id, parent, unused int
			var detail string
			err := r.Scan(&id, &parent, &unused, &detail)
			plan += detail + "; "
			return err
		}, "EXPLAIN QUERY PLAN "+store.ActsText(one), params...)
		if err != nil || !strings.Contains(plan, "USING INDEX "+index) || strings.Contains(plan, "TEMP B-TREE") {
			t.Errorf("plan %q, %v", plan, err)
		}
	}
}
