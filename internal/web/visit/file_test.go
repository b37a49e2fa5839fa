package visit_test

import (
	"encoding/csv"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/wording"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// serves answers every request with a page of a house that speaks English, and gives the answer with its body.
func serves(t *testing.T, page func(*visit.Visits) ui.Handler) *http.Response {
	t.Helper()
	words, err := wording.Load()
	if err != nil {
		t.Fatal(err)
	}
	desk := desktest.Open(t, sqltest.SQLite(t, migrations.FS), "colorado", time.Date(2026, 11, 16, 17, 0, 0, 0, time.UTC))
	v := visit.New(desk.Desk, words, slog.New(slog.DiscardHandler), false, false)
	server := httptest.NewServer(v.Wrap(v.Door(ui.Portal).Handle(page(v))))
	t.Cleanup(server.Close)
	answer, err := server.Client().Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { answer.Body.Close() })
	return answer
}

// A sheet says what it is, quotes what needs it, and holds no formula. DESIGN 9.4
func TestSheet(t *testing.T) {
	answer := serves(t, func(v *visit.Visits) ui.Handler {
		return func(w http.ResponseWriter, r *http.Request) error {
			s := v.Sheet(w, r, "usage.csv", "usage.agency", "usage.tickets")
			s.Row("=1+1", "a, \"b\"\nc")
			s.Row("＝1", "-2")
			return s.End(nil)
		}
	})
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": `attachment; filename="usage.csv"`, "Cache-Control": "no-store"} {
		if got := answer.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if !strings.Contains(string(body), "\r\n'=1+1,\"a, \"\"b\"\"\r\nc\"\r\n'＝1,'-2\r\n") {
		t.Errorf("the rows are %q", body)
	}
	rows, err := csv.NewReader(strings.NewReader(string(body))).ReadAll()
	if err != nil || len(rows) != 3 || !slices.Equal(rows[0], []string{"Agency", "Tickets"}) {
		t.Errorf("%v, %q", err, rows)
	}
}

// A file without a piece is one all the same.
func TestEmptyFile(t *testing.T) {
	answer := serves(t, func(v *visit.Visits) ui.Handler {
		return func(w http.ResponseWriter, r *http.Request) error {
			return v.File(w, r, "text/plain", "none.txt").End(nil)
		}
	})
	if body, err := io.ReadAll(answer.Body); err != nil || len(body) > 0 || answer.Header.Get("Content-Disposition") != `attachment; filename="none.txt"` {
		t.Errorf("%v, %q: %q", err, answer.Header, body)
	}
}

// What fails before anything is sent is a page that says so, and no file.
func TestSheetThatFailsAtOnce(t *testing.T) {
	answer := serves(t, func(v *visit.Visits) ui.Handler {
		return func(w http.ResponseWriter, r *http.Request) error {
			s := v.Sheet(w, r, "usage.csv", "usage.agency")
			s.Row("Revenue")
			return s.End(fault.New(fault.NotFound, ""))
		}
	})
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusNotFound || answer.Header.Get("Content-Disposition") != "" || strings.Contains(string(body), "Revenue") {
		t.Errorf("%v, %s, %q: %s", err, answer.Status, answer.Header, body)
	}
}

// A long sheet is read while it is made, and one that fails in the middle does not pass for whole.
func TestSheetIsSentAsItIsMade(t *testing.T) {
	read := make(chan bool)
	answer := serves(t, func(v *visit.Visits) ui.Handler {
		return func(w http.ResponseWriter, r *http.Request) error {
			s := v.Sheet(w, r, "usage.csv", "usage.agency")
			for range 1000 {
				s.Row(strings.Repeat("x", 100))
			}
			select {
			case <-read: // what the reader has, though the sheet is not whole
			case <-r.Context().Done():
			}
			return s.End(errors.New("the database has gone"))
		}
	})
	if _, err := io.ReadFull(answer.Body, make([]byte, 50_000)); err != nil {
		t.Fatal(err)
	}
	close(read)
	rest, err := io.ReadAll(answer.Body)
	if !errors.Is(err, io.ErrUnexpectedEOF) || strings.Contains(string(rest), "<html") {
		t.Errorf("the sheet ends with %v: %q", err, rest)
	}
}
