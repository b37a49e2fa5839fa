package portal

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
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
		Topics: []string{ticketTopic + strconv.FormatInt(id, 10)},
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

func streamPath(r *http.Request, id int64) string { return visit.StreamOf(r, address(id)+"/live", nil) }

// shownParam names the tickets of a list in the address of its stream.
const shownParam = "shown"

// maxShown bounds the tickets of one list: a page of the reader's own, and those of the agencies that they represent.
const maxShown = pageSize + desk.MaxPage

// listStream is the stream of a list: what changes of the tickets that it shows, and news, since whoever asks for something new is
// told that it has arrived.
func listStream(r *http.Request, lines ...[]line) string {
	var ids []string
	for _, l := range slices.Concat(lines...) {
		ids = append(ids, strconv.FormatInt(l.Number, 10))
	}
	return visit.StreamOf(r, "/tickets/live", url.Values{shownParam: {strings.Join(ids, ",")}})
}

// liveList tells an open list of tickets to look again. That one changed is told to who may know of it then: it may be sealed
// meanwhile. Errors: NotFound for what is no list of ours.
func (p portal) liveList(w http.ResponseWriter, r *http.Request) error {
	if err := access.May(visit.Actor(r), access.ViewTicket); err != nil {
		return err
	}
	var topics []string
	for text := range strings.SplitSeq(r.URL.Query().Get(shownParam), ",") {
		id, err := strconv.ParseInt(text, 10, 64)
		if text != "" && (err != nil || id < 1 || len(topics) == maxShown) {
			return fault.New(fault.NotFound, "")
		}
		if text != "" {
			topics = append(topics, ticketTopic+strconv.FormatInt(id, 10))
		}
	}
	return p.streams.Serve(w, r, visit.Watch{Topics: topics, Says: func(ctx context.Context, now access.Actor, changed []string) (string, error) {
		if err := access.May(now, access.ViewTicket); err != nil || len(changed) == 0 {
			return "", err
		}
		if slices.Contains(changed, visit.News(now.ID)) {
			return visit.Whole, nil
		}
		known, err := p.desk.Knows(ctx, now, numbersOf(changed))
		if err != nil || len(known) == 0 {
			return "", err
		}
		return visit.Whole, nil
	}})
}

// ticketTopic begins the topics of tickets, as the tail of the log names them.
const ticketTopic = "ticket/"

func numbersOf(topics []string) []int64 {
	var out []int64
	for _, t := range topics {
		if id, err := strconv.ParseInt(strings.TrimPrefix(t, ticketTopic), 10, 64); err == nil {
			out = append(out, id)
		}
	}
	return out
}
