// Package roster reads and writes files of the directory: people, agencies, devices, arrangements, consultants and managers as
// lines of CSV (RFC 4180). It knows the columns of each kind, what a cell may hold and what is wrong with a line. It refuses to
// know what the directory holds already, and who may change it.
package roster

import (
	"slices"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/fault"
)

// Kind is what a file lists.
type Kind string

// The kinds.
const (
	People       Kind = "people"
	Agencies     Kind = "agencies"
	Devices      Kind = "devices"
	Arrangements Kind = "arrangements"
	Consultants  Kind = "consultants"
	Managers     Kind = "managers"
)

// Kinds are all of them.
var Kinds = []Kind{People, Agencies, Devices, Arrangements, Consultants, Managers}

// Person is a line of people. Others are named by their addresses.
type Person struct {
	people.Person
	Under string // the address of the supervisor
}

// Device is a line of devices.
type Device struct {
	people.Device
	Holder string // the address of who has it
}

// Arrangement is a line of arrangements.
type Arrangement struct {
	people.Arrangement
	Holder string // the address of the one person whom it is with
}

// Seat is a line of consultants, who represent an agency at the desk (ME-49), or of managers, who sign for it (ME-60).
type Seat struct {
	Agency, Email string
	Deputy        bool // of consultants
	Span          people.Span
}

// Refusal is a line that is not taken in.
type Refusal struct {
	Line int // of the file, from 1
	Key  string
	Why  error
}

// Line is a line that can be read: its cells, to be laid over what is there already.
type Line[T any] struct {
	Number int
	Key    string
	cells  []string
}

// Sheet is a file that was read.
type Sheet[T any] struct {
	Lines   []Line[T]
	Refused []Refusal
	Ignored []string // columns that mean nothing here
	columns []column[T]
	at      []int // of each column its place in a line
	table   table[T]
}

// column is one column of a kind.
type column[T any] struct {
	name string
	set  func(*T, string) error
	get  func(T) string
}

// table is what a kind of file consists of. What stands in the key's columns is what a line is about.
type table[T any] struct {
	columns []column[T]
	key     func(T) string
	needs   []string // columns without which no line is about anything
	check   func(T) (T, error)
}

// Over lays a line over what is there: columns that the file lacks stay as they are. It answers the names of the columns that
// change. Errors: Invalid with the column.
func (s Sheet[T]) Over(was T, l Line[T]) (now T, changed []string, err error) {
	now = was
	for i, c := range s.columns {
		cell := ""
		if s.at[i] < len(l.cells) {
			cell = l.cells[s.at[i]]
		}
		if err := c.set(&now, cell); err != nil {
			return now, nil, fault.At(c.name, err)
		}
	}
	if now, err = s.table.check(now); err != nil {
		return now, nil, err
	}
	for _, c := range s.columns {
		if c.get(now) != c.get(was) {
			changed = append(changed, c.name)
		}
	}
	return now, changed, nil
}

// Has reports whether the file has a column.
func (s Sheet[T]) Has(name string) bool {
	return slices.ContainsFunc(s.columns, func(c column[T]) bool { return c.name == name })
}

// dayForm is how days are written: ISO 8601.
const dayForm = "2006-01-02"

// firstDay and lastDay read the ends of a span in a zone: both days are in it.
func firstDay(s string, zone *time.Location) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.ParseInLocation(dayForm, s, zone)
	if err != nil || t.Year() < 1900 || t.Year() > 2999 {
		return time.Time{}, fault.New(fault.Invalid, "%q is no day; write it like 2026-12-31", short(s))
	}
	return t, nil
}

func lastDay(s string, zone *time.Location) (time.Time, error) {
	t, err := firstDay(s, zone)
	if err != nil || t.IsZero() {
		return t, err
	}
	return t.AddDate(0, 0, 1), nil
}

func sayFirst(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format(dayForm)
}

func sayLast(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.Add(-time.Millisecond).In(zone).Format(dayForm)
}

func yes(s string) (bool, error) {
	switch s {
	case "yes", "Yes", "YES", "true", "TRUE", "1", "sí", "si":
		return true, nil
	case "no", "No", "NO", "false", "FALSE", "0", "":
		return false, nil
	}
	return false, fault.New(fault.Invalid, "%q stands here; write yes or no", short(s))
}

func sayYes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// address reads the address of somebody, or nobody.
func address(s string) (string, error) {
	if s == "" {
		return "", nil
	}
	return people.Address(s)
}
