package console

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"switchboard/internal/core/people"
)

// How long after the last word somebody no longer writes, and after a page has closed nobody looks any more: a page that
// opens another one closes first.
const (
	stopped = 31 * time.Second
	left    = 2 * time.Second
)

// herePrefix begins the topic of those who have a ticket open: to have it in a list is not to look at it.
const herePrefix = "here/"

func topicHere(id int64) string { return herePrefix + strconv.FormatInt(id, 10) }

// opened tells the others on a ticket that somebody has come.
func (c *console) opened(who people.ID, topics []string) {
	for _, t := range topics {
		if strings.HasPrefix(t, herePrefix) {
			c.hub.PublishBeside(personValue(who), t)
		}
	}
}

// gone tells the others that somebody may have gone.
func (c *console) gone(who people.ID, topics []string) {
	for _, t := range topics {
		if strings.HasPrefix(t, herePrefix) {
			c.hub.PublishLater(left, personValue(who), t)
		}
	}
}

// present says who else is at this ticket: who writes to the customer, by the rows, and who has it open, as far as this node
// knows (docs/adr/0023). What they write is theirs.
func (c *console) present(r *http.Request, x *item) (string, error) {
	id := x.Sheet.Ticket.ID
	writers, err := c.desk.Writers(r.Context(), x.who, id)
	if err != nil {
		return "", err
	}
	var said []string
	var busy []people.ID
	for _, w := range writers {
		key := "console.present.writes"
		if w.Sends {
			key = "console.present.sends"
		}
		said = append(said, x.Words.T(key, "name", w.Person.NameOrAddress()))
		busy = append(busy, w.Person.ID)
	}
	var ids []people.ID
	for _, owner := range c.hub.Owners(topicHere(id)) {
		if n, err := strconv.ParseInt(owner, 10, 64); err == nil && !slices.Contains(busy, people.ID(n)) {
			ids = append(ids, people.ID(n))
		}
	}
	others, err := c.desk.Onlookers(r.Context(), x.who, id, ids)
	if err != nil {
		return "", err
	}
	for _, p := range others {
		said = append(said, x.Words.T("console.present.looks", "name", p.NameOrAddress()))
	}
	return strings.Join(said, " "), nil
}
