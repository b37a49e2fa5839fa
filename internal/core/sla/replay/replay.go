// Package replay knows how histories come in as JSON lines and verdicts go out as JSON lines (CLOCKS, last section). It
// judges with the same functions as the live program, and refuses to know anything of its own about clocks, files,
// desks and definitions.
package replay

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"switchboard/internal/core/sla"
	"switchboard/internal/fault"
)

// MaxLine bounds a history: some ten thousand events.
const MaxLine = 1 << 20

// Replay reads histories from r, a JSON object per line, and writes to w, in order, one line of verdicts for each, as
// the editions of a policy promise. A line that cannot be read or judged is answered in its place by its number and
// what is wrong with it, and counted in bad. Blank lines are skipped. The error is that of r or w.
func Replay(r io.Reader, w io.Writer, editions []sla.Edition) (bad int, err error) {
	if len(editions) == 0 {
		return 0, fault.New(fault.Invalid, "there is no policy to judge by")
	}
	lines := lineReader{in: bufio.NewReaderSize(r, 64<<10)}
	out := bufio.NewWriterSize(w, 64<<10)
	j := judge{editions: editions, classes: classesOf(editions)}
	for {
		line, err := lines.next()
		if errors.Is(err, io.EOF) {
			return bad, out.Flush()
		}
		if err != nil && !errors.Is(err, errTooLong) {
			return bad, errors.Join(err, out.Flush())
		}
		if err == nil {
			if line = bytes.TrimSpace(line); len(line) == 0 {
				continue
			}
			err = j.judge(line)
		}
		if err != nil {
			bad++
			j.out = appendError(j.out[:0], lines.number, err)
		}
		if _, err := out.Write(j.out); err != nil {
			return bad, err
		}
	}
}

// judge turns one history into one line of verdicts.
type judge struct {
	editions []sla.Edition
	classes  map[string]bool
	parser   parser
	writer
}

func classesOf(editions []sla.Edition) map[string]bool {
	classes := map[string]bool{}
	for _, e := range editions {
		for _, t := range e.Policy.Targets {
			classes[t.Class] = true
		}
	}
	return classes
}

// judge leaves the answer in j.out; what is there after an error is of no use.
func (j *judge) judge(line []byte) error {
	h, err := j.parser.parse(line, j.classes)
	if err != nil {
		return err
	}
	clocks, err := sla.Evaluate(h.subject, h.facts, j.editions, h.asOf)
	if err != nil {
		return err
	}
	return j.verdicts(h.ticket, clocks)
}

var errTooLong = fault.New(fault.TooLarge, "the line is longer than %d bytes", MaxLine)

// lineReader reads lines of at most MaxLine bytes, and steps over longer ones without keeping them.
type lineReader struct {
	in     *bufio.Reader
	number int
	buf    []byte
}

// next is the next line, valid until the following call; errTooLong for one that was stepped over.
func (l *lineReader) next() ([]byte, error) {
	l.number++
	l.buf = l.buf[:0]
	long := false
	for {
		part, err := l.in.ReadSlice('\n')
		if len(l.buf) == 0 && err == nil && !long {
			return part, nil
		}
		if long = long || len(l.buf)+len(part) > MaxLine; !long {
			l.buf = append(l.buf, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && !errors.Is(err, io.EOF):
			return nil, err
		case err != nil && len(part) == 0 && len(l.buf) == 0 && !long:
			return nil, io.EOF
		case long:
			return nil, errTooLong
		}
		return l.buf, nil
	}
}

func appendError(out []byte, line int, err error) []byte {
	out = append(out, `{"line":`...)
	out = strconv.AppendInt(out, int64(line), 10)
	out = append(out, `,"error":`...)
	out = appendString(out, err.Error())
	return append(out, "}\n"...)
}

// appendString writes a JSON string; bytes that are not UTF-8 become the replacement character.
func appendString(out []byte, s string) []byte {
	quoted, err := jsontext.AppendQuote(out, s)
	if err != nil {
		quoted, _ = jsontext.AppendQuote(out, string(bytes.ToValidUTF8([]byte(s), []byte("\uFFFD"))))
	}
	return quoted
}
