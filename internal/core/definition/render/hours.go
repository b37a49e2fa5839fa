package render

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/wording"
)

// reach says the channels in the order of their rank.
func (b builder) reach() []Way {
	channels := slices.Clone(b.d.Channels)
	slices.SortStableFunc(channels, func(x, y definition.Channel) int { return rank(x) - rank(y) })
	var out []Way
	for _, c := range channels {
		w := Way{ID: c.ID, Name: b.in(c.Name), Says: b.in(c.Says), Hours: b.channelHours(c), Ref: c.Ref}
		switch {
		case c.Number != "":
			w.Shown, w.Href = c.Shown, "tel:"+c.Number
		case c.Address != "":
			w.Shown, w.Href = c.Address, "mailto:"+c.Address
		}
		out = append(out, w)
	}
	return out
}

func rank(c definition.Channel) int {
	if c.Rank == 0 {
		return 100
	}
	return c.Rank
}

func (b builder) channelHours(c definition.Channel) string {
	if !c.Intake {
		return b.p.T("service.out")
	}
	hours := b.p.T("service.any")
	if id := first(c.Hours, c.Read); id != "" {
		hours = b.calendarText(id)
	}
	if c.AfterHours == "" {
		return hours
	}
	var classes []string
	for _, id := range c.AfterFor {
		info, _ := b.d.ClassInfo(id)
		classes = append(classes, definition.InSentence(b.in(info.Name)))
	}
	return b.p.T("service.also", "hours", hours, "classes", b.list("service.word.and", classes), "more", b.calendarText(c.AfterHours))
}

func (b builder) allHours() []Hours {
	var out []Hours
	for _, c := range b.d.Calendars {
		h := Hours{Name: b.in(c.Name), Text: upperFirst(b.calendarText(c.ID)), Note: b.remark(c.Mark), Ref: c.Ref}
		if h.Name != h.Text || h.Note != "" {
			out = append(out, h)
		}
	}
	return out
}

// Week says the weekly hours of a calendar: "Monday to Friday, 7 a.m. to 5 p.m.".
func Week(d *definition.Definition, words wording.Printer, id string) string {
	return builder{d: d, p: words, lang: string(words.Lang())}.calendarText(id)
}

// calendarText says a week: "Monday to Friday, 7 a.m. to 5 p.m.". Days with the same hours that follow each other are
// said together.
func (b builder) calendarText(id string) string {
	c, _ := b.d.CalendarInfo(id)
	if c.Always {
		return b.p.T("service.always")
	}
	var out []string
	for i := 0; i < len(c.Open); {
		j := i
		for j+1 < len(c.Open) && slices.Equal(c.Open[j+1].Hours, c.Open[i].Hours) && dayNumber(c.Open[j+1].Day) == dayNumber(c.Open[j].Day)+1 {
			j++
		}
		days := b.weekday(c.Open[i].Day)
		if j > i {
			days = b.p.T("service.word.to", "one", days, "two", b.weekday(c.Open[j].Day))
		}
		if hours := b.windows(c.Open[i].Hours); hours != "" {
			days += ", " + hours
		}
		out = append(out, days)
		i = j + 1
	}
	return strings.Join(out, "; ")
}

func dayNumber(day string) int {
	return slices.Index([]string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}, day)
}

func (b builder) weekday(day string) string {
	return b.p.Weekday(time.Weekday((dayNumber(day) + 1) % 7))
}

// windows says hours of one day; a whole day needs no words.
func (b builder) windows(hours []string) string {
	var out []string
	for _, h := range hours {
		if h == "00:00-24:00" {
			return ""
		}
		from, to, _ := strings.Cut(h, "-")
		out = append(out, b.p.T("service.word.to", "one", b.clock(from), "two", b.clock(to)))
	}
	return b.list("service.word.and", out)
}

func (b builder) clock(hhmm string) string {
	t, err := time.Parse("15:04", hhmm)
	if err != nil { // "24:00", which the definition allows
		t = time.Time{}
	}
	return b.p.Clock(t)
}

func (b builder) holidays() []Holiday {
	var out []Holiday
	for _, list := range b.d.Holidays {
		for _, day := range list.Days {
			date, err := time.ParseInLocation(time.DateOnly, day.Date, b.d.Zone())
			if err != nil || !b.today.IsZero() && date.Before(b.today.AddDate(0, 0, -1)) {
				continue
			}
			var notes []string
			if len(day.Open) > 0 {
				notes = append(notes, b.p.T("service.holiday.half", "hours", b.windows(day.Open)))
			}
			if day.Certainty == "medium" || day.Certainty == "low" {
				notes = append(notes, b.p.T("service.holiday.unsure", "why", day.Why))
			}
			out = append(out, Holiday{Date: day.Date, Name: b.d.HolidayName(day.Name, b.lang), When: b.date(date), Note: strings.Join(notes, "; ")})
		}
	}
	slices.SortStableFunc(out, func(x, y Holiday) int { return cmp.Compare(x.Date, y.Date) })
	return slices.CompactFunc(out, func(x, y Holiday) bool { return x.Date == y.Date && x.Name == y.Name })
}

// date says a date with its year, whatever year it is.
func (b builder) date(t time.Time) string {
	return b.p.Date(t, t.AddDate(-2, 0, 0), b.d.Zone())
}
