package portal

import (
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
	who := visit.Actor(r)
	return p.streams.Serve(w, r, visit.Watch{Topics: []string{"ticket/" + strconv.FormatInt(s.Ticket.ID, 10)}, Stays: func(now access.Actor) bool {
		return now.ID == who.ID && access.Can(now, access.ViewTicket, s.Ticket) == nil
	}})
}

func streamPath(id int64) string { return address(id) + "/live" }
