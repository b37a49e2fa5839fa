// Package tail reads the end of the log and tells open pages to look again. It refuses to know what happened: a topic
// carries no data, and its cursor lives in memory, since a page that is opened later has looked already.
package tail

import (
	"context"
	"encoding/json"
	"log/slog"
	"strconv"
	"strings"

	"switchboard/internal/eventlog"
	"switchboard/internal/live"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Topics that are no ticket's. A page listens to those where what it shows may begin to be; that what it shows has changed, or
// has left, it knows by the tickets' own topics. So a change wakes those who see it, and not everybody.
const (
	Tickets    = "tickets"    // some ticket has changed: for lists that no narrower topic fits
	Unassigned = "unassigned" // some open ticket that nobody has
	Desk       = "desk"       // what stands on every page of the desk's people: an alarm, how much mail waits
)

// Ticket is the topic of one ticket.
func Ticket(id int64) string { return "ticket/" + strconv.FormatInt(id, 10) }

// Team is the topic of what is open with a team.
func Team(id string) string { return "team/" + id }

// Person is the topic of what is open and assigned to somebody.
func Person(id int64) string { return "person/" + strconv.FormatInt(id, 10) }

// Run publishes what is written to the log from now on, until ctx ends. Every node runs its own.
func Run(ctx context.Context, db *sqldb.DB, log *slog.Logger, hub *live.Hub) error {
	from, err := eventlog.End(ctx, db.Reader())
	if err != nil {
		return err
	}
	eventlog.Tail(ctx, db, log, from, func(facts []eventlog.Fact) {
		out, ids := topics(facts)
		if len(ids) > 0 {
			places, err := store.Places(ctx, db.Reader(), ids)
			if err != nil && ctx.Err() == nil { // lists look by themselves from time to time
				log.Error("where tickets lie could not be read", "error", err)
			}
			out = append(out, lists(places)...)
		}
		hub.Publish(out...)
	})
	return nil
}

// everywhere reports whether a fact of no ticket shows on every page of the desk's people.
func everywhere(kind string) bool {
	return strings.HasPrefix(kind, "alarm.") || kind == store.MailHeldFact || kind == store.MailDecidedFact
}

// News is the topic of what somebody is told in the page.
func News(id int64) string { return "news/" + strconv.FormatInt(id, 10) }

// news are the topics of whose news has changed.
func news(body string) []string {
	var rung store.Rung
	if json.Unmarshal([]byte(body), &rung) != nil { // written by this program; a later one may write it otherwise
		return nil
	}
	out := make([]string, len(rung.People))
	for i, id := range rung.People {
		out[i] = News(int64(id))
	}
	return out
}

// topics names each topic of the facts once, and the tickets that they are about.
func topics(facts []eventlog.Fact) (out []string, ids []int64) {
	seen := map[int64]bool{}
	again := false
	for _, f := range facts {
		if f.Ticket != 0 && !seen[f.Ticket] {
			seen[f.Ticket] = true
			ids = append(ids, f.Ticket)
			out = append(out, Ticket(f.Ticket))
		}
		if f.Kind == store.RungFact {
			out = append(out, news(f.Body)...)
		}
		again = again || f.Ticket == 0 && everywhere(f.Kind)
	}
	if len(ids) > 0 {
		out = append(out, Tickets)
	}
	if again {
		out = append(out, Desk)
	}
	return out, ids
}

// lists names each list that may hold a ticket now, once.
func lists(places []store.Place) []string {
	seen := map[string]bool{}
	var out []string
	add := func(topic string) {
		if !seen[topic] {
			seen[topic] = true
			out = append(out, topic)
		}
	}
	for _, p := range places {
		switch {
		case !p.Open:
			continue
		case p.Assignee == 0:
			add(Unassigned)
		default:
			add(Person(int64(p.Assignee)))
		}
		add(Team(p.Team))
	}
	return out
}
