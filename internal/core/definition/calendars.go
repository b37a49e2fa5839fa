package definition

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"switchboard/internal/core/calendar"
)

var weekdays = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// weekday turns mon..sun (0..6) into Go's Sunday-first number.
func weekday(monFirst int) time.Weekday { return time.Weekday((monFirst + 1) % 7) }

// parseDays reads "mon", "mon-fri", "sat, sun" and "every day" as positions in weekdays.
func parseDays(s string) ([]int, error) {
	if s == "every day" {
		return []int{0, 1, 2, 3, 4, 5, 6}, nil
	}
	var out []int
	for part := range strings.SplitSeq(s, ",") {
		from, to, isRange := strings.Cut(strings.ToLower(strings.TrimSpace(part)), "-")
		a, b := slices.Index(weekdays, from), slices.Index(weekdays, to)
		if !isRange {
			b = a
		}
		if a < 0 || b < 0 {
			return nil, fmt.Errorf("%q names no weekday; write mon, tue, wed, thu, fri, sat or sun, a range such as mon-fri, or \"every day\"", part)
		}
		for d := a; ; d = (d + 1) % 7 {
			out = append(out, d)
			if d == b {
				break
			}
		}
	}
	return out, nil
}

var windowPattern = regexp.MustCompile(`^(\d{2}):(\d{2})-(\d{2}):(\d{2})$`)

// parseWindow reads "07:00-17:00". A window that ends before its beginning ends on the next date.
func parseWindow(s string) (calendar.Window, error) {
	m := windowPattern.FindStringSubmatch(s)
	if m == nil {
		return calendar.Window{}, fmt.Errorf("%q is no stretch of time; write it as \"07:00-17:00\"", s)
	}
	clock := func(h, min string) (time.Duration, bool) {
		hours, _ := strconv.Atoi(h)
		minutes, _ := strconv.Atoi(min)
		d := time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
		return d, minutes < 60 && d <= 24*time.Hour
	}
	from, ok1 := clock(m[1], m[2])
	to, ok2 := clock(m[3], m[4])
	if !ok1 || !ok2 || from == 24*time.Hour {
		return calendar.Window{}, fmt.Errorf("%q names a time that no clock shows; hours go from 00:00 to 24:00", s)
	}
	if to == from {
		return calendar.Window{}, fmt.Errorf("%q ends as it begins; write \"00:00-24:00\" for the whole day, or leave the day out", s)
	}
	if to < from {
		to += 24 * time.Hour
	}
	return calendar.Window{From: from, To: to}, nil
}

// windows reads the hours of one day.
func (r *reader) windows(n *node, path string) (out []calendar.Window, shown []string) {
	for _, item := range n.asList() {
		if item.kind != scalar {
			r.fail(item.pos, path, "%s stands here; write hours such as \"07:00-17:00\"", item.kind)
			continue
		}
		w, err := parseWindow(item.text)
		if err != nil {
			r.fail(item.pos, path, "%s", err)
			continue
		}
		for i, other := range out {
			if w.From < other.To && other.From < w.To {
				r.fail(item.pos, path, "%s overlaps with %s; write the two as one", item.text, shown[i])
			}
		}
		out, shown = append(out, w), append(shown, item.text)
	}
	slices.SortFunc(out, func(a, b calendar.Window) int { return int(a.From - b.From) })
	slices.Sort(shown)
	return out, shown
}

// parseDate reads YYYY-MM-DD and refuses dates that do not exist.
func parseDate(s string) (calendar.Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err == nil {
		return calendar.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}, nil
	}
	if m := regexp.MustCompile(`^(\d{4})-(\d{2})-(\d{2})$`).FindStringSubmatch(s); m != nil {
		return calendar.Date{}, fmt.Errorf("there is no %s in any calendar", s)
	}
	return calendar.Date{}, fmt.Errorf("%q is no date; write it as 2026-12-25", s)
}

// days reads dates with what happens on them: a name (closed), or a block with a name and the hours of a half day.
func (r *reader) days(n *node, path string) []Holiday {
	o := object{r: r, n: &node{kind: mapping, entries: []entry{{key: "dates", value: n}}}, path: path}
	if n == nil || n.kind == empty {
		return nil
	}
	if n.kind != mapping {
		o.r.fail(n.pos, path, "%s stands here; write a date, a colon and the name of the holiday per line", n.kind)
		return nil
	}
	var out []Holiday
	for _, e := range n.entries {
		at := join(path, e.key)
		date, err := parseDate(e.key)
		if err != nil {
			r.fail(e.pos, at, "%s", err)
			continue
		}
		h := r.object(e.value, at, "holiday", "name")
		day := Holiday{Date: e.key, Name: h.need("name"), Certainty: h.choice("certainty", "high", "medium", "low"),
			Why: h.str("why"), date: date}
		day.windows, day.Open = r.windows(h.child("open"), h.at("open"))
		out = append(out, day)
	}
	return out
}

// holidays reads the lists and the feeds they name.
func (r *reader) holidays(o object) []Holidays {
	var out []Holidays
	o.each("holidays", func(id string, n *node, path string) {
		h := r.object(n, path, "holidays", "")
		list := Holidays{ID: id, Source: h.str("source"), Feed: h.str("feed"), Days: r.days(h.child("dates"), h.at("dates")), Mark: h.Mark}
		if list.Feed != "" {
			list.Days = r.feed(h, list)
		}
		list.Spanish = r.spanish(h)
		slices.SortStableFunc(list.Days, func(a, b Holiday) int { return strings.Compare(a.Date, b.Date) })
		if len(list.Days) == 0 && list.Feed == "" && h.n != nil {
			r.fail(h.pos(), path, "the list has no dates; write them under \"dates:\" or name a \"feed:\"")
		}
		out = append(out, list)
	})
	return out
}

// spanish reads what the days are called in Spanish.
func (r *reader) spanish(h object) map[string]string {
	n := h.child("spanish")
	if n == nil || n.kind != mapping {
		return nil
	}
	out := map[string]string{}
	for _, e := range n.entries {
		out[e.key] = r.object(e.value, join(h.at("spanish"), e.key), "text", "en").str("en")
	}
	return out
}

// feed adds the days of an iCalendar file. A date that stands in the file itself keeps its own words and hours.
func (r *reader) feed(h object, list Holidays) []Holiday {
	data, given := r.feeds[list.Feed]
	if !given {
		h.fail("feed", "%q was not given; put the iCalendar file beside the definition", list.Feed)
		return list.Days
	}
	events, err := parseICS(data)
	if err != nil {
		h.fail("feed", "%s: %s", list.Feed, err)
		return list.Days
	}
	if len(events) == 0 && len(list.Days) == 0 {
		h.fail("feed", "%s has no event of a whole day, and the list has no dates of its own", list.Feed)
	}
	own := map[calendar.Date]bool{}
	for _, d := range list.Days {
		own[d.date] = true
	}
	for _, e := range events {
		if own[e.date] {
			continue
		}
		own[e.date] = true
		list.Days = append(list.Days, Holiday{Date: isoDate(e.date), Name: e.name, date: e.date})
	}
	return list.Days
}

func isoDate(d calendar.Date) string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// calendars reads the section and compiles every calendar.
func (r *reader) calendars(o object, d *Definition) {
	d.compiled = map[string]*calendar.Calendar{}
	o.each("calendars", func(id string, n *node, path string) {
		c := r.object(n, path, "calendar", "open")
		info := Calendar{ID: id, Name: c.text("name"), Timezone: d.Timezone, Holidays: c.refs("holidays", "holidays"),
			Days: r.days(c.child("days"), c.at("days")), For: c.refs("for", "classes"), Mark: c.Mark}
		if info.Name.IsZero() {
			info.Name.En = Label(id)
		}
		if zone := c.str("timezone"); zone != "" {
			info.Timezone = zone
		}
		before := len(r.problems)
		info.spec = calendar.Spec{Name: id, Zone: info.Timezone, Days: map[calendar.Date]calendar.Day{}}
		r.week(c, &info)
		r.datedDays(d, &info)
		if len(r.problems) == before && info.Timezone != "" {
			compiled, err := calendar.Compile(info.spec)
			if err != nil {
				r.fail(c.pos(), path, "%s", err)
			}
			d.compiled[id] = compiled
		}
		d.Calendars = append(d.Calendars, info)
	})
}

// reopenClock chooses the calendar for reopening where the file names none: the first that closes, else the first.
func (d *Definition) reopenClock() {
	if d.Reopen.Clock != "" || len(d.Calendars) == 0 {
		return
	}
	c, ok := find(d.Calendars, func(c Calendar) bool { return !c.Always })
	if !ok {
		c = d.Calendars[0]
	}
	d.Reopen.Clock = c.ID
}

// week reads "open": always, or hours by weekday.
func (r *reader) week(c object, info *Calendar) {
	open := c.child("open")
	if open == nil || open.kind == empty {
		c.fail("open", "this calendar never opens, so nothing counted on it would ever be due; write hours such as {mon-fri: \"07:00-17:00\"}, or always")
		return
	}
	if open.kind == scalar {
		if open.text != "always" {
			c.fail("open", "%q stands here; write \"always\", or weekdays and hours such as {mon-fri: \"07:00-17:00\"}", open.text)
		}
		info.Always, info.spec.Always = true, true
		return
	}
	if open.kind != mapping {
		c.fail("open", "%s stands here; write weekdays and hours such as {mon-fri: \"07:00-17:00\"}", open.kind)
		return
	}
	shown, before := map[int][]string{}, len(r.problems)
	for _, e := range open.entries {
		path := join(c.at("open"), e.key)
		days, err := parseDays(e.key)
		if err != nil {
			r.fail(e.pos, path, "%s", err)
			continue
		}
		windows, hours := r.windows(e.value, path)
		for _, day := range days {
			if _, twice := shown[day]; twice {
				r.fail(e.pos, path, "the hours of %s stand here a second time", weekdays[day])
			}
			shown[day] = hours
			info.spec.Week[weekday(day)] = windows
		}
	}
	for day, name := range weekdays {
		if len(shown[day]) > 0 {
			info.Open = append(info.Open, DayOpen{name, shown[day]})
		}
	}
	if len(info.Open) == 0 && len(r.problems) == before { // hours that cannot be read are told already
		c.fail("open", "this calendar never opens, so nothing counted on it would ever be due; give at least one weekday its hours")
	}
	r.overnight(c, info)
}

// overnight refuses a shift that runs into the first one of the next day.
func (r *reader) overnight(c object, info *Calendar) {
	for day := range weekdays {
		today, tomorrow := info.spec.Week[weekday(day)], info.spec.Week[weekday((day+1)%7)]
		if len(today) == 0 || len(tomorrow) == 0 {
			continue
		}
		if last := today[len(today)-1]; last.To-24*time.Hour > tomorrow[0].From {
			c.fail("open", "the last hours of %s run into those of %s; end them where the others begin", weekdays[day], weekdays[(day+1)%7])
		}
	}
}

// datedDays lays the holidays over the week, and the calendar's own days over the holidays.
func (r *reader) datedDays(d *Definition, info *Calendar) {
	for _, id := range info.Holidays {
		list, _ := find(d.Holidays, func(h Holidays) bool { return h.ID == id })
		for _, day := range list.Days {
			info.spec.Days[day.date] = calendar.Day{Name: day.Name, Windows: day.windows}
		}
	}
	for _, day := range info.Days {
		info.spec.Days[day.date] = calendar.Day{Name: day.Name, Windows: day.windows}
	}
}
