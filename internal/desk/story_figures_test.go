package desk_test

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/figures"
	"switchboard/internal/core/ticket"
)

// classes expects the classes of the definition to be just these (OK-32).
func (s *story) classes(words []string) error {
	if got := strings.Join(s.house.Definition().ClassNames(), ", "); got != words[0] {
		return fmt.Errorf("they are %s", got)
	}
	return nil
}

// unstaffed expects these teams, and no others, to get tickets and have nobody.
func (s *story) unstaffed(words []string) error {
	teams, err := s.house.Unstaffed(s.ctx, access.System)
	if len(teams) == 0 {
		teams = []string{"none"}
	}
	if got := strings.Join(teams, ", "); err == nil && got != words[0] {
		err = fmt.Errorf("they are %s", got)
	}
	return err
}

func (s *story) onTask(words []string) error {
	who, err := s.actor(words[0])
	if err != nil {
		return err
	}
	want, err := s.span(words[1], words[2])
	if err != nil {
		return err
	}
	sheet, err := s.sheet()
	for _, stint := range sheet.OnTask.Stints {
		if stint.Person == who.ID && stint.Span == want {
			return err
		}
	}
	return fmt.Errorf("on task were %+v", sheet.OnTask.Stints)
}

func (s *story) gap(words []string) error {
	want, err := s.span(words[0], words[1])
	if err != nil {
		return err
	}
	sheet, err := s.sheet()
	for _, gap := range sheet.OnTask.Gaps {
		if gap == want {
			return err
		}
	}
	return fmt.Errorf("the gaps are %v", sheet.OnTask.Gaps)
}

func (s *story) noGap([]string) error {
	sheet, err := s.sheet()
	if err == nil && len(sheet.OnTask.Gaps) > 0 {
		err = fmt.Errorf("nobody was in %v", sheet.OnTask.Gaps)
	}
	return err
}

func (s *story) span(from, to string) (span ticket.Span, err error) {
	if span.From, err = s.time(from); err == nil && to != "" {
		span.To, err = s.time(to)
	}
	span.From = span.From.UTC()
	if !span.To.IsZero() {
		span.To = span.To.UTC()
	}
	return span, err
}

func (s *story) arrivals(since string) (figures.Arrivals, []figures.Inversion, error) {
	from, err := s.time(since)
	if err != nil {
		return figures.Arrivals{}, nil, err
	}
	return s.house.Arrivals(s.ctx, access.System, from, s.house.Now().Add(time.Millisecond))
}

func (s *story) pastDesk(words []string) error {
	a, _, err := s.arrivals(words[2])
	if err == nil && (strconv.Itoa(a.Direct) != words[0] || strconv.Itoa(a.Total) != words[1]) {
		err = fmt.Errorf("it were %d of %d", a.Direct, a.Total)
	}
	return err
}

func (s *story) medianWait(words []string) error {
	a, _, err := s.arrivals(words[2])
	for _, c := range a.Channels {
		if c.Name == words[0] && c.MedianFirstRead.String() == words[1] {
			return err
		}
	}
	return fmt.Errorf("they are %+v", a.Channels)
}

func (s *story) channelOrder(words []string) error {
	_, inverted, err := s.arrivals(words[1])
	if err == nil && (len(inverted) == 0) != (words[0] == "kept") {
		err = fmt.Errorf("inverted are %v", inverted)
	}
	return err
}
