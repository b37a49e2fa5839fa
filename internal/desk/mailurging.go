package desk

import (
	"context"
	"fmt"
	"slices"

	"switchboard/internal/core/mail/ask"
	"switchboard/internal/store"
)

// urging says why the mail seems to claim that it is urgent: by its words, by its sender's program, or because it is about
// an outage that is known already; empty where it does not (ME-46).
func (in *incoming) urging(ctx context.Context) (string, error) {
	def := in.d.book.Load().at(in.tx.Now)
	found, claims := ask.Urgent(in.mail.Subject, in.says.Reply, def.GravestNames(in.channel()))
	switch {
	case claims:
		return fmt.Sprintf("it says %q", found), nil
	case in.says.Hints.Urgent:
		return "its sender marked it as urgent", nil
	}
	return in.knownOutage(ctx)
}

// knownOutage looks for an open ticket of the gravest classes whose service the mail speaks of.
func (in *incoming) knownOutage(ctx context.Context) (string, error) {
	def := in.d.book.Load().at(in.tx.Now)
	classes := slices.Clone(in.channel().NotFor)
	if major := def.MajorClass(); major != "" && !slices.Contains(classes, major) {
		classes = append(classes, major)
	}
	for _, class := range classes {
		open, err := store.OpenOfClass(ctx, in.tx, class, maxOutages)
		if err != nil {
			return "", err
		}
		for _, row := range open {
			service, _ := def.Service(row.Service)
			if ask.Mentions(in.mail.Subject+"\n"+in.says.Reply, service.ID, service.Name.En, service.Name.Es) {
				return fmt.Sprintf("it speaks of %s, of which an outage is known (%d)", service.Name.En, row.ID), nil
			}
		}
	}
	return "", nil
}
