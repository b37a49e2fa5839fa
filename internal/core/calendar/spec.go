// Package calendar knows when a desk is open: weekly windows, holidays, half days, in one time zone. It refuses to
// know today's date, tickets and targets; every question takes its instants as arguments.
package calendar

import "time"

// Date is a local date, without a zone.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// Window is one stretch of open time, half-open, as wall-clock time since local midnight of the date it begins on.
// To may lie beyond 24 h for a shift that ends on the next date.
type Window struct{ From, To time.Duration }

// Day is a date that differs from its weekday: a holiday (no windows), a half day, an extra day.
type Day struct {
	Name    string
	Windows []Window
}

// Spec is what a definition says of a calendar; Compile makes it answer questions.
type Spec struct {
	Name   string
	Zone   string // IANA, "America/Denver"
	Always bool   // open day and night; Week must be empty. Its business days are all dates but those in Days.
	Week   [7][]Window
	Days   map[Date]Day
}
