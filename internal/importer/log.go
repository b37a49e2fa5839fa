package importer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"switchboard/internal/fault"
)

// Bounds of a log.
const (
	maxIncidents = 5_000_000
	maxRows      = 2_000 // of one incident
)

// Incident is all that the log says of one number, in the order of time.
type Incident struct {
	Number string
	Rows   []Row
}

// Line is where it begins in the file.
func (in Incident) Line() int { return in.Rows[0].Line }

// Survey is what a first walk through a file finds, before anything is taken in.
type Survey struct {
	Incidents int
	scattered map[string]int // numbers whose rows do not stand together, with the line where they come again
}

// Log is an incident log in a file. Times in it are local times of a zone that it does not name.
type Log struct {
	name string
	read func() (io.ReadCloser, error) // from the beginning, as often as is wanted
	zone *time.Location
}

// OpenLog opens a log; its times are read in zone. Errors: Invalid with what to do.
func OpenLog(path string, zone *time.Location) (*Log, error) {
	src, err := openSource(path)
	if err != nil {
		return nil, err
	}
	return &Log{path, src.read, zone}, nil
}

// Survey walks through the file once: the header must be whole, incidents are counted, and those whose rows do not
// stand together are found, since their lives cannot be told without holding the whole file.
func (l *Log) Survey(ctx context.Context) (Survey, error) {
	s := Survey{scattered: map[string]int{}}
	seen := map[string]struct{}{}
	last := ""
	err := l.rows(ctx, func(r Row) error {
		if r.Number == last {
			return nil
		}
		last = r.Number
		if _, again := seen[r.Number]; again {
			s.scattered[r.Number] = r.Line
			return nil
		}
		if len(seen) == maxIncidents {
			return fault.New(fault.TooLarge, "more than %d incidents; cut the file", maxIncidents)
		}
		seen[r.Number] = struct{}{}
		return nil
	}, func(*badRow) error { return nil })
	s.Incidents = len(seen)
	return s, err
}

// Walk hands over each incident, and each row that was left out with the reason. It holds one incident at a time.
func (l *Log) Walk(ctx context.Context, s Survey, each func(Incident) error, reject func(line int, reason string) error) error {
	var rows []Row
	flush := func() error {
		if len(rows) == 0 {
			return nil
		}
		in := Incident{rows[0].Number, rows}
		rows = nil
		slices.SortStableFunc(in.Rows, func(a, b Row) int { return cmp.Compare(a.Updated.Unix(), b.Updated.Unix()) })
		return each(in)
	}
	err := l.rows(ctx, func(r Row) error {
		if again, ok := s.scattered[r.Number]; ok {
			return reject(r.Line, fmt.Sprintf("the rows of %s do not stand together (they come again on line %d); sort the file by number, then by sys_updated_at",
				r.Number, again))
		}
		if len(rows) > 0 && rows[0].Number != r.Number {
			if err := flush(); err != nil {
				return err
			}
		}
		if len(rows) == maxRows {
			return reject(r.Line, fmt.Sprintf("%s has more than %d rows", r.Number, maxRows))
		}
		rows = append(rows, r)
		return nil
	}, func(b *badRow) error {
		if b.cut && len(rows) > 0 {
			last := rows[0]
			rows = nil
			if err := reject(last.Line, last.Number+" is left out whole, since the file was cut off in it; fetch the file again"); err != nil {
				return err
			}
		}
		return reject(b.line, b.reason)
	})
	if err != nil {
		return err
	}
	return flush()
}

// rows reads the file from its beginning.
func (l *Log) rows(ctx context.Context, good func(Row) error, bad func(*badRow) error) error {
	in, err := l.read()
	if err != nil {
		return err
	}
	defer in.Close()
	t := newTable(in)
	c, err := header(t, l.name, l.zone)
	if err != nil {
		return err
	}
	for n := 0; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		r, err := t.next()
		var out Row
		if err == nil {
			out, err = c.row(r, t.cut && len(t.ahead) == 0)
		}
		var wrong *badRow
		switch {
		case err == nil:
			err = good(out)
		case err == io.EOF:
			return nil
		case errors.As(err, &wrong):
			err = bad(wrong)
		default:
			return fmt.Errorf("importer: read %s: %w", l.name, err)
		}
		if err != nil {
			return err
		}
	}
}
