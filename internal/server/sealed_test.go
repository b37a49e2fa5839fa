package server_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/server"
)

// ME-57: no route of any door shows a sealed ticket to somebody who need not know of it, or lets them change it: neither
// by its number, nor in a list, nor by its words, as a customer, an analyst of another team, a manager or an
// administrator.
func TestSealedAtEveryDoor(t *testing.T) {
	s := start(t)
	for _, p := range []people.Person{
		{Email: "mallory@example.gov", Name: "Mallory", Role: people.Customer, Agency: "Revenue"},
		{Email: "mona@example.gov", Name: "Mona", Role: people.Manager},
		{Email: "adam@example.gov", Name: "Adam", Role: people.Administrator},
	} {
		if _, err := s.Desk.AddPerson(t.Context(), access.System, p, password); err != nil {
			t.Fatal(err)
		}
	}
	dana, err := s.Desk.SignIn(t.Context(), "dana@example.gov", password)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := s.Desk.Open(t.Context(), dana, desk.Request{Subject: "Forensicmarker", Description: "Forensicmarker again", Type: "incident", Service: "network"})
	if err != nil {
		t.Fatal(err)
	}
	on := desk.On{Ticket: opened.Ticket.ID}
	if opened.Ticket, err = s.Desk.Route(t.Context(), access.System, on, "security", "Forensicmarker as a reason"); err != nil {
		t.Fatal(err)
	}
	if !opened.Ticket.Sealed {
		t.Fatal("it is not sealed; the test proves nothing")
	}
	indexed(t, s, dana)
	asked := "?" + url.Values{"q": {"forensicmarker"}, "view": {"any"}, "limit": {"200"}}.Encode()
	for _, name := range []string{"mallory", "luis", "mona", "adam"} {
		v := visit(t, s.Base, name)
		for _, r := range routes(t) {
			if strings.HasPrefix(r.path, "/sign") {
				continue
			}
			status, _, page := v.do(r.method, fill(r.path, owned{ticket: opened.Ticket.ID})+asked, nil)
			if status >= 500 {
				t.Errorf("%v as %s: %d %.300s", r, name, status, page)
			}
			if strings.Contains(page, "Forensicmarker") {
				t.Errorf("%v shows what is sealed to %s", r, name)
			}
			if r.method == "GET" && strings.Contains(r.path, "{number}") && status == 200 {
				t.Errorf("%v answers %s that there is a ticket %s", r, name, fmt.Sprint(opened.Ticket.ID))
			}
		}
	}
	if changed(t, s, opened) {
		t.Error("somebody who may not know of it has changed it")
	}
	if _, _, page := visit(t, s.Base, "dana").do("GET", fill("/tickets/{number}", owned{ticket: opened.Ticket.ID}), nil); !strings.Contains(page, "Forensicmarker") {
		t.Error("its own requester does not see it")
	}
}

// indexed waits, at most ten seconds, until the words of the ticket can be found by whom it belongs to.
func indexed(t *testing.T, s *server.Server, owner desk.Actor) {
	t.Helper()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for range 500 {
		if rows, err := s.Desk.Search(t.Context(), owner, "forensicmarker", 1); err != nil || len(rows.Rows) == 1 {
			if err != nil {
				t.Fatal(err)
			}
			return
		}
		<-look.C
	}
	t.Fatal("the words of the ticket are not found by its requester")
}
