package console_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
)

// rowsOf are the rows of a list as they read.
func rowsOf(p page) []string {
	var out []string
	p.Find("#rows > li").Each(func(_ int, row *goquery.Selection) {
		out = append(out, row.AttrOr("id", "")+" "+strings.Join(strings.Fields(row.Text()), " "))
	})
	return out
}

// What is written once for all who see the same reads to each of them as their own page does, whoever asked first: what is sealed,
// what is theirs, what has changed since.
func TestRowsAloneAreThoseOfThePage(t *testing.T) {
	h := open(t, "maine")
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	luis := h.person("luis", "Luis Ortega", people.Analyst, "", "desk")
	h.person("gil", "Gil Ames", people.Analyst, "", "network")
	fay := h.person("fay", "Fay Nolan", people.Analyst, "", "security")
	plain := h.ask(dana, desk.Request{Subject: "Printer jams", Type: "incident", Service: "network"})
	sealed := h.ask(dana, desk.Request{Subject: "A laptop was taken", Type: "incident", Service: "security"})
	own := h.ask(dana, desk.Request{Subject: "New badge", Type: "incident"})
	if _, err := h.Accept(t.Context(), luis, desk.On{Ticket: own}); err != nil {
		t.Fatal(err)
	}
	addresses := []string{"/console/open", "/console/unassigned", "/console/mine", "/console/team:network", "/console/team:security", "/console/any", "/console/open?q=" + url.QueryEscape("assignee:me"),
		"/console/find?q=" + url.QueryEscape("laptop")}
	browsers := []*browser{h.signIn("gil"), h.signIn("luis"), h.signIn("fay"), h.signIn("gil")}
	seen := map[int64]bool{}
	for round := range 2 {
		for _, address := range addresses {
			for i, b := range browsers {
				page := b.get(address, 200)
				from, ok := page.Find("[data-look-rows]").Attr("data-look-rows")
				if !ok {
					t.Fatalf("%s does not say where its rows are", address)
				}
				alone := b.get(from, 200)
				if got, want := rowsOf(alone), rowsOf(page); !slices.Equal(got, want) {
					t.Errorf("round %d, %s, person %d reads\n%q and not\n%q", round, address, i, got, want)
				}
				seen[sealed] = seen[sealed] || i == 2 && strings.Contains(strings.Join(rowsOf(alone), " "), "laptop")
				if i != 2 && strings.Contains(alone.Text(), "laptop") {
					t.Errorf("%s shows person %d what is sealed", address, i)
				}
			}
		}
		if _, err := h.Accept(t.Context(), access.Actor{ID: fay.ID, Role: people.Lead, Teams: []string{"network", "security"}}, desk.On{Ticket: plain}); round == 0 && err != nil {
			t.Fatal(err)
		}
		h.hub.Publish("tickets")
	}
	if !seen[sealed] {
		t.Error("who works in the sealed team does not see its ticket")
	}
	h.signIn("dana").get("/console/open?part=rows", 403)
}

// What is kept of a list is as old as the last change that was told, and no older.
func TestRowsAreReadAnewAfterAChange(t *testing.T) {
	h := open(t, "colorado")
	luis := h.person("luis", "Luis Ortega", people.Analyst, "", "service_desk")
	b := h.signIn("luis")
	h.ask(luis, desk.Request{Subject: "First", Type: "incident"})
	if got := rowsOf(b.get("/console/open?part=rows", 200)); len(got) != 1 {
		t.Fatalf("rows %q", got)
	}
	h.ask(luis, desk.Request{Subject: "Second", Type: "incident"})
	h.hub.Publish("tickets")
	if got := rowsOf(b.get("/console/open?part=rows", 200)); len(got) != 2 {
		t.Errorf("after a change was told the rows are still %q", got)
	}
}

// A page of a list listens to what it shows and to where more may come from; somebody else's is not to be had.
func TestWhatAListListensTo(t *testing.T) {
	h := open(t, "maine")
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	h.person("gil", "Gil Ames", people.Analyst, "", "network")
	h.ask(dana, desk.Request{Subject: "Printer jams", Type: "incident", Service: "network"})
	b := h.signIn("gil")
	for address, want := range map[string]string{"/console/open": "tickets", "/console/team:network": "team/network", "/console/team:security": "desk", "/console/unassigned": "unassigned",
		"/console/find?q=printer": "tickets"} {
		stream, err := url.Parse(b.get(address, 200).Find("[data-stream]").AttrOr("data-stream", ""))
		if err != nil || stream.Query().Get("topics") != want {
			t.Errorf("%s listens to %s, %v; want %s", address, stream, err, want)
		}
		if rows := stream.Query().Get("rows"); (rows == "") != (address == "/console/team:security" || address == "/console/find?q=printer") {
			t.Errorf("%s listens to the rows %q", address, rows)
		}
	}
	b.get("/console/live?topics=team/security", 422)
	lines := b.stream("team/network,ticket/100001")
	for _, told := range []struct{ topic, want string }{{"team/network", "data: rows"}, {"desk", "data: again"}, {"ticket/100001", "data: again"}} {
		h.hub.Publish(told.topic)
		next(lines)
		if got, ok := next(lines); !ok || got != told.want {
			t.Errorf("%s: %q, want %q", told.topic, got, told.want)
		}
	}
}
