package definition_test

import (
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/definition"
)

var asOf = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// claimable are the warnings of desks whose text lets a customer's word alone wake people: by Maine's portal, and by both ways to
// write to Oklahoma, where no channel changes what an incident is (OK-05, OK-32).
var claimable = map[string]int{"maine": 1, "oklahoma": 2}

// What the three published texts leave open is said: CO-24, A31, ME-13, A29, A2.
func TestCheckNamesTheBlanks(t *testing.T) {
	for desk, wants := range map[string][]string{
		"colorado": {`blank owner: the published page has the heading "Service Owner" and no name under it (CO-24)`, "assumed types.incident: A phone or chat ticket that is no major incident takes the self-service targets"},
		"maine":    {"warning channels.portal: a customer's word alone makes it urgent here, and that wakes people", "blank published metrics: ", "(ME-13)", "assumed channels.phone: The text prints the number without its area code", "(A26)", "(ME-41, A17)"},
		"oklahoma": {"warning channels.portal: a customer's word alone makes it incident_1 here", "warning channels.mail: a customer's word alone makes it incident_1 here", "blank calendars.business: the leaflet gives no hours of support (A2, A31)", "assumed calendars.business: Monday to Friday, 8 a.m. to 5 p.m.", "assumed holidays.oklahoma_state.dates.2025-12-24: ", "with low certainty", "blank channels.phone"},
	} {
		found := parse(t, desk).Check(asOf)
		if found.Failed() || found.Count(definition.Warning) > claimable[desk] {
			t.Errorf("%s: %s\n%v", desk, found.Levels(), found)
		}
		text := said(found)
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q; it says\n%s", desk, want, text)
			}
		}
		for _, p := range found {
			if p.Line == 0 && p.Path != "charges" {
				t.Errorf("%s: no place for %s", desk, p)
			}
		}
	}
}

func said(found definition.Problems) string {
	var b strings.Builder
	for _, p := range found {
		b.WriteString(string(p.Level) + " " + p.Path + ": " + p.Text)
		if p.Ref != "" {
			b.WriteString(" (" + p.Ref + ")")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// Holidays must reach a year ahead (A28).
func TestCheckSeesHolidaysRunOut(t *testing.T) {
	d := parse(t, "colorado")
	for date, want := range map[string]bool{"2027-02-20": false, "2027-02-23": true, "2030-01-01": true} {
		at, _ := time.Parse(time.DateOnly, date)
		if got := strings.Contains(said(d.Check(at.Add(18*time.Hour))), "the list ends on 2028-02-21, less than 12 months from "+date); got != want {
			t.Errorf("%s: said is %v, want %v", date, got, want)
		}
	}
}

func TestCheckFindsContradictions(t *testing.T) {
	minimal := string(read(t, "testdata/minimal.yaml"))
	for name, test := range map[string]struct {
		edit [2]string
		more [2]string
		add  string
		want string
	}{
		"service without team":     {add: "services: {mail: Mail}\n", want: "warning services.mail: no team is named; its tickets go to desk (CO-21)"},
		"team without work":        {edit: [2]string{"  desk: Desk", "  desk: Desk\n  crew: Crew"}, want: "warning teams.crew: no service and no rule sends anything to this team"},
		"class without targets":    {edit: [2]string{"normal: Normal", "normal: Normal\n  rare: Rare"}, want: "warning classes.rare: nothing is promised for this class"},
		"class without tickets":    {edit: [2]string{"normal: Normal", "normal: Normal\n  rare: Rare"}, want: "warning classes.rare: no ticket can have this class"},
		"empty block of targets":   {edit: [2]string{"first reply: 1 business day", "kind: goal"}, want: "warning classes.normal: nothing is promised"},
		"rule behind a wider one":  {add: "routing:\n  - {when: {class: normal}, team: desk}\n  - {when: {class: normal, channel: phone}, team: desk}\n", want: "warning routing[2]: this is never reached; line 1 of routing fits all of it"},
		"override that has ended":  {add: "overrides:\n  - {agency: x, clock: business, until: 2026-11-01}\n", want: "warning overrides[1]: this ended on 2026-11-01"},
		"override of nothing":      {edit: [2]string{"normal: Normal", "normal: Normal\n  rare: Rare"}, add: "overrides:\n  - {agency: x, clock: business, class: rare}\n", want: "warning overrides[1]: this changes nothing"},
		"unused calendar":          {edit: [2]string{"calendars:", "calendars:\n  night: {open: always}"}, want: "warning calendars.night: nothing counts on this calendar"},
		"calendar without days":    {edit: [2]string{", holidays: state}", "}"}, want: "warning calendars.business: it has no holidays"},
		"calendar for others":      {edit: [2]string{"normal: Normal", "normal: Normal\n  rare: Rare"}, more: [2]string{", holidays: state}", ", holidays: state, for: rare}"}, want: "warning targets.normal: first reply counts on the calendar business, which is only for rare"},
		"unused holidays":          {edit: [2]string{", holidays: state}", "}"}, want: "warning holidays.state: no calendar uses this list"},
		"no owner":                 {want: "blank owner: no person is named who answers for this service (CO-24)"},
		"no services":              {want: "blank services: no services are listed"},
		"no entitled":              {want: "blank entitled: nothing says who may ask"},
		"no charges":               {want: "blank charges: nothing says who pays"},
		"no ladder":                {want: "blank classes.normal: nothing says whom an escalation of this class reaches"},
		"empty metrics":            {add: "published metrics: {areas: []}\n", want: "blank published metrics: the list of published figures is empty (ME-13)"},
		"phone without number":     {edit: [2]string{`number: "+1 303 555 0100", `, ""}, want: "blank channels.phone: the phone has no number"},
		"mail without address":     {edit: [2]string{"channels:", "channels:\n  mail: {rank: 2}"}, want: "blank channels.mail: mail has no address"},
		"channel without rank":     {edit: [2]string{"rank: 1, ", ""}, want: "warning channels.phone: it has no rank"},
		"nobody can ask":           {edit: [2]string{"rank: 1, ", "rank: 1, intake: no, "}, want: "warning channels: nobody can reach this desk"},
		"rule at any hour":         {add: "rules: {r: {name: R, on: opened, then: {assign: round robin}}}\n", want: "warning rules.r: this assigns at any hour"},
		"rule behind a stop":       {add: "rules: {a: {name: A, on: opened, then: {tell: lead}, stop: yes}, b: {name: B, on: opened, if: printer, then: {tell: lead}}}\n", want: "warning rules.b: this never acts"},
		"rules that go round":      {edit: [2]string{"  desk: Desk", "  desk: Desk\n  crew: Crew"}, add: "rules: {a: {name: A, on: routed, if: 'team:desk', then: {route: crew}}, b: {name: B, on: routed, if: 'team:crew', then: {route: desk}}}\n", want: "warning rules.b: \"a\" hands from desk to crew, and this hands back"},
		"not for, and then":        {edit: [2]string{"hours: business}", "hours: business, not for: normal}"}, want: `warning channels.phone: "not for:" names a class that a ticket here can have`},
		"a claim that wakes":       {edit: [2]string{"channels:", "channels:\n  portal: {rank: 2}"}, more: [2]string{"normal: Normal", "normal: {name: Normal, wakes: yes}"}, want: "warning channels.portal: a requester's word alone makes it normal here, and that wakes people at any hour; write \"not for: normal\", and with \"instead:\" the class that it has until somebody has spoken with them"},
		"scope only published":     {add: "scope:\n  - {when: Ours, then: fine}\n", want: "blank scope[1]: this is published and decides nothing"},
		"scope behind a wider one": {add: "scope:\n  - {when: All, outcome: in scope, then: fine}\n  - {when: Home, if: {place: home}, outcome: refused, then: no}\n", want: "warning scope[2]: this is never reached"},
		"scope with a gap":         {add: "scope:\n  - {when: Theirs, if: {device: [state, agency, unknown]}, outcome: in scope, then: fine}\n", want: "warning scope: no line fits where device is private; write a last line without"},
		"options and none":         {add: "charges: {basis: Free, options: none}\nservices: {mail: {name: Mail, team: desk, options at extra charge: Night work}}\n", want: "warning services.mail: it has options at extra charge, and \"charges:\" says that there are none (ME-29)"},
		"owner of nothing":         {add: "services: {mail: {name: Mail, team: desk, owned by: the King}}\n", want: "warning services.mail: \"the King\" under \"owned by:\" is not understood"},
	} {
		t.Run(name, func(t *testing.T) {
			data := minimal
			if test.edit[0] != "" {
				if !strings.Contains(data, test.edit[0]) {
					t.Fatalf("the smallest desk has no %q", test.edit[0])
				}
				data = strings.Replace(data, test.edit[0], test.edit[1], 1)
			}
			data = strings.Replace(data, test.more[0], test.more[1], 1)
			d, problems := definition.Parse("x.yaml", []byte(data+test.add))
			if d == nil {
				t.Fatal(problems)
			}
			if text := said(d.Check(asOf)); !strings.Contains(text, test.want) {
				t.Errorf("it does not say %q; it says\n%s", test.want, text)
			}
		})
	}
}

// What a person hears before it wakes anybody is no claim: by phone, in staffed hours, held until a call, or recognised (CO-22, ME-46).
func TestCheckKnowsWhatIsNoClaim(t *testing.T) {
	minimal := strings.Replace(string(read(t, "testdata/minimal.yaml")), "normal: Normal", "normal: {name: Normal, wakes: yes}\n  low: Low", 1)
	for name, edit := range map[string][2]string{
		"by phone alone":        {},
		"people answer there":   {"channels:", "channels:\n  chat: {rank: 2, hours: business}"},
		"kept until a call":     {"channels:", "channels:\n  portal: {rank: 2, not for: normal, instead: low}"},
		"nobody can ask there":  {"channels:", "channels:\n  portal: {rank: 2, intake: no}"},
		"recognised by a voice": {"wakes: yes}", "wakes: yes, when: outage, reported by: phone}"},
	} {
		t.Run(name, func(t *testing.T) {
			data := strings.Replace(minimal, edit[0], edit[1], 1)
			if name == "recognised by a voice" {
				data = strings.Replace(strings.Replace(data, "class: normal", "class: low", 1), "channels:", "channels:\n  portal: {rank: 2}", 1)
			}
			d, problems := definition.Parse("x.yaml", []byte(data))
			if d == nil {
				t.Fatal(problems)
			}
			if text := said(d.Check(asOf)); strings.Contains(text, "word alone") {
				t.Errorf("it says\n%s", text)
			}
		})
	}
}
