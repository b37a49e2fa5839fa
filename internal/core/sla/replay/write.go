package replay

import (
	"strconv"
	"time"

	"switchboard/internal/core/sla"
)

// appendVerdicts writes one line of verdicts. It also gives back the room for segments, to be used again.
func appendVerdicts(out []byte, ticket string, clocks []sla.Clock, room []sla.Segment) ([]byte, []sla.Segment, error) {
	out = append(out, `{"ticket":`...)
	out = appendString(out, ticket)
	out = append(out, `,"clocks":[`...)
	for i := range clocks {
		c := &clocks[i]
		var err error
		if room, err = c.AppendSegments(room[:0]); err != nil {
			return out, room, err
		}
		if i > 0 {
			out = append(out, ',')
		}
		out = appendClock(out, c)
		out = append(out, `,"segments":[`...)
		for i, s := range room {
			if i > 0 {
				out = append(out, ',')
			}
			out = appendSegment(out, s)
		}
		out = append(out, "]}"...)
	}
	return append(out, "]}\n"...), room, nil
}

func appendClock(out []byte, c *sla.Clock) []byte {
	out = append(out, `{"metric":"`...)
	out = append(out, c.Metric...)
	out = append(out, `","obligation":"`...)
	out = append(out, c.Obligation...)
	out = append(out, `","due":`...)
	out = appendInstant(out, c.Due)
	out = append(out, `,"warn":[`...)
	for i, w := range c.Warnings() {
		if i > 0 {
			out = append(out, ',')
		}
		out = appendInstant(out, w.At)
	}
	out = append(out, `],"state":"`...)
	out = append(out, c.State...)
	out = append(out, `","stopped_at":`...)
	out = appendInstant(out, c.StoppedAt)
	out = append(out, `,"elapsed_seconds":`...)
	out = appendSeconds(out, c.Elapsed)
	out = append(out, `,"paused_seconds":`...)
	out = appendSeconds(out, c.Paused)
	out = append(out, `,"remaining_seconds":`...)
	return appendSeconds(out, c.Remaining)
}

func appendSegment(out []byte, s sla.Segment) []byte {
	out = append(out, `{"from":`...)
	out = appendInstant(out, s.From)
	out = append(out, `,"to":`...)
	out = appendInstant(out, s.To)
	out = append(out, `,"counts":`...)
	out = strconv.AppendBool(out, s.Counts)
	out = append(out, `,"why":"`...)
	out = append(out, s.Why...)
	return append(out, `"}`...)
}

// appendInstant writes an instant in UTC, null for none.
func appendInstant(out []byte, t time.Time) []byte {
	if t.IsZero() {
		return append(out, "null"...)
	}
	out = append(out, '"')
	out = t.UTC().AppendFormat(out, time.RFC3339Nano)
	return append(out, '"')
}

// appendSeconds writes whole seconds as an integer, anything finer as the exact decimal fraction.
func appendSeconds(out []byte, d time.Duration) []byte {
	out = strconv.AppendInt(out, int64(d/time.Second), 10)
	rest := int64(d % time.Second)
	if rest == 0 {
		return out
	}
	digits := strconv.AppendInt(make([]byte, 0, 10), rest+int64(time.Second), 10)
	digits[0] = '.'
	return append(out, trimZeros(digits)...)
}

func trimZeros(digits []byte) []byte {
	for digits[len(digits)-1] == '0' {
		digits = digits[:len(digits)-1]
	}
	return digits
}
