package desk_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/eventlog"
	"switchboard/internal/follow/automate"
	"switchboard/internal/store"
)

// ruleSentences are about what the desk does by itself. Rules upon events act when somebody looks at what they did, or where
// the story says that they do.
var ruleSentences = []sentence{
	say(`small desk at TIME with`, (*story).opensSmall),
	say(`the rules act`, func(s *story, _ []string) error { return s.obey() }),
	say(`expect rules: REST`, (*story).ruled),
	say(`expect rule NAME acted (\d+) times?(?:, (\d+) in vain)?`, (*story).ruleActed),
	act(`NAME is (away|here)`, func(s *story, who access.Actor, w []string) error {
		return s.presence(who, who, w[0])
	}),
	act(`NAME says that NAME is (away|here)`, func(s *story, who access.Actor, w []string) error {
		return s.presence(who, s.who[w[0]], w[1])
	}),
	act(`NAME says that NAME can do NAME at level (\d+)`, func(s *story, who access.Actor, w []string) error {
		level, _ := strconv.Atoi(w[2])
		return s.house.SetSkill(s.ctx, who, s.who[w[0]].ID, w[1], level)
	}),
	act(`NAME (pauses|resumes) rule NAME because TEXT`, func(s *story, who access.Actor, w []string) error {
		return s.house.PauseRule(s.ctx, who, w[1], w[2], w[0] == "pauses")
	}),
	act(`NAME tries the rules on TEXT: REST`, triesRules),
	act(`NAME gives it back because TEXT`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.Unassign(s.ctx, who, s.on(), w[0]))
	}),
}

// opensSmall opens the small desk with what is indented below.
func (s *story) opensSmall(words []string) error {
	source, err := os.ReadFile("testdata/small.yaml")
	if err != nil {
		return err
	}
	name := filepath.Join(s.t.TempDir(), "small.yaml")
	if err := os.WriteFile(name, append(source, "\n"+words[1]...), 0o600); err != nil {
		return err
	}
	if err := s.opensDesk([]string{name, words[0], "", ""}); err != nil {
		return err
	}
	return automate.Begin(s.ctx, s.db)
}

func (s *story) presence(who, of access.Actor, is string) error {
	if err := s.house.SetAvailability(s.ctx, who, of.ID, is == "away"); err != nil {
		return err
	}
	return s.house.GiveBack(s.ctx, access.System, of.ID)
}

// obey lets the follower read what has happened, and what that leads to.
func (s *story) obey() error {
	return eventlog.Drain(s.ctx, s.db, automate.Follower(s.house.Desk))
}

// ruled expects what the rules did to the ticket that is spoken of, in its order: "turn: assign luis (turn); other: held loop".
func (s *story) ruled(words []string) error {
	if err := s.obey(); err != nil {
		return err
	}
	sheet, err := s.sheet()
	if err != nil {
		return err
	}
	var got []string
	for _, en := range sheet.Entries {
		if e, is := en.Event.(ticket.RuleApplied); is {
			got = append(got, e.Rule+": "+saidOfRule(sheet, e))
		}
	}
	if said := strings.Join(got, "; "); said != words[0] && (words[0] != "none" || said != "") {
		return fmt.Errorf("they did %q", said)
	}
	return nil
}

func saidOfRule(sheet desk.Sheet, e ticket.RuleApplied) string {
	if e.Held != "" {
		return "held " + e.Held
	}
	var acts []string
	for _, a := range e.Acts {
		said := a.Do
		if p, ok := sheet.People[a.Person]; ok {
			said += " " + p.Name
		}
		if a.Why != "" {
			said += " (" + a.Why + ")"
		}
		if a.Failed {
			said = "no " + said
		}
		acts = append(acts, said)
	}
	return strings.Join(acts, ", ")
}

func (s *story) ruleActed(words []string) error {
	counts, err := store.RuleCounts(s.ctx, s.db.Reader(), s.house.Now())
	if err != nil {
		return err
	}
	if words[2] == "" {
		words[2] = "0"
	}
	if got := counts[words[0]]; fmt.Sprint(got.Acted, got.Failed) != words[1]+" "+words[2] {
		return fmt.Errorf("it acted %d times, %d in vain", got.Acted, got.Failed)
	}
	return nil
}

// triesRules expects what a dry run counts: "turn 2, slow 1".
func triesRules(s *story, who access.Actor, words []string) error {
	tried, err := s.house.TryRules(s.ctx, who, desk.Try{Filter: words[0]}, nil)
	if err != nil {
		return err
	}
	var got []string
	for _, c := range tried.Counts {
		if c.Acts > 0 {
			got = append(got, fmt.Sprintf("%s %d", c.Rule.ID, c.Acts))
		}
	}
	if said := strings.Join(got, ", "); said != words[1] {
		return fmt.Errorf("of %d tickets they would have done %q", tried.Tickets, said)
	}
	return nil
}
