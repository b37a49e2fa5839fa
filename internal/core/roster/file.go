package roster

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/fault"
)

// Bounds of a file.
const (
	MaxFile  = 64 << 20 // bytes
	MaxLines = 500_000
	maxCell  = people.MaxNotes
)

// ReadPeople reads a file of people; the other readers do the same for their kinds. Lines that cannot be read are refused each,
// with the reason, and hold up nothing. Errors: Invalid where the file as a whole says nothing, TooLarge.
func ReadPeople(data []byte) (Sheet[Person], error) { return read(data, peopleTable()) }

// ReadAgencies reads a file of agencies of a desk in this zone, which has these services.
func ReadAgencies(data []byte, zone *time.Location, services []string) (Sheet[people.Agency], error) {
	return read(data, agencyTable(zone, services))
}

// ReadDevices reads a file of devices.
func ReadDevices(data []byte) (Sheet[Device], error) { return read(data, deviceTable()) }

// ReadArrangements reads a file of special arrangements.
func ReadArrangements(data []byte, zone *time.Location) (Sheet[Arrangement], error) {
	return read(data, arrangementTable(zone))
}

// ReadConsultants reads a file of who represents which agency.
func ReadConsultants(data []byte, zone *time.Location) (Sheet[Seat], error) {
	return read(data, seatTable(zone, true))
}

// ReadManagers reads a file of who may sign for which agency.
func ReadManagers(data []byte, zone *time.Location) (Sheet[Seat], error) {
	return read(data, seatTable(zone, false))
}

func read[T any](data []byte, t table[T]) (Sheet[T], error) {
	s := Sheet[T]{table: t}
	if len(data) > MaxFile {
		return s, fault.Field("file", "at most %d MB fit here", MaxFile>>20)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma, r.FieldsPerRecord = comma(data), -1
	head, err := r.Read()
	if err != nil {
		return s, fault.Field("file", "the first line names the columns; there is none")
	}
	if err := s.heads(head); err != nil {
		return s, err
	}
	seen := map[string]int{}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return s, nil
		}
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			s.refuse(bad.StartLine, "", fault.New(fault.Invalid, "the quotes of this line do not match"))
			continue
		}
		if len(s.Lines)+len(s.Refused) >= MaxLines {
			return s, fault.Field("file", "at most %d lines at once", MaxLines)
		}
		line, _ := r.FieldPos(0)
		s.line(line, cells, seen)
	}
}

// comma finds what the columns are parted by: some programs write semicolons or tabs.
func comma(data []byte) rune {
	head, _, _ := bytes.Cut(data, []byte("\n"))
	best, most := ',', 0
	for _, c := range []rune{',', ';', '\t'} {
		if n := bytes.Count(head, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}

// heads finds the columns.
func (s *Sheet[T]) heads(head []string) error {
	var names []string
	for i, name := range head {
		folded := strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(strings.TrimSpace(name)))
		j := slices.IndexFunc(s.table.columns, func(c column[T]) bool { return c.name == folded })
		switch {
		case j < 0 && folded != "":
			s.Ignored = append(s.Ignored, short(strings.ToValidUTF8(strings.TrimSpace(name), "\ufffd")))
		case j >= 0 && slices.Contains(names, folded):
			return fault.Field("file", "two columns are called %q", folded)
		case j >= 0:
			names = append(names, folded)
			s.columns, s.at = append(s.columns, s.table.columns[j]), append(s.at, i)
		}
	}
	for _, name := range s.table.needs {
		if !slices.Contains(names, name) {
			var known []string
			for _, c := range s.table.columns {
				known = append(known, c.name)
			}
			return fault.Field("file", "there is no column %q; the columns are: %s", name, strings.Join(known, ", "))
		}
	}
	return nil
}

// line takes one line in, or refuses it.
func (s *Sheet[T]) line(number int, cells []string, seen map[string]int) {
	for i, c := range cells {
		if len(c) > maxCell {
			s.refuse(number, "", fault.New(fault.Invalid, "at most %d KB of text fit here; this has %d", maxCell>>10, (len(c)+1023)>>10))
			return
		}
		cells[i] = plain(strings.TrimSpace(c))
	}
	if !slices.ContainsFunc(cells, func(c string) bool { return c != "" }) {
		return
	}
	l := Line[T]{Number: number, cells: cells}
	var none T
	read, _, err := s.Over(none, l)
	l.Key = s.table.key(read)
	switch {
	case err != nil && !s.partly(err):
		s.refuse(number, l.Key, err)
	case seen[l.Key] > 0:
		s.refuse(number, l.Key, fault.New(fault.Invalid, "line %d says something of it already", seen[l.Key]))
	default:
		seen[l.Key] = number
		s.Lines = append(s.Lines, l)
	}
}

// partly reports whether an error is about a column that the file lacks: what is there already may fill it.
func (s *Sheet[T]) partly(err error) bool {
	var f *fault.Error
	return errors.As(err, &f) && f.Field != "" && !s.Has(f.Field) &&
		slices.ContainsFunc(s.table.columns, func(c column[T]) bool { return c.name == f.Field })
}

func (s *Sheet[T]) refuse(line int, key string, why error) {
	s.Refused = append(s.Refused, Refusal{line, key, why})
}
