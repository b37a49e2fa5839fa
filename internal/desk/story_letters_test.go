package desk_test

import (
	"fmt"
	"slices"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/notice/letter"
	"switchboard/internal/core/wording"
	"switchboard/internal/desk"
	"switchboard/internal/eventlog"
	"switchboard/internal/follow/notify"
	"switchboard/internal/store"
)

// storyLetters are the sentences about what the desk writes to people.
var storyLetters = []sentence{
	say(`expect letters: REST`, (*story).tells),
	say(`expect letter NAME to NAME says TEXT`, func(s *story, w []string) error { return s.letterSays(w[0], w[1], w[2], true) }),
	say(`expect letter NAME to NAME does not say TEXT`, func(s *story, w []string) error { return s.letterSays(w[0], w[1], w[2], false) }),
}

// lettersNow are those of the ticket that is spoken of, with those of all that has just happened.
func (s *story) lettersNow() ([]desk.Letter, error) {
	follower := notify.Follower(notify.Config{Domain: "desk.example.gov", DeskTeam: func() string { return s.house.Definition().DeskTeam() }})
	if err := eventlog.Drain(s.ctx, s.db, follower); err != nil {
		return nil, err
	}
	return store.LettersOf(s.ctx, s.db.Reader(), s.id)
}

// tells expects the letters since the last that were expected: "started dana, wrote luis", or none.
func (s *story) tells(words []string) error {
	all, err := s.lettersNow()
	if err != nil {
		return err
	}
	var got []string
	for _, l := range all[s.told[s.id]:] {
		name, _, _ := strings.Cut(l.Address, "@")
		got = append(got, l.Kind+" "+name)
	}
	if s.told == nil {
		s.told = map[int64]int{}
	}
	s.told[s.id] = len(all)
	want := strings.Split(words[0], ", ")
	if words[0] == "none" {
		want = nil
	}
	if !slices.Equal(got, want) {
		return fmt.Errorf("told are %q", strings.Join(got, ", "))
	}
	return nil
}

// letterSays reads the last letter of a kind to somebody.
func (s *story) letterSays(kind, name, text string, want bool) error {
	said, err := s.letterText(kind, name)
	if err == nil && strings.Contains(said, text) != want {
		err = fmt.Errorf("it says %s", said)
	}
	return err
}

// letterText is the subject and the text of that letter.
func (s *story) letterText(kind, name string) (string, error) {
	all, err := s.lettersNow()
	if err != nil {
		return "", err
	}
	slices.Reverse(all)
	i := slices.IndexFunc(all, func(l desk.Letter) bool { return l.Kind == kind && strings.HasPrefix(l.Address, name+"@") })
	if i < 0 {
		return "", fmt.Errorf("there is no such letter among %d", len(all))
	}
	p, err := s.house.Post(s.ctx, access.System, all[i].ID)
	if err != nil {
		return "", err
	}
	if p.Withheld != "" {
		return "", fmt.Errorf("it does not leave: %s", p.Withheld)
	}
	words, err := wording.Load()
	if err != nil {
		return "", err
	}
	p.Facts.Base = "https://help.example.gov"
	l := letter.Write(words.Printer(wording.English, words.Vocabulary(p.Facts.Desk.Words.Roles())), p.Facts)
	return l.Subject + "\n" + l.Text, nil
}
