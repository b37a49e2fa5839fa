package desk_test

import (
	"fmt"

	"switchboard/internal/core/access"
	"switchboard/internal/core/ticket"
)

// relationSentences are what happens between tickets and up the ladder, and what is expected of it.
var relationSentences = []sentence{
	act(`NAME merges it into TEXT because TEXT(| as a duplicate)(?: counting on since TEXT)?(?: joining since TEXT)?`, merges),
	act(`NAME lets NAME join since TEXT`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.Join(s.ctx, who, s.on(), w[0]+"@example.gov", w[1]))
	}),
	act(`NAME finds TEXT in place of TEXT`, findsSurvivor),
}

func merges(s *story, who access.Actor, w []string) error {
	into, known := s.named[w[0]]
	if !known {
		return fmt.Errorf("no ticket %q in this story", w[0])
	}
	return done(s.house.Merge(s.ctx, who, s.on(), into, ticket.Merger{Reason: w[1], Duplicate: w[2] != "", Cause: w[3], Consent: w[4]}))
}

// findsSurvivor looks a merged ticket up by its number: the survivor is found first.
func findsSurvivor(s *story, who access.Actor, w []string) error {
	rows, err := s.house.Search(s.ctx, who, fmt.Sprint(s.named[w[1]]), 10)
	if err != nil {
		return err
	}
	if len(rows) == 0 || rows[0].ID != s.named[w[0]] {
		return fmt.Errorf("found are %+v", rows)
	}
	id, err := s.house.Survivor(s.ctx, who, s.named[w[1]])
	if err == nil && id != s.named[w[0]] {
		err = fmt.Errorf("the survivor is %d", id)
	}
	return err
}
