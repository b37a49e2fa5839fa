package ticket

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"switchboard/internal/core/people"
	"switchboard/internal/fault"
)

// Bounds on what a person may write, in bytes.
const (
	MaxSubject = 250
	MaxText    = 64 << 10
	MaxLine    = 250
)

// Placement is what the definition decided of a new ticket: its class and its team, each with the reason in words.
type Placement struct {
	Type, Impact, Urgency string
	Class, Why            string
	Wakes                 bool // see Classified
	Team, Rule            string
}

// Open decides a new ticket. The text of in is trimmed and bounded; an empty description is the subject again.
// Errors: Invalid with the field's name.
func Open(in Opened, p Placement) ([]Event, error) {
	var err error
	if in.Subject, err = line("subject", in.Subject, MaxSubject); err != nil {
		return nil, err
	}
	if in.Subject == "" {
		return nil, fault.Field("subject", "say in a few words what you need")
	}
	if in.Description, err = text("description", in.Description, false); err != nil {
		return nil, err
	}
	for _, f := range []struct {
		name  string
		value *string
	}{
		{"agency", &in.Agency}, {"location", &in.Location}, {"phone", &in.Phone}, {"alternate", &in.Alternate},
		{"want_person", &in.WantPerson}, {"want_team", &in.WantTeam}, {"external", &in.External},
	} {
		if *f.value, err = line(f.name, *f.value, MaxLine); err != nil {
			return nil, err
		}
	}
	return []Event{
		in,
		Classified{Type: p.Type, Impact: p.Impact, Urgency: p.Urgency, Class: p.Class, Why: p.Why, Wakes: p.Wakes},
		Routed{Team: p.Team, Rule: p.Rule},
	}, nil
}

// Classify gives another type, impact, urgency and so class; why is the analyst's reason. Where the new class belongs to
// a team of its own, p names it, and the ticket goes there (CO-27). Errors: Conflict, Invalid.
func Classify(t Ticket, p Placement, why string) ([]Event, error) {
	if err := mustBeOpen(t); err != nil {
		return nil, err
	}
	if p.Class == t.Class && p.Type == t.Type && p.Impact == t.Impact && p.Urgency == t.Urgency {
		return nil, nil
	}
	why, err := text("why", why, true)
	if err != nil {
		return nil, err
	}
	out := []Event{Classified{Type: p.Type, Impact: p.Impact, Urgency: p.Urgency, Class: p.Class, Why: why, Wakes: p.Wakes}}
	if p.Team != "" && p.Team != t.Team {
		out = append(out, Routed{Team: p.Team, From: t.Team, Rule: p.Rule})
	}
	return out, nil
}

// AnswerWish records what became of the wish for a person or a team (OK-13).
func AnswerWish(t Ticket, honoured bool, reason string) ([]Event, error) {
	if t.Request.WantPerson == "" && t.Request.WantTeam == "" {
		return nil, fault.New(fault.Conflict, "nobody was asked for on {the ticket} %d", t.ID)
	}
	reason, err := text("reason", reason, true)
	if err != nil {
		return nil, err
	}
	return []Event{WishAnswered{Honoured: honoured, Reason: reason}}, nil
}

// Deny records an act that by may not do, so that the attempt is seen (OK-12).
func Deny(act string) []Event { return []Event{Denied{Act: act}} }

func mustBeOpen(t Ticket) error {
	if t.MergedInto != 0 {
		return mergedAway(t)
	}
	if !t.Status.Open() {
		return fault.New(fault.Conflict, "{the ticket} %d is not open any more; reopen it first", t.ID)
	}
	return nil
}

// Plain reports whether a word from outside can be looked up at all: valid UTF-8 without control characters, which
// PostgreSQL takes for no text.
func Plain(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}

// line checks a one-line text: valid UTF-8, no control characters, at most max bytes.
func line(field, s string, max int) (string, error) {
	if !utf8.ValidString(s) {
		return "", fault.Field(field, "this is not valid UTF-8 text")
	}
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s))
	if len(s) > max {
		return "", fault.Field(field, "at most %d bytes of text fit here; this has %d", max, len(s))
	}
	return s, nil
}

// text checks a text of several lines; where it is needed, it may not be empty.
func text(field, s string, needed bool) (string, error) {
	s = strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\x00", "").Replace(s))
	switch {
	case len(s) > MaxText:
		return "", fault.Field(field, "at most %d KB of text fit here; this has %d", MaxText>>10, (len(s)+1023)>>10)
	case !utf8.ValidString(s):
		return "", fault.Field(field, "this is not valid UTF-8 text")
	case needed && s == "":
		return "", fault.Field(field, "write something here first")
	}
	return s, nil
}

func someone(field string, id people.ID) error {
	if id == 0 {
		return fault.Field(field, "name a person")
	}
	return nil
}
