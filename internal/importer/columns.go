package importer

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"switchboard/internal/fault"
)

// Row is one line of the ServiceNow incident log: the incident as it stood after an update. What the log does not
// know ("?") is empty or zero.
type Row struct {
	Line                               int
	Number, State                      string
	Caller, OpenedBy, UpdatedBy        string
	Contact, Location                  string
	Category, Subcategory, Symptom, CI string
	Impact, Urgency, Priority          string
	Group, Assignee                    string
	ClosedCode, ResolvedBy             string
	MadeSLA                            string // "true" or "false", the log's own verdict
	Reopens                            int
	Opened, Updated, Resolved          time.Time
}

// needed are the columns without which a history cannot be told.
var needed = []string{"number", "incident_state", "caller_id", "opened_at", "sys_updated_at", "contact_type", "impact",
	"urgency", "priority", "assignment_group", "assigned_to"}

// columns are where each column stands.
type columns struct {
	at    map[string]int
	count int
	zone  *time.Location
}

// header reads the first row. Errors: Invalid, with the columns that are missing.
func header(t *table, file string, zone *time.Location) (columns, error) {
	c := columns{at: map[string]int{}, zone: zone}
	first, err := t.next()
	if err == io.EOF {
		return c, fault.New(fault.Invalid, "%s is empty", file)
	}
	if err != nil {
		return c, fault.New(fault.Invalid, "%s is not a CSV file of incidents: its first line cannot be read: %v", file, err)
	}
	for i, name := range first.fields {
		name = strings.ToLower(strings.TrimSpace(name))
		if _, twice := c.at[name]; twice && slices.Contains(needed, name) {
			return c, fault.New(fault.Invalid, "%s has two columns %q; keep the one that counts", file, name)
		}
		c.at[name] = i
	}
	c.count = len(first.fields)
	var missing []string
	for _, name := range needed {
		if _, ok := c.at[name]; !ok {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		return c, fault.New(fault.Invalid, "%s lacks the columns %s; the first line must name them (it begins with %q)",
			file, strings.Join(missing, ", "), clip(strings.Join(first.fields, ","), 60))
	}
	return c, nil
}

// row gives the fields their meaning. Errors: *badRow.
func (c columns) row(r row, last bool) (Row, error) {
	if len(r.fields) != c.count {
		if last && len(r.fields) < c.count {
			return Row{}, &badRow{r.line, "the file ends in the middle of this row; it was cut off", true}
		}
		return Row{}, &badRow{line: r.line, reason: fmt.Sprintf("%d columns where the first line has %d", len(r.fields), c.count)}
	}
	text := func(name string) string {
		i, ok := c.at[name]
		if !ok {
			return ""
		}
		s := strings.Join(strings.Fields(r.fields[i]), " ")
		if s == "?" {
			return ""
		}
		return clip(s, 200)
	}
	out := Row{
		Line: r.line, Number: text("number"), State: text("incident_state"), Caller: text("caller_id"),
		OpenedBy: text("opened_by"), UpdatedBy: text("sys_updated_by"), Contact: text("contact_type"),
		Location: text("location"), Category: text("category"), Subcategory: text("subcategory"), Symptom: text("u_symptom"),
		CI: text("cmdb_ci"), Impact: text("impact"), Urgency: text("urgency"), Priority: text("priority"),
		Group: text("assignment_group"), Assignee: text("assigned_to"), ClosedCode: text("closed_code"),
		ResolvedBy: text("resolved_by"), MadeSLA: text("made_sla"),
	}
	switch {
	case out.Number == "":
		return out, &badRow{line: r.line, reason: "no incident number"}
	case out.State == "":
		return out, &badRow{line: r.line, reason: "no incident_state"}
	}
	for _, t := range []struct {
		name   string
		to     *time.Time
		needed bool
	}{{"opened_at", &out.Opened, true}, {"sys_updated_at", &out.Updated, true}, {"resolved_at", &out.Resolved, false}} {
		s := text(t.name)
		if s == "" && !t.needed {
			continue
		}
		at, err := localTime(s, c.zone)
		if err != nil {
			return out, &badRow{line: r.line, reason: fmt.Sprintf("%s: %v", t.name, err)}
		}
		*t.to = at
	}
	out.Reopens, _ = strconv.Atoi(text("reopen_count")) // a count that is no number tells nothing
	return out, nil
}

const layout = "2/1/2006 15:04"

// localTime reads dd/mm/yyyy HH:MM, as the log writes it, in a zone that the log does not name.
func localTime(s string, zone *time.Location) (time.Time, error) {
	at, err := time.ParseInLocation(layout, s, zone)
	if err != nil || at.Year() < 1990 || at.Year() > 2100 {
		return time.Time{}, fmt.Errorf("%q is not a time like 29/2/2016 01:16", clip(s, 40))
	}
	return settle(at, s).UTC(), nil
}

// settle gives a local time that a change of clocks skipped or doubled one meaning: skipped, it moves forward by the
// gap; doubled, it is the first (CLOCKS, "Business days, exactly").
func settle(at time.Time, s string) time.Time {
	wanted, err := time.Parse(layout, s)
	if err != nil {
		return at
	}
	_, offset := at.Zone()
	if skipped := wanted.Sub(at.Add(time.Duration(offset) * time.Second).UTC()); skipped > 0 {
		return at.Add(skipped)
	}
	_, before := at.Add(-3 * time.Hour).Zone()
	if earlier := at.Add(time.Duration(offset-before) * time.Second); before > offset && sameWall(earlier, at) {
		return earlier
	}
	return at
}

func sameWall(a, b time.Time) bool { return a.Format(layout) == b.Format(layout) }

// clip cuts a text at a letter, to at most n bytes.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xc0 == 0x80 {
		n--
	}
	return s[:n]
}
