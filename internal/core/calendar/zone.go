package calendar

import (
	"time"

	"switchboard/internal/fault"
)

// zone knows the shifts of one time zone within the horizon. The standard library leaves it open which of two
// instants time.Date picks when clocks change; CLOCKS rule 12 does not, hence this table.
type zone struct {
	loc    *time.Location
	shifts []shift
}

// shift is a stretch of constant offset: from its instant (Unix seconds) to that of the next shift.
type shift struct{ from, offset int64 }

func loadZone(name string) (zone, error) {
	if name == "" || name == "Local" {
		return zone{}, fault.Field("zone", "name a time zone, for example America/Denver")
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return zone{}, fault.Field("zone", "%q is not a time zone of the IANA list, such as America/Denver", name)
	}
	z := zone{loc: loc}
	// Two dates more on each side, so that every local date of the horizon has its shifts.
	t := time.Date(FirstYear, 1, -1, 0, 0, 0, 0, time.UTC).In(loc)
	end := time.Date(EndYear, 1, 3, 0, 0, 0, 0, time.UTC)
	for t.Before(end) {
		_, offset := t.Zone()
		if n := len(z.shifts); n == 0 || z.shifts[n-1].offset != int64(offset) {
			z.shifts = append(z.shifts, shift{t.Unix(), int64(offset)})
		}
		_, next := t.ZoneBounds()
		if next.IsZero() {
			break
		}
		if !next.After(t) { // so it is on the last day of a leap year that lies beyond the zone's own table
			next = t.Add(time.Hour)
		}
		t = next
	}
	return z, nil
}

// unix turns a local time, in seconds since 1970-01-01 00:00 on the wall, into Unix seconds. A time that clocks skip
// moves forward by the gap; of a time that they show twice it is the first.
func (z *zone) unix(local int64) int64 {
	// The first shift in whose local stretch, or in the gap before it, the time lies.
	lo, hi := 0, len(z.shifts)-1
	for lo < hi {
		mid := (lo + hi) / 2
		if local < z.shifts[mid+1].from+z.shifts[mid].offset {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	s := z.shifts[lo]
	if lo > 0 && local-s.offset < s.from {
		return local - z.shifts[lo-1].offset
	}
	return local - s.offset
}

// local turns Unix seconds into seconds since 1970-01-01 00:00 on the wall.
func (z *zone) local(unix int64) int64 {
	lo, hi := 0, len(z.shifts)-1
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if z.shifts[mid].from <= unix {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return unix + z.shifts[lo].offset
}
