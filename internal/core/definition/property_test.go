package definition_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/sla"
)

var dayNames = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// Hours are accepted exactly when no minute of the week belongs to two stretches, and no stretch ends as it begins; the
// oracle paints the minutes.
func TestWindowsOverlapAsPaintedMinutesDo(t *testing.T) {
	minimal := string(read(t, "testdata/minimal.yaml"))
	rapid.Check(t, func(t *rapid.T) {
		const week = 7 * 24 * 60
		var painted [week]int
		var lines []string
		nothing := false
		for day, name := range dayNames {
			var hours []string
			for range rapid.IntRange(0, 2).Draw(t, name) {
				from := rapid.IntRange(0, 23).Draw(t, "from") * 60
				to := rapid.IntRange(0, 24).Draw(t, "to") * 60
				hours = append(hours, fmt.Sprintf(`"%02d:00-%02d:00"`, from/60, to/60))
				nothing = nothing || to == from
				if to < from {
					to += 24 * 60
				}
				for m := from; m < to; m++ {
					painted[(day*24*60+m)%week]++
				}
			}
			lines = append(lines, name+": ["+strings.Join(hours, ", ")+"]")
		}
		open, twice := 0, 0
		for _, n := range painted {
			if n > 0 {
				open++
			}
			if n > 1 {
				twice++
			}
		}
		text := strings.Replace(minimal, `{mon-fri: "08:00-17:00"}`, "{"+strings.Join(lines, ", ")+"}", 1)
		d, problems := definition.Parse("x.yaml", []byte(text))
		if got, want := d != nil, open > 0 && twice == 0 && !nothing; got != want {
			t.Fatalf("accepted is %v, %d minutes are open and %d twice: %v\n%s", got, open, twice, problems, lines)
		}
		if d == nil {
			return
		}
		at := rapid.IntRange(0, week-1).Draw(t, "minute")
		// A week of June without holidays and without a change of clocks; 2026-06-15 is a Monday.
		instant := time.Date(2026, 6, 15, 0, at, 0, 0, d.Zone())
		if got, err := d.Calendar("business").Open(instant); err != nil || got != (painted[at] > 0) {
			t.Fatalf("at %s open is %v, %v; painted %d", instant, got, err, painted[at])
		}
	})
}

// What is written is what is promised, in every unit.
func TestAmountsReachThePolicy(t *testing.T) {
	minimal := string(read(t, "testdata/minimal.yaml"))
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 3000).Draw(t, "n")
		unit := rapid.SampledFrom([]string{"second", "minute", "hour", "service minute", "service hour", "business day", "calendar day"}).Draw(t, "unit")
		words := fmt.Sprintf("%d %s", n, unit)
		if n > 1 || rapid.Bool().Draw(t, "plural") {
			words += "s"
		}
		want := sla.Amount{Unit: sla.Elapsed}
		switch unit {
		case "business day":
			want = sla.Amount{Unit: sla.BusinessDays, Days: n}
		case "calendar day":
			want = sla.Amount{Unit: sla.CalendarDays, Days: n}
		default:
			if strings.HasPrefix(unit, "service") {
				want.Unit = sla.Service
			}
			per := map[string]time.Duration{"second": time.Second, "minute": time.Minute, "hour": time.Hour}
			want.Time = time.Duration(n) * per[strings.TrimPrefix(unit, "service ")]
		}
		d, problems := definition.Parse("x.yaml", []byte(strings.Replace(minimal, "1 business day", words, 1)))
		if d == nil {
			t.Fatal(problems)
		}
		if got := d.Policy().Targets[0].Amount; got != want {
			t.Fatalf("%s: got %+v, want %+v", words, got, want)
		}
	})
}

// Of everything a ticket may be, exactly one class and one team come out, and asking twice changes nothing.
func TestAnswersAreSettled(t *testing.T) {
	d := harbor(t)
	id := func(ids ...string) *rapid.Generator[string] { return rapid.SampledFrom(append(ids, "", "unheard_of")) }
	rapid.Check(t, func(t *rapid.T) {
		q := definition.ClassQuery{Type: id("fault", "wish", "outage").Draw(t, "type"), Impact: id("one", "many").Draw(t, "impact"),
			Urgency: id("later", "soon", "now").Draw(t, "urgency"), Channel: id("phone", "counter", "mail", "radio", "letters").Draw(t, "channel"),
			Outage: rapid.Bool().Draw(t, "outage")}
		class, why, err := d.Class(q)
		again, whyAgain, errAgain := d.Class(q)
		if class != again || why != whyAgain || (err == nil) != (errAgain == nil) {
			t.Fatalf("%+v: %s %q %v, then %s %q %v", q, class, why, err, again, whyAgain, errAgain)
		}
		if (err == nil) != (class != "" && why != "") {
			t.Fatalf("%+v: %q because %q, %v", q, class, why, err)
		}
		team, rule := d.Route(definition.RouteQuery{Service: id("cranes", "radio", "misc").Draw(t, "service"), Class: class,
			Agency: id("customs").Draw(t, "agency"), Channel: q.Channel})
		if d.CheckTeam(team) != nil || rule == "" {
			t.Fatalf("team %q by %q", team, rule)
		}
	})
}
