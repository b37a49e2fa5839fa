package console

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/visit"
)

// ears are what an open page keeps of itself while it listens.
type ears struct {
	desk  *desk.Desk
	teams []string // in which the person was when the page was opened
	own   []int64  // the ticket that it shows
}

// says is what of the page to look at again. That a sealed ticket changes is told to those alone who may know of it (ME-57).
// Errors: Forbidden when the page is to be opened anew, or not at all.
func (e *ears) says(ctx context.Context, now access.Actor, changed []string) (string, error) {
	if err := access.May(now, access.UseConsole); err != nil {
		return "", err
	}
	if slices.ContainsFunc(e.teams, func(team string) bool { return !access.InTeam(now, team) }) {
		return "", fault.New(fault.Forbidden, "")
	}
	if slices.Contains(changed, topicDesk) || slices.Contains(changed, visit.News(now.ID)) {
		return visit.Whole, nil
	}
	var own, others []int64
	lists := false
	for _, topic := range changed {
		id, of := ticketOf(topic)
		switch {
		case !of:
			lists = true
		case slices.Contains(e.own, id):
			own = append(own, id)
		default:
			others = append(others, id)
		}
	}
	if known, err := e.desk.Knows(ctx, now, own); err != nil || len(known) > 0 {
		return visit.Whole, err
	}
	if lists {
		return rowsPart, nil
	}
	if known, err := e.desk.Knows(ctx, now, others); err != nil || len(known) > 0 {
		return rowsPart, err
	}
	return "", nil
}

// ticketOf is the number of the ticket that a topic is of, or of those who have it open; false for another topic.
func ticketOf(topic string) (int64, bool) {
	kind, text, _ := strings.Cut(topic, "/")
	id, err := strconv.ParseInt(text, 10, 64)
	return id, err == nil && (kind == "ticket" || kind+"/" == herePrefix)
}
