package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"switchboard/desks"
	"switchboard/internal/core/access"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/server"
)

// ownTickets is what each analyst has in hand.
const ownTickets = 12

// analyst is somebody who works in a team, with the session of their browser.
type analyst struct{ email, team, cookie string }

// staff are the desk's people, and a token of the first of them.
type staff struct {
	people []analyst
	token  string
}

// staff adds analysts to the desk, each in one team and with some tickets of their own; those that are there are taken.
func (p place) staff(ctx context.Context, n int) (staff, error) {
	var out staff
	loaded, err := desks.Load(deskName)
	if err != nil {
		return out, err
	}
	d, db, err := server.OpenDesk(ctx, server.Config{Data: p.dir, Database: p.url, DeskName: deskName, Desk: loaded.Source, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return out, err
	}
	defer db.Close()
	if _, _, err = d.MakeToken(ctx, access.System, owner); err != nil { // before there are others, so that it stays the administrator
		return out, err
	}
	var teams []definition.Team
	for _, team := range d.Definition().Teams {
		if !team.Sealed {
			teams = append(teams, team)
		}
	}
	for i := range n {
		a := analyst{email: fmt.Sprintf("analyst%d@example.gov", i), team: teams[i%len(teams)].ID}
		role := people.Analyst
		if i == 0 { // sees every page
			role = people.Manager
		}
		id, err := d.AddPerson(ctx, access.System, people.Person{Email: a.email, Name: fmt.Sprintf("Analyst %d", i), Role: role, Teams: []string{a.team}, Proven: true}, password)
		if err != nil && !fault.Is(err, fault.Conflict) {
			return out, err
		}
		if err == nil {
			if err := busy(ctx, d, id, a.team, fmt.Sprintf("MINE-%d", i)); err != nil {
				return out, err
			}
		}
		out.people = append(out.people, a)
	}
	out.token, _, err = d.MakeToken(ctx, access.System, out.people[0].email)
	return out, err
}

// busy gives somebody tickets that they asked for themselves.
func busy(ctx context.Context, d *desk.Desk, who people.ID, team, prefix string) error {
	var all []desk.Imported
	for i := range ownTickets {
		in := desk.Imported{Number: fmt.Sprintf("%s-%d", prefix, i)}
		at := d.Now().Add(-time.Hour).Truncate(time.Second)
		for _, e := range []ticket.Event{
			ticket.Opened{Subject: "The badge reader does not answer", Channel: "phone", Requester: who, External: in.Number},
			ticket.Classified{Type: "incident", Impact: "person", Urgency: "can_work", Class: "low", Why: "matrix"},
			ticket.Routed{Team: team, Rule: "desk"},
			ticket.Accepted{Person: who, Role: "analyst"},
		} {
			in.Entries = append(in.Entries, ticket.Entry{At: at, By: who, Event: e})
		}
		all = append(all, in)
	}
	res, err := d.Import(ctx, access.System, all)
	if err == nil && len(res.Refused) > 0 {
		err = errors.New(res.Refused[0].Reason)
	}
	return err
}

// session signs somebody in and answers the cookie of their browser.
func (s *program) session(ctx context.Context, email string) (string, error) {
	client := &http.Client{Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base+"/signin", nil)
	if err != nil {
		return "", err
	}
	res, err := client.Do(req)
	if err != nil {
		return "", err
	}
	page, cookies, err := read(res)
	if err != nil {
		return "", err
	}
	token := hidden.FindStringSubmatch(page)
	if token == nil {
		return "", errors.New("no form to sign in")
	}
	form := url.Values{"csrf": {token[1]}, "email": {email}, "password": {password}, "back": {"/console"}}
	if req, err = http.NewRequestWithContext(ctx, http.MethodPost, s.base+"/signin", strings.NewReader(form.Encode())); err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Cookie", cookies)
	if res, err = client.Do(req); err != nil {
		return "", err
	}
	if _, cookies, err = read(res); err == nil && (res.StatusCode != http.StatusSeeOther || cookies == "") {
		err = fmt.Errorf("%s cannot sign in: %s", email, res.Status)
	}
	return cookies, err
}
