package definition

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"switchboard/internal/core/calendar"
)

// Bounds of a feed: a century of holidays has fewer.
const (
	maxFeedBytes  = 1 << 20
	maxFeedEvents = 4000
	maxEventDays  = 31
)

type icsEvent struct {
	date calendar.Date
	name string
}

// parseICS reads the all-day events of an iCalendar feed (RFC 5545), one per date. Holidays are published as all-day
// events; events with a time of day, cancelled ones and repetitions by rule are not holidays we could be sure of:
// the first two are passed over, the last refused.
func parseICS(data []byte) ([]icsEvent, error) {
	if len(data) > maxFeedBytes {
		return nil, fmt.Errorf("the feed has %d bytes; %d are allowed", len(data), maxFeedBytes)
	}
	if !utf8.Valid(data) {
		return nil, errors.New("the feed is not UTF-8 (RFC 5545, 3.1.4)")
	}
	lines := unfold(data)
	if len(lines) == 0 || lines[0] != "BEGIN:VCALENDAR" {
		return nil, errors.New("this is no iCalendar feed; it must begin with BEGIN:VCALENDAR")
	}
	var out []icsEvent
	var event map[string]string
	nested := 0
	for i, line := range lines {
		name, value := property(line)
		switch {
		case name == "BEGIN" && value == "VEVENT":
			event, nested = map[string]string{}, 0
		case event == nil:
		case name == "END" && value == "VEVENT":
			days, err := eventDays(event)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", i+1, err)
			}
			if out = append(out, days...); len(out) > maxFeedEvents {
				return nil, fmt.Errorf("the feed has more than %d days", maxFeedEvents)
			}
			event = nil
		case name == "BEGIN": // an alarm inside the event
			nested++
		case name == "END":
			nested--
		case nested == 0:
			event[name] = value
		}
	}
	if event != nil || lines[len(lines)-1] != "END:VCALENDAR" {
		return nil, errors.New("the feed is cut off; it must end with END:VCALENDAR")
	}
	return out, nil
}

// unfold joins continued lines (RFC 5545, 3.1); line numbers in errors are those of the unfolded text.
func unfold(data []byte) []string {
	text := strings.ReplaceAll(string(bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff")))), "\r\n", "\n")
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\n ", ""), "\n\t", "")
	return strings.Split(text, "\n")
}

// property splits "DTSTART;VALUE=DATE:20261126" into its name, with VALUE=DATE kept as "DTSTART;DATE", and its value.
func property(line string) (name, value string) {
	head, value, _ := strings.Cut(line, ":")
	name, params, _ := strings.Cut(strings.ToUpper(head), ";")
	if (name == "DTSTART" || name == "DTEND") && strings.Contains(";"+params+";", ";VALUE=DATE;") {
		name += ";DATE"
	}
	return name, value
}

func eventDays(event map[string]string) ([]icsEvent, error) {
	name := strings.TrimSpace(strings.NewReplacer(`\,`, ",", `\;`, ";", `\n`, " ", `\N`, " ", `\\`, `\`).Replace(event["SUMMARY"]))
	start, allDay := event["DTSTART;DATE"]
	if !allDay || event["STATUS"] == "CANCELLED" {
		return nil, nil
	}
	if event["RRULE"] != "" || event["RDATE"] != "" {
		return nil, fmt.Errorf("%q repeats by a rule; export the feed with one event per date", name)
	}
	if name == "" {
		return nil, fmt.Errorf("the event on %s has no SUMMARY; a holiday needs a name", start)
	}
	from, err := time.Parse("20060102", start)
	if err != nil {
		return nil, fmt.Errorf("%q: there is no %s in any calendar", name, start)
	}
	to := from.AddDate(0, 0, 1)
	if end, given := event["DTEND;DATE"]; given {
		if to, err = time.Parse("20060102", end); err != nil || !to.After(from) || to.Sub(from) > maxEventDays*24*time.Hour {
			return nil, fmt.Errorf("%q ends on %s, which is not 1 to %d days after %s", name, end, maxEventDays, start)
		}
	}
	var out []icsEvent
	for day := from; day.Before(to); day = day.AddDate(0, 0, 1) {
		out = append(out, icsEvent{calendar.Date{Year: day.Year(), Month: day.Month(), Day: day.Day()}, name})
	}
	return out, nil
}
