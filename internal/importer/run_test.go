package importer_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/fault"
	"switchboard/internal/importer"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

var (
	ctx = context.Background()
	now = time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC)
)

// logOf writes a log of n incidents of four rows; every fifth is still open, every seventh has a bad row.
func logOf(t testing.TB, n int) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("number,incident_state,caller_id,opened_by,opened_at,sys_updated_by,sys_updated_at,contact_type,category,impact,urgency,priority,assignment_group,assigned_to,resolved_by\n")
	for i := range n {
		for j, state := range []string{"New", "Active", "Resolved", "Closed"} {
			when := fmt.Sprintf("%d/3/2016 1%d:30", 1+i%28, j)
			if i%7 == 0 && j == 1 {
				when = "soon"
			}
			if i%5 == 0 && j > 1 {
				break
			}
			fmt.Fprintf(&b, "INC%05d,%s,Caller %d,Opened by 1,%d/3/2016 10:00,Updated by %d,%s,Phone,Category %d,2 - Medium,1 - High,2 - High,Group %d,Resolver %d,Resolved by 3\n",
				i, state, i%40, 1+i%28, i%9, when, i%12, i%6, i%15)
		}
	}
	path := filepath.Join(t.TempDir(), "log.csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func open(t *testing.T, db *sqldb.DB) *desktest.House { return desktest.Open(t, db, "maine", now) }

func run(h *desktest.House, path string) (importer.Report, error) {
	return importer.ServiceNow(ctx, h.Desk, access.System, importer.Options{File: path, Say: io.Discard})
}

// counts are what is in the database, to compare one way to it with another.
func counts(t *testing.T, h *desktest.House) string {
	t.Helper()
	out := ""
	for _, table := range []string{"ticket", "fact", "person", "old_number"} {
		where := ""
		if table == "fact" { // and not those that tell how often something was taken in
			where = " WHERE ticket_id IS NOT NULL"
		}
		n, err := sqldb.One(ctx, h.DB.Reader(), sqldb.Value[int], "SELECT count(*) FROM "+table+where)
		if err != nil {
			t.Fatal(err)
		}
		out += fmt.Sprintf("%s %d, ", table, n)
	}
	return out
}

func TestImport(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h, path := open(t, db), logOf(t, 250)
		rep, err := run(h, path)
		if err != nil || rep.New != 250 || rep.Rejected != 36 {
			t.Fatalf("%+v, %v; want 250 new, 36 rows left out", rep, err)
		}
		rejects, err := os.ReadFile(rep.RejectsFile)
		if lines := strings.Split(string(rejects), "\n"); err != nil || len(lines) != 38 || lines[1] != `3,"sys_updated_at: ""soon"" is not a time like 29/2/2016 01:16"` {
			t.Errorf("the file of rejects: %v, %d lines, %q", err, len(lines), lines[1])
		}

		before := counts(t, h)
		if again, err := run(h, path); err != nil || again.New != 0 || again.Known != 250 || counts(t, h) != before {
			t.Errorf("a second run: %+v, %v, %s; the first made %s", again, err, counts(t, h), before)
		}

		id, err := h.FindOld(ctx, access.System, "INC00011")
		if err != nil {
			t.Fatal(err)
		}
		sheet, err := h.Ticket(ctx, access.System, id)
		if err != nil {
			t.Fatal(err)
		}
		if k := sheet.Ticket; k.Status != ticket.StatusClosed || k.Team != "Group 5" || k.Request.External != "INC00011" || k.Class != "high" ||
			!k.ReceivedAt.Equal(time.Date(2016, 3, 12, 15, 0, 0, 0, time.UTC)) { // 10:00 in Maine
			t.Errorf("%+v", k)
		}
		if p := sheet.People[sheet.Ticket.Assignee]; p.Email != "resolver.11@servicenow.example.invalid" || p.Name != "Resolver 11" || p.Role != people.Customer {
			t.Errorf("the assignee is %+v", p)
		}
	})
}

// Old facts ring for nobody: verdicts are written at their true instants, and no timer is left in the past.
func TestImportIsSilent(t *testing.T) {
	h := open(t, sqltest.SQLite(t, migrations.FS))
	if _, err := run(h, logOf(t, 40)); err != nil {
		t.Fatal(err)
	}
	before := counts(t, h)
	if n, err := h.RingDue(ctx, slog.New(slog.DiscardHandler)); err != nil || n != 0 || counts(t, h) != before {
		t.Errorf("%d timers rang, %v", n, err)
	}
	id, err := h.FindOld(ctx, access.System, "INC00005") // opened on Sunday, March 6, never replied to
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := h.Ticket(ctx, access.System, id)
	if err != nil {
		t.Fatal(err)
	}
	var missed []string
	for _, e := range sheet.Entries {
		if m, ok := e.Event.(ticket.ClockMissed); ok {
			missed = append(missed, m.Metric+" "+e.At.Format(time.RFC3339))
			if !e.Recorded.Equal(now) {
				t.Errorf("recorded %v, want the import, %v", e.Recorded, now)
			}
		}
	}
	// high: 4 service hours and 2 business days from the opening on Monday, 7:00 in Maine
	if want := "[first_reply 2016-03-07T16:00:00Z resolve 2016-03-09T22:00:00Z]"; fmt.Sprint(missed) != want {
		t.Errorf("missed %v, want %s", missed, want)
	}
}

// Stopped at any transaction and run again, it ends as if it had never been stopped.
func TestImportIsResumed(t *testing.T) {
	path := logOf(t, 450)
	whole := open(t, sqltest.SQLite(t, migrations.FS))
	if _, err := run(whole, path); err != nil {
		t.Fatal(err)
	}
	want := counts(t, whole)
	for stop := 1; ; stop++ {
		h := open(t, sqltest.SQLite(t, migrations.FS))
		tick, left := h.DB.Now, stop
		interrupted, cancel := context.WithCancel(ctx)
		h.DB.Now = func() time.Time {
			if left--; left == 0 {
				cancel()
			}
			return tick()
		}
		rep, err := importer.ServiceNow(interrupted, h.Desk, access.System, importer.Options{File: path, Say: io.Discard})
		cancel()
		if err == nil {
			if stop < 10 {
				t.Fatalf("never stopped: %+v", rep)
			}
			return
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("stop %d: %v", stop, err)
		}
		if again, err := run(h, path); err != nil || again.New+rep.New != 450 || again.Known < rep.New || counts(t, h) != want {
			t.Fatalf("stop %d: %+v, then %+v, %v: %s; want %s", stop, rep, again, err, counts(t, h), want)
		}
		stop += stop / 2
	}
}

func TestImportIsForAdministrators(t *testing.T) {
	h := open(t, sqltest.SQLite(t, migrations.FS))
	for _, role := range []people.Role{people.Customer, people.Analyst, people.Lead, people.Manager} {
		who := h.Person(string(role), role, "dot")
		if _, err := importer.ServiceNow(ctx, h.Desk, who, importer.Options{File: logOf(t, 1), Say: io.Discard}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v, want Forbidden", role, err)
		}
	}
}

// A file that ends in the middle gives all lives that are whole in it, and no half one.
func TestImportOfACutFile(t *testing.T) {
	path := logOf(t, 50)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data[:len(data)*2/3], 0o600); err != nil {
		t.Fatal(err)
	}
	h := open(t, sqltest.SQLite(t, migrations.FS))
	rep, err := run(h, path)
	if err != nil || rep.New < 30 || rep.New > 40 || rep.RejectsFile == "" {
		t.Fatalf("%+v, %v", rep, err)
	}
	rejects, err := os.ReadFile(rep.RejectsFile)
	if err != nil || !strings.Contains(string(rejects), "the file ends in the middle of this row") ||
		!strings.Contains(string(rejects), "is left out whole") {
		t.Errorf("%s, %v", rejects, err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if again, err := run(h, path); err != nil || again.New+rep.New != 50 {
		t.Errorf("the whole file then adds %+v, %v", again, err)
	}
}
