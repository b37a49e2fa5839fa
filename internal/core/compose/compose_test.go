package compose_test

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard/internal/core/compose"
	"switchboard/internal/core/people"
	"switchboard/internal/core/safehtml"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/ticket"
	"switchboard/internal/core/view"
	"switchboard/internal/fault"
)

var noon = time.Date(2026, 11, 16, 12, 0, 0, 0, time.UTC)

func at(s int) time.Time { return noon.Add(time.Duration(s) * time.Second) }

func TestMerge(t *testing.T) {
	begun := compose.Draft{Text: "Hello", Version: 3, At: at(10)}
	sent := compose.Draft{Older: begun.Text, Version: begun.Version + 1, At: at(20), Sent: true}
	for _, c := range []struct {
		name  string
		d     compose.Draft
		in    compose.Typed
		text  string
		older string
		v     int64
	}{
		{"the first word", compose.Draft{}, compose.Typed{Text: "H", At: at(0)}, "H", "", 1},
		{"goes on", begun, compose.Typed{Text: "Hello Dana", Base: 3, At: at(11)}, "Hello Dana", "", 4},
		{"the same again", begun, compose.Typed{Text: "Hello", Base: 2, At: at(9)}, "Hello", "", 3},
		{"another device, later", begun, compose.Typed{Text: "Dear Dana", Base: 1, At: at(12)}, "Dear Dana", "Hello", 4},
		{"another device, earlier, connected late", begun, compose.Typed{Text: "Dear Dana", Base: 1, At: at(5)}, "Hello", "Dear Dana", 4},
		{"a later text that begins with the other loses nothing", begun, compose.Typed{Text: "Hello Dana", Base: 1, At: at(12)}, "Hello Dana", "", 4},
		{"emptied", begun, compose.Typed{Base: 3, At: at(12)}, "", "", 4},
		{"a copy on its way when it was sent", sent, compose.Typed{Text: "Hell", Base: 3, At: at(9)}, "", "Hello", 4},
		{"a new text after it was sent", sent, compose.Typed{Text: "And", Base: 4, At: at(21)}, "And", "", 5},
		{"another text elsewhere when it was sent", sent, compose.Typed{Text: "Dear", Base: 2, At: at(9)}, "Dear", "", 5},
	} {
		got := compose.Merge(c.d, c.in)
		if got.Text != c.text || got.Older != c.older || got.Version != c.v {
			t.Errorf("%s: %+v, want %q beside %q, version %d", c.name, got, c.text, c.older, c.v)
		}
	}
}

// Two devices that write the same draft, with connections that come and go: what was typed last stands, and of two texts that
// meet neither is lost.
func TestMergeLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var d compose.Draft
		for i := range rapid.IntRange(1, 20).Draw(t, "saves") {
			in := compose.Typed{Text: rapid.StringMatching(`[ab]{0,3}`).Draw(t, "text"), At: at(rapid.IntRange(0, 40).Draw(t, "at")),
				Base: rapid.Int64Range(0, d.Version).Draw(t, "base")}
			next := compose.Merge(d, in)
			if next.Version < d.Version || next.Version > d.Version+1 {
				t.Fatalf("save %d: version %d after %d", i, next.Version, d.Version)
			}
			kept := func(text string) bool { return strings.HasPrefix(next.Text, text) || next.Older == text }
			if !kept(in.Text) || in.Base != d.Version && !kept(d.Text) {
				t.Fatalf("save %d: %+v and %+v became %+v", i, d, in, next)
			}
			if in.Base != d.Version && d.Text != in.Text && next.At.Before(d.At) {
				t.Fatalf("save %d: the older of two stands: %+v", i, next)
			}
			d = next
		}
	})
}

func TestDelay(t *testing.T) {
	clock := func(m sla.Metric, due int) sla.Clock { return sla.Clock{Metric: m, Due: at(due)} }
	for _, c := range []struct {
		name    string
		choice  int
		allowed bool
		clocks  []sla.Clock
		want    time.Duration
		soon    string
	}{
		{"ten seconds", 10, true, nil, 10 * time.Second, ""},
		{"none chosen", 0, true, nil, 0, ""},
		{"no choice of ours", 3600, true, nil, 0, ""},
		{"the desk lets none wait", 10, false, nil, 0, compose.SoonForbidden},
		{"due within", 10, true, []sla.Clock{clock(sla.FirstReply, 10)}, 0, compose.SoonDue},
		{"due just after", 10, true, []sla.Clock{clock(sla.FirstReply, 11)}, 10 * time.Second, ""},
		{"missed already: nothing is saved by haste", 10, true, []sla.Clock{clock(sla.FirstReply, -1)}, 10 * time.Second, ""},
		{"of another kind", 10, true, []sla.Clock{clock(sla.Resolve, 5)}, 10 * time.Second, ""},
		{"the first reading", 20, true, []sla.Clock{clock(sla.FirstRead, 5)}, 0, compose.SoonDue},
		{"stopped", 10, true, []sla.Clock{{Metric: sla.FirstReply, Due: at(5), StoppedAt: at(-5)}}, 10 * time.Second, ""},
	} {
		if got, soon := compose.Delay(c.choice, c.allowed, c.clocks, noon); got != c.want || soon != c.soon {
			t.Errorf("%s: %v %q, want %v %q", c.name, got, soon, c.want, c.soon)
		}
	}
}

func TestNews(t *testing.T) {
	life := []ticket.Entry{{By: 1, Event: ticket.Opened{}}, {By: 7, Event: ticket.Accepted{}}, {By: 7, Event: ticket.Noted{}},
		{Event: ticket.ClockWarned{}}, {By: 1, Event: ticket.Wrote{}}}
	for _, c := range []struct {
		n       int
		version int64
		author  people.ID
		want    bool
	}{{4, 1, 7, false}, {4, 1, 8, true}, {5, 2, 7, true}, {5, 5, 7, false}, {5, 9, 7, true}} {
		if got := compose.News(life[:c.n], c.version, c.author); got != c.want {
			t.Errorf("%d entries, written over %d by %d: %v", c.n, c.version, c.author, got)
		}
	}
}

func TestCheck(t *testing.T) {
	good := compose.SavedReply{Audience: view.Own, Name: " Reset  a password ", En: "Hello {{requester.name}},\r\n{{ ticket.number }}", Verb: "resolve", Method: "remote"}
	got, err := compose.Check(good, ticket.Methods)
	if err != nil || got.Name != "Reset a password" || strings.Contains(got.En, "\r") || got.Method != "remote" {
		t.Errorf("got %+v, %v", got, err)
	}
	for field, spoil := range map[string]func(*compose.SavedReply){
		"name":     func(s *compose.SavedReply) { s.Name = " " },
		"audience": func(s *compose.SavedReply) { s.Audience = view.Team },
		"en":       func(s *compose.SavedReply) { s.En = "Hello {{requester.nmae}}" },
		"es":       func(s *compose.SavedReply) { s.Es = "{{password}}" },
		"verb":     func(s *compose.SavedReply) { s.Verb = "close" },
		"method":   func(s *compose.SavedReply) { s.Method = "magic" },
	} {
		bad := good
		spoil(&bad)
		_, err := compose.Check(bad, ticket.Methods)
		if f, ok := err.(*fault.Error); !ok || f.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	bad := good
	bad.En = "{{nothing}}"
	if _, err := compose.Check(bad, ticket.Methods); err == nil || !strings.Contains(err.Error(), "promise.resolve") {
		t.Errorf("an unknown variable is answered with %v, want a list of what there is", err)
	}
}

func TestFill(t *testing.T) {
	got := compose.Fill("{{requester.name}}, number {{ ticket.number }} {{promise.resolve}} {{unknown}}", map[string]string{
		"requester.name": "Dana\n\nWhitfield", "ticket.number": "12"})
	if want := "Dana Whitfield, number 12 [?] {{unknown}}"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

var tag = regexp.MustCompile(`<[^>]*>`)

// A value is shown as text: no mark, no link, no list, no variable of a variable, whatever somebody calls themselves.
func TestValueIsText(t *testing.T) {
	pieces := []string{"*", "_", "`", "~", "[", "]", "(", ")", "<b>", "&amp;", "\\", "://", "http://a.example", "www.a.example", "me@a.example",
		"{{", "}}", "ticket.number", "a", " ", "1.", "-", ">", "#", "|", "\n", "    ", "!", "é"}
	rapid.Check(t, func(t *rapid.T) {
		value := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 12).Draw(t, "value"), "")
		body := rapid.SampledFrom([]string{"{{requester.name}}", "Dear {{requester.name}}, hello", "a\n{{requester.name}}\nb"}).Draw(t, "body")
		filled := compose.Fill(body, map[string]string{"requester.name": value})
		shown := string(safehtml.Markdown(filled))
		for _, mark := range tag.FindAllString(shown, -1) {
			if !slices.Contains([]string{"<p>", "</p>", "<br>", "<br/>", "<br />"}, mark) {
				t.Fatalf("%q in %q is shown as %s", value, body, shown)
			}
		}
		said := strings.ReplaceAll(html.UnescapeString(tag.ReplaceAllString(shown, "")), "\u2060", "")
		if want := strings.ReplaceAll(filled, "\u2060", ""); strings.Join(strings.Fields(said), " ") != strings.Join(strings.Fields(want), " ") {
			t.Fatalf("%q says %q", want, said)
		}
	})
}

func TestMentions(t *testing.T) {
	staff := []people.Person{{ID: 1, Name: "Ann Cho", Email: "ann.cho@example.gov"}, {ID: 2, Name: "Ann", Email: "ann@example.gov"},
		{ID: 3, Name: "Luis Ortega", Email: "luis@example.gov"}, {ID: 4, Name: "Ann Cho", Email: "ann.cho2@example.gov"}, {ID: 5, Email: "nameless@example.gov"}}
	for text, want := range map[string][]people.ID{
		"@Ann Cho, look":            {1, 4},
		"(@ann)":                    {2},
		"@Annabel":                  nil,
		"ask @LUIS ORTEGA and @ann": {3, 2},
		"@ann.cho@example.gov.":     {1},
		"mail to x@ann":             nil,
		"@nameless@example.gov":     {5},
		"@@ann":                     nil,
		"@":                         nil,
		"@ann @ann":                 {2},
	} {
		if got := compose.Mentions(text, staff); !slices.Equal(got, want) {
			t.Errorf("%q names %v, want %v", text, got, want)
		}
	}
}
