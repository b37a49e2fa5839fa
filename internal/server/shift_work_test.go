package server_test

import (
	"encoding/json"
	"net/http"
	"strings"
)

// route hands a ticket to a team, with what the team needs to begin.
func (a *analyst) route(c *call, team, service, why string) {
	a.t.Helper()
	a.finds(c)
	a.begins("h", "route")
	a.picks("team", team)
	a.picks("service", service)
	for field, text := range map[string]string{"location": "Harbor Office, room 12", "phone": "555-0199", "alternate": "555-0198"} {
		if a.tab.Has("#act #f-" + field) {
			a.fills(field, text)
		}
	}
	a.fills("reason", a.says(why, c))
	a.sends()
}

// handedOver: the team takes it.
func handedOver(a *analyst, c *call) {
	a.route(c, "network", "phone_line", "The port is not patched.")
	a.posts(lead, path(c, "accept"), map[string]any{})
	a.reads("#having", "Marta Bell")
}

// handedBack: the team returns it with a reason, which the analyst reads in the open page.
func handedBack(a *analyst, c *call) {
	a.route(c, "deskside", "advice", "Perhaps you know.")
	why := a.says("Not ours: facilities do.", c)
	a.posts(lead, path(c, "return"), map[string]any{"reason": why})
	a.reads("#time", why)
	a.resolves(c, "Facilities order chairs.")
}

// tasksForTeams: two teams have a part in it; when both are done, so is the whole.
func tasksForTeams(a *analyst, c *call) {
	a.finds(c)
	for _, team := range []string{"identity", "deskside"} {
		task := &call{contact: &contact{about: "task of " + team}}
		a.begins("T", "task")
		a.picks("team", team)
		a.fills("step", "Make it ready")
		a.fills("details", a.says("As her predecessor.", task))
		a.sends()
		var now struct {
			Tasks []int64 `json:"open_tasks"`
		}
		a.must(json.Unmarshal(a.asks(http.MethodGet, marta, "/"+number(c), nil), &now))
		task.id = now.Tasks[0]
		a.tasks++
		a.posts(lead, path(task, "accept"), map[string]any{})
		a.posts(lead, path(task, "resolve"), map[string]any{"text": a.says("It is ready.", task), "method": "on_site"})
	}
	a.finds(c)
	a.replies(c, "All is ready for Monday.")
	a.sendsNow()
}

// linked: it belongs together with an earlier one.
func linked(about string) play {
	return func(a *analyst, c *call) {
		a.finds(c)
		a.begins("L", "link")
		a.fills("other", number(a.of(about)))
		a.tab.Turn(func() { a.tab.Press("\r") })
		a.tab.Expect("#about", number(a.of(about)))
	}
}

// join ends a ticket in favour of the one that the same person had before.
func (a *analyst) join(c *call, duplicate bool) {
	a.t.Helper()
	a.begins("M", "merge")
	a.fills("into", number(a.of(c.after)))
	if duplicate {
		a.tab.Click("#act #f-duplicate")
	}
	a.fills("reason", a.says("We go on there.", c))
	a.sends()
}

// duplicate: who asked twice goes on in one place.
func duplicate(a *analyst, c *call) {
	a.finds(c)
	a.join(c, true)
}

// merged: what the customer writes on the one that ended is read on the one that goes on.
func merged(a *analyst, c *call) {
	a.logs(c, "")
	a.join(c, false)
	goesOn := a.of(c.after)
	text := a.says("It sticks more every day.", goesOn)
	a.posts(c.who, path(c, "messages"), map[string]any{"body": text})
	a.finds(goesOn)
	a.tab.Expect("#time", text)
}

// escalated: the caller insists, and is named.
func escalated(a *analyst, c *call) {
	a.logs(c, "")
	a.begins("E", "escalate")
	a.fills("caller", c.who.Name)
	a.fills("reason", a.says("It was promised for last week.", c))
	a.sends()
	a.tab.Expect("#time", c.who.Name)
}

// reviewed: a lead is asked to look at it, does, and says what came of it.
func reviewed(a *analyst, c *call) {
	a.finds(c)
	a.does("R", "ask_review", "why", a.says("Nobody here knows the form.", c))
	outcome := a.says("Ask the agency's own desk.", c)
	a.posts(lead, path(c, "reviews"), map[string]any{"outcome": outcome})
	a.reads("#time", outcome)
}

// reopened: the customer says that it is not done.
func reopened(a *analyst, c *call) {
	a.finds(c)
	a.resolves(c, "The mailbox was full.")
	why := a.says("It is slow again.", c)
	a.posts(c.who, path(c, "reopen"), map[string]any{"reason": why})
	a.reads("#time", why)
	a.finds(c)
	a.resolves(c, "The archive was moved.")
}

// followedUp: the ticket that it goes on from stands beside it. Who comes again was not helped at the first contact.
func followedUp(a *analyst, c *call) {
	a.first--
	a.finds(c)
	a.tab.Expect("#about", number(a.of(c.after)))
}

// outageReported: a call about an outage is a major incident.
func outageReported(a *analyst, c *call) {
	a.ready()
	a.tab.Turn(func() { a.tab.Press("c") })
	a.tab.Fill("#f-email", c.who.Email)
	a.tab.Fill("#f-subject", c.about)
	a.tab.Choose("#f-service", "email")
	a.tab.Click("#f-outage")
	a.tab.Fill("#f-description", a.says("Since nine o'clock, on every floor.", c))
	a.sends()
	c.id = a.here()
	a.tab.Expect("#kind", "Major incident")
}

// updateTold: somebody joins the outage by one press, and both are told how it goes and that it is over.
func updateTold(about string) play {
	return func(a *analyst, c *call) {
		outage := a.of(about)
		if status, _, page := a.browser(c.who).do("POST", "/outages/"+number(outage)+"/join", nil); status != http.StatusSeeOther {
			a.t.Fatalf("joined with %d: %.300s", status, page)
		}
		update := a.tells("The mail servers restart.", outage)
		a.alsoTo(update, c)
		a.finds(outage)
		a.does("u", "update", "body", update)
		a.does("s", "restore", "how", a.says("All servers are up.", outage))
		a.resolves(outage, "A full disk was replaced.")
	}
}

// resolvedTogether: several are ticked in a list, tried, looked at, and resolved at once.
func resolvedTogether(what string) play {
	return func(a *analyst, c *call) {
		all := append(a.left[what], c)
		numbers := make([]string, len(all))
		for i, c := range all {
			numbers[i] = number(c)
		}
		a.looksFor("number:" + strings.Join(numbers, ","))
		for _, n := range numbers {
			a.tab.Click("#row-" + n + " .sel input")
		}
		a.tab.Click(".chosen > summary")
		a.tab.Follow("#bulk [name=do][value=resolve]")
		a.tab.Fill("#f-text", a.tells("It is on the start page.", all...))
		a.tab.Follow("#deed .btn:not(.plain)")
		a.reads("#bulk-sheet h1", "This would happen")
		a.tab.Expect("#bulk-sheet .facts", "3")
		a.tab.Follow("#confirm .btn:not(.plain)")
		a.reads("#bulk-sheet h1", "Done")
		a.first += len(all)
	}
}
