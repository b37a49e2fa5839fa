package portal

import (
	"strings"
	"time"

	"switchboard/internal/core/calendar"
	"switchboard/internal/core/definition/render"
)

// opening is what the start page says of the desk's hours.
type opening struct {
	Open   bool
	Until  string // "Until 5 p.m. today", "Opens Monday, 7 a.m."
	Week   string // "Monday to Friday, 7 a.m. to 5 p.m."
	Closed []string
}

// holidaysAhead is how many days ahead a day of other hours is announced.
const holidaysAhead = 14

// opening tells whether the desk is open, by the calendar in which people answer.
func (v voice) opening() (opening, bool) {
	id := v.deskHours()
	cal := v.def.Calendar(id)
	if cal == nil {
		return opening{}, false
	}
	now, err := cal.At(v.now)
	if err != nil {
		return opening{}, false
	}
	o := opening{Open: now.Open, Until: v.until(now, cal), Week: v.week(id)}
	for i := range holidaysAhead {
		if s := v.special(cal, cal.Date(v.now).AddDays(i)); s != "" {
			o.Closed = append(o.Closed, s)
		}
	}
	return o, true
}

// deskHours is the calendar of the fastest channel on which people answer, else that of the desk's team.
func (v voice) deskHours() string {
	hours, rank := "", 0
	for _, c := range v.def.Channels {
		if c.Hours != "" && (hours == "" || c.Rank < rank) {
			hours, rank = c.Hours, c.Rank
		}
	}
	if hours == "" {
		if t, ok := v.def.Team(v.def.DeskTeam()); ok {
			hours = t.Hours
		}
	}
	return hours
}

// until says how long what now is lasts.
func (v voice) until(now calendar.Now, cal *calendar.Calendar) string {
	switch {
	case now.Open && cal.Always():
		return v.T("portal.hours.always")
	case now.Until.IsZero():
		return ""
	case now.Open:
		return v.T("portal.hours.until", "moment", v.untilWords(now.Until))
	case now.Name != "":
		return v.T("portal.hours.opens.holiday", "moment", v.within(now.Until), "name", v.holiday(now.Name))
	}
	return v.T("portal.hours.opens", "moment", v.within(now.Until))
}

// holiday is what a day off is called in the reader's language.
func (v voice) holiday(name string) string { return v.def.HolidayName(name, string(v.Lang())) }

// untilWords says a closing: the same day's as a time of day alone, since "until" is about now.
func (v voice) untilWords(t time.Time) string {
	if calendar.DateOf(t.In(v.zone)) == calendar.DateOf(v.now.In(v.zone)) {
		return v.T("portal.hours.today", "clock", v.Clock(t.In(v.zone)))
	}
	return v.within(t)
}

// special announces a date of other hours than its weekday's.
func (v voice) special(cal *calendar.Calendar, d calendar.Date) string {
	windows, name := cal.Hours(d)
	if name == "" || cal.Always() {
		return ""
	}
	date := v.DateWithin(time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, v.zone), v.now, v.zone)
	if len(windows) == 0 {
		return v.T("portal.hours.closed", "date", date, "name", v.holiday(name))
	}
	return upper(v.T("portal.hours.short", "date", date, "name", v.holiday(name), "hours", v.windows(windows)))
}

func (v voice) windows(ws []calendar.Window) string {
	var out []string
	for _, w := range ws {
		out = append(out, v.T("portal.hours.span", "from", v.timeOfDay(w.From), "to", v.timeOfDay(w.To)))
	}
	return strings.Join(out, ", ")
}

func (v voice) timeOfDay(d time.Duration) string {
	if d%(24*time.Hour) == 0 {
		return v.T("portal.hours.midnight")
	}
	return v.Clock(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).Add(d))
}

// week says a calendar's weekly hours as the public page does: "Monday to Friday, 7 a.m. to 5 p.m.".
func (v voice) week(id string) string {
	week := upper(render.Week(v.def, v.Printer, id))
	if info, ok := v.def.CalendarInfo(id); ok && len(info.Holidays) > 0 {
		return v.T("portal.hours.except", "week", week)
	}
	return week
}
