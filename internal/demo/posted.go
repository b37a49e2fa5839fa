package demo

import (
	"context"
	"time"

	"switchboard/internal/core/sla"
	"switchboard/internal/desk"
)

// news is what an analyst writes when there is nothing to say but that they are on it.
var news = []string{
	"A short word in between: we are still on it, and nothing is needed from you.",
	"The part we wait for is on its way. I will write again when it is here.",
	"We have narrowed it down and try a remedy tonight.",
	"No change so far; the colleagues who know this best look at it tomorrow morning.",
}

// keepPosted plans the next word to the customer, where the desk promises one from time to time. It is mostly in time.
func (l *life) keepPosted(ctx context.Context) error {
	if over, err := l.over(ctx); over || err != nil {
		return err
	}
	sheet, err := l.sheet(ctx, l.id)
	if err != nil {
		return err
	}
	promised := due(sheet.Clocks, func(c desk.Clock) bool { return c.Metric == sla.Update })
	if promised.IsZero() {
		return nil
	}
	if l.chance(3) {
		l.later(l.atWork(promised.Add(l.between(time.Hour, 20*time.Hour))), l.post)
		return nil
	}
	at := promised.Add(-l.between(20*time.Minute, 7*time.Hour))
	if at.Before(l.now) {
		at = l.now.Add(l.between(time.Hour, 6*time.Hour))
	}
	if worked := l.atWork(at); worked.Before(promised) {
		at = worked
	}
	l.later(at, l.post)
	return nil
}

func (l *life) post(ctx context.Context) error {
	if over, err := l.over(ctx); over || err != nil {
		return err
	}
	if _, err := l.desk.Reply(ctx, l.agent.actor, l.on(), news[l.rng.IntN(len(news))]); err != nil {
		return l.failed("reply", err)
	}
	return l.keepPosted(ctx)
}
