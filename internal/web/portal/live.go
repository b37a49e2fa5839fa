package portal

import (
	"context"
	"net/http"
	"strconv"

	"switchboard/internal/core/access"
	"switchboard/internal/web/visit"
)

// live tells an open page of a ticket to look again, so that a hand-over is seen within seconds (CO-08).
func (p portal) live(w http.ResponseWriter, r *http.Request) error {
	s, err := p.find(r)
	if err != nil {
		return err
	}
	id := s.Ticket.ID
	return p.streams.Serve(w, r, visit.Watch{
		Topics: []string{"ticket/" + strconv.FormatInt(id, 10)},
		Says: func(ctx context.Context, now access.Actor, changed []string) (string, error) {
			known, err := p.desk.Knows(ctx, now, []int64{id})
			if err == nil && len(known) == 0 {
				err = access.NoSuchTicket(id)
			}
			if err != nil || len(changed) == 0 {
				return "", err
			}
			return visit.Whole, nil
		},
	})
}

func streamPath(id int64) string { return address(id) + "/live" }
