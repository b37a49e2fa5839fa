package definition

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"switchboard/internal/core/calendar"
)

// Check names what a description leaves blank, assumes or contradicts, as of an instant. A definition that was read
// has no errors left; what is found here does not keep it from being published, it is published with it.
func (d *Definition) Check(asOf time.Time) Problems {
	l := &linter{d: d, today: calendar.DateOf(asOf.In(d.zone))}
	l.marks()
	l.people()
	l.calendars()
	l.classes()
	l.claims()
	l.overrides()
	l.routes()
	l.approvals()
	l.review()
	l.automations()
	l.forms()
	l.scope()
	l.dataClasses()
	l.found.sort()
	return l.found
}

type linter struct {
	d     *Definition
	today calendar.Date
	found Problems
}

func (l *linter) say(level Level, path, ref, format string, args ...any) {
	p := Problem{Level: level, File: l.d.File, Pos: l.d.places[path], Path: path, Text: fmt.Sprintf(format, args...), Ref: ref}
	l.found = append(l.found, p)
}

// marks says what the file itself says of its parts.
func (l *linter) marks() {
	for _, m := range l.d.marks {
		if !m.Blank.IsZero() {
			l.found = append(l.found, Problem{Blank, l.d.File, m.pos, m.path, m.Blank.En, m.Ref, m.Blank.Es})
		}
		if !m.Assumed.IsZero() {
			l.found = append(l.found, Problem{Assumed, l.d.File, m.pos, m.path, m.Assumed.En, m.Ref, m.Assumed.Es})
		}
	}
}

// people looks at the owner, the entitled, the charges and the ways to reach the desk.
func (l *linter) people() {
	d := l.d
	if d.Owner.Person == "" && d.Owner.Blank.IsZero() {
		l.say(Blank, "owner", "CO-24", "no person is named who answers for this service")
	}
	if len(d.Entitled) == 0 {
		l.say(Blank, "entitled", "A30", "nothing says who may ask")
	}
	if d.Charges == nil {
		l.say(Blank, "charges", "", "nothing says who pays, or that nobody does")
	}
	if d.Published != nil && len(d.Published.Areas) == 0 && d.Published.Blank.IsZero() {
		l.say(Blank, "published metrics", "ME-13", "the list of published figures is empty")
	}
	if !slices.ContainsFunc(d.Channels, func(c Channel) bool { return c.Intake }) {
		l.say(Warning, "channels", "", "nobody can reach this desk; every channel has \"intake: no\"")
	}
	for _, c := range d.Channels {
		path := "channels." + c.ID
		if c.ID == "phone" && c.Intake && c.Number == "" && c.Blank.IsZero() {
			l.say(Blank, path, "", "the phone has no number")
		}
		if c.ID == "mail" && c.Intake && c.Address == "" && c.Blank.IsZero() {
			l.say(Blank, path, "", "mail has no address")
		}
		if c.Intake && c.Rank == 0 {
			l.say(Warning, path, "OK-31", "it has no rank; people are told the channels in the order of their rank")
		}
	}
}

// calendars looks at holidays that are unsure, or that end soon.
func (l *linter) calendars() {
	d := l.d
	used := d.usedCalendars()
	for _, c := range d.Calendars {
		path := "calendars." + c.ID
		if !used[c.ID] {
			l.say(Warning, path, "", "nothing counts on this calendar; remove it, or name it as a \"clock:\", \"hours:\" or \"read:\"")
		}
		if !c.Always && len(c.Holidays) == 0 {
			l.say(Warning, path, "A28", "it has no holidays; name a list with \"holidays:\" or promises fall due on them")
		}
	}
	for _, t := range d.Targets {
		if c, _ := d.CalendarInfo(t.Calendar); t.When == nil && len(c.For) > 0 && !slices.Contains(c.For, t.Class) {
			l.say(Warning, "targets."+t.Class, c.Ref, "%s counts on the calendar %s, which is only for %s", Label(string(t.Metric)), c.ID, strings.Join(c.For, ", "))
		}
	}
	for _, list := range d.Holidays {
		path := "holidays." + list.ID
		if !slices.ContainsFunc(d.Calendars, func(c Calendar) bool { return slices.Contains(c.Holidays, list.ID) }) {
			l.say(Warning, path, "", "no calendar uses this list")
		}
		if last := list.Days[len(list.Days)-1].date; daysBetween(l.today, last) < 365 {
			l.say(Warning, path, "A28", "the list ends on %s, less than 12 months from %s; add the next year", isoDate(last), isoDate(l.today))
		}
		for _, day := range list.Days {
			if day.Certainty == "medium" || day.Certainty == "low" {
				l.say(Assumed, path+".dates."+day.Date, "A28", "%s is a holiday with %s certainty: %s", day.Name, day.Certainty, or(day.Why, "no reason is given"))
			}
		}
	}
}

func or(s, otherwise string) string {
	if s != "" {
		return s
	}
	return otherwise
}

// daysBetween counts dates from one to another.
func daysBetween(from, to calendar.Date) int {
	day := func(d calendar.Date) time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }
	return int(day(to).Sub(day(from)) / (24 * time.Hour))
}

func (d *Definition) usedCalendars() map[string]bool {
	used := map[string]bool{d.Reopen.Clock: true}
	for _, t := range d.Targets {
		used[t.Calendar] = true
	}
	for _, c := range d.Channels {
		used[c.Hours], used[c.Read], used[c.AfterHours] = true, true, true
	}
	for _, t := range d.Teams {
		used[t.Hours] = true
	}
	for _, g := range d.Goals {
		used[g.Hours] = true
	}
	for _, a := range d.Rules {
		used[a.Clock] = true
	}
	for _, s := range d.Services {
		used[s.Hours] = true
	}
	return used
}

// classes looks for classes that promise nothing, and for those that no ticket can ever have.
func (l *linter) classes() {
	d := l.d
	for _, c := range d.Classes {
		path := "classes." + c.ID
		if !slices.ContainsFunc(d.Targets, func(t Target) bool { return t.Class == c.ID && t.When == nil }) {
			l.say(Warning, path, "", "nothing is promised for this class; write its targets under \"targets:\"")
		}
		if !d.reachable(c) {
			l.say(Warning, path, "", "no ticket can have this class; name it at a type, in the matrix, or give it \"when: outage\"")
		}
		_, laddered := d.Ladder(c.ID)
		if !laddered {
			l.say(Blank, path, "", "nothing says whom an escalation of this class reaches; write \"escalation:\" with this class or \"default\"")
		}
	}
	for _, c := range d.Channels {
		if len(c.NotFor) > 0 && c.Instead == "" && slices.ContainsFunc(d.Classes, func(k Class) bool { return slices.Contains(c.NotFor, k.ID) && k.When == "" }) {
			l.say(Warning, "channels."+c.ID, "", "\"not for:\" names a class that a ticket here can have; write with \"instead:\" which one it gets")
		}
	}
}

func (d *Definition) reachable(c Class) bool {
	return c.When != "" ||
		slices.ContainsFunc(d.Types, func(t Type) bool { return t.Class == c.ID }) ||
		slices.ContainsFunc(d.Matrix, func(m Cell) bool { return m.Class == c.ID }) ||
		slices.ContainsFunc(d.Channels, func(ch Channel) bool { return ch.Instead == c.ID })
}

// overrides looks for lines that can never hold: ended, or without effect.
func (l *linter) overrides() {
	d := l.d
	for i, ov := range d.Overrides {
		path := fmt.Sprintf("overrides[%d]", i+1)
		if until, err := parseDate(ov.When.Until); err == nil && daysBetween(l.today, until) <= 0 {
			l.say(Warning, path, ov.Ref, "this ended on %s; it only counts for what was received before", ov.When.Until)
		}
		if !slices.ContainsFunc(d.Targets, func(t Target) bool { return t.When != nil && *t.When == ov.When }) {
			l.say(Warning, path, ov.Ref, "this changes nothing; its classes have no target that it could hold for")
		}
	}
}

// routes looks for services without a team, teams without work, and rules behind a wider one (CO-21).
func (l *linter) routes() {
	d := l.d
	busy := map[string]bool{d.Fallback: true}
	if len(d.Services) == 0 {
		l.say(Blank, "services", "CO-21", "no services are listed, so everything goes to %s", d.Fallback)
	}
	for _, s := range d.Services {
		busy[s.Team], busy[s.Then] = true, true
		if s.Team == "" {
			l.say(Warning, "services."+s.ID, "CO-21", "no team is named; its %s go to %s", d.Words.Ticket.Many.En, d.Fallback)
		}
	}
	for i, rule := range d.Routing {
		busy[rule.Team] = true
		for j, earlier := range d.Routing[:i] {
			if earlier.When.covers(rule.When) {
				l.say(Warning, fmt.Sprintf("routing[%d]", i+1), rule.Ref, "this is never reached; line %d of routing fits all of it", j+1)
				break
			}
		}
	}
	for _, t := range d.Teams {
		if !busy[t.ID] {
			l.say(Warning, "teams."+t.ID, "CO-21", "no service and no rule sends anything to this team")
		}
	}
}

// covers reports whether everything that fits other fits c.
func (c Condition) covers(other Condition) bool {
	return fits(c.Service, other.Service) && fits(c.Agency, other.Agency) && fits(c.Channel, other.Channel) && fits(c.Class, other.Class)
}

// Levels counts findings in words: "1 error, 2 warnings, 3 assumed, 4 blank".
func (ps Problems) Levels() string {
	count := func(n int, one, many string) string {
		if n == 1 {
			return "1 " + one
		}
		return fmt.Sprintf("%d %s", n, many)
	}
	return strings.Join([]string{count(ps.Count(Error), "error", "errors"), count(ps.Count(Warning), "warning", "warnings"),
		count(ps.Count(Assumed), "assumed", "assumed"), count(ps.Count(Blank), "blank", "blank")}, ", ")
}
