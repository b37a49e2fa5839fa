package console

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/fault"
	"switchboard/internal/web/visit"
)

// Bounds of what one page listens to.
const (
	maxTopics   = 12
	maxOwnTeams = 8 // a list of more teams listens to everything
)

// Topics, as the tail of the log names them; a ticket, a team and a person have topics of their own.
const (
	topicTickets    = "tickets"    // any ticket
	topicUnassigned = "unassigned" // what nobody has
	topicDesk       = "desk"       // what stands on every page
)

func topicTicket(id int64) string { return "ticket/" + strconv.FormatInt(id, 10) }

// rowsPart is what a stream says, and an address asks for, when the rows of a list are to be looked at again and nothing else.
const rowsPart = "rows"

// streamPath is the stream of a page: rows are those of its list, whose changes concern these rows alone.
func (f frame) streamPath(topics []string, rows ...row) string {
	query := url.Values{"topics": {strings.Join(topics, ",")}, visit.SinceParam: {strconv.FormatInt(f.since, 10)}}
	if len(rows) > 0 {
		ids := make([]string, len(rows))
		for i, t := range rows {
			ids[i] = strconv.FormatInt(t.ID, 10)
		}
		query.Set(rowsPart, strings.Join(ids, ","))
	}
	return home + "/live?" + query.Encode()
}

// entries are the topics by which a list learns that a ticket may have come into it.
func (f frame) entries(name string) []string {
	me := "person/" + strconv.FormatInt(int64(f.who.ID), 10)
	switch {
	case slices.Contains(myViews, name):
		return []string{me}
	case name == "unassigned":
		return []string{topicUnassigned}
	case name == "teams" && len(f.who.Teams) <= maxOwnTeams:
		var all []string
		for _, team := range f.who.Teams {
			all = append(all, "team/"+team)
		}
		return all
	case strings.HasPrefix(name, teamPrefix):
		if team := strings.TrimPrefix(name, teamPrefix); f.hears(team) {
			return []string{"team/" + team}
		}
		return []string{topicDesk}
	}
	return []string{topicTickets}
}

// hears reports whether the person may know that something happens in a team.
func (f frame) hears(team string) bool {
	t, known := f.desk.Team(team)
	return known && !t.Sealed || access.InTeam(f.who, team)
}

// live tells an open page of the console to look again.
func (c *console) live(w http.ResponseWriter, r *http.Request) error {
	f := frame{who: visit.Actor(r), desk: c.desk.Definition()}
	list, own, err := f.topicsOf(r)
	if err != nil {
		return err
	}
	e := &ears{desk: c.desk, teams: f.who.Teams}
	var here []string
	for _, topic := range own {
		id, _ := ticketOf(topic)
		e.own, here = append(e.own, id), append(here, topicHere(id))
	}
	who := f.who.ID
	return c.streams.Serve(w, r, visit.Watch{
		Topics: slices.Concat(list, own, here, []string{topicDesk}),
		Says:   e.says,
		Begun:  func() { c.opened(who, here) },
		Ended:  func() { c.gone(who, here) },
	})
}

var topicForm = regexp.MustCompile(`^(tickets|unassigned|desk|(?:ticket|person)/[1-9][0-9]{0,17}|team/[a-z0-9_-]{1,100})$`)

// topicsOf reads what a page wants to hear of: for its list, and for the ticket that it shows. Whether they may hear of a ticket
// is decided when it changes, since it may be sealed meanwhile.
func (f frame) topicsOf(r *http.Request) (list, own []string, err error) {
	topics := strings.Split(r.URL.Query().Get("topics"), ",")
	var rows []string
	if text := r.URL.Query().Get(rowsPart); text != "" {
		rows = strings.Split(text, ",")
	}
	if len(topics) > maxTopics || len(rows) > pageRows {
		return nil, nil, fault.Field("topics", "at most %d topics", maxTopics)
	}
	for _, id := range rows {
		list = append(list, "ticket/"+id)
	}
	for _, t := range slices.Concat(topics, list) {
		kind, of, _ := strings.Cut(t, "/")
		if !topicForm.MatchString(t) || kind == "team" && !f.hears(of) || kind == "person" && of != strconv.FormatInt(int64(f.who.ID), 10) {
			return nil, nil, fault.Field("topics", "there is no such topic")
		}
	}
	for _, t := range topics {
		if strings.HasPrefix(t, "ticket/") {
			own = append(own, t)
		} else {
			list = append(list, t)
		}
	}
	return list, own, nil
}
