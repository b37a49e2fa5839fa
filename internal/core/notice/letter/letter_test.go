package letter_test

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"switchboard/desks"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/money"
	"switchboard/internal/core/notice"
	"switchboard/internal/core/notice/letter"
	"switchboard/internal/core/people"
	"switchboard/internal/core/scope"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/ticket"
	"switchboard/internal/core/wording"
)

const (
	dana people.ID = iota + 1
	kim
	luis
)

var cast = map[people.ID]people.Person{
	dana: {ID: dana, Name: "Dana Whitfield", Email: "dana@example.gov", Proven: true},
	kim:  {ID: kim, Name: "", Email: "kim@example.gov", Proven: true},
	luis: {ID: luis, Name: "Luis Ortega", Email: "luis@desk.example", Role: people.Analyst, Proven: true},
}

var words = func() *wording.Catalogue {
	c, err := wording.Load()
	if err != nil {
		panic(err)
	}
	return c
}()

func load(t interface{ Fatal(...any) }, name string) *definition.Definition {
	d, err := desks.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return d.Definition
}

// story is a ticket's life in the making.
type story struct {
	def  *definition.Definition
	life []ticket.Entry
}

func (s *story) at(at time.Time, by people.ID, events ...ticket.Event) *story {
	for _, e := range events {
		s.life = append(s.life, ticket.Entry{Seq: int64(len(s.life) + 1), At: at, Recorded: at, By: by, Event: e})
	}
	return s
}

// open opens a ticket as the desk would.
func open(t interface{ Fatal(...any) }, def *definition.Definition, at time.Time, in ticket.Opened, q definition.ClassQuery) *story {
	q.Channel, q.Service = in.Channel, in.Service
	class, why, err := def.Class(q)
	if err != nil {
		t.Fatal(err)
	}
	if in.Requester == 0 {
		in.Requester = dana
	}
	team, rule := def.Route(definition.RouteQuery{Class: class})
	return new(story).with(def).at(at, dana, in, ticket.Classified{Type: q.Type, Impact: q.Impact, Urgency: q.Urgency, Class: class, Why: why},
		ticket.Routed{Team: team, Rule: rule})
}

func (s *story) with(def *definition.Definition) *story { s.def = def; return s }

// letter writes about the last entry, but for an acknowledgement about the first.
func (s *story) letter(t interface{ Fatal(...any) }, kind notice.Kind, to people.ID, lang wording.Lang) letter.Letter {
	cause := s.life[len(s.life)-1]
	if kind == notice.Acknowledged {
		cause = s.life[0]
	}
	if kind == notice.Status || kind == notice.WrongChannel || kind == notice.Alarm || kind == notice.Heartbeat {
		cause = ticket.Entry{}
	}
	tk := ticket.Fold(100123, s.life)
	now := s.life[len(s.life)-1].At
	clocks, err := ticket.Clocks(tk, s.life, []sla.Edition{{Policy: s.def.Policy()}}, now)
	if err != nil {
		t.Fatal(err)
	}
	f := letter.Facts{Kind: kind, To: cast[to], Ticket: tk, Life: s.life, Cause: cause, Clocks: clocks, People: cast, Desk: s.def,
		Until: s.def.ConfirmUntil(tk.ResolvedAt), At: now, Base: "https://help.example.gov", About: `{"name":"mailbox desk","says":"no sign of life since noon"}`}
	if kind == notice.WrongChannel || kind == notice.Alarm || kind == notice.Heartbeat {
		f.Ticket = ticket.Ticket{}
	}
	return letter.Write(words.Printer(lang, words.Vocabulary(s.def.Words.Roles())), f)
}

func in(zone, at string) time.Time {
	z, err := time.LoadLocation(zone)
	if err != nil {
		panic(err)
	}
	t, err := time.ParseInLocation("2006-01-02 15:04", at, z)
	if err != nil {
		panic(err)
	}
	return t
}

var escalation = ticket.Escalated{Level: 2, Who: "group_manager", To: []people.ID{luis}, Reason: "Payday is Friday", By: ticket.ByCustomer,
	AnswerBy: in("America/Denver", "2026-11-24 17:00")}

var wanted = ticket.ApprovalAsked{Number: 1, Case: &ticket.ApprovalCase{Purpose: "new_user", Chain: "new_user", Reason: "She starts in May.", Cost: "$300",
	Steps: []ticket.ApprovalStep{{Roles: []string{"supervisor"}}}}, Of: []ticket.Approver{{Person: dana, Role: "supervisor", For: luis}}, Until: in("America/Denver", "2026-11-24 17:00")}

// happenings are an event for each kind of letter that tells of one.
var happenings = map[notice.Kind]ticket.Event{
	notice.Acknowledged: nil, notice.Routed: ticket.Routed{Team: "network", From: "desk", Rule: "it is the switch"}, notice.Started: ticket.Accepted{Person: luis},
	notice.Question: ticket.Asked{Question: "Which model?", ReplyBy: in("America/Denver", "2026-11-30 17:00")}, notice.Waiting: ticket.DutyUnmet{Duty: "duty_1", Evidence: "no room number"},
	notice.Plan: ticket.Planned{Step: "Swap the fuser", Owner: luis, Due: in("America/Denver", "2026-11-24 12:00"), Reason: "the part comes on Tuesday"}, notice.Replied: ticket.Replied{Body: "We are on it."},
	notice.Update: ticket.UpdatePublished{Body: "No change, still on it.", Audience: []people.ID{dana, kim}}, notice.Resolved: ticket.Resolved{Text: "The fuser is new.", Method: "remote"},
	notice.Reopened: ticket.Reopened{Reason: "It jams again."}, notice.Closed: ticket.Closed{Why: "confirm window over"},
	notice.Wrote: ticket.Wrote{Body: "Any news?"}, notice.Warned: ticket.ClockWarned{Metric: "resolve", Due: in("America/Denver", "2026-11-24 17:00")},
	notice.Missed:             ticket.ClockMissed{Metric: "resolve", At: in("America/Denver", "2026-11-24 17:00")},
	notice.DeliveryFailed:     ticket.DeliveryReported{Kind: "replied", Person: dana, Address: "dana@example.gov", State: "bounced", Detail: "550 5.1.1 no such user"},
	notice.Escalated:          escalation,
	notice.AnswerWanted:       escalation,
	notice.EscalationAnswered: ticket.EscalationAnswered{Level: 2, Text: "Two more people are on it."},
	notice.TasksDone:          ticket.TaskEnded{Ticket: 100124},
	notice.Contested:          ticket.Contested{What: ticket.ContestPause, Cause: ticket.ByQuestion, Text: "It stood in my first words.", AnswerBy: in("America/Denver", "2026-11-24 17:00")},
	notice.ContestAnswered:    ticket.ContestAnswered{Reason: "One person is affected."},
	notice.Ruled:              ticket.RuleApplied{Title: "Nobody has taken it", Acts: []ticket.RuleAct{{Do: "tell", To: "lead"}}},
	notice.ReviewDue:          ticket.ReviewDue{By: "team_lead", Why: "It has been with three teams."},

	notice.Scoped:         ticket.Scoped{Outcome: scope.NotCovered, Says: scope.Words{En: "Not covered.", Es: "No cubierto."}, Instead: scope.Words{En: "Ask a contractor."}},
	notice.Nonstandard:    ticket.Nonstandard{Reason: "Another keyboard"},
	notice.Referred:       ticket.Referred{To: "The vendor", Said: "Call 555 0100."},
	notice.Visit:          ticket.Dispatched{Order: 1, Trip: ticket.Trip{Who: ticket.Technician, Person: luis, Place: scope.Office, Address: "Room 4", At: in("America/Denver", "2026-11-24 09:00")}},
	notice.Charge:         ticket.ChargeProposed{Charge: 1, Amount: money.Money{Cents: 40000, Currency: "USD"}, Why: "Forty hours", Side: ticket.SideDesk},
	notice.Policy:         ticket.Scoped{Outcome: scope.Refused, Says: scope.Words{En: "Prohibited by policy."}},
	notice.ReferralDue:    ticket.ReferralDue{},
	notice.ApprovalWanted: wanted,
	notice.Approval:       ticket.ApprovalEnded{Number: 1, State: ticket.StateLapsed, Missing: []string{"supervisor"}},
	notice.ApprovalOver:   ticket.ApprovalEnded{Number: 1, State: ticket.StateApproved},
	notice.Paged:          ticket.Assigned{Person: luis},
	notice.Mentioned:      ticket.Noted{Body: "@dana, was it the same last year?", Mentions: []people.ID{dana}},

	notice.Status: nil, notice.WrongChannel: nil, notice.Alarm: nil, notice.Heartbeat: nil,
}

// Every kind has words, at every shipped desk and in both languages: its number, its state, its link, nothing left to fill
// in, valid HTML that fetches nothing (CO-18).
func TestEveryKindHasWords(t *testing.T) {
	for _, name := range []string{"colorado", "maine", "oklahoma"} {
		def := load(t, name)
		for _, kind := range notice.Kinds() {
			if kind == notice.Held {
				continue
			}
			event, known := happenings[kind]
			if !known {
				t.Fatalf("no happening for %s", kind)
			}
			for _, lang := range wording.Langs() {
				s := open(t, def, in("America/Denver", "2026-11-20 16:30"), ticket.Opened{Subject: "Cannot print <b>", Channel: "portal"}, definition.ClassQuery{Type: "incident"})
				if event != nil {
					s.at(in("America/Denver", "2026-11-20 16:45"), luis, event)
				}
				l := s.letter(t, kind, dana, lang)
				where := name + " " + string(kind) + " " + string(lang)
				for _, bad := range []string{"{", "}", "mail.lead", "mail.status", "mail.fact", "service.promise"} {
					if strings.Contains(l.Text, bad) {
						t.Errorf("%s holds %q:\n%s", where, bad, l.Text)
					}
				}
				if strings.ContainsAny(l.Subject, "\r\n{}") || l.Subject == "" {
					t.Errorf("%s: subject %q", where, l.Subject)
				}
				if about := kind != notice.WrongChannel && kind != notice.Alarm && kind != notice.Heartbeat; about && (!strings.Contains(l.Text, "100123") || !strings.HasPrefix(l.Subject, "[#100123] ")) {
					t.Errorf("%s names no number: %q\n%s", where, l.Subject, l.Text)
				} else if about && !strings.Contains(l.Text, "https://help.example.gov/") {
					t.Errorf("%s has no link:\n%s", where, l.Text)
				}
				checkHTML(t, where, l)
			}
		}
	}
}

// checkHTML looks for what a mail program would fetch or run, and compares the words with those of the plain text.
func checkHTML(t *testing.T, where string, l letter.Letter) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(l.HTML))
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	for n := range root.Descendants() {
		switch n.Type {
		case html.TextNode:
			if n.Parent.Data != "title" {
				said.WriteString(n.Data + " ")
			}
		case html.ElementNode:
			if strings.Contains(" script img link iframe object style form input b ", " "+n.Data+" ") {
				t.Errorf("%s: <%s> in a letter", where, n.Data)
			}
			for _, a := range n.Attr {
				if a.Key == "src" || strings.HasPrefix(a.Key, "on") || strings.Contains(a.Val, "url(") {
					t.Errorf("%s: %s=%q in a letter", where, a.Key, a.Val)
				}
			}
		}
	}
	for _, word := range strings.Fields(strings.NewReplacer("- ", " ", ":", " ").Replace(l.Text)) {
		if !strings.Contains(strings.ReplaceAll(said.String(), ":", " "), word) && !strings.HasPrefix(word, "//help") && word != "https" {
			t.Errorf("%s: %q is in the text and not in the HTML %q", where, word, said.String())
			return
		}
	}
}

// What the letters of the three desks say (the rows are named in each case).
func TestWhatLettersSay(t *testing.T) {
	co, me, ok := load(t, "colorado"), load(t, "maine"), load(t, "oklahoma")
	urgent := definition.ClassQuery{Type: "incident", Impact: "agency", Urgency: "cannot_work"}
	for _, c := range []struct {
		name   string
		letter letter.Letter
		want   []string
		not    []string
	}{
		{"ME-55: number, promises with their obligation, zone",
			open(t, me, in("America/New_York", "2026-11-16 10:00"), ticket.Opened{Subject: "Cannot print", Channel: "phone"}, definition.ClassQuery{Type: "incident", Impact: "person", Urgency: "partly"}).letter(t, notice.Acknowledged, dana, wording.English),
			[]string{"It is issue 100123.", "A reply within 1 business day: by Tuesday, November 17, 2026, 5 p.m. EST (commitment)", "Resolved within 6 business days: by Tuesday, November 24, 2026, 5 p.m. EST (commitment)", "624-7700"}, []string{"not monitored", "closed now"}},
		{"OK-07: not monitored on weekends; OK-06: several hours",
			open(t, ok, in("America/Chicago", "2026-11-21 10:00"), ticket.Opened{Subject: "Printer", Channel: "mail"}, definition.ClassQuery{Type: "incident"}).letter(t, notice.Acknowledged, dana, wording.English),
			[]string{"It is case 100123.", "E-mail is not monitored until Monday, November 23, 2026, 12 a.m. CST.", "If it is critical, call us.", "It may take several hours"}, nil},
		{"OK-07: nor on holidays",
			open(t, ok, in("America/Chicago", "2026-11-26 10:00"), ticket.Opened{Subject: "Printer", Channel: "mail"}, definition.ClassQuery{Type: "incident"}).letter(t, notice.Acknowledged, dana, wording.English),
			[]string{"E-mail is not monitored until"}, nil},
		{"OK-06 on a weekday",
			open(t, ok, in("America/Chicago", "2026-11-17 10:00"), ticket.Opened{Subject: "Printer", Channel: "mail"}, definition.ClassQuery{Type: "incident"}).letter(t, notice.Acknowledged, dana, wording.English),
			[]string{"It may take several hours"}, []string{"not monitored until"}},
		{"ME-46: urgent by mail is told to call",
			open(t, me, in("America/New_York", "2026-11-16 10:00"), ticket.Opened{Subject: "Everything is down", Channel: "mail"}, urgent).letter(t, notice.Acknowledged, dana, wording.English),
			[]string{"Then call 624-7700 now.", "For non urgent business. If it is urgent call 624-7700."}, nil},
		{"ME-46, in Spanish",
			open(t, me, in("America/New_York", "2026-11-16 10:00"), ticket.Opened{Subject: "Everything is down", Channel: "mail"}, urgent).letter(t, notice.Acknowledged, dana, wording.Spanish),
			[]string{"llame ahora al 624-7700", "Es el asunto 100123."}, nil},
		{"what is not urgent is not told so",
			open(t, me, in("America/New_York", "2026-11-16 10:00"), ticket.Opened{Subject: "Slow", Channel: "mail"}, definition.ClassQuery{Type: "incident"}).letter(t, notice.Acknowledged, dana, wording.English),
			nil, []string{"Then call"}},
		{"CO-22: an outage by portal is told to call",
			open(t, co, in("America/Denver", "2026-11-16 10:00"), ticket.Opened{Subject: "Payroll is down", Channel: "portal"}, definition.ClassQuery{Type: "incident", Outage: true}).letter(t, notice.Acknowledged, dana, wording.English),
			[]string{"Then call 303.239.HELP now."}, nil},
		{"ME-45, ME-16: after hours only urgent issues",
			open(t, me, in("America/New_York", "2026-11-16 20:00"), ticket.Opened{Subject: "Slow", Channel: "portal"}, definition.ClassQuery{Type: "incident"}).letter(t, notice.Acknowledged, dana, wording.English),
			[]string{"We are closed now and open again Tuesday, November 17, 2026, 7 a.m. EST.", "Until then only this is worked on: urgent. For that, call 624-7700."}, nil},
		{"CO-42: a desk that only writes names its channels",
			new(story).with(co).at(in("America/Denver", "2026-11-16 10:00"), 0, ticket.Opened{}).letter(t, notice.WrongChannel, 0, wording.English),
			[]string{"Phone: 303.239.HELP (Monday to Friday, 7 a.m. to 5 p.m.)", "Customer Service Portal: https://help.example.gov (at any hour)", "Live chat"}, []string{"E-mail:"}},
		{"CO-19: a question stops the time",
			open(t, co, in("America/Denver", "2026-11-16 10:00"), ticket.Opened{Subject: "Printer", Channel: "portal"}, definition.ClassQuery{Type: "incident"}).
				at(in("America/Denver", "2026-11-16 11:00"), luis, happenings[notice.Question]).letter(t, notice.Question, dana, wording.English),
			[]string{"Luis Ortega has a question for you:", "Which model?", "Please answer by Monday, November 30, 2026, 5 p.m. MST.", "the time to solve it stands still", "We wait for your answer"}, nil},
		{"OK-11: the customer hears of the level and until when it answers",
			open(t, ok, in("America/Chicago", "2026-11-17 10:00"), ticket.Opened{Subject: "Printer", Channel: "portal"}, definition.ClassQuery{Type: "incident"}).
				at(in("America/Chicago", "2026-11-17 11:00"), luis, escalation).letter(t, notice.Escalated, dana, wording.English),
			[]string{"taken up to level 2, group manager (Luis Ortega)", "by Tuesday, November 24, 2026, 6 p.m. CST", "/tickets/100123"}, []string{"/console/"}},
		{"ME-48: who holds the rung is asked, with the customer's words",
			open(t, me, in("America/New_York", "2026-11-16 10:00"), ticket.Opened{Subject: "Printer", Channel: "portal"}, definition.ClassQuery{Type: "incident"}).
				at(in("America/New_York", "2026-11-16 11:00"), dana, escalation).letter(t, notice.AnswerWanted, kim, wording.English),
			[]string{"answer by Tuesday, November 24, 2026, 7 p.m. EST", "Payday is Friday", "https://help.example.gov/tickets/100123"}, []string{"answer this mail", "/console/"}},
		{"ME-27: a plan that changed",
			open(t, me, in("America/New_York", "2026-11-16 10:00"), ticket.Opened{Subject: "Printer", Channel: "portal"}, definition.ClassQuery{Type: "incident"}).
				at(in("America/New_York", "2026-11-16 11:00"), luis, ticket.Planned{Step: "Look", Owner: luis, Due: in("America/New_York", "2026-11-17 12:00")}).
				at(in("America/New_York", "2026-11-17 11:00"), luis, happenings[notice.Plan]).letter(t, notice.Plan, dana, wording.English),
			[]string{"The plan has changed.", "Swap the fuser", "Luis Ortega sees to it.", "the part comes on Tuesday"}, nil},
		{"DESIGN 9.2: whose address is not proven reads nothing that somebody wrote under it",
			open(t, me, in("America/New_York", "2026-11-16 10:00"), ticket.Opened{Subject: "BUY NOW", Description: "CHEAP", Channel: "mail"}, definition.ClassQuery{Type: "incident"}).letter(t, notice.Acknowledged, 0, wording.English),
			[]string{"It is issue 100123."}, []string{"BUY", "CHEAP"}},
	} {
		for _, want := range c.want {
			if !strings.Contains(c.letter.Text, want) {
				t.Errorf("%s: %q is missing in\n%s", c.name, want, c.letter.Text)
			}
		}
		for _, not := range c.not {
			if strings.Contains(c.letter.Subject+c.letter.Text+c.letter.HTML, not) {
				t.Errorf("%s: %q stands in %q\n%s", c.name, not, c.letter.Subject, c.letter.Text)
			}
		}
	}
}

// A desk's own sentence stands in place of ours, and its signature at the end; number and promises stay.
func TestTheDesksOwnWords(t *testing.T) {
	source, err := desks.Load("maine")
	if err != nil {
		t.Fatal(err)
	}
	def, problems := definition.Parse("maine", append(source.Source, "\nmail:\n  signature: {en: The Service Center, es: El centro}\n  texts:\n    acknowledged: {en: Thank you for asking., es: Gracias.}\n"...))
	if problems.Failed() {
		t.Fatal(problems)
	}
	s := open(t, def, in("America/New_York", "2026-11-16 10:00"), ticket.Opened{Subject: "Printer", Channel: "portal"}, definition.ClassQuery{Type: "incident"})
	en, es := s.letter(t, notice.Acknowledged, dana, wording.English), s.letter(t, notice.Acknowledged, dana, wording.Spanish)
	if !strings.HasPrefix(en.Text, "Thank you for asking.\n") || !strings.HasSuffix(en.Text, "The Service Center\n") || !strings.Contains(en.Text, "100123") {
		t.Errorf("in English:\n%s", en.Text)
	}
	if !strings.HasPrefix(es.Text, "Gracias.\n") || !strings.HasSuffix(es.Text, "El centro\n") {
		t.Errorf("in Spanish:\n%s", es.Text)
	}
}

// Whatever happened before, a customer's letter holds no note, no refused attempt, nothing of who was told, and nobody's address.
func TestNothingInternalLeaks(t *testing.T) {
	def := load(t, "maine")
	const secret = "SECRETWORD"
	internal := []ticket.Event{ticket.Noted{Body: secret}, ticket.Denied{Act: secret}, ticket.Released{Person: luis, Reason: secret},
		ticket.ClockWarned{Metric: "resolve", Threshold: secret}, ticket.DeliveryReported{Address: secret + "@example.gov", Detail: secret, State: "bounced"}}
	var kinds []notice.Kind
	for k, e := range happenings {
		if e != nil && k.ToCustomer() {
			kinds = append(kinds, k)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		at := in("America/New_York", "2026-11-16 10:00")
		s := open(t, def, at, ticket.Opened{Subject: "Printer", Customer: kim, Channel: "portal"}, definition.ClassQuery{Type: "incident"})
		for i := range rapid.IntRange(1, 8).Draw(t, "before") {
			s.at(at.Add(time.Duration(i)*time.Minute), luis, rapid.SampledFrom(internal).Draw(t, "internal"))
		}
		kind := notice.Status
		if rapid.Bool().Draw(t, "told of an event") {
			kind = rapid.SampledFrom(kinds).Draw(t, "kind")
			s.at(at.Add(time.Hour), rapid.SampledFrom([]people.ID{luis, dana, kim, 0, 99}).Draw(t, "by"), happenings[kind])
		}
		l := s.letter(t, kind, rapid.SampledFrom([]people.ID{dana, kim}).Draw(t, "to"), rapid.SampledFrom(wording.Langs()).Draw(t, "lang"))
		for _, part := range []string{l.Subject, l.Text, l.HTML} {
			part = strings.ReplaceAll(part, "OIT.Customer-Support@maine.gov", "")
			if strings.Contains(part, secret) || strings.Contains(part, "@") {
				t.Fatalf("%s leaks:\n%s", kind, part)
			}
		}
	})
}
