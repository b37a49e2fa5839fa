package roster

import (
	"encoding/csv"
	"io"
	"strings"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/core/sheet"
)

// safe makes a cell text for every spreadsheet (DESIGN 9.4). One that begins with an apostrophe gets another, so that plain
// gives it back.
func safe(s string) string {
	if strings.HasPrefix(s, "'") {
		return "'" + s
	}
	return sheet.Cell(s)
}

// plain takes back what safe did.
func plain(s string) string {
	if rest, quoted := strings.CutPrefix(s, "'"); quoted && (sheet.Begins(rest) || strings.HasPrefix(rest, "'")) {
		return rest
	}
	return s
}

// Writer writes a file of one kind, which its reader reads back.
type Writer[T any] struct {
	out   *csv.Writer
	table table[T]
}

func write[T any](w io.Writer, t table[T]) (*Writer[T], error) {
	out := &Writer[T]{csv.NewWriter(w), t}
	head := make([]string, len(t.columns))
	for i, c := range t.columns {
		head[i] = c.name
	}
	return out, out.out.Write(head)
}

// Write adds a line.
func (w *Writer[T]) Write(v T) error {
	cells := make([]string, len(w.table.columns))
	for i, c := range w.table.columns {
		cells[i] = safe(c.get(v))
	}
	return w.out.Write(cells)
}

// Close writes what is left.
func (w *Writer[T]) Close() error {
	w.out.Flush()
	return w.out.Error()
}

// WritePeople begins a file of people; the others do the same for their kinds.
func WritePeople(w io.Writer) (*Writer[Person], error) { return write(w, peopleTable()) }

// WriteAgencies begins a file of agencies.
func WriteAgencies(w io.Writer, zone *time.Location) (*Writer[people.Agency], error) {
	return write(w, agencyTable(zone, nil))
}

// WriteDevices begins a file of devices.
func WriteDevices(w io.Writer) (*Writer[Device], error) { return write(w, deviceTable()) }

// WriteArrangements begins a file of special arrangements.
func WriteArrangements(w io.Writer, zone *time.Location) (*Writer[Arrangement], error) {
	return write(w, arrangementTable(zone))
}

// WriteConsultants begins a file of who represents which agency.
func WriteConsultants(w io.Writer, zone *time.Location) (*Writer[Seat], error) {
	return write(w, seatTable(zone, true))
}

// WriteManagers begins a file of who may sign for which agency.
func WriteManagers(w io.Writer, zone *time.Location) (*Writer[Seat], error) {
	return write(w, seatTable(zone, false))
}
