package replay

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"switchboard/internal/core/calendar"
	"switchboard/internal/core/sla"
	"switchboard/internal/fault"
)

// history is a line of input, checked.
type history struct {
	ticket  string
	subject sla.Subject
	asOf    time.Time
	facts   []sla.Fact
}

// wire is the shape of a line. Names are exact, none twice, none unknown.
type wire struct {
	Ticket  string  `json:"ticket"`
	Class   string  `json:"class"`
	Channel string  `json:"channel"`
	Agency  string  `json:"agency"`
	Service string  `json:"service"`
	Team    string  `json:"team"`
	AsOf    string  `json:"as_of"`
	Events  []event `json:"events"`
}

type event struct {
	At      string `json:"at"`
	Type    string `json:"type"`
	Class   string `json:"class"`
	Team    string `json:"team"`
	Agency  string `json:"agency"`
	Service string `json:"service"`
	Person  string `json:"person"`
	Role    string `json:"role"`
	Ref     string `json:"ref"`
	By      string `json:"by"`    // of date_wanted: YYYY-MM-DD, empty where no date is wanted any more
	Short   bool   `json:"short"` // of date_wanted: with less notice than the desk needs
}

// kind is what a type of event means for the clocks.
type kind struct {
	fact  sla.Kind
	cause sla.Cause
}

// kinds are the types of event that a history may hold.
var kinds = func() map[string]kind {
	out := map[string]kind{
		"duty_unmet": {sla.PauseBegan, sla.Duty},
		"duty_met":   {sla.PauseEnded, sla.Duty},
	}
	for _, k := range []sla.Kind{sla.Received, sla.Classified, sla.Moved, sla.AssignedTeam, sla.AssignedPerson, sla.Accepted,
		sla.FirstReadFact, sla.PublicReply, sla.CustomerMessage, sla.QuestionOpened, sla.QuestionClosed, sla.TeamNamed,
		sla.RestoredFact, sla.Resolved, sla.Closed, sla.Reopened, sla.UpdatePublished, sla.Merged, sla.Ended,
		sla.DateWanted} {
		out[string(k)] = kind{fact: k}
	}
	return out
}()

// parser reads lines; its room is used again from line to line.
type parser struct {
	wire  wire
	facts []sla.Fact
}

// parse reads one line. The history is valid until the next call. Events may come in any order: they are judged by the
// instants at which they occurred, those of one instant in the order in which they stand.
func (p *parser) parse(line []byte, classes map[string]bool) (history, error) {
	p.wire = wire{Events: p.wire.Events[:0]}
	if err := json.Unmarshal(line, &p.wire, json.RejectUnknownMembers(true)); err != nil {
		return history{}, explain(err)
	}
	w := &p.wire
	if !classes[w.Class] {
		return history{}, unknownClass("class", w.Class)
	}
	asOf, err := instant("as_of", w.AsOf)
	if err != nil {
		return history{}, err
	}
	p.facts = p.facts[:0]
	received := false
	for i := range w.Events {
		f, err := w.Events[i].fact(i, classes)
		if err != nil {
			return history{}, err
		}
		received = received || f.Kind == sla.Received
		p.facts = append(p.facts, f)
	}
	if !received {
		return history{}, fault.Field("events", "none of them is \"received\", so no clock has a start")
	}
	s := sla.Subject{Class: w.Class, Channel: w.Channel, Agency: w.Agency, Service: w.Service, Team: w.Team}
	return history{w.Ticket, s, asOf, p.facts}, nil
}

func (e *event) fact(i int, classes map[string]bool) (sla.Fact, error) {
	k, known := kinds[e.Type]
	if !known {
		return sla.Fact{}, fault.Field(path(i, "type"), "%q is not a type of event", clip(e.Type))
	}
	at, ok := readInstant(e.At)
	if !ok {
		return sla.Fact{}, badInstant(path(i, "at"), e.At)
	}
	if k.fact == sla.Classified && !classes[e.Class] {
		return sla.Fact{}, unknownClass(path(i, "class"), e.Class)
	}
	wanted := sla.Wanted{Short: e.Short}
	if e.By != "" {
		var err error
		if wanted.By, err = calendar.ParseDate(e.By); err != nil {
			return sla.Fact{}, fault.Field(path(i, "by"), "%q is not a date such as 2026-12-07", clip(e.By))
		}
	}
	return sla.Fact{At: at, Kind: k.fact, Cause: k.cause, Wanted: wanted, Class: e.Class, Team: e.Team, Agency: e.Agency, Service: e.Service,
		Person: e.Person, Role: e.Role, Ref: e.Ref}, nil
}

func path(i int, field string) string { return fmt.Sprintf("events[%d].%s", i, field) }

func unknownClass(field, class string) error {
	if class == "" {
		return fault.Field(field, "it is missing")
	}
	return fault.Field(field, "%q is not a class for which this desk promises anything", clip(class))
}

func instant(field, text string) (time.Time, error) {
	if at, ok := readInstant(text); ok {
		return at, nil
	}
	return time.Time{}, badInstant(field, text)
}

// readInstant reads RFC 3339 with its offset, to the nanosecond.
func readInstant(text string) (time.Time, bool) {
	at, err := time.Parse(time.RFC3339, text)
	return at.UTC(), err == nil && strings.IndexByte(text, ',') < 0
}

func badInstant(field, text string) error {
	if text == "" {
		return fault.Field(field, "it is missing")
	}
	return fault.Field(field, "%q is not an instant such as 2026-11-22T09:30:00-07:00", clip(text))
}

// clip keeps what is quoted from a line short.
func clip(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

// explain says in plain words what is wrong with the JSON of a line, and where.
func explain(err error) error {
	var semantic *json.SemanticError
	if errors.As(err, &semantic) {
		where := strings.TrimPrefix(string(semantic.JSONPointer), "/")
		switch {
		case errors.Is(err, json.ErrUnknownName):
			return fault.Field(clip(where), "there is no such name in a history")
		case where == "":
			return fault.New(fault.Invalid, "a history is a JSON object")
		}
		return fault.Field(clip(where), "this is a JSON %s, where something else belongs", semantic.JSONKind)
	}
	var syntactic *jsontext.SyntacticError
	if errors.As(err, &syntactic) {
		switch {
		case errors.Is(err, jsontext.ErrDuplicateName):
			return fault.Field(clip(strings.TrimPrefix(string(syntactic.JSONPointer), "/")), "this name stands twice")
		case errors.Is(err, io.ErrUnexpectedEOF):
			return fault.New(fault.Invalid, "the JSON ends too early")
		}
		return fault.New(fault.Invalid, "not JSON: %v at byte %d", syntactic.Err, syntactic.ByteOffset+1)
	}
	return fault.New(fault.Invalid, "not JSON: %v", err)
}
