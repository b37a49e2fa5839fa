package desk_test

import (
	"fmt"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/money"
)

// rateSentences are what agencies pay by staffing.
var rateSentences = []sentence{
	act(`NAME reads the statement of TEXT for (\d{4}-\d\d) under (\d+): REST`, readsStatement),
}

// readsStatement expects this total under this financial code, and below it, where it says more, each line and how it came about.
func readsStatement(s *story, who access.Actor, w []string) error {
	got, err := s.house.Statement(s.ctx, who, w[0], w[1])
	if err != nil {
		return err
	}
	var rows []string
	all := append([]money.Money{}, got.Sum.Charges...)
	for _, l := range got.Staffing {
		row := fmt.Sprintf("%s %s %s, nobody counted", l.Rate.Code, l.Rate.Unit, l.Rate.Price)
		if l.Known() {
			row = fmt.Sprintf("%s %s %s x %s of %s since %s = %s, edition %d", l.Rate.Code, l.Rate.Unit, l.Rate.Price, l.Count.FTE, l.All,
				l.Count.Since.In(s.zone).Format("2006-01-02 15:04"), l.Charge, got.Edition)
		}
		rows, all = append(rows, row), append(all, l.Charge)
	}
	for _, l := range got.Lines {
		rows = append(rows, fmt.Sprintf("%s %d ticket, %d minutes, %s", l.Service, l.Tickets, l.Minutes, amountsOf(l.Charges)))
	}
	if total := amountsOf(got.Total); got.Code != w[2] || total != w[3] || total != amountsOf(money.Sum(all...)) {
		return fmt.Errorf("it is %s under %s, its lines come to %s", total, got.Code, amountsOf(money.Sum(all...)))
	}
	return asBelow(w[4], rows)
}

func amountsOf(all []money.Money) string {
	var out []string
	for _, m := range all {
		out = append(out, m.String())
	}
	if len(out) == 0 {
		return "nothing"
	}
	return strings.Join(out, ", ")
}
