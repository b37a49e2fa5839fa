package filter_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard/internal/core/filter"
	"switchboard/internal/fault"
)

var desk = filter.Vocabulary{
	Aliases: map[string]string{"provider_group": "team", "technician": "assignee"},
	Values: map[string][]filter.Option{
		"team":  {{ID: "desk"}, {ID: "network", Names: []string{"Network Services", "Servicios de Red"}}, {ID: "fax", Retired: true}},
		"class": {{ID: "high"}, {ID: "urgent"}, {ID: "low"}},
	},
}

func TestParse(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"", ""},
		{"   ", ""},
		{"printer", "printer"},
		{`"badge   printer"`, `"badge printer"`},
		{`team:network status:open class:high,urgent assignee:me due<2h requester:Dana@Agency.gov -channel:mail received>=2026-11-01 "badge printer"`,
			`team:network status:open class:high,urgent assignee:me due<2h requester:dana@agency.gov -channel:mail received>=2026-11-01 "badge printer"`},
		{`team:"network services" TEAM:FAX`, "team:network team:fax"},
		{"provider_group:mine technician:none", "team:mine assignee:none"},
		{"class:high,HIGH,low", "class:high,low"},
		{"is:overdue,waiting sort:-received", "is:overdue,waiting sort:-received"},
		{"sort:due printer", "printer sort:due"},
		{"received:2026-11-01..2026-11-30", "received:2026-11-01..2026-11-30"},
		{"received:-7d..", "received:-7d.."},
		{"received:Today due:none", "received:today due:none"},
		{"received>2026-11-01t14:30", "received>2026-11-01T14:30"},
		{"due<+2h", "due<2h"},
		{"number:#104233,7", "number:104233,7"},
		{"subject:printer -subject:fax", "subject:printer -subject:fax"},
		{`at 10:30 http://intranet/a?b "a<b"`, `at 10:30 http://intranet/a?b "a<b"`},
		{`"team:network"`, `"team:network"`},
		{`"-x" - ... "say \"hi\""`, `"-x" "say \"hi\""`},
		{"a.b@c.gov INC0000045", "a.b@c.gov INC0000045"},
	} {
		f, err := filter.Parse(test.text, desk)
		if err != nil {
			t.Errorf("%q: %v", test.text, err)
			continue
		}
		if got := f.String(); got != test.want {
			t.Errorf("%q: got %q, want %q", test.text, got, test.want)
		}
	}
}

// An error says where, and what to write there.
func TestTrouble(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"priner teem:network", `column 8: there is no field "teem"; do you mean team?`},
		{"zzzzzz:1", `column 1: there is no field "zzzzzz"; there are is, status, team,`},
		{"team:netwrok", `column 6: team has no "netwrok"; do you mean network?`},
		{"class:zzzzzz", `column 7: class has no "zzzzzz"; it has high, urgent, low`},
		{"is:opne", `column 4: is has no "opne"; do you mean open?`},
		{"status:new,shut", `column 12: status has no "shut"`},
		{"team:network,", `column 14: a value is missing after "team:"`},
		{"team:", `column 6: a value is missing after "team:"`},
		{`assignee:" "`, `column 10: a value is missing after "assignee:"`},
		{`x "open end`, "column 3: the quotation mark is not closed"},
		{"due<soon", `column 5: "soon" is no time`},
		{"received>=2026-13-01", `column 11: "2026-13-01" is no time`},
		{"due:2h", "column 1: compare it, as in due<2h, or name a day"},
		{"received:2026-11-01,2026-11-02", "column 1: one time stands here, or a range"},
		{"a<b", `column 1: there is no field "a"`},
		{"team<network", `column 1: only times are compared with "<"; write team:`},
		{"sort:due sort:changed", "column 10: name one order"},
		{"number:abc", `column 8: "abc" is not a number of a ticket`},
		{"team:network -printer", "to leave a word out, write at least one"},
		{"\x00", "this is not valid UTF-8 text"},
		{"\xff", "this is not valid UTF-8 text"},
		{strings.Repeat("a ", 31), "column 61: a filter has at most 30 terms"},
		{strings.Repeat("a", 1001), "a filter has at most 1000 characters"},
		{"number:" + strings.Repeat("1,", 60), "column 108: a list has at most 50 values"},
	} {
		_, err := filter.Parse(test.text, desk)
		if !fault.Is(err, fault.Invalid) || !strings.HasPrefix(err.Error(), "q: ") || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%.40q: got %v, want %q", test.text, err, test.want)
		}
	}
}

func TestOrder(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"", "-received"},
		{"requester:dana@example.gov", "-received"},
		{"is:open", "due"},
		{"is:reopened", "-received"},
		{"is:open,reopened", "-received"},
		{"status:open", "due"},
		{"status:new,pending", "due"},
		{"status:pending,closed", "-received"},
		{"-is:open", "-received"},
		{"is:open printer", "rank"},
		{"is:open printer sort:due", "due"},
		{"is:open sort:rank", "due"},
		{"sort:number", "number"},
	} {
		f, err := filter.Parse(test.text, desk)
		if err != nil {
			t.Fatal(err)
		}
		if got := f.Order().String(); got != test.want {
			t.Errorf("%q: order %s, want %s", test.text, got, test.want)
		}
	}
}

// A day is a day of the desk's zone, also when clocks change: 1 November 2026 has 25 hours in Denver.
func TestBounds(t *testing.T) {
	zone, err := time.LoadLocation("America/Denver")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 2, 10, 0, 0, 0, zone)
	at := func(text string) int64 {
		m, err := time.ParseInLocation("2006-01-02 15:04:05.000", text, zone)
		if err != nil {
			t.Fatal(err)
		}
		return m.UnixMilli()
	}
	const begin, end = -1 << 63, 1<<63 - 1
	for _, test := range []struct {
		text        string
		first, last int64
	}{
		{"received:2026-11-01", at("2026-11-01 00:00:00.000"), at("2026-11-01 23:59:59.999")},
		{"received:yesterday", at("2026-11-01 00:00:00.000"), at("2026-11-01 23:59:59.999")},
		{"received:2026-11-01..2026-11-02", at("2026-11-01 00:00:00.000"), at("2026-11-02 23:59:59.999")},
		{"received:..2026-11-01", begin, at("2026-11-01 23:59:59.999")},
		{"received<2026-11-01", begin, at("2026-11-01 00:00:00.000") - 1},
		{"received<=2026-11-01", begin, at("2026-11-01 23:59:59.999")},
		{"received>2026-11-01", at("2026-11-02 00:00:00.000"), end},
		{"received>=2026-11-01", at("2026-11-01 00:00:00.000"), end},
		{"received>=2026-11-01T14:30", at("2026-11-01 14:30:00.000"), end},
		{"received>-1d", at("2026-11-01 10:00:00.000") + 1, end},
		{"received>=-1w", at("2026-10-26 10:00:00.000"), end},
		{"due<2h", begin, at("2026-11-02 12:00:00.000") - 1},
		{"due<=30m", begin, at("2026-11-02 10:30:00.000")},
		{"due<now", begin, at("2026-11-02 10:00:00.000") - 1},
	} {
		f, err := filter.Parse(test.text, desk)
		if err != nil {
			t.Fatal(err)
		}
		if first, last := f.Terms[0].Span.Bounds(now, zone); first != test.first || last != test.last {
			t.Errorf("%s: %d to %d, want %d to %d", test.text, first, last, test.first, test.last)
		}
	}
	if span := at("2026-11-01 23:59:59.999") - at("2026-11-01 00:00:00.000"); span != (25*time.Hour).Milliseconds()-1 {
		t.Errorf("the day has %d ms", span)
	}
}

// anyFilter draws filters of every kind of term.
func anyFilter(t *rapid.T) filter.Filter {
	var f filter.Filter
	value := rapid.StringMatching(`[a-zA-Zñ0-9"\\,:<>=.@-]{1,8}( [a-z"\\-]{1,5})?`).Filter(func(s string) bool {
		return strings.ContainsFunc(s, func(r rune) bool { return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' })
	})
	moment := rapid.SampledFrom([]filter.Moment{"2026-11-01", "2026-02-28T23:59", "today", "now", "-7d", "2h", "30m", "-1w"})
	for range rapid.IntRange(0, filter.MaxTerms/2).Draw(t, "terms") {
		term := filter.Term{Not: rapid.Bool().Draw(t, "not")}
		field := rapid.SampledFrom(filter.Fields).Draw(t, "field")
		term.Field = field.Name
		switch field.Kind {
		case filter.Order:
			term.Field = ""
			fallthrough
		case filter.Text:
			term.Values = []string{value.Draw(t, "words")}
		case filter.Time:
			term.Span = filter.Span{Op: rapid.SampledFrom([]string{"<", "<=", ">", ">="}).Draw(t, "op"), From: moment.Draw(t, "from")}
			if rapid.Bool().Draw(t, "range") {
				term.Span.Op, term.Span.To = ":", moment.Draw(t, "to")
			}
		case filter.Number:
			term.Values = []string{"104233"}
		case filter.Shortcut:
			term.Values = []string{rapid.SampledFrom(field.Values).Draw(t, "is")}
		case filter.Person:
			term.Values = []string{strings.ToLower(value.Draw(t, "person"))}
		default:
			if field.Name == filter.Status {
				term.Values = []string{"new", "closed"}
				break
			}
			term.Values = rapid.SliceOfNDistinct(value, 1, 4, func(s string) string { return s }).Draw(t, "values")
		}
		f.Terms = append(f.Terms, term)
	}
	f.Terms = append(f.Terms, filter.Term{Values: []string{"found"}})
	if rapid.Bool().Draw(t, "sorted") {
		f.Sort = filter.Sort{By: filter.ByChanged, Down: rapid.Bool().Draw(t, "down")}
	}
	return f
}

func same(a, b filter.Filter) bool {
	return a.Sort == b.Sort && slices.EqualFunc(a.Terms, b.Terms, func(x, y filter.Term) bool {
		return x.Not == y.Not && x.Field == y.Field && x.Span == y.Span && slices.Equal(x.Values, y.Values)
	})
}

// What is printed is read as the same filter.
func TestPrintedIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := anyFilter(t)
		text := f.String()
		if len(text) > filter.MaxLength {
			t.Skip("longer than a filter may be")
		}
		got, err := filter.Parse(text, filter.Vocabulary{})
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if !same(got, f) {
			t.Fatalf("%s: read as %s", text, got)
		}
	})
}

// Whatever is written is read or refused with a reason; what is read prints as itself.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", `team:network "badge printer" -mail due<2h sort:-changed`, `is:"open`, "received:-7d..today", `subject:a,"b c"`,
		"ñ:1", "a\u2003b", `"\`, `-"-"`, "due:..", "assignee:\"a\nb\""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		x, err := filter.Parse(text, desk)
		if err != nil {
			if !fault.Is(err, fault.Invalid) || err.Error() == "" {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		printed := x.String()
		again, err := filter.Parse(printed, desk)
		if err != nil && len(printed) <= filter.MaxLength {
			t.Fatalf("%q, printed %q: %v", text, printed, err)
		}
		if err == nil && (!same(again, x) || again.String() != printed) {
			t.Fatalf("%q, printed %q, read as %q", text, printed, again)
		}
		for _, term := range x.Terms {
			if first, last := term.Span.Bounds(time.Unix(0, 0), time.UTC); term.Span.Op != "" && term.Span.Op != ":" && first > last {
				t.Fatalf("%q: nothing lies between %d and %d", term, first, last)
			}
		}
	})
}
