package desk_test

import (
	"fmt"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/roster"
	"switchboard/internal/desk"
)

// directorySentences are what the directory says of people and agencies, and what follows.
var directorySentences = []sentence{
	say(`the directory lists ([a-z]+)`, func(s *story, w []string) error {
		r, err := s.house.ImportRoster(s.ctx, access.System, desk.Roster{Kind: roster.Kind(w[0]), Data: []byte(w[1])})
		if err == nil && r.Refused > 0 {
			err = fmt.Errorf("refused: %+v", r.Refusals)
		}
		return err
	}),
	act(`NAME imports ([a-z]+): (\d+) added, (\d+) changed, (\d+) left, (\d+) refused`, imports),
	say(`expect entitled by TEXT`, func(s *story, w []string) error { return s.entitled(fmt.Sprintf("yes by %q", w[0])) }),
	say(`expect (not entitled|entitlement not known)`, func(s *story, w []string) error { return s.entitled(w[0]) }),
	act(`NAME sees of their people REST`, seesOfTheirPeople),
}

func imports(s *story, who access.Actor, w []string) error {
	r, err := s.house.ImportRoster(s.ctx, who, desk.Roster{Kind: roster.Kind(w[0]), Data: []byte(w[5])})
	if got, want := fmt.Sprint(r.Added, r.Changed, r.Left, r.Refused), strings.Join(w[1:5], " "); err == nil && got != want {
		return fmt.Errorf("it is %s, refused %+v", got, r.Refusals)
	}
	return err
}

func (s *story) entitled(want string) error {
	sheet, err := s.sheet()
	if err != nil {
		return err
	}
	got := "entitlement not known"
	switch e := sheet.Ticket.Entitled; {
	case e.Yes:
		got = fmt.Sprintf("yes by %q", e.By)
	case e.Known:
		got = "not entitled"
	}
	if got != want {
		return fmt.Errorf("it is %s", got)
	}
	return nil
}

// seesOfTheirPeople says, for each capacity and agency: the shade, the counts, and the subjects that are listed.
func seesOfTheirPeople(s *story, who access.Actor, w []string) error {
	all, err := s.house.MyPeople(s.ctx, who)
	if err != nil {
		return err
	}
	var out []string
	for _, c := range all {
		text := fmt.Sprintf("%s of %s %s", c.As, c.Agency.Key, c.Shade)
		if c.Open.N+c.Past.N > 0 {
			text += fmt.Sprintf(" %d+%d", c.Open.N, c.Past.N)
		}
		for _, r := range c.Rows {
			text += fmt.Sprintf(" %q", r.Subject)
			if c.Shade == "lines" && (r.Team != "" || r.Agency != "" || !r.Due.IsZero()) {
				return fmt.Errorf("a line shows more than it may: %+v", r)
			}
		}
		out = append(out, text)
	}
	if len(out) == 0 {
		out = []string{"nobody"}
	}
	if got := strings.Join(out, "; "); got != w[0] {
		return fmt.Errorf("these are %s", got)
	}
	return nil
}
