package desk_test

import (
	"fmt"

	"switchboard/internal/core/access"
	"switchboard/internal/core/figures"
)

// apartSentences are what is reported apart from the rest (ME-31, ME-56).
var apartSentences = []sentence{act(`NAME reports what is apart`, reportsApart)}

// reportsApart expects the rows below it: month, agency, and of short notice and of what is not standard each how many, and of how many
// the promise was kept of how many that are judged.
func reportsApart(s *story, who access.Actor, w []string) error {
	all, err := s.house.Apart(s.ctx, who)
	if err != nil {
		return err
	}
	lines := []string{}
	rows, _ := figures.SumApart(all)
	for _, r := range rows {
		kept := func(k figures.Kept) string { return fmt.Sprintf("%d (%d/%d)", k.Tickets, k.Judged().N, k.Judged().Of) }
		lines = append(lines, fmt.Sprintf("%s %s: short %s, nonstandard %s", r.Month.In(s.zone).Format("2006-01"), r.Agency, kept(r.ShortNotice), kept(r.Nonstandard)))
	}
	return asBelow(w[0], lines)
}
