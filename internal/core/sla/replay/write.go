package replay

import (
	"strconv"
	"time"

	"switchboard/internal/core/sla"
)

// writer writes verdicts; its room is used again from line to line.
type writer struct {
	out      []byte
	segments []sla.Segment
	stamp    stamp
}

// verdicts leaves one line of verdicts in w.out.
func (w *writer) verdicts(ticket string, clocks []sla.Clock) error {
	out := w.out[:0]
	out = append(out, `{"ticket":`...)
	out = appendString(out, ticket)
	out = append(out, `,"clocks":[`...)
	for i := range clocks {
		c := &clocks[i]
		var err error
		if w.segments, err = c.AppendSegments(w.segments[:0]); err != nil {
			return err
		}
		if i > 0 {
			out = append(out, ',')
		}
		out = w.clock(out, c)
		out = append(out, `,"segments":[`...)
		for i, s := range w.segments {
			if i > 0 {
				out = append(out, ',')
			}
			out = w.segment(out, s)
		}
		out = append(out, "]}"...)
	}
	w.out = append(out, "]}\n"...)
	return nil
}

func (w *writer) clock(out []byte, c *sla.Clock) []byte {
	out = append(out, `{"metric":"`...)
	out = append(out, c.Metric...)
	out = append(out, `","obligation":"`...)
	out = append(out, c.Obligation...)
	out = append(out, `","due":`...)
	out = w.stamp.append(out, c.Due)
	out = append(out, `,"warn":[`...)
	for i, warn := range c.Warnings() {
		if i > 0 {
			out = append(out, ',')
		}
		out = w.stamp.append(out, warn.At)
	}
	out = append(out, `],"state":"`...)
	out = append(out, c.State...)
	out = append(out, `","stopped_at":`...)
	out = w.stamp.append(out, c.StoppedAt)
	out = append(out, `,"elapsed_seconds":`...)
	out = appendSeconds(out, c.Elapsed)
	out = append(out, `,"paused_seconds":`...)
	out = appendSeconds(out, c.Paused)
	out = append(out, `,"remaining_seconds":`...)
	return appendSeconds(out, c.Remaining)
}

func (w *writer) segment(out []byte, s sla.Segment) []byte {
	out = append(out, `{"from":`...)
	out = w.stamp.append(out, s.From)
	out = append(out, `,"to":`...)
	out = w.stamp.append(out, s.To)
	out = append(out, `,"counts":`...)
	out = strconv.AppendBool(out, s.Counts)
	out = append(out, `,"why":"`...)
	out = append(out, s.Why...)
	return append(out, `"}`...)
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
