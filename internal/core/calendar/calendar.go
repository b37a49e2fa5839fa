package calendar

import (
	"crypto/sha256"
	"slices"
	"sync"
	"time"
	_ "time/tzdata" // a desk must find its zone on a machine that has no zone files

	"switchboard/internal/fault"
)

// The horizon: a calendar answers for the local dates of these years. Outside of them every question is an error,
// never a search.
const (
	FirstYear = 2000 // inclusive
	EndYear   = 2100 // exclusive
)

// Calendar answers when a desk is open. It is immutable and safe for concurrent use; the questions allocate nothing.
// Its table of open windows (about 0.6 MB for one window a day) is made at the first question that needs it.
type Calendar struct {
	spec Spec
	zone zone
	sum  [sha256.Size]byte
	once sync.Once
	tab  *table
}

// Compile checks a spec and makes it answer questions. The errors are fault.Invalid with the field that is wrong: an
// unknown zone, a window that is empty or too long, windows that overlap (also across midnight), a date that does not
// exist or lies outside the horizon, a calendar that never opens.
func Compile(s Spec) (*Calendar, error) {
	s = clone(s)
	if err := check(s); err != nil {
		return nil, err
	}
	z, err := loadZone(s.Zone)
	if err != nil {
		return nil, err
	}
	return &Calendar{spec: s, zone: z, sum: digest(s)}, nil
}

// clone copies a spec, its windows in order, so that the caller's maps may change.
func clone(s Spec) Spec {
	for i, ws := range s.Week {
		s.Week[i] = sorted(ws)
	}
	days := make(map[Date]Day, len(s.Days))
	for d, day := range s.Days {
		days[d] = Day{Name: day.Name, Windows: sorted(day.Windows)}
	}
	s.Days = days
	return s
}

func sorted(ws []Window) []Window {
	ws = slices.Clone(ws)
	slices.SortFunc(ws, func(a, b Window) int { return int(a.From/time.Second) - int(b.From/time.Second) })
	return ws
}

// Name is the name of the calendar in its definition.
func (c *Calendar) Name() string { return c.spec.Name }

// Always reports whether the calendar is open day and night.
func (c *Calendar) Always() bool { return c.spec.Always }

// Location is the time zone of the calendar.
func (c *Calendar) Location() *time.Location { return c.zone.loc }

// Same reports whether two calendars are open at the same instants and have the same business days by their specs.
// The name does not matter.
func (c *Calendar) Same(other *Calendar) bool {
	return c == other || c != nil && other != nil && c.sum == other.sum
}

// Hours gives the windows of a date in order and, where the date differs from its weekday, the name of the day.
func (c *Calendar) Hours(d Date) (windows []Window, name string) {
	day, special := c.spec.Days[d]
	switch {
	case c.spec.Always:
		return []Window{{0, 24 * time.Hour}}, day.Name
	case special:
		return slices.Clone(day.Windows), day.Name
	}
	return slices.Clone(c.spec.Week[d.Weekday()]), ""
}

// Holiday is the name of a date that differs from its weekday, empty for an ordinary date.
func (c *Calendar) Holiday(d Date) string { return c.spec.Days[d].Name }

// Date is the local date of an instant.
func (c *Calendar) Date(t time.Time) Date { return DateOf(t.In(c.zone.loc)) }

// outside is the error for an instant beyond the horizon.
func (c *Calendar) outside() error {
	return fault.New(fault.Invalid, "calendar %q knows the years %d to %d only", c.spec.Name, FirstYear, EndYear-1)
}
