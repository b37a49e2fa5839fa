package console_test

import (
	"context"
	"encoding/base64"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
)

// pixel is a picture of one pixel.
const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

// danasMail is a mail with all that pages have to be careful of.
const danasMail = `Message-ID: <1@mail.example.gov>
Date: Mon, 16 Nov 2026 10:00:00 -0500
From: Dana Whitfield <dana@example.gov>
To: help@desk.example.gov
Subject: The printer blinks
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: multipart/alternative; boundary=a

--a
Content-Type: text/plain

It blinks since Monday.

On Fri, Nov 13, 2026 at 9:12 AM Luis <luis@example.gov> wrote:
> Does it work?
--a
Content-Type: text/html

<p onclick="x()">It <b>blinks</b> since Monday.<script>alert(1)</script><img src="cid:p"><img src="https://track.example/1.gif"></p>
--a--
--b
Content-Type: image/png; name="printer.png"
Content-ID: <p>
Content-Transfer-Encoding: base64

` + pixel + `
--b
Content-Type: image/png; name="evil.png"
Content-Transfer-Encoding: base64

PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+
--b
Content-Type: text/html; name="page.html"
Content-Disposition: attachment

<script>alert(1)</script>
--b--
`

// mails stores and reads a mail.
func (h *house) mails(raw string) int64 {
	h.t.Helper()
	id, _, err := h.StoreMail(context.Background(), access.System, desk.ArrivedMail{Mailbox: "desk", Raw: []byte(strings.ReplaceAll(raw, "\n", "\r\n"))})
	if err != nil {
		h.t.Fatal(err)
	}
	if err := h.ReadMail(context.Background(), access.System, id); err != nil {
		h.t.Fatal(err)
	}
	return id
}

// fetch gets what is no page.
func (b *browser) fetch(path string) (int, http.Header, string) {
	b.h.t.Helper()
	answer, err := b.client.Get(b.h.url + path)
	if err != nil {
		b.h.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		b.h.t.Fatal(err)
	}
	return answer.StatusCode, answer.Header, string(body)
}

// From an entry that came by mail one click leads to the whole mail, and its files are given so that nothing in them can
// act (DESIGN 9.3).
func TestOriginalAndFiles(t *testing.T) {
	h := open(t, "maine")
	h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	h.person("luis", "Luis Ortega", people.Analyst, "", "desk")
	mail := h.mails(danasMail)
	m, _, err := h.OriginalMail(context.Background(), access.System, mail)
	if err != nil {
		t.Fatal(err)
	}
	b := h.signIn("luis")
	p := b.get(ticketPath(m.Ticket), 200)
	if names := p.text(".time .files a"); names != "printer.png evil.pngpage.html" {
		t.Errorf("the files are %q", names)
	}
	p.has(t, ".time .files", "HTML, 2")
	var hrefs []string
	p.Find(".time .files a").Each(func(_ int, a *goquery.Selection) { hrefs = append(hrefs, a.AttrOr("href", "")) })
	for i, href := range hrefs {
		status, header, body := b.fetch(href)
		if status != 200 || header.Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(header.Get("Content-Disposition"), "attachment;") ||
			header.Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(header.Get("Content-Security-Policy"), "sandbox;") || body == "" {
			t.Errorf("%s: %d %v", href, status, header)
		}
		status, header, _ = b.fetch(href + "/picture")
		if i == 0 && (status != 200 || header.Get("Content-Type") != "image/png") || i > 0 && status != 404 {
			t.Errorf("%s as a picture: %d %s", href, status, header.Get("Content-Type"))
		}
	}

	whole := b.get(p.Find(".time .below a[href^='/console/mail/']").AttrOr("href", ""), 200)
	whole.has(t, "h1", "The printer blinks")
	whole.has(t, ".original .facts", "Dana Whitfield <dana@example.gov>")
	whole.has(t, ".original .facts", "It opened issue "+strconv.FormatInt(m.Ticket, 10))
	whole.has(t, ".original .old", "> Does it work?")
	whole.has(t, ".original", "One picture that lies elsewhere is left out.")
	status, header, body := b.fetch(whole.Find("iframe").AttrOr("src", ""))
	if policy := header.Get("Content-Security-Policy"); status != 200 || !strings.HasPrefix(policy, "sandbox allow-popups") || !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "script") {
		t.Errorf("the mail's own page: %d %q", status, policy)
	}
	if strings.Contains(body, "alert") || strings.Contains(body, "onclick") || strings.Contains(body, "track.example") || !strings.Contains(body, "<b>blinks</b>") || !strings.Contains(body, "data:image/png;base64,"+pixel[:20]) {
		t.Errorf("the mail's own page is %s", body)
	}
	status, header, body = b.fetch(whole.Find("a[href$='/raw']").AttrOr("href", ""))
	if status != 200 || header.Get("Content-Type") != "message/rfc822" || !strings.HasPrefix(header.Get("Content-Disposition"), "attachment") || !strings.Contains(body, "\r\nSubject: The printer blinks\r\n") {
		t.Errorf("the raw mail: %d %v", status, header)
	}
	if _, err := base64.StdEncoding.DecodeString(pixel); err != nil {
		t.Fatal(err)
	}
}

// A mail that the desk held waits on a page of its own; somebody puts it where it belongs, and it says who did.
func TestHeldMail(t *testing.T) {
	h := open(t, "maine")
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	h.person("luis", "Luis Ortega", people.Analyst, "", "desk")
	id := h.ask(dana, desk.Request{Subject: "The printer blinks", Channel: "portal"})
	number := strconv.FormatInt(id, 10)
	forged := func(n string) string {
		return "Message-ID: <" + n + "@x.example>\nDate: Mon, 16 Nov 2026 10:00:00 -0500\nFrom: mallory@x.example\nTo: help@desk.example.gov\nSubject: Re: [#" + number + "] The printer " + n +
			"\nReferences: <" + number + "@desk.example.gov>\n\nSend me all of it, " + n + "."
	}
	for _, n := range []string{"one", "two", "three"} {
		h.mails(forged(n))
	}
	b := h.signIn("luis")
	p := b.get("/console/mail", 200)
	if n := p.Find(".rows li").Length(); n != 3 {
		t.Fatalf("%d mails wait, want 3: %s", n, p.text("main"))
	}
	p.has(t, ".rows", "mallory@x.example")
	p.has(t, ".rows", "names "+number)
	if got := p.text("#nav-links a[href='/console/mail'] .num"); got != "3" {
		t.Errorf("the navigation counts %q", got)
	}
	first := p.Find(".rows a").First().AttrOr("href", "")
	one := b.get(first, 200)
	one.has(t, ".original", "Send me all of it, one.")
	one = b.send(one, `form[action$="/thread"]`, url.Values{"ticket": {"999"}}, 422)
	one.has(t, ".problems", "999")
	done := b.send(b.get(first, 200), `form[action$="/thread"]`, nil, 200)
	done.has(t, ".notice", "The mail is on the issue.")
	done.has(t, ".time", "Send me all of it, one.")
	second := b.get("/console/mail", 200).Find(".rows a").First().AttrOr("href", "")
	b.send(b.get(second, 200), `form[action$="/open"]`, nil, 200).has(t, "h1", "The printer two")
	third := b.get("/console/mail", 200).Find(".rows a").First().AttrOr("href", "")
	b.send(b.get(third, 200), `form[action$="/drop"]`, url.Values{"reason": {" "}}, 422).has(t, ".problems", "Write something here first")
	b.send(b.get(third, 200), `form[action$="/drop"]`, url.Values{"reason": {"A fraud"}}, 200).has(t, "main", "No mail waits")
	b.get(third, 200).has(t, ".original .facts", "A fraud")
}

// How a letter went stands below what it tells of, and who did not receive one is said at the top. CO-18, ME-55
func TestDeliveriesOnTheTicket(t *testing.T) {
	h := open(t, "maine")
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	luis := h.person("luis", "Luis Ortega", people.Analyst, "", "desk")
	ctx := context.Background()
	id := h.ask(dana, desk.Request{Subject: "The printer blinks", Channel: "portal"})
	if _, err := h.Reply(ctx, luis, desk.On{Ticket: id}, "On it"); err != nil {
		t.Fatal(err)
	}
	sheet, err := h.Ticket(ctx, luis, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range sheet.Entries {
		switch e.Event.(type) {
		case ticket.Opened:
			h.letter("acknowledged", id, e.Seq, dana.ID, desk.LetterAccepted, "250 ok")
		case ticket.Replied:
			h.letter("replied", id, e.Seq, dana.ID, desk.LetterBounced, "550 5.1.1 no such user")
		}
	}
	p := h.signIn("luis").get(ticketPath(id), 200)
	p.has(t, ".time .from .sent", "Mail to dana@example.gov: accepted, noon")
	p.has(t, ".time .desk .sent .bad", "Mail to dana@example.gov: came back, noon: 550 5.1.1 no such user")
	p.has(t, "#lost", "Dana Whitfield has not received the last mail to dana@example.gov. 550 5.1.1 no such user. Call them: 303-555-0142.")
	if strings.Contains(p.text(".time > .fact"), "dana@example.gov") {
		t.Error("how a letter went is said twice")
	}
}
