package portal_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"switchboard/internal/desk"
)

func form(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

// A ticket sent by the form has its channel, and the next page says its number and the promised times at once.
// CO-07, CO-35
func TestAsk(t *testing.T) {
	h := open(t, "colorado", friday)
	b := h.browse("dana.whitfield").get("/ask?subject=Outlook+asks+for+my+password")
	b.expect(200)
	if got := b.Doc.Find("#f-subject").AttrOr("value", ""); got != "Outlook asks for my password" {
		t.Errorf("the question of the start page arrives as %q", got)
	}
	if got := b.Doc.Find("#f-phone").AttrOr("value", ""); got != "303-555-0142" { // ME-53: prefilled from the directory
		t.Errorf("the phone is prefilled with %q", got)
	}
	b.post("form[action='/ask']", form("type", "incident", "service", "email", "description", "Every few minutes.", "alternate", "Theo Park"))
	b.expect(200)
	if b.Path != at(100001) {
		t.Fatalf("sending ends at %s", b.Path)
	}
	b.says(".notice", "ticket 100001", "Next word from us: by Tuesday, 5 p.m.", "by Friday, December 12, 5 p.m.")
	sheet, err := h.Ticket(t.Context(), h.dana, 100001)
	h.must(err)
	q := sheet.Ticket.Request
	if q.Channel != "portal" || q.Alternate != "Theo Park" || q.Location != "1525 Sherman St, 4th floor" || q.Requester != h.dana.ID {
		t.Errorf("opened as %+v", q)
	}
	b.get(at(100001)).has(".notice", 0)
}

// ME-53: a detail of the directory that somebody takes out of the form stays out; a program that says nothing of it leaves it.
func TestAskEmptied(t *testing.T) {
	h := open(t, "colorado", friday)
	b := h.browse("dana.whitfield").get("/ask")
	b.post("form[action='/ask']", form("subject", "No sound", "type", "incident", "phone", " ")).expect(200)
	sheet, err := h.Ticket(t.Context(), h.dana, 100001)
	h.must(err)
	if q := sheet.Ticket.Request; q.Phone != "" || q.Location != "1525 Sherman St, 4th floor" {
		t.Errorf("opened with the phone %q at %q", q.Phone, q.Location)
	}
	sheet, err = h.Ticket(t.Context(), h.dana, h.opens())
	h.must(err)
	if got := sheet.Ticket.Request.Phone; got != "303-555-0142" {
		t.Errorf("who says nothing of it is reached by %q", got)
	}
}

// A form posted twice is one ticket; posted again with another text it asks first.
func TestAskTwice(t *testing.T) {
	h := open(t, "colorado", friday)
	b := h.browse("dana.whitfield").get("/ask")
	sent := b.filled(b.Doc.Find("form[action='/ask']"), form("subject", "No sound", "type", "incident"))
	b.send("/ask", sent)
	b.says("main", "100001")
	b.send("/ask", sent)
	b.says(".notice", "We have it already", "100001")
	sent.Set("subject", "No sound and no picture")
	b.send("/ask", sent).expect(409)
	b.says(".problems", "has become a ticket")
	if got := b.Doc.Find("#f-subject").AttrOr("value", ""); got != "No sound and no picture" {
		t.Errorf("the form keeps %q", got)
	}
	b.post("form[action='/ask']", nil)
	if b.Path != at(100002) {
		t.Errorf("sending it as a new one ends at %s", b.Path)
	}
}

// Errors stand above the form and at their field, and nothing typed is lost.
func TestAskErrors(t *testing.T) {
	h := open(t, "maine", friday)
	b := h.browse("dana.whitfield")
	b.client.Jar.SetCookies(mustURL(h.url), cookies("lang", "es"))
	for _, test := range []struct {
		name   string
		values url.Values
		fields []string
	}{
		{"nothing", form(), []string{"subject", "type"}},
		{"spaces", form("subject", "  ", "type", "incident"), []string{"subject", "impact", "urgency"}},
		{"no such type", form("subject", "x", "type", "party"), []string{"type"}},
		{"no such service", form("subject", "x", "type", "incident", "impact", "person", "urgency", "partly", "service", "party"), []string{"service"}},
		{"no address", form("subject", "x", "type", "incident", "impact", "person", "urgency", "partly", "customer", "nobody"), []string{"customer"}},
		{"long", form("subject", strings.Repeat("x", 300), "type", "incident", "impact", "person", "urgency", "partly"), []string{"subject"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			b.get("/ask").post("form[action='/ask']", test.values)
			b.expect(422)
			b.has(".problems li", len(test.fields))
			for _, field := range test.fields {
				b.has(".problems a[href='#f-"+field+"']", 1)
				b.has("#f-"+field, 1)
			}
			for field, value := range test.values {
				if in := b.Doc.Find("#f-" + field); in.Is("input") && in.AttrOr("value", "") != value[0] {
					t.Errorf("%s keeps %q of %q", field, in.AttrOr("value", ""), value[0])
				}
			}
		})
	}
}

// The form asks in the definition's own words, and for impact and urgency only where the desk decides by them.
// OK-14, OK-15
func TestAskWords(t *testing.T) {
	for _, test := range []struct {
		definition, want string
		matrix           int
	}{
		{"oklahoma", "Something is broken or about to break.", 2},
		{"oklahoma", "Nothing is broken, but assistance is requested.", 2},
		{"maine", "Nothing is broken, help is needed.", 2},
		{"colorado", "You just need information on a tech topic.", 0},
	} {
		h := open(t, test.definition, friday)
		b := h.browse("dana.whitfield").get("/ask")
		b.says("#f-type", test.want)
		b.has("#f-impact, #f-urgency", test.matrix)
	}
}

// An outage told to the form leads to "call first"; what was typed is kept, and sent all the same it is no major incident.
// CO-22
func TestOutageCallsFirst(t *testing.T) {
	h := open(t, "colorado", friday)
	b := h.browse("dana.whitfield")
	for _, test := range []struct {
		name   string
		values url.Values
	}{
		{"by answer", form("subject", "Time sheets", "type", "incident", "outage", "yes")},
		{"by words", form("subject", "The network is down", "type", "incident", "description", "Since nine.")},
		{"in Spanish", form("subject", "Nadie puede entrar al sistema", "type", "incident")},
	} {
		t.Run(test.name, func(t *testing.T) {
			b.get("/ask").post("form[action='/ask']", test.values)
			b.expect(200)
			b.says("[role=alert]", "Call first", "303.239.HELP", "Outages are not taken by form.")
			if got := b.Doc.Find("#f-subject").AttrOr("value", ""); got != test.values.Get("subject") {
				t.Errorf("the form keeps %q", got)
			}
			b.post("form[action='/ask']", nil)
			b.says(".notice", "We have it.")
		})
	}
	list, err := h.List(t.Context(), h.luis, "any", desk.Page{Limit: 10})
	h.must(err)
	if len(list.Rows) != 3 {
		t.Fatalf("%d tickets were kept, want 3", len(list.Rows))
	}
	for _, row := range list.Rows {
		if row.Class != "self_service" {
			t.Errorf("ticket %d became a %s", row.ID, row.Class)
		}
	}
	b.get("/ask").post("form[action='/ask']", form("subject", "My mouse is dead", "type", "incident"))
	b.has("[role=alert]", 0)
}

// A wish for a person or a team is a wish: the form has no field for an assignee, and one that is slipped in does nothing.
// OK-12, OK-13
func TestWish(t *testing.T) {
	h := open(t, "oklahoma", friday)
	b := h.browse("dana.whitfield").get("/ask")
	b.says("#f-want_person-hint", "we decide")
	for _, slipped := range []string{"assignee", "person", "team", "class"} {
		b.get("/ask").post("form[action='/ask']", form("subject", "New keyboard", "type", "request", slipped, "3")).expect(422)
		b.says(".lead", "a field that is not yours to fill")
	}
	b.get("/ask").post("form[action='/ask']", form("subject", "New keyboard", "type", "request", "want_person", "Marta Bell", "want_team", "deskside"))
	sheet, err := h.Ticket(t.Context(), h.dana, 100001)
	h.must(err)
	if got := sheet.Ticket; got.Assignee != 0 || got.Class != "service_request" || got.Team != "desk" {
		t.Errorf("the form set assignee %d, class %s, team %s", got.Assignee, got.Class, got.Team)
	}
	b.says(".facts", "Marta Bell, Field Services. We decide, and tell you why.")
	_, err = h.AnswerWish(t.Context(), h.luis, desk.On{Ticket: 100001}, false, "Marta is on leave.")
	h.must(err)
	b.get(at(100001)).says(".facts", "Not possible: Marta is on leave.")
	b.says(".time", "Your wish could not be followed: Marta is on leave.")
}

// Whoever is not signed in is led to sign in and comes back with what they had written.
func TestAskSignsInFirst(t *testing.T) {
	h := open(t, "colorado", friday)
	b := h.browse("").get("/ask?subject=No+sound")
	if b.Path != "/signin?back="+url.QueryEscape("/ask?subject=No+sound") {
		t.Fatalf("asking leads to %s", b.Path)
	}
	b.send("/ask", form("subject", "No sound", "description", "Since today.", "type", "incident"))
	b.post("form[action='/signin']", form("email", "dana.whitfield@example.gov", "password", password))
	if got := b.Doc.Find("#f-subject").AttrOr("value", ""); got != "No sound" || b.text("#f-description") != "Since today." {
		t.Errorf("back at %s with %q and %q", b.Path, got, b.text("#f-description"))
	}
	// A form of a session that is over keeps its text and needs one more press.
	old := b.filled(b.Doc.Find("form[action='/ask']"), nil)
	b.post("form[action='/signout']", nil)
	b.get("/signin").post("form[action='/signin']", form("email", "dana.whitfield@example.gov", "password", password))
	b.send("/ask", old).expect(403)
	b.says(".problems", "send it once more")
	b.post("form[action='/ask']", nil)
	if b.Path != at(100001) {
		t.Errorf("the second press ends at %s", b.Path)
	}
}

// A body that is too large or no form at all is told apart from a form that is out of date, for guests too.
func TestAskBadBodies(t *testing.T) {
	h := open(t, "colorado", friday)
	for _, address := range []string{"", "dana.whitfield"} {
		b := h.browse(address).get("/")
		b.send("/ask", form("subject", "x", "type", "incident", "description", strings.Repeat("x", 600<<10))).expect(413)
		b.take(b.client.Post(h.url+"/ask", "application/x-www-form-urlencoded", strings.NewReader("subject=%zz"))).expect(422)
		b.take(b.client.Post(h.url+at(100001)+"/write", "application/json", strings.NewReader("{"))).expect(403)
	}
	b := h.browse("dana.whitfield").get("/ask")
	b.post("form[action='/ask']", form("subject", "x\xff\x00", "type", "incident")).expect(422)
}

// The person for whom somebody asks sees the ticket too.
func TestAskForAnother(t *testing.T) {
	h := open(t, "colorado", friday)
	h.browse("dana.whitfield").get("/ask").post("form[action='/ask']", form("subject", "New phone for Eve", "type", "request", "customer", "eve.stone@example.gov"))
	b := h.browse("eve.stone").get(at(100001))
	b.expect(200)
	b.says(".facts", "For You", "Asked by Dana Whitfield")
	b.get("/tickets").says(".list", "New phone for Eve")
}

// After the window a new ticket follows the old one.
func TestFollowUp(t *testing.T) {
	h := open(t, "colorado", friday)
	id := h.opens()
	h.accepts(id)
	h.resolves(id)
	h.At(friday.Add(30 * 24 * time.Hour))
	b := h.browse("dana.whitfield").get(at(id))
	b.has("form[action$='/reopen']", 0)
	next := b.Doc.Find("main a[href^='/ask?follow_up_of=']")
	b.get(next.AttrOr("href", "")).says(".lead", "This follows ticket 100001")
	b.post("form[action='/ask']", form("subject", "Again", "type", "incident"))
	b.says(".facts", "Follows 100001")
	mallory := h.browse("eve.stone").get("/ask?follow_up_of=100001")
	mallory.post("form[action='/ask']", form("subject", "Mine now", "type", "incident"))
	mallory.expect(404)
}
