package ask_test

import (
	"slices"
	"strings"
	"testing"

	"switchboard/internal/core/mail/ask"
)

var words = []string{"issue", "issues", "asunto"}

// ME-54: the number works in the subject, in the desk's words and in any language.
func TestNumbers(t *testing.T) {
	for subject, want := range map[string][]int64{
		"Re: [#100123] The printer":       {100123},
		"[# 100123 ] [#100123] [#100124]": {100123, 100124},
		"#100123":                         {100123},
		"Any news on #100123?":            {100123},
		"Issue 100123":                    {100123},
		"my issue no. 100123 again":       {100123},
		"Asunto número 100123":            {100123},
		"ticket:100123":                   {100123},
		"about issues #100123":            {100123},
		"[#100125] as in issue 100123":    {100125, 100123},
		"Meeting in 2026":                 nil,
		"Room 100123":                     nil,
		"The tissue 100123":               nil,
		"a#100123":                        nil,
		"[#1]":                            nil,
		"[#99999999999999999999]":         nil,
		"[#012345]":                       nil,
		"":                                nil,
		strings.Repeat("[#100123]", 100):  {100123},
		"[#10001][#10002][#10003][#10004][#10005][#10006]": {10001, 10002, 10003, 10004, 10005},
	} {
		if got := ask.Numbers(subject, words); !slices.Equal(got, want) {
			t.Errorf("%q names %d, want %d", subject, got, want)
		}
	}
}

// ME-26: a mail that asks how it stands says nothing else.
func TestStatus(t *testing.T) {
	for _, c := range []struct {
		subject, text string
		number        int64
		old           string
		asked         bool
	}{
		{"STATUS 100123", "", 100123, "", true},
		{"Status #100123", "whatever", 100123, "", true},
		{"Re: status of issue [#100123]?", "", 100123, "", true},
		{"Estado del asunto 100123", "", 100123, "", true},
		{"STATUS INC0000045", "", 0, "INC0000045", true},
		{"Hello", "\n status 100123\n\nThank you", 100123, "", true},
		{"Re: [#100123] The printer", "STATUS", 0, "", true},
		{"Status", "", 0, "", true},
		{"Status of my printer is bad", "It blinks", 0, "", false},
		{"Statuses 100123", "", 0, "", false},
		{"", "", 0, "", false},
		{"100123 status", "", 0, "", false},
	} {
		number, old, asked := ask.Status(c.subject, c.text, words)
		if number != c.number || old != c.old || asked != c.asked {
			t.Errorf("%q, %q: %d %q %v", c.subject, c.text, number, old, asked)
		}
	}
}

// OK-12, OK-13: a name is a wish for somebody whom the desk knows, and nothing else.
func TestWish(t *testing.T) {
	persons := []ask.Known{{ID: "Luis Ortega", Names: []string{"Luis Ortega", "luis@example.gov"}}, {ID: "Nora Kim", Names: []string{"Nora Kim"}}, {ID: "Nora Lee", Names: []string{"Nora Lee"}}}
	teams := []ask.Known{{ID: "network", Names: []string{"network", "Network Services", "Servicios de red"}}, {ID: "desk", Names: []string{"desk", "Service Center"}}}
	for text, want := range map[string][2]string{
		"Assign to: Network":                         {"", "network"},
		"Hello\nplease assign to: the NETWORK team.": {"", "network"},
		"Attn: Luis":                                 {"Luis Ortega", ""},
		"ATTN: luis@example.gov":                     {"Luis Ortega", ""},
		"Para: Servicios de Red":                     {"", "network"},
		"Atención: Lúis Ortega":                      {"Luis Ortega", ""},
		"Attn: Nora":                                 {"", ""},
		"Attn: Nora Kim\nAssign to: desk":            {"Nora Kim", "desk"},
		"Please attn Luis":                           {"", ""},
		"I told them: attn: Luis":                    {"", ""},
		"Attn: everybody":                            {"", ""},
		"Attn:":                                      {"", ""},
		strings.Repeat("\n", 40) + "Attn: Luis":      {"", ""},
	} {
		if person, team := ask.Wish(text, persons, teams); person != want[0] || team != want[1] {
			t.Errorf("%q wishes for %q, %q", text, person, team)
		}
	}
}

// ME-46: words that claim urgency, unless they are taken back.
func TestUrgent(t *testing.T) {
	for _, c := range []struct {
		subject, text, want string
	}{
		{"URGENT: printer", "", "URGENT"},
		{"Printer", "This is an emergency!", "emergency"},
		{"Sin red", "El sistema está caído desde ayer", "está caído"},
		{"Es urgente", "", "urgente"},
		{"Priority One please", "", "Priority One"},
		{"Not urgent", "There is no emergency", ""},
		{"Printer", "It isn't urgent. It is not very critical.", ""},
		{"non-urgent question", "", ""},
		{"No es urgente", "", ""},
		{"Not urgent before noon", "Now it is urgent", "urgent"},
		{"The surgeon", "insurgents download", ""},
		{"Printer", strings.Repeat("blah ", 500) + "urgent", ""},
		{"", "", ""},
	} {
		found, ok := ask.Urgent(c.subject, c.text, []string{"Priority One"})
		if found != c.want || ok != (c.want != "") {
			t.Errorf("%q, %q: %q", c.subject, c.text, found)
		}
	}
}

func TestMentions(t *testing.T) {
	for text, want := range map[string]bool{"The NETWORK is gone": true, "No hay aplicación": true, "my printer": false, "": false, "net work": false} {
		if got := ask.Mentions(text, "net", "Network Services", "Aplicacion"); got != want {
			t.Errorf("%q mentions it: %v", text, got)
		}
	}
}

func FuzzAsk(f *testing.F) {
	f.Add("Re: [#100123] status", "Attn: Luis", "issue")
	f.Add("STATUS 100123", "urgente", "asunto(")
	f.Fuzz(func(t *testing.T, subject, text, word string) {
		for _, n := range ask.Numbers(subject, []string{word}) {
			if n <= 0 || n >= ask.MaxNumber {
				t.Errorf("%q names %d", subject, n)
			}
		}
		ask.Status(subject, text, []string{word})
		ask.Wish(text, []ask.Known{{ID: "a", Names: []string{word}}}, nil)
		if found, ok := ask.Urgent(subject, text, []string{word}); ok && !strings.Contains(subject+"\n"+text, found) {
			t.Errorf("found %q in %q, %q", found, subject, text)
		}
	})
}
