package desk_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"switchboard/desks"
	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
)

// storyActs are the sentences in which something happens.
var storyActs = []sentence{
	say(`desk (\S+) at TIME( with)?`, (*story).opensDesk),
	say(`(customer|analyst|lead|manager|administrator) NAME(?: of ([A-Z][A-Za-z ]*?))?(?: in ([a-z_, ]+))?`, (*story).introduces),
	say(`at TIME`, (*story).at),
	say(`the desk is down until TIME`, (*story).down),
	say(`ticket TEXT`, (*story).speaksOf),
	say(`NAME opens TEXT ?REST`, (*story).opens),
	say(`NAME publishes an edition from TIME with`, (*story).publishes),

	act(`NAME writes TEXT`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.Write(s.ctx, who, s.on(), w[0]))
	}),
	act(`NAME answers TEXT`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.Answer(s.ctx, who, s.on(), w[0]))
	}),
	act(`NAME confirms`, func(s *story, who access.Actor, _ []string) error { return done(s.house.Confirm(s.ctx, who, s.on())) }),
	act(`NAME reopens because TEXT`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.Reopen(s.ctx, who, s.on(), w[0]))
	}),

	act(`NAME accepts`, func(s *story, who access.Actor, _ []string) error { return done(s.house.Accept(s.ctx, who, s.on())) }),
	act(`NAME reads it`, func(s *story, who access.Actor, _ []string) error { return done(s.house.Read(s.ctx, who, s.on())) }),
	act(`NAME replies TEXT`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.Reply(s.ctx, who, s.on(), w[0]))
	}),
	act(`NAME notes TEXT`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.Note(s.ctx, who, s.on(), w[0]))
	}),
	act(`NAME asks TEXT by TIME`, asks),
	act(`NAME plans TEXT by TIME(?: because TEXT)?`, plans),
	act(`NAME assigns NAME`, assigns),
	act(`NAME hands it to NAME because TEXT`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.Route(s.ctx, who, s.on(), w[0], w[1]))
	}),
	act(`NAME returns it because TEXT`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.Return(s.ctx, who, s.on(), w[0]))
	}),
	act(`NAME classifies it REST because TEXT`, classifies),
	act(`NAME declares a major incident because TEXT`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.DeclareMajor(s.ctx, who, s.on(), w[0]))
	}),
	act(`NAME adds ((?:service|location|phone|alternate) .*)`, amends),
	act(`NAME records that "([^"]*)" is unmet because TEXT`, dutyUnmet),
	act(`NAME records that "([^"]*)" is met`, dutyMet),
	act(`NAME (grants|declines) the wish because TEXT`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.AnswerWish(s.ctx, who, s.on(), w[0] == "grants", w[1]))
	}),
	act(`NAME publishes TEXT`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.PublishUpdate(s.ctx, who, s.on(), w[0]))
	}),
	act(`NAME names the response team REST`, identifies),
	act(`NAME releases NAME because TEXT`, releases),
	act(`NAME restores it by TEXT`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.Restore(s.ctx, who, s.on(), w[0]))
	}),
	act(`NAME resolves TEXT`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.Resolve(s.ctx, who, s.on(), ticket.Resolved{Text: w[0], Method: "remote"}))
	}),
	act(`NAME closes it because TEXT`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.Close(s.ctx, who, s.on(), w[0]))
	}),
}

// act is a sentence whose first word is who acts.
func act(form string, do func(s *story, who access.Actor, words []string) error) sentence {
	return say(form, func(s *story, words []string) error {
		who, err := s.actor(words[0])
		if err != nil {
			return err
		}
		return do(s, who, words[1:])
	})
}

func done(_ ticket.Ticket, err error) error { return err }

func (s *story) on() desk.On { return desk.On{Ticket: s.id} }

// opensDesk opens a shipped desk; what is indented below is added to its file.
func (s *story) opensDesk(words []string) error {
	loaded, err := desks.Load(words[0])
	if err != nil {
		return err
	}
	s.zone = loaded.Definition.Zone()
	at, err := s.time(words[1])
	if err != nil {
		return err
	}
	name := words[0]
	if words[3] != "" {
		name = filepath.Join(s.t.TempDir(), filepath.Base(words[0])+".yaml")
		if err := os.WriteFile(name, append(loaded.Source, "\n"+words[3]...), 0o600); err != nil {
			return err
		}
	}
	s.house = desktest.Open(s.t, s.db, name, at)
	s.house.UseMail(desk.MailNames{Domain: "desk.example.gov", Addresses: []string{"help@desk.example.gov"}, Trust: "mx.example.gov"})
	return nil
}

func (s *story) publishes(words []string) error {
	who, err := s.actor(words[0])
	if err != nil {
		return err
	}
	from, err := s.time(words[1])
	if err != nil {
		return err
	}
	name := s.house.Definition().File
	loaded, err := desks.Load(name)
	if err != nil {
		return err
	}
	return s.house.Publish(s.ctx, who, name, append(loaded.Source, "\n"+words[2]...), from)
}

func (s *story) introduces(words []string) error {
	var teams []string
	if words[3] != "" {
		teams = strings.Split(words[3], ", ")
	}
	s.who[words[1]] = s.house.Person(words[1], people.Role(words[0]), words[2], teams...)
	return nil
}

func (s *story) speaksOf(words []string) error {
	id, ok := s.named[words[0]]
	if !ok {
		return fmt.Errorf("no ticket %q in this story", words[0])
	}
	s.id = id
	return nil
}

// opens opens a ticket; what follows the subject are pairs of what is said and how, what stands below it answers its form.
func (s *story) opens(words []string) error {
	who, err := s.actor(words[0])
	if err != nil {
		return err
	}
	in := desk.Request{Subject: words[1], Channel: "portal", Answers: answersOf(words[3]), Files: filesOf(words[3])}
	if err := s.fill(&in, words[2]); err != nil {
		return err
	}
	opened, err := s.house.Open(s.ctx, who, in)
	if err != nil {
		return err
	}
	s.id = opened.Ticket.ID
	s.named[words[1]] = s.id
	return nil
}

var pair = regexp.MustCompile(`([a-z]+) ("[^"]*"|\S+)`)

func (s *story) fill(in *desk.Request, rest string) error {
	fields := map[string]*string{"as": &in.Type, "by": &in.Channel, "about": &in.Service, "impact": &in.Impact, "urgency": &in.Urgency,
		"class": &in.Class, "location": &in.Location, "phone": &in.Phone, "alternate": &in.Alternate, "person": &in.WantPerson,
		"group": &in.WantTeam, "key": &in.Key, "for": &in.Email, "customer": &in.Customer, "agency": &in.Agency, "saying": &in.Description}
	if cut, outage := strings.CutSuffix(rest, "reporting an outage"); outage {
		rest, in.Outage = cut, true
	}
	if cut, found := strings.CutPrefix(rest, "following "); found {
		m := regexp.MustCompile(`^"([^"]*)"`).FindStringSubmatch(cut)
		if m == nil {
			return fmt.Errorf("following which ticket?")
		}
		in.FollowUpOf, rest = s.named[m[1]], cut[len(m[0]):]
	}
	for _, m := range pair.FindAllStringSubmatch(rest, -1) {
		to, ok := fields[m[1]]
		if !ok {
			return fmt.Errorf("a request has no %q", m[1])
		}
		*to = strings.Trim(m[2], `"`)
	}
	if _, known := s.who[in.Email]; known {
		in.Email += "@example.gov"
	}
	return nil
}

func asks(s *story, who access.Actor, w []string) error {
	by, err := s.time(w[1])
	if err != nil {
		return err
	}
	return done(s.house.Ask(s.ctx, who, s.on(), ticket.Asked{Question: w[0], ReplyBy: by}))
}

func plans(s *story, who access.Actor, w []string) error {
	by, err := s.time(w[1])
	if err != nil {
		return err
	}
	return done(s.house.Plan(s.ctx, who, s.on(), ticket.Planned{Step: w[0], Due: by, Reason: w[2]}))
}

func assigns(s *story, who access.Actor, w []string) error {
	whom, err := s.actor(w[0])
	if err != nil {
		return err
	}
	return done(s.house.Assign(s.ctx, who, s.on(), whom.ID))
}

func classifies(s *story, who access.Actor, w []string) error {
	var in desk.Request
	if err := s.fill(&in, w[0]); err != nil {
		return err
	}
	return done(s.house.Classify(s.ctx, who, s.on(), desk.Reclassify{Type: in.Type, Impact: in.Impact, Urgency: in.Urgency,
		Outage: in.Outage, Why: w[1]}))
}

func amends(s *story, who access.Actor, w []string) error {
	var in desk.Request
	if err := s.fill(&in, strings.Replace(w[0], "service ", "about ", 1)); err != nil {
		return err
	}
	return done(s.house.Amend(s.ctx, who, s.on(), ticket.Amended{Service: in.Service, Location: in.Location, Phone: in.Phone, Alternate: in.Alternate}))
}

func dutyUnmet(s *story, who access.Actor, w []string) error {
	id, err := s.duty(w[0])
	if err != nil {
		return err
	}
	return done(s.house.DutyUnmet(s.ctx, who, s.on(), id, w[1]))
}

func dutyMet(s *story, who access.Actor, w []string) error {
	id, err := s.duty(w[0])
	if err != nil {
		return err
	}
	return done(s.house.DutyMet(s.ctx, who, s.on(), id))
}

// duty finds a duty of the definition by words of it.
func (s *story) duty(words string) (string, error) {
	for _, d := range s.house.Definition().Duties {
		if strings.Contains(d.Says.En, words) {
			return d.ID, nil
		}
	}
	return "", fmt.Errorf("no duty says %q", words)
}

var member = regexp.MustCompile(`([a-z]+) for ([a-z ]+)`)

func identifies(s *story, who access.Actor, w []string) error {
	var members []ticket.Member
	for _, m := range member.FindAllStringSubmatch(w[0], -1) {
		whom, err := s.actor(m[1])
		if err != nil {
			return err
		}
		members = append(members, ticket.Member{Person: whom.ID, Part: m[2]})
	}
	return done(s.house.IdentifyTeam(s.ctx, who, s.on(), members))
}

func releases(s *story, who access.Actor, w []string) error {
	whom, err := s.actor(w[0])
	if err != nil {
		return err
	}
	return done(s.house.Release(s.ctx, who, s.on(), whom.ID, w[1]))
}
