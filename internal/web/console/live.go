package console

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/fault"
	"switchboard/internal/web/visit"
)

// maxTopics bounds what one page listens to.
const maxTopics = 4

// topicTickets is looked at by every list; a ticket has a topic of its own.
const topicTickets = "tickets"

func topicTicket(id int64) string { return "ticket/" + strconv.FormatInt(id, 10) }

func streamPath(topics []string) string {
	return home + "/live?topics=" + url.QueryEscape(strings.Join(topics, ","))
}

// live tells an open page of the console to look again.
func (c *console) live(w http.ResponseWriter, r *http.Request) error {
	topics, err := topicsOf(r)
	if err != nil {
		return err
	}
	defer c.gone(visit.Actor(r).ID, topics)
	return c.streams.Serve(w, r, topics, func(who access.Actor) bool { return access.May(who, access.UseConsole) == nil })
}

var topicForm = regexp.MustCompile(`^(tickets|ticket/[1-9][0-9]{0,17})$`)

// topicsOf reads what a page wants to hear of. A topic names no content, and those who use the console see every ticket;
// what is behind it is decided when they look.
func topicsOf(r *http.Request) ([]string, error) {
	topics := strings.Split(r.URL.Query().Get("topics"), ",")
	if len(topics) > maxTopics {
		return nil, fault.Field("topics", "at most %d topics", maxTopics)
	}
	for _, t := range topics {
		if !topicForm.MatchString(t) {
			return nil, fault.Field("topics", "there is no such topic")
		}
	}
	return topics, nil
}
