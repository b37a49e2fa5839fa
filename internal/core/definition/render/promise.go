package render

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/wording"
)

// Amount says an amount: "2 business days", "4 hours in which we are open".
func Amount(words wording.Printer, a sla.Amount) string { return builder{p: words}.amount(a) }

// Levels says the promises alone, for pages that need no more than them.
func Levels(d *definition.Definition, words wording.Printer) []Level {
	return builder{d: d, p: words, lang: string(words.Lang())}.levels()
}

// levels groups the promises by class, and those of a channel that hold for every class once.
func (b builder) levels() []Level {
	var out []Level
	for _, class := range b.d.Classes {
		level := Level{Class: class.ID, Name: b.in(class.Name), Means: b.in(class.Means)}
		var own []definition.Target
		for _, t := range b.d.Targets {
			if t.Class == class.ID && !t.Moved && !b.everywhere(t) {
				own = append(own, t)
			}
		}
		if len(own) > 0 && !slices.ContainsFunc(own, func(t definition.Target) bool { return !b.always(t) }) {
			level.Hours = b.p.T("service.always")
		}
		for _, t := range own {
			level.Promises = append(level.Promises, b.promise(t, level.Hours != ""))
		}
		if class.OnTask {
			level.Task = b.p.T("service.task")
		}
		out = append(out, level)
	}
	return append(out, b.channelLevels()...)
}

// everywhere reports whether a target of a channel is the same for every class, so that the page says it once.
func (b builder) everywhere(t definition.Target) bool {
	if t.When == nil || t.When.Channel == "" {
		return false
	}
	n := 0
	for _, other := range b.d.Targets {
		if other.When != nil && *other.When == *t.When && other.Metric == t.Metric && other.Amount == t.Amount {
			n++
		}
	}
	return n == len(b.d.Classes) && n > 1
}

// agreements says the overrides that only count on other hours, a line each.
func (b builder) agreements() []Line {
	var out []Line
	for _, o := range b.d.Overrides {
		if o.Clock == "" {
			continue
		}
		text := b.p.T("service.agreement", "condition", b.condition(&o.When), "hours", b.calendarText(o.Clock))
		out = append(out, Line{Text: upperFirst(text), Note: b.remark(o.Mark), Ref: o.Ref})
	}
	return out
}

func (b builder) channelLevels() []Level {
	var out []Level
	for _, t := range b.d.Targets {
		if t.Class != b.d.Classes[0].ID || !b.everywhere(t) {
			continue
		}
		channel, _ := b.d.Channel(t.When.Channel)
		i := slices.IndexFunc(out, func(l Level) bool { return l.Name == b.in(channel.Name) })
		if i < 0 {
			out = append(out, Level{Name: b.in(channel.Name)})
			i = len(out) - 1
		}
		when := *t.When
		when.Channel = "" // it is the name of the level
		t.When = &when
		out[i].Promises = append(out[i].Promises, b.promise(t, false))
	}
	return out
}

func (b builder) promise(t definition.Target, hoursSaid bool) Promise {
	out := Promise{Metric: t.Metric, Obligation: t.Obligation, Kind: b.p.T("service.kind." + string(t.Obligation)), Note: b.in(t.Note), Ref: t.Ref}
	out.Text = b.in(t.Says)
	if out.Text == "" {
		out.Text = b.counted(t, hoursSaid)
	}
	if t.Attainment > 0 {
		out.Text = b.p.T("service.promise.kept", "promise", out.Text, "percent", percent(t.Attainment))
	}
	if when := b.condition(t.When); when != "" {
		out.Text = b.p.T("service.promise.for", "promise", out.Text, "condition", when)
	}
	switch t.Obligation {
	case sla.Goal, sla.Expectation:
		out.Text = b.p.T("service.promise."+string(t.Obligation), "promise", definition.InSentence(out.Text))
	}
	return out
}

// counted says what is measured, where the file has no words of its own for it.
func (b builder) counted(t definition.Target, hoursSaid bool) string {
	key := "service.promise." + string(t.Metric)
	within := b.amount(t.Amount)
	if t.Metric == sla.Update {
		key += "." + t.Audience
		if t.Amount == (sla.Amount{Unit: sla.BusinessDays, Days: 2}) {
			within = b.p.T("service.time.other") // CO-32: "every other business day"
		}
	}
	text := b.p.T(key, "time", within, "who", upperFirst(b.list("service.word.or", b.roles(t.By))))
	switch {
	case b.always(t) && !hoursSaid:
		return b.p.T("service.promise.always", "promise", text)
	case t.StartsOpen && t.Amount.Unit == sla.Elapsed && !b.always(t):
		return b.p.T("service.promise.open", "promise", text)
	}
	return text
}

// always reports whether a target counts day and night, from the moment of receipt.
func (b builder) always(t definition.Target) bool {
	c, _ := b.d.CalendarInfo(t.Calendar)
	return t.Amount.Unit == sla.Elapsed && (!t.StartsOpen || c.Always)
}

func (b builder) amount(a sla.Amount) string {
	switch a.Unit {
	case sla.BusinessDays:
		return b.p.N("service.time.business", a.Days)
	case sla.CalendarDays:
		return b.p.N("service.time.calendar", a.Days)
	case sla.ByDate:
		return b.p.T("asking.amount.date")
	case sla.Service:
		return b.p.T("service.time.service", "time", b.span(a.Time))
	default:
		return b.span(a.Time)
	}
}

// span says hours as hours, also beyond a day: "48 hours" is what was promised, not "2 days".
func (b builder) span(d time.Duration) string {
	var parts []string
	for _, unit := range []struct {
		key string
		of  time.Duration
	}{{"spell.hours", time.Hour}, {"spell.minutes", time.Minute}, {"spell.seconds", time.Second}} {
		if n := int(d / unit.of); n > 0 {
			parts = append(parts, b.p.N(unit.key, n))
			d -= time.Duration(n) * unit.of
		}
	}
	return strings.Join(parts, " ")
}

func (b builder) condition(c *definition.Condition) string {
	if c == nil {
		return ""
	}
	service, _ := b.d.Service(c.Service)
	channel, _ := b.d.Channel(c.Channel)
	team, _ := b.d.Team(c.Team)
	var out []string
	for _, one := range []struct{ key, name string }{
		{"service", definition.InSentence(b.in(service.Name))}, {"agency", definition.Label(c.Agency)}, {"team", b.in(team.Name)},
		{"channel", definition.InSentence(b.in(channel.Name))}, {"from", c.From}, {"until", c.Until}} {
		if one.name != "" {
			out = append(out, b.p.T("service.when."+one.key, "name", one.name))
		}
	}
	return b.list("service.word.and", out)
}

func (b builder) goals() []Line {
	var out []Line
	for _, g := range b.d.Goals {
		name := b.in(g.Name)
		text := b.p.T("service.goal.trend", "name", name, "trend", b.trend(g.Trend))
		if g.Percent > 0 {
			text = b.p.T("service.goal.least", "name", name, "percent", percent(g.Percent))
		}
		out = append(out, Line{ID: g.ID, Text: text, Note: b.remark(g.Mark), Ref: g.Ref})
	}
	return out
}

func (b builder) trend(words string) string {
	if key := "service.trend." + strings.ReplaceAll(words, " ", "_"); b.p.Has(key) {
		return b.p.T(key)
	}
	return words
}

// list joins words: "a, b or c".
func (b builder) list(key string, words []string) string {
	switch n := len(words); n {
	case 0:
		return ""
	case 1:
		return words[0]
	default:
		return b.p.T(key, "one", strings.Join(words[:n-1], ", "), "two", words[n-1])
	}
}

func percent(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) + "\u00a0%" }

func first(words ...string) string {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return ""
}
