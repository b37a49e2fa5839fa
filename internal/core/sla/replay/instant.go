package replay

import "time"

// stamp writes instants as RFC 3339 in UTC. It keeps the date that it wrote last, since the segments of a clock lie on
// few dates: a forgotten ticket has a thousand of them.
type stamp struct {
	day  int64 // days since 1970-01-01 of text
	text [len("2006-01-02T")]byte
}

const (
	secondsPerDay = 24 * 60 * 60
	year10000     = 253402300800 // in Unix seconds
)

// append writes an instant of the years 1970 to 9999, null for the zero one.
func (s *stamp) append(out []byte, t time.Time) []byte {
	if t.IsZero() {
		return append(out, "null"...)
	}
	out = append(out, '"')
	sec := t.Unix()
	if sec < 0 || sec >= year10000 || t.Nanosecond() != 0 {
		out = t.UTC().AppendFormat(out, time.RFC3339Nano)
		return append(out, '"')
	}
	if day := sec / secondsPerDay; day != s.day || s.text[0] == 0 {
		s.day = day
		year, month, date := t.UTC().Date()
		text := appendTwo(appendTwo(s.text[:0], int64(year/100)), int64(year%100))
		text = appendTwo(append(text, '-'), int64(month))
		text = appendTwo(append(text, '-'), int64(date))
		_ = append(text, 'T') // it is s.text, full now
	}
	out = append(out, s.text[:]...)
	rest := sec % secondsPerDay
	out = appendTwo(out, rest/3600)
	out = append(out, ':')
	out = appendTwo(out, rest/60%60)
	out = append(out, ':')
	out = appendTwo(out, rest%60)
	return append(out, 'Z', '"')
}

func appendTwo(out []byte, n int64) []byte { return append(out, byte('0'+n/10), byte('0'+n%10)) }
