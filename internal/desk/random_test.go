package desk_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// deeds are what may be tried on a ticket, with texts of no interest.
var deeds = map[string]func(h *desktest.House, who access.Actor, on desk.On, whom people.ID) (ticket.Ticket, error){
	"write": func(h *desktest.House, who access.Actor, on desk.On, _ people.ID) (ticket.Ticket, error) {
		return h.Write(ctx, who, on, "text")
	},
	"answer": func(h *desktest.House, who access.Actor, on desk.On, _ people.ID) (ticket.Ticket, error) {
		return h.Answer(ctx, who, on, "text")
	},
	"reply": func(h *desktest.House, who access.Actor, on desk.On, _ people.ID) (ticket.Ticket, error) {
		return h.Reply(ctx, who, on, "text")
	},
	"note": func(h *desktest.House, who access.Actor, on desk.On, _ people.ID) (ticket.Ticket, error) {
		return h.Note(ctx, who, on, "text")
	},
	"accept": func(h *desktest.House, who access.Actor, on desk.On, _ people.ID) (ticket.Ticket, error) {
		return h.Accept(ctx, who, on)
	},
	"read": func(h *desktest.House, who access.Actor, on desk.On, _ people.ID) (ticket.Ticket, error) {
		return h.Read(ctx, who, on)
	},
	"assign": func(h *desktest.House, who access.Actor, on desk.On, p people.ID) (ticket.Ticket, error) {
		return h.Assign(ctx, who, on, p)
	},
	"route": func(h *desktest.House, who access.Actor, on desk.On, _ people.ID) (ticket.Ticket, error) {
		return h.Route(ctx, who, on, "network", "text")
	},
	"return": func(h *desktest.House, who access.Actor, on desk.On, _ people.ID) (ticket.Ticket, error) {
		return h.Return(ctx, who, on, "text")
	},
	"publish": func(h *desktest.House, who access.Actor, on desk.On, _ people.ID) (ticket.Ticket, error) {
		return h.PublishUpdate(ctx, who, on, "text")
	},
	"restore": func(h *desktest.House, who access.Actor, on desk.On, _ people.ID) (ticket.Ticket, error) {
		return h.Restore(ctx, who, on, "text")
	},
	"major": func(h *desktest.House, who access.Actor, on desk.On, _ people.ID) (ticket.Ticket, error) {
		return h.DeclareMajor(ctx, who, on, "text")
	},
	"confirm": func(h *desktest.House, who access.Actor, on desk.On, _ people.ID) (ticket.Ticket, error) {
		return h.Confirm(ctx, who, on)
	},
	"reopen": func(h *desktest.House, who access.Actor, on desk.On, _ people.ID) (ticket.Ticket, error) {
		return h.Reopen(ctx, who, on, "text")
	},
	"close": func(h *desktest.House, who access.Actor, on desk.On, _ people.ID) (ticket.Ticket, error) {
		return h.Close(ctx, who, on, "text")
	},
	"classify": func(h *desktest.House, who access.Actor, on desk.On, _ people.ID) (ticket.Ticket, error) {
		return h.Classify(ctx, who, on, desk.Reclassify{Type: "request", Impact: impactOf(h), Why: "text"})
	},
	"place": func(h *desktest.House, who access.Actor, on desk.On, _ people.ID) (ticket.Ticket, error) {
		return h.Amend(ctx, who, on, ticket.Amended{Service: "network", Phone: "1"})
	},
	"ask": func(h *desktest.House, who access.Actor, on desk.On, _ people.ID) (ticket.Ticket, error) {
		return h.Ask(ctx, who, on, ticket.Asked{Question: "text", ReplyBy: h.Now().Add(time.Hour)})
	},
	"resolve": func(h *desktest.House, who access.Actor, on desk.On, _ people.ID) (ticket.Ticket, error) {
		return h.Resolve(ctx, who, on, ticket.Resolved{Text: "text", Method: "remote"})
	},
	"ask_review": func(h *desktest.House, who access.Actor, on desk.On, _ people.ID) (ticket.Ticket, error) {
		return h.AskReview(ctx, who, on, "text")
	},
	"review": func(h *desktest.House, who access.Actor, on desk.On, _ people.ID) (ticket.Ticket, error) {
		return h.Review(ctx, who, on, ticket.Reviewed{Outcome: "text", Next: h.Now().Add(time.Hour)})
	},
	"escalate": func(h *desktest.House, who access.Actor, on desk.On, _ people.ID) (ticket.Ticket, error) {
		return h.Escalate(ctx, who, on, "text", "")
	},
	"rate": func(h *desktest.House, who access.Actor, on desk.On, _ people.ID) (ticket.Ticket, error) {
		return h.Rate(ctx, who, on, ticket.Rated{Resolution: 1, Overall: 4, Comment: "text"})
	},
	"contest": func(h *desktest.House, who access.Actor, on desk.On, _ people.ID) (ticket.Ticket, error) {
		if sheet, err := h.Ticket(ctx, who, on.Ticket); err == nil {
			if all := ticket.Pauses(sheet.Entries); len(all) > 0 {
				return h.Contest(ctx, who, on, ticket.Contested{What: ticket.ContestPause, Cause: all[0].Cause, Duty: all[0].Duty, Since: all[0].Since, Text: "text"})
			}
		}
		return h.Contest(ctx, who, on, ticket.Contested{What: ticket.ContestClass, Text: "text"})
	},
	"answer_contest": func(h *desktest.House, who access.Actor, on desk.On, p people.ID) (ticket.Ticket, error) {
		return h.AnswerContest(ctx, who, on, ticket.ContestAnswered{Upheld: p%2 == 0, Reason: "text"})
	},
	"tell": func(h *desktest.House, who access.Actor, on desk.On, _ people.ID) (ticket.Ticket, error) {
		return h.Tell(ctx, who, on, ticket.StatusAsked{Channel: "phone", Caller: "text"})
	},
	"answer_escalation": func(h *desktest.House, who access.Actor, on desk.On, _ people.ID) (ticket.Ticket, error) {
		return h.AnswerEscalation(ctx, who, on, "text")
	},
	"task": func(h *desktest.House, who access.Actor, on desk.On, _ people.ID) (ticket.Ticket, error) {
		return h.OpenTask(ctx, who, on, ticket.Task{Team: h.Definition().DeskTeam(), Step: "text"})
	},
	"team": func(h *desktest.House, who access.Actor, on desk.On, p people.ID) (ticket.Ticket, error) {
		return h.IdentifyTeam(ctx, who, on, []ticket.Member{{Person: p, Part: "text"}})
	},
	"release": func(h *desktest.House, who access.Actor, on desk.On, p people.ID) (ticket.Ticket, error) {
		return h.Release(ctx, who, on, p, "text")
	},
}

var ctx = context.Background()

// TestAnyLife lets people try anything in any order, while time passes and timers ring. Nothing but faults that a
// person can read may come of it, the row of every ticket is the fold of its facts afterwards, and nobody sees what is
// not theirs.
func TestAnyLife(t *testing.T) {
	for _, definition := range []string{"colorado", "maine", "oklahoma"} {
		t.Run(definition, func(t *testing.T) {
			sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) { anyLife(t, db, definition) })
		})
	}
}

func anyLife(t *testing.T, db *sqldb.DB, definition string) {
	h := desktest.Open(t, db, definition, time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC))
	who := []access.Actor{h.Person("dana", people.Customer, "Revenue"), h.Person("mallory", people.Customer, "Revenue"),
		h.Person("luis", people.Analyst, "", "desk"), h.Person("nora", people.Analyst, "", "network"), h.Person("lena", people.Lead, "", "desk")}
	names := make([]string, 0, len(deeds))
	for name := range deeds {
		names = append(names, name)
	}
	slices.Sort(names)
	rapid.Check(t, func(rt *rapid.T) {
		asker := rapid.SampledFrom(who[:2]).Draw(rt, "asker")
		outage := rapid.Bool().Draw(rt, "outage")
		opened, err := h.Open(ctx, who[2], desk.Request{Subject: "any", Channel: "phone", Email: emailOf(asker, who), Outage: outage})
		if err != nil {
			rt.Fatal(err)
		}
		for range rapid.IntRange(1, 12).Draw(rt, "deeds") {
			h.Pass(time.Duration(rapid.IntRange(0, 3000).Draw(rt, "minutes")) * time.Minute)
			if err := h.Tick(ctx, access.System, opened.Ticket.ID); err != nil {
				rt.Fatalf("tick: %v", err)
			}
			name := rapid.SampledFrom(names).Draw(rt, "deed")
			actor := rapid.SampledFrom(who).Draw(rt, "actor")
			whom := rapid.SampledFrom(who).Draw(rt, "whom").ID
			_, err := deeds[name](h, actor, desk.On{Ticket: opened.Ticket.ID}, whom)
			if err != nil && fault.Is(err, fault.Internal) {
				rt.Fatalf("%s: %v", name, err)
			}
			if stranger := actor.Role == people.Customer && actor.ID != asker.ID; stranger && !fault.Is(err, fault.NotFound) {
				rt.Fatalf("%s by a stranger: %v", name, err)
			}
		}
		refold(rt, h, opened.Ticket.ID)
	})
	scoped(t, h, who)
}

// impactOf is the greatest impact of the desk, empty where it grades none.
func impactOf(h *desktest.House) string {
	if grades := h.Definition().Impact; len(grades) > 0 {
		return grades[len(grades)-1].ID
	}
	return ""
}

func emailOf(who access.Actor, all []access.Actor) string {
	return []string{"dana@example.gov", "mallory@example.gov"}[slices.IndexFunc(all, func(a access.Actor) bool { return a.ID == who.ID })]
}

// refold compares a row, column by column, with what its facts add up to.
func refold(t fataler, h *desktest.House, id int64) {
	sheet, err := h.Ticket(ctx, access.System, id)
	if err != nil {
		t.Fatal(err)
	}
	f := ticket.Fold(id, sheet.Entries)
	timing := ticket.TimingOf(sheet.Clocks, sheet.Entries)
	due := int64(9_000_000_000_000_000)
	if !timing.Due.IsZero() {
		due = timing.Due.UnixMilli()
	}
	level := 0 // that has to answer
	if f.Escalation.Open {
		level = f.Escalation.Level
	}
	want := fmt.Sprint(f.Version, f.Request.Subject, f.Status, f.Status.Open(), f.Type, f.Class, f.Request.Channel, f.Team, int64(f.Assignee),
		int64(f.Request.Requester), f.Request.Service, millis(f.ReceivedAt), millis(f.ChangedAt), millis(f.ResolvedAt), millis(f.UnansweredAt),
		f.Request.Direct, due, timing.Metric, timing.State, f.MergedInto, f.Request.Parent, f.Request.FollowUpOf, f.Request.SplitFrom,
		f.Sealed, level, millis(f.Review.Due), contestedSince(f))
	got, err := sqldb.One(ctx, h.DB.Reader(), func(r sqldb.Row) (string, error) {
		var version, assignee, requester, received, changed, resolved, unanswered, due, merged, parent, follows, split, level, review, contested int64
		var subject, status, kind, class, channel, team, service, direct, metric, state string
		var open, sealed bool
		err := r.Scan(&version, &subject, &status, &open, &kind, &class, &channel, &team, &assignee, &requester, &service, &received,
			&changed, &resolved, &unanswered, &direct, &due, &metric, &state, &merged,
			&parent, &follows, &split, &sealed, &level, &review, &contested)
		return fmt.Sprint(version, subject, status, open, kind, class, channel, team, assignee, requester, service, received, changed,
			resolved, unanswered, direct, due, metric, state, merged, parent, follows, split, sealed, level, review, contested), err
	}, `SELECT version, subject, status, open, type, class, channel, team, coalesce(assignee, 0), requester, service, received_at,
		changed_at, coalesce(resolved_at, 0), coalesce(unanswered_at, 0), direct, due_at, due_metric, due_state,
		coalesce(merged_into, 0), coalesce(parent, 0), coalesce(follow_up_of, 0), coalesce(split_from, 0), sealed, escalation,
		coalesce(review_at, 0), coalesce(contested_at, 0) FROM ticket WHERE id = $1`, id)
	if err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Fatalf("ticket %d\nrow  %s\nfold %s", id, got, want)
	}
}

func contestedSince(t ticket.Ticket) int64 {
	if !t.Contest.Open {
		return 0
	}
	return t.Contest.Since.UnixMilli()
}

type fataler interface {
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

func millis(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return at.UnixMilli()
}

// scoped looks through every view as everybody: the count is that of the pages, and customers see their own alone.
func scoped(t *testing.T, h *desktest.House, who []access.Actor) {
	for _, view := range []string{"open", "mine", "teams", "unanswered", "unassigned", "due", "waiting", "escalated", "review", "contested", "team:network", "requested", "any"} {
		for _, w := range who {
			rows := pages(t, h, w, view, 7, nil)
			n, err := h.Counts(ctx, w, view)
			if err != nil {
				t.Fatal(err)
			}
			if n[view] != (desk.Count{N: len(rows)}) {
				t.Errorf("%s of %d: %d rows, counted %+v", view, w.ID, len(rows), n[view])
			}
			for id, row := range rows {
				if w.Role == people.Customer && row.Requester != w.ID {
					t.Errorf("%s of %d shows %d of %d", view, w.ID, id, row.Requester)
				}
			}
		}
	}
}

// pages turns the pages of a view to its end, and calls between before each page.
func pages(t fataler, h *desktest.House, who access.Actor, view string, limit int, between func()) map[int64]desk.Row {
	seen := map[int64]desk.Row{}
	var after desk.Cursor
	for {
		if between != nil {
			between()
		}
		list, err := h.List(ctx, who, view, desk.Page{After: after, Limit: limit})
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range list.Rows {
			if _, twice := seen[row.ID]; twice && between == nil {
				t.Fatalf("%s shows %d twice", view, row.ID)
			}
			seen[row.ID] = row
		}
		if !list.Next.Set {
			return seen
		}
		after = list.Next
	}
}
