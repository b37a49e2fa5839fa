package ticket_test

import (
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
)

// script plays acts in order, each of which must be accepted.
func script(t *testing.T, steps ...func(*life) ([]ticket.Event, error)) *life {
	t.Helper()
	l := opened(t)
	for i, step := range steps {
		l.now = l.now.Add(10 * time.Minute)
		events, err := step(l)
		if err != nil {
			t.Fatalf("step %d: %v", i+1, err)
		}
		l.take(events)
	}
	return l
}

func accept(l *life) ([]ticket.Event, error) { return ticket.Accept(l.ticket, 7, people.Analyst, true) }
func ask(l *life) ([]ticket.Event, error) {
	return ticket.Ask(l.ticket, ticket.Asked{Question: "Which one?", ReplyBy: l.now.Add(time.Hour)}, l.now)
}
func answer(l *life) ([]ticket.Event, error) { return ticket.Write(l.ticket, "The grey one", false) }
func network(l *life) ([]ticket.Event, error) {
	return ticket.Route(l.ticket, "network", "a dead port")
}
func resolve(l *life) ([]ticket.Event, error) {
	return ticket.Resolve(l.ticket, ticket.Resolved{Text: "Port moved.", Method: "remote"})
}
func confirm(l *life) ([]ticket.Event, error) { return ticket.Confirm(l.ticket) }
func complain(l *life) ([]ticket.Event, error) {
	return ticket.Write(l.ticket, "It is dead again", true)
}
func refuse(l *life) ([]ticket.Event, error) { return ticket.Return(l.ticket, "desk", "not ours") }

func TestStatusAfter(t *testing.T) {
	type steps = []func(*life) ([]ticket.Event, error)
	for name, c := range map[string]struct {
		steps steps
		want  ticket.Status
	}{
		"opened":                                      {nil, ticket.StatusNew},
		"accepted":                                    {steps{accept}, ticket.StatusInProgress},
		"handed over: nobody has it":                  {steps{accept, network}, ticket.StatusNew},
		"asked":                                       {steps{accept, ask}, ticket.StatusPending},
		"asked, handed over: still waits":             {steps{accept, ask, network}, ticket.StatusPending},
		"answered: whoever had it goes on":            {steps{accept, ask, answer}, ticket.StatusInProgress},
		"answered after a hand-over: nobody":          {steps{accept, ask, network, answer}, ticket.StatusNew},
		"resolved while a question is open":           {steps{accept, ask, resolve}, ticket.StatusResolved},
		"confirmed":                                   {steps{accept, resolve, confirm}, ticket.StatusClosed},
		"the customer writes after it was resolved":   {steps{accept, resolve, complain}, ticket.StatusInProgress},
		"returned to the desk":                        {steps{network, accept, refuse}, ticket.StatusNew},
		"resolved, complained, resolved, confirmed":   {steps{accept, resolve, complain, resolve, confirm}, ticket.StatusClosed},
		"accepted while it waits: the question stays": {steps{ask, accept}, ticket.StatusPending},
	} {
		t.Run(name, func(t *testing.T) {
			if l := script(t, c.steps...); l.ticket.Status != c.want {
				t.Errorf("status %q, want %q", l.ticket.Status, c.want)
			}
		})
	}
}

// CO-11: hand-overs and refused hand-overs are counted apart.
func TestHandoversAndReturns(t *testing.T) {
	l := script(t, network, refuse, network)
	if l.ticket.Handovers != 2 || l.ticket.Returns != 1 || l.ticket.Team != "network" {
		t.Errorf("%d hand-overs, %d returns, with %q; want 2, 1, network", l.ticket.Handovers, l.ticket.Returns, l.ticket.Team)
	}
	if last := l.entries[len(l.entries)-1]; !l.ticket.RoutedAt.Equal(last.At) {
		t.Errorf("with the team since %v, want %v", l.ticket.RoutedAt, last.At)
	}
}

func TestRefusals(t *testing.T) {
	closed := script(t, accept, resolve, confirm).ticket
	fresh := opened(t).ticket
	waiting := script(t, ask).ticket
	long := strings.Repeat("x", ticket.MaxText+1)
	for name, c := range map[string]struct {
		got  func() ([]ticket.Event, error)
		kind fault.Kind
	}{
		"reply to a closed ticket":     {func() ([]ticket.Event, error) { return ticket.Reply(closed, "x") }, fault.Conflict},
		"assign a closed ticket":       {func() ([]ticket.Event, error) { return ticket.Assign(closed, 7) }, fault.Conflict},
		"assign nobody":                {func() ([]ticket.Event, error) { return ticket.Assign(fresh, 0) }, fault.Invalid},
		"accepted by nobody":           {func() ([]ticket.Event, error) { return ticket.Accept(fresh, 0, people.Analyst, true) }, fault.Invalid},
		"a second question":            {func() ([]ticket.Event, error) { return ask(&life{ticket: waiting, now: morning}) }, fault.Conflict},
		"an answer to nothing":         {func() ([]ticket.Event, error) { return ticket.Answer(fresh, "x") }, fault.Conflict},
		"confirm what is not resolved": {func() ([]ticket.Event, error) { return ticket.Confirm(fresh) }, fault.Conflict},
		"resolve without a text":       {func() ([]ticket.Event, error) { return ticket.Resolve(fresh, ticket.Resolved{Method: "self"}) }, fault.Invalid},
		"resolve by magic": {func() ([]ticket.Event, error) {
			return ticket.Resolve(fresh, ticket.Resolved{Text: "x", Method: "magic"})
		}, fault.Invalid},
		"a text of only NUL":           {func() ([]ticket.Event, error) { return ticket.Reply(fresh, "\x00\x00") }, fault.Invalid},
		"a text that is too long":      {func() ([]ticket.Event, error) { return ticket.Note(long) }, fault.Invalid},
		"a text that is not UTF-8":     {func() ([]ticket.Event, error) { return ticket.Note("\xc3(") }, fault.Invalid},
		"hand over to where it is":     {func() ([]ticket.Event, error) { return ticket.Route(fresh, "desk", "why not") }, fault.Invalid},
		"return from the desk itself":  {func() ([]ticket.Event, error) { return ticket.Return(fresh, "desk", "no") }, fault.Conflict},
		"release somebody not on task": {func() ([]ticket.Event, error) { return ticket.Release(fresh, 9, "rest") }, fault.Invalid},
		"write after the window":       {func() ([]ticket.Event, error) { return ticket.Write(closed, "again", false) }, fault.Conflict},
		"reopen after the window":      {func() ([]ticket.Event, error) { return ticket.Reopen(closed, "x", morning, morning.Add(time.Second)) }, fault.Conflict},
		"a wish that nobody made":      {func() ([]ticket.Event, error) { return ticket.AnswerWish(ticket.Ticket{}, true, "x") }, fault.Conflict},
		"a plan for yesterday": {func() ([]ticket.Event, error) {
			return ticket.MakePlan(fresh, ticket.Planned{Step: "x", Owner: 7, Due: morning}, time.Time{}, morning)
		}, fault.Invalid},
		"a plan beyond the promise": {func() ([]ticket.Event, error) { // ME-27
			return ticket.MakePlan(fresh, ticket.Planned{Step: "x", Owner: 7, Due: morning.Add(2 * time.Hour)}, morning.Add(time.Hour), morning)
		}, fault.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			if events, err := c.got(); !fault.Is(err, c.kind) || len(events) > 0 {
				t.Errorf("%v, %v; want nothing and an error of kind %d", events, err, c.kind)
			}
		})
	}
}

func TestOpenRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		in    ticket.Opened
		field string
	}{
		"no subject":             {ticket.Opened{}, "subject"},
		"a subject of spaces":    {ticket.Opened{Subject: " \t "}, "subject"},
		"a subject of controls":  {ticket.Opened{Subject: "\x01\x02"}, "subject"},
		"a subject not in UTF-8": {ticket.Opened{Subject: "\xff"}, "subject"},
		"a long subject":         {ticket.Opened{Subject: strings.Repeat("x", ticket.MaxSubject+1)}, "subject"},
		"a long phone number":    {ticket.Opened{Subject: "x", Phone: strings.Repeat("1", ticket.MaxLine+1)}, "phone"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ticket.Open(c.in, ticket.Placement{Class: "low", Team: "desk"})
			if !fault.Is(err, fault.Invalid) || !strings.HasPrefix(err.Error(), c.field+": ") {
				t.Errorf("got %v, want Invalid about %s", err, c.field)
			}
		})
	}
}

// ME-43: who joined again after a release is on task again; who is on task keeps the part and time they had.
func TestResponders(t *testing.T) {
	team := func(part string) func(l *life) ([]ticket.Event, error) {
		return func(l *life) ([]ticket.Event, error) {
			return ticket.IdentifyTeam(l.ticket, []ticket.Member{{Person: 7, Part: part}})
		}
	}
	release := func(l *life) ([]ticket.Event, error) { return ticket.Release(l.ticket, 7, "rest") }
	l := script(t, team("lead"), team("helper"))
	if r := l.ticket.Responders[7]; r.Part != "lead" || !r.Since.Equal(morning.Add(10*time.Minute)) {
		t.Errorf("named twice: %+v, want lead since the first time", r)
	}
	l = script(t, team("lead"), release)
	if r := l.ticket.Responders[7]; r.Released.IsZero() {
		t.Errorf("released: %+v", r)
	}
	l = script(t, team("lead"), release, team("helper"))
	if r := l.ticket.Responders[7]; r.Part != "helper" || !r.Released.IsZero() {
		t.Errorf("back on task: %+v", r)
	}
}
