package definition_test

import (
	"strings"
	"testing"

	"switchboard/internal/core/definition"
)

// A feed is refused with its line and what to do; what is no holiday is passed over.
func TestFeeds(t *testing.T) {
	minimal := string(read(t, "testdata/minimal.yaml"))
	data := []byte(strings.Replace(minimal, "    dates:\n      2026-12-25: Christmas Day", "    feed: days.ics", 1))
	event := func(lines string) string {
		return "BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + lines + "\nEND:VEVENT\nEND:VCALENDAR\n"
	}
	for name, test := range map[string]struct{ feed, want string }{
		"no feed":       {"<html>", "this is no iCalendar feed"},
		"empty":         {"", "this is no iCalendar feed"},
		"cut off":       {"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261225", "the feed is cut off"},
		"wrong date":    {event("DTSTART;VALUE=DATE:20260230\nSUMMARY:x"), "line 5: \"x\": there is no 20260230 in any calendar"},
		"no name":       {event("DTSTART;VALUE=DATE:20261225"), "has no SUMMARY"},
		"by a rule":     {event("DTSTART;VALUE=DATE:20261225\nSUMMARY:x\nRRULE:FREQ=YEARLY"), "repeats by a rule"},
		"ends before":   {event("DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261225\nSUMMARY:x"), "which is not 1 to 31 days after"},
		"a whole year":  {event("DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20270101\nSUMMARY:x"), "which is not 1 to 31 days after"},
		"meetings only": {event("DTSTART:20261225T090000Z\nSUMMARY:x"), "has no event of a whole day"},
		"too large":     {strings.Repeat("x", 2<<20), "bytes; 1048576 are allowed"},
		"not UTF-8":     {"BEGIN:VCALENDAR\nX:\xff\nEND:VCALENDAR", "the feed is not UTF-8"},
		"too many":      {"BEGIN:VCALENDAR\n" + strings.Repeat("BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20260131\nSUMMARY:x\nEND:VEVENT\n", 200) + "END:VCALENDAR", "more than 4000 days"},
	} {
		d, problems := definition.ParseWith("x.yaml", data, map[string][]byte{"days.ics": []byte(test.feed)})
		if d != nil || !strings.Contains(problems.Error(), "holidays.state.feed: days.ics") || !strings.Contains(problems.Error(), test.want) {
			t.Errorf("%s: got %v, want %q", name, problems, test.want)
		}
	}
	good := "\ufeffBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;TZID=x;VALUE=DATE:20261225\r\nSUMMARY;LANGUAGE=en:Christmas\\; the\r\n  day\r\nEND:VEVENT\r\nEND:VCALENDAR"
	d, problems := definition.ParseWith("x.yaml", data, map[string][]byte{"days.ics": []byte(good)})
	if d == nil {
		t.Fatal(problems)
	}
	if got := d.Holidays[0].Days[0]; got.Date != "2026-12-25" || got.Name != "Christmas; the day" {
		t.Errorf("got %+v", got)
	}
}
