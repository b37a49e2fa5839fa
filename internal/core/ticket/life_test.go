package ticket_test

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
)

var morning = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

// life is a ticket and all that happened to it, for tests that play one.
type life struct {
	ticket  ticket.Ticket
	entries []ticket.Entry
	now     time.Time
}

func (l *life) take(events []ticket.Event) {
	fresh := make([]ticket.Entry, len(events))
	for i, e := range events {
		fresh[i] = ticket.Entry{At: l.now, Recorded: l.now, By: 7, Event: e}
	}
	l.ticket = ticket.Apply(l.ticket, fresh...)
	l.entries = append(l.entries, fresh...)
}

func opened(t interface{ Fatal(...any) }) *life {
	l := &life{ticket: ticket.Ticket{ID: 1}, now: morning}
	events, err := ticket.Open(ticket.Opened{Subject: "The printer is on fire", Channel: "phone", Requester: 3, WantTeam: "print"},
		ticket.Placement{Type: "incident", Class: "medium", Why: "matrix", Team: "desk", Rule: "every ticket begins here"})
	if err != nil {
		t.Fatal(err)
	}
	l.take(events)
	return l
}

// act is a verb with input that rapid chose; half of the inputs are ones that must be refused.
type act struct {
	name string
	do   func(t *rapid.T, l *life) ([]ticket.Event, error)
}

func words(t *rapid.T) string {
	return rapid.SampledFrom([]string{"", " ", "\x00", "Done.", "  a reason\r\n", "\xff"}).Draw(t, "text")
}

func person(t *rapid.T) people.ID { return people.ID(rapid.IntRange(0, 4).Draw(t, "person")) }

func later(t *rapid.T, l *life) time.Time {
	return l.now.Add(time.Duration(rapid.IntRange(-2, 48).Draw(t, "hours")) * time.Hour)
}

var acts = []act{
	{"classify", func(t *rapid.T, l *life) ([]ticket.Event, error) {
		return ticket.Classify(l.ticket, ticket.Placement{Type: "incident", Class: rapid.SampledFrom([]string{"low", "medium"}).Draw(t, "class")}, words(t))
	}},
	{"route", func(t *rapid.T, l *life) ([]ticket.Event, error) {
		return ticket.Route(l.ticket, rapid.SampledFrom([]string{"", "desk", "network"}).Draw(t, "team"), words(t))
	}},
	{"return", func(t *rapid.T, l *life) ([]ticket.Event, error) { return ticket.Return(l.ticket, "desk", words(t)) }},
	{"assign", func(t *rapid.T, l *life) ([]ticket.Event, error) { return ticket.Assign(l.ticket, person(t)) }},
	{"accept", func(t *rapid.T, l *life) ([]ticket.Event, error) {
		return ticket.Accept(l.ticket, person(t), people.Analyst, true)
	}},
	{"read", func(_ *rapid.T, l *life) ([]ticket.Event, error) { return ticket.MarkRead(l.ticket) }},
	{"wish", func(t *rapid.T, l *life) ([]ticket.Event, error) { return ticket.AnswerWish(l.ticket, true, words(t)) }},
	{"reply", func(t *rapid.T, l *life) ([]ticket.Event, error) { return ticket.Reply(l.ticket, words(t)) }},
	{"note", func(t *rapid.T, _ *life) ([]ticket.Event, error) { return ticket.Note(words(t)) }},
	{"write", func(t *rapid.T, l *life) ([]ticket.Event, error) {
		return ticket.Write(l.ticket, words(t), rapid.Bool().Draw(t, "within the window"))
	}},
	{"plan", func(t *rapid.T, l *life) ([]ticket.Event, error) {
		return ticket.MakePlan(l.ticket, ticket.Planned{Step: words(t), Owner: person(t), Due: later(t, l), Reason: words(t)}, later(t, l), l.now)
	}},
	{"ask", func(t *rapid.T, l *life) ([]ticket.Event, error) {
		return ticket.Ask(l.ticket, ticket.Asked{Question: words(t), ReplyBy: later(t, l)}, l.now)
	}},
	{"answer", func(t *rapid.T, l *life) ([]ticket.Event, error) { return ticket.Answer(l.ticket, words(t)) }},
	{"unmet", func(t *rapid.T, l *life) ([]ticket.Event, error) {
		return ticket.BeUnmet(l.ticket, "location", words(t))
	}},
	{"met", func(_ *rapid.T, l *life) ([]ticket.Event, error) { return ticket.BeMet(l.ticket, "location") }},
	{"identify", func(t *rapid.T, l *life) ([]ticket.Event, error) {
		return ticket.IdentifyTeam(l.ticket, []ticket.Member{{Person: person(t), Part: words(t)}})
	}},
	{"release", func(t *rapid.T, l *life) ([]ticket.Event, error) {
		return ticket.Release(l.ticket, person(t), words(t))
	}},
	{"update", func(t *rapid.T, l *life) ([]ticket.Event, error) { return ticket.PublishUpdate(l.ticket, words(t)) }},
	{"restore", func(t *rapid.T, l *life) ([]ticket.Event, error) { return ticket.Restore(l.ticket, words(t)) }},
	{"resolve", func(t *rapid.T, l *life) ([]ticket.Event, error) {
		return ticket.Resolve(l.ticket, ticket.Resolved{Text: words(t), Method: rapid.SampledFrom([]string{"remote", "self", "magic"}).Draw(t, "method")})
	}},
	{"confirm", func(_ *rapid.T, l *life) ([]ticket.Event, error) { return ticket.Confirm(l.ticket) }},
	{"reopen", func(t *rapid.T, l *life) ([]ticket.Event, error) {
		return ticket.Reopen(l.ticket, words(t), later(t, l), l.now)
	}},
	{"finish", func(t *rapid.T, l *life) ([]ticket.Event, error) { return ticket.Finish(l.ticket, words(t)) }},
	{"merge", func(t *rapid.T, l *life) ([]ticket.Event, error) {
		kept := opened(t).ticket
		kept.ID = 2
		gone, _, err := ticket.Merge(l.ticket, kept, ticket.Merger{Reason: words(t)}, l.now, l.now, l.entries)
		return gone, err
	}},
	{"take over", func(t *rapid.T, l *life) ([]ticket.Event, error) {
		gone := opened(t)
		gone.ticket.ID = 2
		_, kept, err := ticket.Merge(gone.ticket, l.ticket, ticket.Merger{Reason: words(t), Cause: words(t), Consent: words(t)}, morning.Add(-time.Hour), morning, gone.entries)
		return kept, err
	}},
	{"include", func(t *rapid.T, l *life) ([]ticket.Event, error) {
		return ticket.Include(l.ticket, person(t), words(t))
	}},
	{"pass on", func(t *rapid.T, l *life) ([]ticket.Event, error) {
		return ticket.PassOn(l.ticket, 2, words(t), rapid.Bool().Draw(t, "within the window"))
	}},
	{"deny", func(*rapid.T, *life) ([]ticket.Event, error) { return ticket.Deny("assign"), nil }},
}

// Whatever is tried, in whatever order: a refusal is one that a person can read and changes nothing, the ticket stays
// what its entries add up to, and no state contradicts another.
func TestAnyLifeHoldsTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := opened(t)
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			a := rapid.SampledFrom(acts).Draw(t, "act")
			l.now = l.now.Add(time.Duration(rapid.IntRange(0, 90).Draw(t, "minutes")) * time.Minute)
			before, known := l.ticket, len(l.entries)
			events, err := a.do(t, l)
			if err != nil {
				if k := fault.KindOf(err); k != fault.Invalid && k != fault.Conflict {
					t.Fatalf("%s: %v is of kind %d; people read Invalid or Conflict", a.name, err, k)
				}
				if len(events) > 0 {
					t.Fatalf("%s was refused and still answered %d events", a.name, len(events))
				}
				continue
			}
			l.take(events)
			if !reflect.DeepEqual(before, ticket.Fold(1, l.entries[:known])) {
				t.Fatalf("%s: Apply changed the ticket that it was given", a.name)
			}
			holdsTogether(t, a.name, l)
		}
	})
}

func holdsTogether(t *rapid.T, act string, l *life) {
	k := l.ticket
	if !reflect.DeepEqual(k, ticket.Fold(1, l.entries)) {
		t.Fatalf("%s: the ticket is not the fold of its entries", act)
	}
	for what, broken := range map[string]bool{
		"version is the count of entries":     k.Version != int64(len(l.entries)),
		"pending exactly while a question is": (k.Status == ticket.StatusPending) != (k.Question != nil),
		"accepted by nobody":                  k.Accepted && k.Assignee == 0,
		"new and yet assigned":                k.Status == ticket.StatusNew && k.Assignee != 0,
		"in progress by nobody":               k.Status == ticket.StatusInProgress && !k.Accepted,
		"open and resolved":                   k.Status.Open() && !(k.ResolvedAt.IsZero() && k.ClosedAt.IsZero()),
		"resolved without time or text":       !k.Status.Open() && k.MergedInto == 0 && (k.ResolvedAt.IsZero() || k.Resolution.Text == ""),
		"merged exactly into another":         (k.Status == ticket.StatusMerged) != (k.MergedInto != 0),
		"closed exactly with a time":          (k.Status == ticket.StatusClosed) != !k.ClosedAt.IsZero(),
		"without a team":                      k.Team == "",
		"replied before it was read":          k.Replied && !k.FirstRead,
		"text that only looks written":        k.Plan != nil && k.Plan.Step == "",
	} {
		if broken {
			t.Fatalf("after %s: %s\n%+v", act, what, k)
		}
	}
}
