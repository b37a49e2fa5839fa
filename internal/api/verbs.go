package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
)

// Seen is what every form of a verb has: the version that the actor saw.
type Seen struct {
	Version int64 `json:"version,omitempty" doc:"refuse if the ticket has changed since this version"`
}

func (s Seen) version() int64 { return s.Version }

// act is the input of a verb on a ticket.
type act[T interface{ version() int64 }] struct {
	Numbered
	Body T
}

type (
	textForm struct {
		Seen
		Body string `json:"body" maxLength:"65536"`
	}
	reasonForm struct {
		Seen
		Reason string `json:"reason" maxLength:"65536"`
	}
	emptyForm  struct{ Seen }
	assignForm struct {
		Seen
		Person int64  `json:"person,omitempty" doc:"the person's number; the desk's people only (OK-12)"`
		Email  string `json:"email,omitempty" maxLength:"254" doc:"or their address"`
	}
	usedForm struct {
		Seen
		Article int64 `json:"article" minimum:"1" doc:"its number; one that may be read"`
	}
	routeForm struct {
		Seen
		Team   string `json:"team" maxLength:"100"`
		Reason string `json:"reason" maxLength:"65536"`
	}
	resolveForm struct {
		Seen
		Text    string `json:"text" maxLength:"65536" doc:"what the customer reads"`
		Method  string `json:"method,omitempty" enum:"remote,on_site,depot,self" default:"remote"`
		Code    string `json:"code,omitempty" maxLength:"250"`
		Despite string `json:"despite,omitempty" maxLength:"65536" doc:"why it is done although tasks of it are open"`
	}
	askForm struct {
		Seen
		Question string    `json:"question" maxLength:"65536"`
		Field    string    `json:"field,omitempty" maxLength:"250"`
		ReplyBy  time.Time `json:"reply_by"`
	}
	planForm struct {
		Seen
		Step   string    `json:"step" maxLength:"65536"`
		Owner  int64     `json:"owner,omitempty"`
		Due    time.Time `json:"due"`
		Reason string    `json:"reason,omitempty" maxLength:"65536"`
	}
	classifyForm struct {
		Seen
		Type    string `json:"type" maxLength:"100"`
		Impact  string `json:"impact,omitempty" maxLength:"100"`
		Urgency string `json:"urgency,omitempty" maxLength:"100"`
		Reason  string `json:"reason" maxLength:"65536"`
	}
	amendForm struct {
		Seen
		Service   string `json:"service,omitempty" maxLength:"100" doc:"the desk's people only"`
		Location  string `json:"location,omitempty" maxLength:"250"`
		Phone     string `json:"phone,omitempty" maxLength:"250"`
		Alternate string `json:"alternate,omitempty" maxLength:"250"`

		Emptied emptiedForm `json:"emptied,omitempty" doc:"what was known and holds no more"`
	}
	emptiedForm struct {
		Location  bool `json:"location,omitempty"`
		Phone     bool `json:"phone,omitempty"`
		Alternate bool `json:"alternate,omitempty"`
	}
	dutyForm struct {
		Seen
		Duty     string `json:"duty" maxLength:"100"`
		Evidence string `json:"evidence,omitempty" maxLength:"65536" doc:"how we know; needed when it is unmet"`
		Met      bool   `json:"met,omitempty"`
	}
	wishForm struct {
		Seen
		Honoured bool   `json:"honoured"`
		Reason   string `json:"reason" maxLength:"65536"`
	}
	memberForm struct {
		Person int64  `json:"person"`
		Part   string `json:"part" maxLength:"250"`
	}
	teamForm struct {
		Seen
		Members []memberForm `json:"members" maxItems:"100"`
	}
	linkForm struct {
		Seen
		Other  int64  `json:"other" doc:"the number of the other ticket"`
		Reason string `json:"reason,omitempty" maxLength:"65536" doc:"to take a link back: why"`
		Remove bool   `json:"remove,omitempty" doc:"take the link back"`
	}
	taskForm struct {
		Seen
		Team    string `json:"team" maxLength:"100"`
		Step    string `json:"step" maxLength:"250" doc:"what is to be done, in a line"`
		Details string `json:"details,omitempty" maxLength:"65536"`
	}
	splitForm struct {
		Seen
		Entry   int    `json:"entry" minimum:"1" doc:"the customer's message, by its place in the history"`
		Subject string `json:"subject" maxLength:"250"`
		Type    string `json:"type,omitempty" maxLength:"100"`
		Service string `json:"service,omitempty" maxLength:"100"`
	}
	admitForm struct {
		Seen
		Person int64  `json:"person"`
		Reason string `json:"reason" maxLength:"65536"`
	}
	escalateForm struct {
		Seen
		Reason string `json:"reason" maxLength:"65536"`
		Caller string `json:"caller,omitempty" maxLength:"250" doc:"who asked for it on the phone; the desk's people only"`
	}
	reviewForm struct {
		Seen
		Outcome string    `json:"outcome" maxLength:"65536" doc:"what came of it; the desk's people read it"`
		Next    time.Time `json:"next,omitzero" doc:"when to look again; else as the definition says"`
	}
	mergeForm struct {
		Seen
		Into      int64  `json:"into" doc:"the number of the ticket that goes on"`
		Reason    string `json:"reason" maxLength:"65536" doc:"told to the requester of the one that ends"`
		Duplicate bool   `json:"duplicate,omitempty" doc:"the same thing asked twice; figures leave it out"`
		Cause     string `json:"cause,omitempty" maxLength:"65536" doc:"why the clocks do not count from the earliest receipt"`
		Consent   string `json:"consent,omitempty" maxLength:"65536" doc:"how the requester of the one that ends agreed to see the other"`
	}
	includeForm struct {
		Seen
		Email   string `json:"email" maxLength:"254"`
		Consent string `json:"consent" maxLength:"65536" doc:"how they agreed"`
	}
	releaseForm struct {
		Seen
		Person int64  `json:"person"`
		Reason string `json:"reason" maxLength:"65536"`
	}
)

// verb registers one verb of the desk under /tickets/{number}/NAME; it answers the ticket as it is afterwards.
func verb[T interface{ version() int64 }](a *door, api huma.API, name, summary string, do func(context.Context, access.Actor, desk.On, T) (ticket.Ticket, error)) {
	perform(a, api, verbAt(name, summary), do)
}

// bringing registers a verb whose body may hold files.
func bringing[T interface{ version() int64 }](a *door, api huma.API, name, summary string, do func(context.Context, access.Actor, desk.On, T) (ticket.Ticket, error)) {
	perform(a, api, filed(verbAt(name, summary)), do)
}

func verbAt(name, summary string) huma.Operation {
	return op(http.MethodPost, "/tickets/{number}/"+name, name, summary, http.StatusOK, "verbs")
}

func perform[T interface{ version() int64 }](a *door, api huma.API, at huma.Operation, do func(context.Context, access.Actor, desk.On, T) (ticket.Ticket, error)) {
	huma.Register(api, at,
		func(ctx context.Context, in *act[T]) (*ticketOutput, error) {
			id, err := a.find(ctx, in.Number)
			if err != nil {
				return nil, a.problem(ctx, err)
			}
			if _, err := do(ctx, actor(ctx), desk.On{Ticket: id, Seen: in.Body.version()}, in.Body); err != nil {
				return nil, a.problem(ctx, err)
			}
			return a.show(ctx, id)
		})
}

// words makes a verb of those that may bring files; by this door they bring none.
func words(do func(context.Context, access.Actor, desk.On, string, ...desk.Upload) (ticket.Ticket, error)) func(context.Context, access.Actor, desk.On, textForm) (ticket.Ticket, error) {
	return text(func(ctx context.Context, who access.Actor, on desk.On, body string) (ticket.Ticket, error) {
		return do(ctx, who, on, body)
	})
}

func (a *door) registerVerbs(api huma.API) {
	a.registerTerms(api)
	d := a.desk
	verb(a, api, "replies", "Answer the customer", words(d.Reply))
	verb(a, api, "messages", "Write as the customer", words(d.Write))
	verb(a, api, "notes", "Write an internal note", words(d.Note))
	verb(a, api, "answers", "Answer the open question", words(d.Answer))
	verb(a, api, "updates", "Publish an update to all who are impacted", text(d.PublishUpdate))
	verb(a, api, "restore", "Say that the service works again", text(d.Restore))
	verb(a, api, "return", "Refuse a hand-over", reason(d.Return))
	verb(a, api, "reopen", "Take a resolved ticket up again", reason(d.Reopen))
	verb(a, api, "close", "Make a resolved ticket final", reason(d.Close))
	verb(a, api, "major", "Declare a major incident", reason(d.DeclareMajor))
	verb(a, api, "accept", "Take it to work on it", bare(d.Accept))
	verb(a, api, "read", "Record that it was read to be worked on", bare(d.Read))
	verb(a, api, "confirm", "Confirm that it works", bare(d.Confirm))
	verb(a, api, "assign", "Name who is to act", func(ctx context.Context, who access.Actor, on desk.On, f assignForm) (ticket.Ticket, error) {
		if f.Email != "" {
			return d.AssignByAddress(ctx, who, on, f.Email)
		}
		return d.Assign(ctx, who, on, people.ID(f.Person))
	})
	verb(a, api, "unassign", "Give it back to the queue of its team", reason(d.Unassign))
	verb(a, api, "articles", "Note that an article was used; the same one counts once", func(ctx context.Context, who access.Actor, on desk.On, f usedForm) (ticket.Ticket, error) {
		return d.LinkArticle(ctx, who, on, f.Article)
	})
	verb(a, api, "route", "Hand over to a team", func(ctx context.Context, who access.Actor, on desk.On, f routeForm) (ticket.Ticket, error) {
		return d.Route(ctx, who, on, f.Team, f.Reason)
	})
	verb(a, api, "resolve", "Resolve", func(ctx context.Context, who access.Actor, on desk.On, f resolveForm) (ticket.Ticket, error) {
		return d.Resolve(ctx, who, on, ticket.Resolved{Text: f.Text, Method: f.Method, Code: f.Code, Despite: f.Despite})
	})
	verb(a, api, "questions", "Ask the customer; clocks that may pause do", func(ctx context.Context, who access.Actor, on desk.On, f askForm) (ticket.Ticket, error) {
		return d.Ask(ctx, who, on, ticket.Asked{Question: f.Question, Field: f.Field, ReplyBy: f.ReplyBy})
	})
	verb(a, api, "plan", "Set the plan of action", func(ctx context.Context, who access.Actor, on desk.On, f planForm) (ticket.Ticket, error) {
		return d.Plan(ctx, who, on, ticket.Planned{Step: f.Step, Owner: people.ID(f.Owner), Due: f.Due, Reason: f.Reason})
	})
	verb(a, api, "classify", "Give another type, impact or urgency", func(ctx context.Context, who access.Actor, on desk.On, f classifyForm) (ticket.Ticket, error) {
		return d.Classify(ctx, who, on, desk.Reclassify{Type: f.Type, Impact: f.Impact, Urgency: f.Urgency, Why: f.Reason})
	})
	verb(a, api, "details", "Complete or correct place, people to ask and service", func(ctx context.Context, who access.Actor, on desk.On, f amendForm) (ticket.Ticket, error) {
		return d.Amend(ctx, who, on, ticket.Amended{Service: f.Service, Location: f.Location, Phone: f.Phone, Alternate: f.Alternate,
			Emptied: ticket.Emptied(f.Emptied)})
	})
	verb(a, api, "duties", "Record a duty of the customer as unmet or met", func(ctx context.Context, who access.Actor, on desk.On, f dutyForm) (ticket.Ticket, error) {
		if f.Met {
			return d.DutyMet(ctx, who, on, f.Duty)
		}
		return d.DutyUnmet(ctx, who, on, f.Duty, f.Evidence)
	})
	verb(a, api, "wish", "Answer the wish for a person or team", func(ctx context.Context, who access.Actor, on desk.On, f wishForm) (ticket.Ticket, error) {
		return d.AnswerWish(ctx, who, on, f.Honoured, f.Reason)
	})
	verb(a, api, "team", "Name the responders of an urgent incident", func(ctx context.Context, who access.Actor, on desk.On, f teamForm) (ticket.Ticket, error) {
		members := make([]ticket.Member, len(f.Members))
		for i, m := range f.Members {
			members[i] = ticket.Member{Person: people.ID(m.Person), Part: m.Part}
		}
		return d.IdentifyTeam(ctx, who, on, members)
	})
	verb(a, api, "merge", "End it in favour of another ticket, for good", func(ctx context.Context, who access.Actor, on desk.On, f mergeForm) (ticket.Ticket, error) {
		return d.Merge(ctx, who, on, f.Into, ticket.Merger{Reason: f.Reason, Duplicate: f.Duplicate, Cause: f.Cause, Consent: f.Consent})
	})
	verb(a, api, "escalate", "Take it one level up the ladder", func(ctx context.Context, who access.Actor, on desk.On, f escalateForm) (ticket.Ticket, error) {
		return d.Escalate(ctx, who, on, f.Reason, f.Caller)
	})
	verb(a, api, "escalation-answers", "Answer an escalation, as the level that was asked", text(d.AnswerEscalation))
	verb(a, api, "ask-review", "Ask that a lead or manager looks at it", reason(d.AskReview))
	verb(a, api, "reviews", "Write down what came of a look at it", func(ctx context.Context, who access.Actor, on desk.On, f reviewForm) (ticket.Ticket, error) {
		return d.Review(ctx, who, on, ticket.Reviewed{Outcome: f.Outcome, Next: f.Next})
	})
	verb(a, api, "admit", "Let one more person know of a sealed ticket", func(ctx context.Context, who access.Actor, on desk.On, f admitForm) (ticket.Ticket, error) {
		return d.Admit(ctx, who, on, people.ID(f.Person), f.Reason)
	})
	verb(a, api, "links", "Link with another ticket, or take that back", func(ctx context.Context, who access.Actor, on desk.On, f linkForm) (ticket.Ticket, error) {
		if f.Remove {
			return d.Unlink(ctx, who, on, f.Other, f.Reason)
		}
		return d.Link(ctx, who, on, f.Other)
	})
	verb(a, api, "tasks", "Let a team do a part of it; the ticket lists its open tasks", func(ctx context.Context, who access.Actor, on desk.On, f taskForm) (ticket.Ticket, error) {
		return d.OpenTask(ctx, who, on, ticket.Task{Team: f.Team, Step: f.Step, Details: f.Details})
	})
	verb(a, api, "split", "Make a ticket of one message", func(ctx context.Context, who access.Actor, on desk.On, f splitForm) (ticket.Ticket, error) {
		return d.Split(ctx, who, on, desk.Part{Entry: f.Entry, Subject: f.Subject, Type: f.Type, Service: f.Service})
	})
	verb(a, api, "include", "Let somebody take part, who agreed", func(ctx context.Context, who access.Actor, on desk.On, f includeForm) (ticket.Ticket, error) {
		return d.Include(ctx, who, on, f.Email, f.Consent)
	})
	verb(a, api, "release", "Let a responder go", func(ctx context.Context, who access.Actor, on desk.On, f releaseForm) (ticket.Ticket, error) {
		return d.Release(ctx, who, on, people.ID(f.Person), f.Reason)
	})
}

func text(do func(context.Context, access.Actor, desk.On, string) (ticket.Ticket, error)) func(context.Context, access.Actor, desk.On, textForm) (ticket.Ticket, error) {
	return func(ctx context.Context, who access.Actor, on desk.On, f textForm) (ticket.Ticket, error) {
		return do(ctx, who, on, f.Body)
	}
}

func reason(do func(context.Context, access.Actor, desk.On, string) (ticket.Ticket, error)) func(context.Context, access.Actor, desk.On, reasonForm) (ticket.Ticket, error) {
	return func(ctx context.Context, who access.Actor, on desk.On, f reasonForm) (ticket.Ticket, error) {
		return do(ctx, who, on, f.Reason)
	}
}

func bare(do func(context.Context, access.Actor, desk.On) (ticket.Ticket, error)) func(context.Context, access.Actor, desk.On, emptyForm) (ticket.Ticket, error) {
	return func(ctx context.Context, who access.Actor, on desk.On, _ emptyForm) (ticket.Ticket, error) {
		return do(ctx, who, on)
	}
}
