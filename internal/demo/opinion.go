package demo

import (
	"context"

	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
)

// rate is what the customer says of how it went: of four who confirm, three answer, and most of them are pleased.
func (l *life) rate(ctx context.Context) error {
	n := int(l.id * 37 % 100)
	if n >= 75 {
		return nil
	}
	in := ticket.Rated{Resolution: 1, Overall: 5, Answers: map[string]bool{}}
	for _, id := range l.desk.Definition().Asks().IDs() {
		in.Answers[id] = true
	}
	switch {
	case n < 9:
		in.Overall, in.Comment = 2, "It works, but nobody told me for three days."
		in.Answers["timely"] = false
	case n < 20:
		in.Overall = 4
	case n < 24:
		in.Comment = "Quick and kind, thank you."
	}
	sheet, err := l.sheet(ctx, l.id)
	if err != nil {
		return err
	}
	in.Resolution = sheet.Ticket.Survey.Resolution
	_, err = l.desk.Rate(ctx, l.customer.actor, l.on(), in)
	return l.failed("rate", err)
}

// objects is a customer who finds that their ticket is in the wrong class (A26).
func (s *stage) objects(who player, id *int64, text string) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := s.desk.Contest(ctx, who.actor, desk.On{Ticket: *id}, ticket.Contested{What: ticket.ContestClass, Text: text})
		return err
	}
}
