package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"switchboard/internal/core/scope"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
)

// life is one ticket being played.
type life struct {
	*stage
	scenario
	id        int64
	customer  player
	agent     player
	forgotten bool // nobody gets to it for days
}

// open plans that somebody opens a ticket.
func (s *stage) open(at time.Time, what scenario, forgotten bool) {
	s.openFor(s.cast.customers[s.rng.IntN(len(s.cast.customers))], at, what, forgotten)
}

func (s *stage) openFor(who player, at time.Time, what scenario, forgotten bool) {
	l := &life{stage: s, scenario: what, customer: who, forgotten: forgotten}
	s.later(at, l.arrive)
}

// arrive opens the ticket: by the customer where it is written, by an analyst where it is spoken.
func (l *life) arrive(ctx context.Context) error {
	d := l.desk.Definition()
	in := desk.Request{
		Subject: l.subject, Description: l.body, Type: typeOf(d, l.kind), Service: service(d, l.topic),
		Impact: grade(d.Impact, l.impact, 4), Urgency: grade(d.Urgency, l.urgency, 3), Channel: l.channel(),
		Agency: l.customer.Agency, Location: l.customer.Location, Phone: l.customer.Phone,
	}
	in.Answers = answers(d.Form(in.Type, in.Service), l.desk.Today(), l.plan.n)
	who := l.customer
	if spoken(in.Channel) {
		who, in.Email, in.Name = l.cast.of(d.DeskTeam(), l.rng), l.customer.Email, l.customer.Name
	}
	if l.chance(4) {
		in.WantPerson = luis.Name
	}
	if l.chance(60) {
		in.Alternate = l.cast.customers[l.rng.IntN(len(l.cast.customers))].Name
	}
	opened, err := l.desk.Open(ctx, who.actor, in)
	if err != nil {
		return fmt.Errorf("demo: %q by %s: %w", l.subject, who.Email, err)
	}
	l.id = opened.Ticket.ID
	if spoken(in.Channel) && l.question == "" && !opened.Ticket.Sealed && l.chance(30) { // said, done, and never handed on
		l.agent = who
		l.later(l.now.Add(l.between(4*time.Minute, 25*time.Minute)), l.resolve)
		return nil
	}
	l.agent = l.cast.of(opened.Ticket.Team, l.rng)
	l.later(l.firstLook(opened.Clocks), l.accept)
	l.askedFor(opened.Ticket)
	if in.WantPerson != "" {
		l.later(l.atWork(l.now.Add(time.Hour)), l.answerWish)
	}
	return nil
}

// spoken tells whether a person of the desk writes the ticket down.
func spoken(channel string) bool { return channel == "phone" }

// channel picks a way in: the faster ones more often.
func (l *life) channel() string {
	var ids []string
	for _, c := range l.desk.Definition().Channels {
		if c.Intake {
			for range max(1, 5-c.Rank) {
				ids = append(ids, c.ID)
			}
		}
	}
	if len(ids) == 0 {
		return ""
	}
	return ids[l.rng.IntN(len(ids))]
}

// firstLook is when somebody takes it: mostly well within what is promised, at times a little late, for the forgotten after days.
func (l *life) firstLook(clocks []desk.Clock) time.Time {
	if l.forgotten {
		return l.atWork(l.now.Add(l.between(3*24*time.Hour, 9*24*time.Hour)))
	}
	promised := due(clocks, func(c desk.Clock) bool {
		return c.Metric != sla.Resolve && c.Metric != sla.Close && c.Metric != sla.Update
	})
	if promised.IsZero() {
		promised = l.now.Add(4 * time.Hour)
	}
	left := promised.Sub(l.now)
	if l.chance(4) {
		return l.now.Add(left + l.upTo(left/4))
	}
	at := l.atWork(l.now.Add(l.between(left/20, left*7/10)))
	if at.After(promised) { // a promise that runs at night is kept at night
		return l.now.Add(l.between(left/20, left*9/10))
	}
	return at
}

func (l *life) accept(ctx context.Context) error {
	if _, err := l.desk.Accept(ctx, l.agent.actor, l.on()); err != nil {
		return l.failed("accept", err)
	}
	l.later(l.now.Add(l.between(2*time.Minute, 12*time.Minute)), l.reply)
	return l.keepPosted(ctx)
}

func (l *life) reply(ctx context.Context) error {
	if l.first != "" {
		if _, err := l.desk.Reply(ctx, l.agent.actor, l.on(), l.first); err != nil {
			return l.failed("reply", err)
		}
	}
	if l.note != "" && l.chance(70) {
		l.soon(5, 90, l.write)
	}
	switch {
	case l.chance(9):
		l.soon(20, 180, l.handOver)
	case l.question != "" && l.chance(75):
		l.soon(5, 120, l.ask)
	default:
		return l.proceed(ctx)
	}
	return nil
}

// soon plans what comes within so many minutes of work.
func (l *life) soon(low, high int, do func(context.Context) error) {
	l.later(l.atWork(l.now.Add(l.between(time.Duration(low)*time.Minute, time.Duration(high)*time.Minute))), do)
}

func (l *life) write(ctx context.Context) error {
	_, err := l.desk.Note(ctx, l.agent.actor, l.on(), l.note)
	return l.failed("note", err)
}

// handOver gives it to another team, which now and then gives it back to the desk.
func (l *life) handOver(ctx context.Context) error {
	d := l.desk.Definition()
	sheet, err := l.sheet(ctx, l.id)
	if err != nil {
		return err
	}
	to := d.Teams[l.rng.IntN(len(d.Teams))].ID
	if s, ok := d.Service(sheet.Ticket.Request.Service); ok && s.Then != "" {
		to = s.Then
	}
	if to == sheet.Ticket.Team {
		return l.proceed(ctx)
	}
	_, err = l.desk.Route(ctx, l.agent.actor, l.on(), to, "Needs their tools and rights; what we tried so far is in the notes.")
	if fault.Is(err, fault.Invalid) { // the definition asks for more before a hand-over than the customer has said (ME-53)
		return l.proceed(ctx)
	}
	if err != nil {
		return l.failed("route", err)
	}
	l.agent = l.cast.of(to, l.rng)
	next := l.take
	if to != d.DeskTeam() && l.chance(15) {
		next = l.refuse
	}
	l.soon(10, 150, next)
	return nil
}

func (l *life) refuse(ctx context.Context) error {
	d := l.desk.Definition()
	if _, err := l.desk.Return(ctx, l.agent.actor, l.on(), "Not ours: the fault is on the device itself."); err != nil {
		return l.failed("return", err)
	}
	l.agent = l.cast.of(d.DeskTeam(), l.rng)
	l.soon(10, 90, l.take)
	return nil
}

func (l *life) take(ctx context.Context) error {
	if _, err := l.desk.Accept(ctx, l.agent.actor, l.on()); err != nil {
		return l.failed("accept", err)
	}
	return l.proceed(ctx)
}

func (l *life) ask(ctx context.Context) error {
	q := ticket.Asked{Question: l.question, ReplyBy: l.atWork(l.now.AddDate(0, 0, 4))}
	if _, err := l.desk.Ask(ctx, l.agent.actor, l.on(), q); err != nil {
		return l.failed("ask", err)
	}
	if !l.chance(20) {
		l.later(l.atWork(l.now.Add(l.between(15*time.Minute, 50*time.Hour))), l.answered)
	}
	return nil
}

func (l *life) answered(ctx context.Context) error {
	if _, err := l.desk.Answer(ctx, l.customer.actor, l.on(), l.answer); err != nil {
		return l.failed("answer", err)
	}
	return l.proceed(ctx)
}

// proceed plans the end, mostly within what is promised; what takes days gets a plan of action first.
func (l *life) proceed(ctx context.Context) error {
	sheet, err := l.sheet(ctx, l.id)
	if err != nil {
		return err
	}
	promised := due(sheet.Clocks, func(c desk.Clock) bool { return c.Metric == sla.Resolve || c.Metric == sla.Close })
	if late := promised.IsZero() || !promised.After(l.now); late {
		promised = l.now.Add(24 * time.Hour)
	} else if l.chance(20) {
		if err := l.makePlan(ctx, promised); err != nil {
			return err
		}
	}
	left := promised.Sub(l.now)
	end := l.now.Add(l.between(left/12, min(left*8/10, 5*24*time.Hour)))
	if l.chance(4) {
		end = l.now.Add(left + l.between(left/10, left/3))
	}
	if at := l.atWork(end); at.Before(promised) {
		end = at
	}
	if duties := l.desk.Definition().DutyNames(); len(duties) > 0 && l.chance(4) {
		l.soon(10, 60, l.missing(duties[0]))
	}
	if l.chance(12) {
		l.later(l.now.Add(end.Sub(l.now)/2), l.wonder)
	}
	l.later(end, l.resolve)
	return nil
}

func (l *life) makePlan(ctx context.Context, promised time.Time) error {
	step := ticket.Planned{Step: "Order the part and fit it", Owner: l.agent.ID, Due: l.now.Add(promised.Sub(l.now) * 2 / 3)}
	if l.method == "remote" {
		step.Step = "Apply the change in the maintenance window and try it with the customer"
	}
	_, err := l.desk.Plan(ctx, l.agent.actor, l.on(), step)
	return l.failed("plan", err)
}

// missing records a duty of the customer that is not met, until they meet it.
func (l *life) missing(duty string) func(context.Context) error {
	return func(ctx context.Context) error {
		if over, err := l.over(ctx); over || err != nil {
			return err
		}
		if _, err := l.desk.DutyUnmet(ctx, l.agent.actor, l.on(), duty, "Nobody let us into the room at the agreed time."); err != nil {
			return l.failed("duty", err)
		}
		l.soon(60, 600, func(ctx context.Context) error {
			_, err := l.desk.DutyMet(ctx, l.agent.actor, l.on(), duty)
			return l.failed("duty", err)
		})
		return nil
	}
}

func (l *life) wonder(ctx context.Context) error {
	if over, err := l.over(ctx); over || err != nil {
		return err
	}
	_, err := l.desk.Write(ctx, l.customer.actor, l.on(), "Is there any news? I would like to plan my day.")
	return l.failed("write", err)
}

func (l *life) answerWish(ctx context.Context) error {
	if over, err := l.over(ctx); over || err != nil {
		return err
	}
	_, err := l.desk.AnswerWish(ctx, l.cast.lead.actor, l.on(), l.agent.Email == luis.Email, "Whoever is free first takes it, so that it does not wait.")
	return l.failed("wish", err)
}

func (l *life) resolve(ctx context.Context) error {
	sheet, err := l.sheet(ctx, l.id)
	if err != nil || !sheet.Ticket.Status.Open() || len(sheet.Ticket.WaitingApprovals()) > 0 {
		return err
	}
	method := l.method
	if !slices.Contains(ticket.Methods, method) {
		method = "remote"
	}
	if err := l.wroteDown(ctx, method); err != nil {
		return l.failed("write down", err)
	}
	if l.desk.NeedsIdentity(sheet.Ticket) {
		if _, err := l.desk.CheckIdentity(ctx, l.agent.actor, l.on(), ticket.Identified{How: ticket.IdentityChecks[l.rng.IntN(len(ticket.IdentityChecks))]}); err != nil {
			return l.failed("check who asks", err)
		}
	}
	if _, err := l.desk.Resolve(ctx, l.agent.actor, l.on(), ticket.Resolved{Text: l.done, Method: method}); err != nil {
		return l.failed("resolve", err)
	}
	switch n := l.rng.IntN(100); {
	case n < 45:
		l.soon(5, 900, l.confirm)
	case n < 50:
		l.soon(30, 900, l.again)
	}
	return nil // the others say nothing, and it closes when their time to do so is over
}

func (l *life) confirm(ctx context.Context) error {
	sheet, err := l.sheet(ctx, l.id)
	if err != nil || sheet.Ticket.Status != ticket.StatusResolved {
		return err
	}
	if _, err = l.desk.Confirm(ctx, l.customer.actor, l.on()); err != nil {
		return l.failed("confirm", err)
	}
	return l.rate(ctx)
}

// again takes it up once more, if there is still time to.
func (l *life) again(ctx context.Context) error {
	sheet, err := l.sheet(ctx, l.id)
	if err != nil || sheet.Ticket.Status != ticket.StatusResolved || l.now.After(sheet.Until) {
		return err
	}
	if _, err := l.desk.Reopen(ctx, l.customer.actor, l.on(), "It worked for an hour, now it is the same as before."); err != nil {
		return l.failed("reopen", err)
	}
	l.soon(20, 400, l.resolve)
	return nil
}

// over tells whether the desk owes nothing more on it.
func (l *life) over(ctx context.Context) (bool, error) {
	sheet, err := l.sheet(ctx, l.id)
	return err == nil && !sheet.Ticket.Status.Open(), err
}

func (l *life) on() desk.On { return desk.On{Ticket: l.id} }

func (l *life) failed(what string, err error) error {
	if err != nil {
		return fmt.Errorf("demo: %s ticket %d (%q) at %s: %w", what, l.id, l.subject, l.now.Format(time.RFC3339), err)
	}
	return nil
}

// wroteDown is what was said of the device and put into the work, where somebody went there.
func (l *life) wroteDown(ctx context.Context, method string) error {
	if method != "on_site" {
		return nil
	}
	if _, err := l.desk.DecideScope(ctx, l.agent.actor, l.on(), scope.Facts{Device: "state", Place: scope.Office}); err != nil {
		return err
	}
	_, err := l.desk.SpendTime(ctx, l.agent.actor, l.on(), ticket.TimeSpent{Kind: ticket.Labor, Minutes: 20 + int(l.on().Ticket%60)})
	return err
}
