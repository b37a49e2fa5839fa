package ticket_test

import (
	"slices"
	"testing"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
)

// waiting is a ticket with a question that was answered, and a duty that is unmet.
func waiting() []ticket.Entry {
	return hourly(monday, by(dana, ticket.Opened{Subject: "Slow", Requester: dana}), by(0, ticket.Classified{Class: "low"}), by(0, ticket.Routed{Team: "network"}),
		by(tess, ticket.Asked{Question: "Which room?"}), by(dana, ticket.Answered{Body: "412"}), by(tess, ticket.DutyUnmet{Duty: "duty_1", Evidence: "locked"}))
}

func hour(n int) time.Time { return monday.Add(time.Duration(n) * time.Hour) }

var (
	question = ticket.Contested{What: ticket.ContestPause, Cause: ticket.ByQuestion, Since: hour(3), Text: "It stood in my first words."}
	duty     = ticket.Contested{What: ticket.ContestPause, Cause: ticket.ByDuty, Duty: "duty_1", Since: hour(5), Text: "It was open."}
	class    = ticket.Contested{What: ticket.ContestClass, Class: "low", Text: "Nobody can work."}
)

// A26: only what did stop a clock can be contested, once at a time.
func TestMakeContest(t *testing.T) {
	other := duty
	other.Since = hour(4)
	open := append(waiting(), by(dana, question))
	closed := append(waiting(), by(tess, ticket.Resolved{Text: "Done."}), by(0, ticket.Closed{Why: "over"}))
	for _, c := range []struct {
		name string
		life []ticket.Entry
		in   ticket.Contested
		want fault.Kind
	}{
		{"a question", waiting(), question, 0},
		{"a duty", waiting(), duty, 0},
		{"the class", waiting(), class, 0},
		{"another time", waiting(), other, fault.Invalid},
		{"something else", waiting(), ticket.Contested{What: "team", Text: "x"}, fault.Invalid},
		{"no words", waiting(), ticket.Contested{What: ticket.ContestClass, Text: " "}, fault.Invalid},
		{"one already", open, class, fault.Conflict},
		{"closed", closed, class, fault.Conflict},
	} {
		events, err := ticket.MakeContest(ticket.Fold(1, c.life), c.life, c.in)
		if c.want == 0 && (err != nil || len(events) != 1) || c.want != 0 && !fault.Is(err, c.want) {
			t.Errorf("%s: %v, %v", c.name, events, err)
		}
	}
	if events, _ := ticket.MakeContest(ticket.Fold(1, waiting()), waiting(), class); events[0].(ticket.Contested).Class != "low" {
		t.Errorf("the class stands as %+v", events)
	}
}

// kinds are the pauses that clocks read of a history.
func kinds(all []ticket.Entry) []sla.Kind {
	var out []sla.Kind
	for _, f := range ticket.Facts(all) {
		if f.Kind == sla.QuestionOpened || f.Kind == sla.PauseBegan {
			out = append(out, f.Kind)
		}
	}
	return out
}

// A contest alone changes no clock; upheld it takes back this pause and no other, and the message of a question stays a
// reply (CLOCKS, rules 1 and 4).
func TestContestedPauseIsTakenBack(t *testing.T) {
	both := []sla.Kind{sla.QuestionOpened, sla.PauseBegan}
	said := append(waiting(), by(dana, question))
	if got := kinds(said); !slices.Equal(got, both) {
		t.Errorf("contested: %v", got)
	}
	if got := kinds(append(said, by(rob, ticket.ContestAnswered{Reason: "It did not."}))); !slices.Equal(got, both) {
		t.Errorf("not upheld: %v", got)
	}
	upheld := append(said, by(rob, ticket.ContestAnswered{Upheld: true, Reason: "It did."}))
	if got := kinds(upheld); !slices.Equal(got, both[1:]) {
		t.Errorf("upheld: %v", got)
	}
	replies := slices.ContainsFunc(ticket.Facts(upheld), func(f sla.Fact) bool { return f.Kind == sla.PublicReply })
	if !replies {
		t.Error("the question is no reply any more")
	}
	if left := ticket.Pauses(upheld); len(left) != 1 || left[0].Cause != ticket.ByDuty {
		t.Errorf("pauses left: %+v", left)
	}
	free := append(waiting(), by(dana, duty), by(rob, ticket.ContestAnswered{Upheld: true, Reason: "It was open."}))
	if now := ticket.Fold(1, free); len(now.Unmet) != 0 || now.Contest.Open {
		t.Errorf("unmet still: %+v", now.Unmet)
	}
}

func TestAnswerContest(t *testing.T) {
	pause, grade := append(waiting(), by(dana, duty)), append(waiting(), by(dana, class))
	moved := append(slices.Clone(grade), by(rob, ticket.Classified{Class: "high", Why: "all of them"}))
	for _, c := range []struct {
		name string
		life []ticket.Entry
		by   people.ID
		in   ticket.ContestAnswered
		want fault.Kind
	}{
		{"another", pause, rob, ticket.ContestAnswered{Upheld: true, Reason: "right"}, 0},
		{"who stopped it", pause, tess, ticket.ContestAnswered{Reason: "no"}, fault.Forbidden},
		{"no reason", pause, rob, ticket.ContestAnswered{Upheld: true}, fault.Invalid},
		{"nothing to answer", waiting(), rob, ticket.ContestAnswered{Reason: "no"}, fault.Conflict},
		{"a class that stays", grade, rob, ticket.ContestAnswered{Upheld: true, Reason: "right"}, fault.Conflict},
		{"a class that is right", grade, rob, ticket.ContestAnswered{Reason: "one person"}, 0},
		{"a class that was changed", moved, rob, ticket.ContestAnswered{Upheld: true, Reason: "right"}, 0},
	} {
		_, err := ticket.AnswerContest(ticket.Fold(1, c.life), c.life, c.by, c.in)
		if c.want == 0 && err != nil || c.want != 0 && !fault.Is(err, c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// That nobody answered in time is said once.
func TestContestLapses(t *testing.T) {
	in := class
	in.AnswerBy = hour(20)
	all := append(waiting(), by(dana, in))
	if got := ticket.LapseContest(ticket.Fold(1, all), hour(19)); got != nil {
		t.Errorf("in time: %v", got)
	}
	late := ticket.LapseContest(ticket.Fold(1, all), hour(20))
	if len(late) != 1 {
		t.Fatalf("late: %v", late)
	}
	if again := ticket.LapseContest(ticket.Fold(1, append(all, by(0, late[0]))), hour(30)); again != nil {
		t.Errorf("again: %v", again)
	}
}
