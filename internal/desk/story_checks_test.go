package desk_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
)

// storyChecks are the sentences that expect something. A clock is named by its metric; where there are several, the
// first is meant, "of CLASS" chooses one of a class, and "number N" one interval of an update clock.
var storyChecks = []sentence{
	say(`expect refused: REST`, (*story).refused),
	say(`expect (status|type|class|team|assignee|location|alternate) TEXT`, (*story).field),
	say(`expect (status|type|class|team|assignee|location|alternate) NAME`, (*story).field),
	say(`expect NAME(?: of NAME)?(?: number (\d+))? due TIME`, (*story).due),
	say(`expect NAME(?: of NAME)?(?: number (\d+))? (counting|paused|met|missed|superseded|ended)(?: at TIME)?`, (*story).state),
	say(`expect no clock NAME`, (*story).noClock),
	say(`expect (\d+) clocks`, (*story).clockCount),
	say(`expect NAME is a NAME`, (*story).obligation),
	say(`expect warned of NAME at TIME`, (*story).warned),
	say(`expect breach of NAME at TIME`, (*story).breached),
	say(`expect (\d+) (warnings|breaches)`, (*story).rung),
	say(`expect every class is one of REST`, (*story).classes),
	say(`expect on task NAME from TIME(?: to TIME)?`, (*story).onTask),
	say(`expect nobody on task from TIME(?: to TIME)?`, (*story).gap),
	say(`expect somebody on task throughout`, (*story).noGap),
	say(`expect (\d+) of (\d+) tickets came past the desk since TIME`, (*story).pastDesk),
	say(`expect the median wait by NAME is (\S+) since TIME`, (*story).medianWait),
	say(`expect the order of channels is (kept|not kept) since TIME`, (*story).channelOrder),
	say(`expect teams without people: REST`, (*story).unstaffed),
	say(`expect the word for NAME is TEXT`, (*story).word),
	say(`expect the check says TEXT`, (*story).checkSays),
	say(`expect type NAME asks TEXT`, (*story).typeAsks),

	act(`NAME sees TEXT`, func(s *story, who access.Actor, w []string) error { return s.sees(who, w[0], true) }),
	act(`NAME does not see TEXT`, func(s *story, who access.Actor, w []string) error { return s.sees(who, w[0], false) }),
	act(`NAME opens it`, looks),
	act(`NAME finds ticket TEXT by its number`, findsByNumber),
	act(`NAME has in ([a-z:_]+)(?: TEXT)?(?:, TEXT)?(?:, TEXT)?(?:, TEXT)?`, hasInView),
	act(`NAME counts (\d+) in (\S+)`, counts),
}

func (s *story) refused(words []string) error {
	err := s.err
	s.err = nil
	if err == nil {
		return fmt.Errorf("it was not refused")
	}
	if !strings.Contains(err.Error(), words[0]) {
		return fmt.Errorf("it was refused with %q", err)
	}
	return nil
}

// sheet is the ticket as the desk itself sees it.
func (s *story) sheet() (desk.Sheet, error) { return s.house.Ticket(s.ctx, access.System, s.id) }

func (s *story) field(words []string) error {
	sheet, err := s.sheet()
	if err != nil {
		return err
	}
	t := sheet.Ticket
	got := map[string]string{"status": string(t.Status), "type": t.Type, "class": t.Class, "team": t.Team,
		"location": t.Request.Location, "alternate": t.Request.Alternate,
		"assignee": "nobody"}
	if p, ok := sheet.People[t.Assignee]; ok {
		got["assignee"] = p.Name
	}
	if got[words[0]] != words[1] {
		return fmt.Errorf("it is %q", got[words[0]])
	}
	return nil
}

// clock finds the clock of a metric; class and number may be empty.
func (s *story) clock(metric, class, number string) (desk.Clock, error) {
	sheet, err := s.sheet()
	if err != nil {
		return desk.Clock{}, err
	}
	for _, c := range sheet.Clocks {
		fits := string(c.Metric) == metric && (class == "" || c.Target.Class == class) && (number == "" || strconv.Itoa(c.Interval) == number)
		if fits {
			return c, nil
		}
	}
	return desk.Clock{}, fmt.Errorf("no such clock among %v", s.say(sheet.Clocks))
}

func (s *story) say(clocks []desk.Clock) []string {
	out := make([]string, len(clocks))
	for i, c := range clocks {
		out[i] = fmt.Sprintf("\n\t%s of %s number %d: %s, due %s, stopped %s", c.Metric, c.Target.Class, c.Interval, c.State, s.local(c.Due), s.local(c.StoppedAt))
	}
	return out
}

func (s *story) due(words []string) error {
	want, err := s.time(words[3])
	if err != nil {
		return err
	}
	c, err := s.clock(words[0], words[1], words[2])
	if err == nil && !c.Due.Equal(want) {
		err = fmt.Errorf("it is %s, due %s", c.State, s.local(c.Due))
	}
	return err
}

func (s *story) state(words []string) error {
	c, err := s.clock(words[0], words[1], words[2])
	if err != nil {
		return err
	}
	if string(c.State) != words[3] {
		return fmt.Errorf("it is %s, due %s, stopped %s", c.State, s.local(c.Due), s.local(c.StoppedAt))
	}
	if words[4] == "" {
		return nil
	}
	want, err := s.time(words[4])
	if err == nil && !c.StoppedAt.Equal(want) {
		err = fmt.Errorf("it stopped at %s", s.local(c.StoppedAt))
	}
	return err
}

func (s *story) noClock(words []string) error {
	if c, err := s.clock(words[0], "", ""); err == nil {
		return fmt.Errorf("there is one, due %s", s.local(c.Due))
	}
	return nil
}

func (s *story) clockCount(words []string) error {
	sheet, err := s.sheet()
	if err == nil && strconv.Itoa(len(sheet.Clocks)) != words[0] {
		err = fmt.Errorf("there are %d: %v", len(sheet.Clocks), s.say(sheet.Clocks))
	}
	return err
}

func (s *story) obligation(words []string) error {
	c, err := s.clock(words[0], "", "")
	if err == nil && c.Obligation != sla.Obligation(words[1]) {
		err = fmt.Errorf("it is a %s", c.Obligation)
	}
	return err
}

// bells are the warnings and breaches in the history of the ticket: "warning resolve", and when.
func (s *story) bells() (what, when []string, err error) {
	sheet, err := s.sheet()
	for _, e := range sheet.Entries {
		switch e := e.Event.(type) {
		case ticket.ClockWarned:
			what, when = append(what, "warnings "+e.Metric), append(when, s.local(e.At))
		case ticket.ClockMissed:
			what, when = append(what, "breaches "+e.Metric), append(when, s.local(e.At))
		}
	}
	return what, when, err
}

func (s *story) warned(words []string) error   { return s.rang("warnings "+words[0], words[1]) }
func (s *story) breached(words []string) error { return s.rang("breaches "+words[0], words[1]) }

// rang expects exactly one bell of this kind at this time.
func (s *story) rang(kind, at string) error {
	want, err := s.time(at)
	if err != nil {
		return err
	}
	what, when, err := s.bells()
	n := 0
	for i := range what {
		if what[i] == kind && when[i] == s.local(want) {
			n++
		}
	}
	if err == nil && n != 1 {
		err = fmt.Errorf("it rang %d times; the history has %v at %v", n, what, when)
	}
	return err
}

func (s *story) rung(words []string) error {
	what, when, err := s.bells()
	n := 0
	for _, w := range what {
		if strings.HasPrefix(w, words[1]) {
			n++
		}
	}
	if err == nil && strconv.Itoa(n) != words[0] {
		err = fmt.Errorf("there were %d: %v at %v", n, what, when)
	}
	return err
}

func (s *story) word(words []string) error {
	w := s.house.Definition().Words
	got := map[string]string{"ticket": w.Ticket.One.En, "analyst": w.Analyst.One.En, "resolver": w.Resolver.One.En,
		"team": w.Team.One.En, "requester": w.Requester.One.En, "portal": w.Portal.One.En}[words[0]]
	if got != words[1] {
		return fmt.Errorf("it is %q", got)
	}
	return nil
}

// checkSays looks for a text in what the linter finds of the definition.
func (s *story) checkSays(words []string) error {
	var all strings.Builder
	for _, p := range s.house.Definition().Check(s.house.Now()) {
		fmt.Fprintf(&all, "\n\t%v", p)
	}
	if !strings.Contains(all.String(), words[0]) {
		return fmt.Errorf("it says %s", &all)
	}
	return nil
}

func (s *story) typeAsks(words []string) error {
	t, ok := s.house.Definition().Type(words[0])
	if !ok || t.Ask.En != words[1] {
		return fmt.Errorf("it asks %q", t.Ask.En)
	}
	return nil
}

// sees looks for a text in everything that a person is shown of the ticket's history.
func (s *story) sees(who access.Actor, text string, want bool) error {
	sheet, err := s.house.Ticket(s.ctx, who, s.id)
	if err != nil {
		return err
	}
	var shown strings.Builder
	for _, e := range sheet.Entries {
		body, err := ticket.Encode(e.Event)
		if err != nil {
			return err
		}
		fmt.Fprintf(&shown, "\n\t%s %s %s", s.local(e.At), e.Event.Name(), body)
	}
	if strings.Contains(shown.String(), text) != want {
		return fmt.Errorf("shown is %s", &shown)
	}
	return nil
}

func looks(s *story, who access.Actor, _ []string) error {
	_, err := s.house.Ticket(s.ctx, who, s.id)
	return err
}

func findsByNumber(s *story, who access.Actor, w []string) error {
	sheet, err := s.house.Ticket(s.ctx, who, s.named[w[0]])
	if err == nil && sheet.Ticket.Request.Subject != w[0] {
		err = fmt.Errorf("it is %q", sheet.Ticket.Request.Subject)
	}
	return err
}

func hasInView(s *story, who access.Actor, w []string) error {
	list, err := s.house.List(s.ctx, who, w[0], desk.Page{Limit: 10})
	if err != nil {
		return err
	}
	var got []string
	for _, row := range list.Rows {
		got = append(got, row.Subject)
	}
	want := slices.DeleteFunc(slices.Clone(w[1:]), func(s string) bool { return s == "" })
	if !slices.Equal(got, want) {
		return fmt.Errorf("it holds %q", got)
	}
	return nil
}

func counts(s *story, who access.Actor, w []string) error {
	n, err := s.house.Counts(s.ctx, who, w[1])
	if err == nil && strconv.Itoa(n[w[1]].N) != w[0] {
		err = fmt.Errorf("it holds %d", n[w[1]].N)
	}
	return err
}
