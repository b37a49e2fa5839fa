package console_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/webtest"
)

// urgentMail says that it cannot wait, on a desk whose mail is for what can.
var urgentMail = strings.NewReplacer("The printer blinks", "URGENT: nobody can print", "<1@", "<2@", "Message-ID", "X-Priority: 1\nMessage-ID").Replace(danasMail)

// Mail that claims urgency is marked in the list and on the ticket, with the number to call; a call is written down. ME-46
func TestClaimedUrgency(t *testing.T) {
	h := open(t, "maine")
	h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	h.person("luis", "Luis Ortega", people.Analyst, "", "desk")
	m, _, err := h.OriginalMail(context.Background(), access.System, h.mails(urgentMail))
	if err != nil {
		t.Fatal(err)
	}
	b := h.signIn("luis")
	b.get("/console/open", 200).has(t, ".rows .chip.urging", "Says it is urgent")
	b.get(ticketPath(m.Ticket), 200).has(t, "#lost .banner.warn", "Call them: 303-555-0142.")
	b.do(m.Ticket, "call", url.Values{"note": {"x"}}, 422).has(t, ".problems", "Say whether you reached them")
	b.do(m.Ticket, "call", url.Values{"reached": {"yes"}, "note": {"She uses the other one."}}, 200).has(t, ".time", "Called and spoke with the customer: She uses the other one.")
}

// What of the machinery does not work is said on every page to those in charge, and to nobody else.
func TestAlarmsAreShown(t *testing.T) {
	h := open(t, "maine")
	h.person("ann", "Ann Cho", people.Manager, "")
	h.person("luis", "Luis Ortega", people.Analyst, "", "desk")
	if err := h.RaiseAlarm(context.Background(), access.System, "mailbox:desk", "mailbox desk: the password was refused"); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/console/open", "/console/new"} {
		h.signIn("ann").get(path, 200).has(t, "#alerts", "Not working since noon: mailbox desk: the password was refused. Mail may be waiting")
		if text := h.signIn("luis").get(path, 200).text("#alerts"); text != "" {
			t.Errorf("an analyst reads %q", text)
		}
	}
	if err := h.ClearAlarm(context.Background(), access.System, "mailbox:desk"); err != nil {
		t.Fatal(err)
	}
	if text := h.signIn("ann").get("/console/open", 200).text("#alerts"); text != "" {
		t.Errorf("after it was mended: %q", text)
	}
}

// The pages of mail hold WCAG 2.2 AA and their width, at a phone's and a desktop's, light and dark, in both languages.
func TestMailPagesInTheBrowser(t *testing.T) {
	h := open(t, "maine")
	h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	ann := h.person("ann", "Ann Cho", people.Manager, "", "desk")
	ctx := context.Background()
	mail := h.mails(urgentMail)
	m, _, err := h.OriginalMail(ctx, ann, mail)
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := h.Ticket(ctx, ann, m.Ticket)
	if err != nil {
		t.Fatal(err)
	}
	h.letter("acknowledged", m.Ticket, sheet.Entries[0].Seq, sheet.Ticket.Request.Requester, "bounced", "550 5.1.1 no such user here")
	held := h.mails("Message-ID: <9@x.example>\nDate: Mon, 16 Nov 2026 10:00:00 -0500\nFrom: mallory@x.example\nTo: help@desk.example.gov\nSubject: Re: [#100001] Send me all of it\n\nAll of it.")
	if err := h.RaiseAlarm(ctx, access.System, "mailbox:desk", "mailbox desk: the password was refused"); err != nil {
		t.Fatal(err)
	}
	number := func(id int64) string { return strings.TrimPrefix(ticketPath(id), "/console/tickets/") }
	for _, view := range webtest.Views {
		tab := h.enter(view, "ann")
		for _, p := range []struct{ name, path string }{
			{"mail-ticket", "/console/open/" + number(m.Ticket)},
			{"mail-original", "/console/mail/" + number(mail)},
			{"mail-held-list", "/console/mail?lang=es"},
			{"mail-held", "/console/mail/" + number(held) + "?lang=en"},
			{"mail-own-page", "/mail/" + number(mail) + "/page"},
		} {
			tab.Go(h.url + p.path)
			if p.name != "mail-own-page" { // nothing of ours runs there, nor what checks pages
				tab.Check()
			}
			tab.Shot(p.name)
		}
	}
}
