package definition_test

import (
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/billing"
	"switchboard/internal/core/definition"
	"switchboard/internal/fault"
)

func TestClass(t *testing.T) {
	for _, test := range []struct {
		desk string
		q    definition.ClassQuery
		want string
		why  string
	}{
		// CO-22, CO-23, A9: an outage is a major incident where a person hears of it, and nowhere else.
		{"colorado", definition.ClassQuery{Type: "incident", Channel: "phone", Outage: true}, "major_incident", "an outage, reported by phone"},
		{"colorado", definition.ClassQuery{Type: "incident", Channel: "chat", Outage: true}, "major_incident", "live chat"},
		{"colorado", definition.ClassQuery{Type: "incident", Channel: "portal", Outage: true}, "self_service", "reported by phone or live chat, so a person must recognise this one"},
		{"colorado", definition.ClassQuery{Type: "incident", Channel: "mail", Outage: true}, "self_service", "recognise"},
		{"colorado", definition.ClassQuery{Type: "incident", Channel: "phone"}, "self_service", "type is something does not work"}, // A31
		{"colorado", definition.ClassQuery{Type: "question", Channel: "portal"}, "self_service", ""},                               // CO-02
		{"colorado", definition.ClassQuery{}, "self_service", ""},
		// ME-35..44, A26: the matrix.
		{"maine", definition.ClassQuery{Type: "incident", Impact: "person", Urgency: "can_work"}, "low", `impact is "Only me", urgency is "I can work"`},
		{"maine", definition.ClassQuery{Type: "incident", Impact: "group", Urgency: "partly"}, "medium", ""},
		{"maine", definition.ClassQuery{Type: "request", Impact: "agency", Urgency: "partly"}, "high", ""},
		{"maine", definition.ClassQuery{Type: "incident", Impact: "state", Urgency: "cannot_work", Channel: "phone"}, "urgent", ""},
		{"maine", definition.ClassQuery{Type: "incident", Impact: "state", Urgency: "cannot_work", Channel: "phone", Outage: true}, "urgent", ""},
		{"maine", definition.ClassQuery{Type: "incident"}, "low", ""},
		{"maine", definition.ClassQuery{Type: "new_user"}, "low", ""}, // ME-56
		// ME-46: mail is not for urgent business.
		{"maine", definition.ClassQuery{Type: "incident", Impact: "state", Urgency: "cannot_work", Channel: "mail"}, "high", "urgent is not taken by e-mail"},
		{"maine", definition.ClassQuery{Type: "incident", Impact: "state", Urgency: "cannot_work", Channel: "mail", Spoken: true}, "urgent", ""},
		{"colorado", definition.ClassQuery{Type: "incident", Channel: "portal", Outage: true, Spoken: true}, "major_incident", "an outage, recognised by a person"},
		// OK-14, OK-15, OK-26, OK-32: exactly one of five.
		{"oklahoma", definition.ClassQuery{Type: "incident", Impact: "state", Urgency: "cannot_work"}, "incident_1", ""},
		{"oklahoma", definition.ClassQuery{Type: "incident", Impact: "agency", Urgency: "partly"}, "incident_2", ""},
		{"oklahoma", definition.ClassQuery{Type: "incident", Impact: "person", Urgency: "can_work"}, "incident_3", ""},
		{"oklahoma", definition.ClassQuery{Type: "request", Impact: "state", Urgency: "cannot_work"}, "service_request", ""},
		{"oklahoma", definition.ClassQuery{Type: "password_reset"}, "password_reset", ""},
		{"oklahoma", definition.ClassQuery{Type: "incident", Impact: "state", Urgency: "cannot_work", Channel: "mail"}, "incident_1", ""}, // OK-05: a channel never changes the class
	} {
		d := parse(t, test.desk)
		class, why, err := d.Class(test.q)
		if err != nil || class != test.want || !strings.Contains(why, test.why) {
			t.Errorf("%s %+v: got %s because %q, %v; want %s because %q", test.desk, test.q, class, why, err, test.want, test.why)
		}
	}
}

func TestClassRefusesWhatTheDeskDoesNotHave(t *testing.T) {
	d := parse(t, "maine")
	for _, test := range []struct {
		q           definition.ClassQuery
		field, want string
	}{
		{definition.ClassQuery{Type: "incidnt"}, "type", `no "incidnt" here; do you mean "incident"?`},
		{definition.ClassQuery{Type: "incident", Impact: "world"}, "impact", `no "world" here; there are: person, group, agency, state`},
		{definition.ClassQuery{Type: "incident", Urgency: "now"}, "urgency", "there are: can_work"},
		{definition.ClassQuery{Channel: "pigeon"}, "channel", "there are: phone, mail, portal"},
	} {
		_, _, err := d.Class(test.q)
		if !fault.Is(err, fault.Invalid) || !strings.HasPrefix(err.Error(), test.field+": ") || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%+v: got %v, want %s: %s", test.q, err, test.field, test.want)
		}
	}
}

// OK-32, CO-25: every answer of the matrix is a class of the desk, and every class promises something.
func TestEveryQueryHasAClass(t *testing.T) {
	desks := map[string]*definition.Definition{"harbor": harbor(t)}
	for _, name := range shipped {
		desks[name] = parse(t, name)
	}
	for name, d := range desks {
		promised := map[string]bool{}
		for _, target := range d.Policy().Targets {
			promised[target.Class] = true
		}
		grades := func(all []definition.Grade) []string {
			out := []string{""}
			for _, g := range all {
				out = append(out, g.ID)
			}
			return out
		}
		for _, kind := range d.Types {
			for _, impact := range grades(d.Impact) {
				for _, urgency := range grades(d.Urgency) {
					for _, channel := range d.Channels {
						for _, outage := range []bool{false, true} {
							q := definition.ClassQuery{Type: kind.ID, Impact: impact, Urgency: urgency, Channel: channel.ID, Outage: outage}
							class, why, err := d.Class(q)
							if err != nil || !promised[class] || why == "" {
								t.Fatalf("%s %+v: class %q because %q, %v", name, q, class, why, err)
							}
						}
					}
				}
			}
		}
	}
}

// CO-21: the map from service to team, in words.
func TestRoute(t *testing.T) {
	for _, test := range []struct {
		d          *definition.Definition
		q          definition.RouteQuery
		team, rule string
	}{
		{parse(t, "colorado"), definition.RouteQuery{Service: "email", Class: "self_service"}, "messaging", "service is e-mail and calendar"},
		{parse(t, "colorado"), definition.RouteQuery{Service: "email", Class: "major_incident"}, "incident", "class is major incident"}, // CO-27
		{parse(t, "colorado"), definition.RouteQuery{}, "desk", "no rule sends it elsewhere"},
		{parse(t, "maine"), definition.RouteQuery{Service: "security"}, "security", "service is forensics and security analysis"}, // ME-57
		{parse(t, "oklahoma"), definition.RouteQuery{Service: "network", Channel: "mail"}, "network", "service is network and VPN"},
		{harbor(t), definition.RouteQuery{Service: "cranes", Agency: "customs"}, "guard", "service is cranes and agency is customs"},
		{harbor(t), definition.RouteQuery{Service: "cranes"}, "crane_crew", "service is cranes"},
		{harbor(t), definition.RouteQuery{Service: "misc", Channel: "radio"}, "radio_crew", "channel is radio"},
		{harbor(t), definition.RouteQuery{Service: "misc"}, "front", "no rule sends it elsewhere"},
		{harbor(t), definition.RouteQuery{Service: "nothing"}, "front", "no rule sends it elsewhere"},
	} {
		if team, rule := test.d.Route(test.q); team != test.team || rule != test.rule {
			t.Errorf("%+v: got %s by %q, want %s by %q", test.q, team, rule, test.team, test.rule)
		}
	}
	for _, name := range shipped {
		d := parse(t, name)
		for _, s := range d.Services {
			if team, _ := d.Route(definition.RouteQuery{Service: s.ID}); d.CheckTeam(team) != nil {
				t.Errorf("%s: service %s goes to %q", name, s.ID, team)
			}
		}
	}
}

// OK-30: the desk's own words; what it does not name is called as usual.
func TestWords(t *testing.T) {
	ok := parse(t, "oklahoma").Words
	for got, want := range map[string]string{
		ok.Ticket.One.En: "case", ok.Ticket.Many.En: "cases", ok.Ticket.Many.Es: "casos", ok.Analyst.One.En: "technician",
		ok.Team.Many.En: "provider groups", ok.Resolver.One.En: "service provider", ok.Portal.One.En: "CRM Self Service", ok.Agency.Many.En: "agencies",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := parse(t, "maine").Words.Ticket.One.En; got != "issue" {
		t.Errorf("Maine says %q", got)
	}
	if all := harbor(t).Words.All(); all["ticket"].Many.En != "queries" || all["team"].Many.En != "crews" || all["analyst"].Many.Es != "asesores" {
		t.Errorf("harbor says %v", all)
	}
}

func TestAsked(t *testing.T) {
	co, me := parse(t, "colorado"), parse(t, "maine")
	if err := co.CheckChannel("mail"); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "nothing is taken in by this channel: E-mail") { // CO-07, CO-42
		t.Errorf("mail to Colorado: %v", err)
	}
	for _, channel := range []string{"phone", "chat", "portal"} { // CO-07
		if err := co.CheckChannel(channel); err != nil {
			t.Error(err)
		}
	}
	if err := co.CheckService("cranes"); !fault.Is(err, fault.Invalid) {
		t.Errorf("got %v", err)
	}
	if err := co.CheckTeam(""); err == nil {
		t.Error("no team is no team")
	}
	if got := co.MajorClass(); got != "major_incident" {
		t.Errorf("got %q", got)
	}
	if got := me.MajorClass(); got != "" {
		t.Errorf("Maine has no major incident, got %q", got)
	}
	if got := strings.Join(co.ClassNames(), " "); got != "major_incident self_service" {
		t.Errorf("got %s", got)
	}
	if got := me.TypeOfClass("urgent"); got != "incident" {
		t.Errorf("got %s", got)
	}
	if got := strings.Join(me.DutyNames(), " "); got != "duty_1 duty_2" { // ME-50, ME-51
		t.Errorf("got %s", got)
	}
	if phone, _ := co.Channel("phone"); phone.Number != "+13032394357" || phone.Shown != "303.239.HELP" { // CO-34
		t.Errorf("got %+v", phone)
	}
	if phone, _ := me.Channel("phone"); phone.Number != "+12076247700" || phone.Shown != "624-7700" { // ME-04: the text prints no area code
		t.Errorf("got %+v", phone)
	}
	if me.Charges.Options != "none" || co.Charges.Code != "2451" { // ME-29, CO-40
		t.Errorf("got %+v, %+v", me.Charges, co.Charges)
	}
	// CO-05, CO-40: the desk's code is charged by staffing, and no ticket costs anything; the text gives no rate, and none is made up.
	today := time.Date(2026, 11, 20, 0, 0, 0, 0, co.Zone())
	if by := co.Staffing(today); len(by) != 1 || by[0].Code != "2451" || by[0].Unit != billing.PerFTE || by[0].Published() || by[0].Blank.Es == "" || co.ChargesTickets(today) {
		t.Errorf("got %+v", by)
	}
	if len(me.Staffing(today)) != 0 || !me.ChargesTickets(today) || harbor(t).ChargesTickets(today) != true {
		t.Errorf("got %+v", me.Charges)
	}
	// CO-37: Thanksgiving is no business day, so five business days end a week and a day later.
	resolved := time.Date(2026, 11, 20, 16, 30, 0, 0, co.Zone())
	if got := co.ConfirmUntil(resolved).In(co.Zone()).Format("Mon 2006-01-02 15:04"); got != "Mon 2026-11-30 17:00" {
		t.Errorf("reopen until %s", got)
	}
	d := harbor(t)
	if got := d.ConfirmUntil(time.Date(2026, 11, 12, 17, 0, 0, 0, d.Zone())).In(d.Zone()).Format("2006-01-02 15:04"); got != "2026-11-17 12:30" {
		t.Errorf("16 service hours end %s", got)
	}
	if got := d.ConfirmUntil(time.Date(2099, 12, 31, 0, 0, 0, 0, time.UTC)); got.Before(time.Date(2099, 12, 31, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("beyond the calendar it ends %s", got)
	}
}

func TestInSentence(t *testing.T) {
	for name, want := range map[string]string{"": "", "Network and VPN": "network and VPN", "VPN": "VPN", "E-mail": "e-mail", "A whole agency": "a whole agency",
		"Ámbar": "ámbar", "X": "x", "already": "already"} {
		if got := definition.InSentence(name); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
