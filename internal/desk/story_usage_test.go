package desk_test

import (
	"fmt"
	"strings"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/figures"
)

// usageSentences are what agencies use, and how they are served beside each other.
var usageSentences = []sentence{
	act(`NAME sees the usage of TEXT: (\d+) tickets, (\d+) major, (\d+) minutes`, seesUsage),
	act(`NAME may see the usage of REST`, maySeeUsage),
	act(`NAME compares agencies`, comparesAgencies),
}

// seesUsage expects these sums, and below it, where it says more, each month with each service.
func seesUsage(s *story, who access.Actor, w []string) error {
	u, err := s.house.Usage(s.ctx, who, w[0])
	if err != nil {
		return err
	}
	all := figures.SumUse(u.Rows).All
	if got, want := fmt.Sprint(all.Tickets, all.Major, all.Minutes), strings.Join(w[1:4], " "); got != want {
		return fmt.Errorf("it is %s", got)
	}
	var rows []string
	for _, r := range u.Rows {
		rows = append(rows, fmt.Sprintf("%s %s %d %d %d", r.Month.In(s.zone).Format("2006-01"), r.Service, r.Tickets, r.Major, r.Minutes))
	}
	return asBelow(w[4], rows)
}

func maySeeUsage(s *story, who access.Actor, w []string) error {
	all, err := s.house.MyUsage(s.ctx, who)
	if err != nil {
		return err
	}
	names := []string{}
	for _, a := range all {
		names = append(names, a.Key)
	}
	if len(names) == 0 {
		names = []string{"nobody"}
	}
	if got := strings.Join(names, ", "); got != w[0] {
		return fmt.Errorf("it is %s", got)
	}
	return nil
}

// comparesAgencies expects each agency of the last 90 days, below it, with its tickets, those that kept every promise, the median first
// reply and the minutes.
func comparesAgencies(s *story, who access.Actor, w []string) error {
	sum, err := s.house.Handling(s.ctx, who, s.house.Now().AddDate(0, 0, -90), s.house.Now().Add(time.Millisecond))
	if err != nil {
		return err
	}
	rows := []string{}
	for _, a := range sum.Equity {
		rows = append(rows, fmt.Sprintf("%s %d %d %s %d", a.Agency, a.Tickets, a.Kept, a.Reply, a.Minutes))
	}
	if len(rows) == 0 {
		rows = []string{"nothing"}
	}
	return asBelow(w[0], rows)
}

// asBelow compares lines with those below a sentence; where there are none, anything will do.
func asBelow(below string, rows []string) error {
	if below = strings.TrimSpace(below); below == "" {
		return nil
	}
	var want []string
	for _, line := range strings.Split(below, "\n") {
		want = append(want, strings.TrimSpace(line))
	}
	if got := strings.Join(rows, "\n"); got != strings.Join(want, "\n") {
		return fmt.Errorf("it is\n%s", got)
	}
	return nil
}
