package reading_test

import (
	"slices"
	"strings"
	"testing"

	"switchboard/internal/core/mail/reading"
)

var own = reading.Marks{Header: "X-Switchboard-Desk", Domain: "desk.example"}

func read(mail string) *reading.Message {
	return reading.Read([]byte(strings.ReplaceAll(mail, "\n", "\r\n")), own)
}

// What must not open a ticket, and what must not be answered (ME-05; RFC 3834, RFC 5230, RFC 3464).
func TestKind(t *testing.T) {
	const report = "Content-Type: multipart/report; report-type=delivery-status; boundary=a\n\n--a\n\nNot delivered.\n--a\nContent-Type: message/delivery-status\n\n" +
		"Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; bo@b.example\nAction: Failed\nStatus: 5.1.1 (no such user)\n--a\nContent-Type: text/rfc822-headers\n\nMessage-ID: <7@desk.example>\n--a--\n"
	for name, c := range map[string]struct {
		header    string
		kind      reading.Kind
		open, ack bool
	}{
		"a person":                    {"Subject: VPN", reading.Written, true, true},
		"a person, auto-submitted no": {"Auto-Submitted: no", reading.Written, true, true},
		"a person out of office":      {"Subject: Out of office all week, please reset my password", reading.Written, true, true},
		"Exchange asks for silence":   {"X-Auto-Response-Suppress: DR, OOF, AutoReply", reading.Written, true, false},
		"Exchange asks for none":      {"X-Auto-Response-Suppress: DR, RN, NRN", reading.Written, true, true},
		"absence, RFC 3834":           {"Auto-Submitted: auto-replied (vacation)", reading.AutoReply, false, false},
		"absence, of Exchange":        {"Subject: Automatic reply: VPN\nX-Auto-Response-Suppress: All", reading.AutoReply, false, false},
		"absence, old Exchange":       {"Subject: Abwesenheitsnotiz\nAuto-Submitted: auto-generated", reading.AutoReply, false, false},
		"absence, null path":          {"Return-Path: <>\nSubject: Réponse automatique : VPN", reading.AutoReply, false, false},
		"absence, by vendor":          {"X-Autoreply: yes", reading.AutoReply, false, false},
		"not by vendor":               {"X-Autoreply: no", reading.Written, true, true},
		"absence, by precedence":      {"Precedence: auto_reply", reading.AutoReply, false, false},
		"a receipt":                   {"Content-Type: multipart/report; report-type=disposition-notification; boundary=a", reading.AutoReply, false, false},
		"an alarm of a machine":       {"Auto-Submitted: auto-generated\nSubject: disk full", reading.Written, true, false},
		"a list":                      {"List-Id: <staff.example>", reading.Written, true, false},
		"bulk":                        {"Precedence: bulk", reading.Written, true, false},
		"null path":                   {"Return-Path: <>", reading.Bounce, false, false},
		"a failed recipient":          {"X-Failed-Recipients: a@b", reading.Bounce, false, false},
		"our mark":                    {"X-Switchboard-Desk: colorado", reading.Loop, false, false},
		"our id":                      {"Message-ID: <1@DESK.example>", reading.Loop, false, false},
		"an id of a sibling":          {"Message-ID: <1@mail.desk.example>", reading.Written, true, true},
		"a hundred hops":              {strings.TrimSuffix(strings.Repeat("Received: by x\n", 100), "\n"), reading.Loop, false, false},
		"a report":                    {strings.TrimSuffix(report, "\n"), reading.Bounce, false, false},
	} {
		got := read("From: bo@b.example\n" + c.header + "\n\nhi\n")
		if got.Kind != c.kind || got.OpensTicket != c.open || got.AutoReplyOK != c.ack {
			t.Errorf("%s: %s, opens %v, answer %v", name, got.Kind, got.OpensTicket, got.AutoReplyOK)
		}
	}
	for from, ack := range map[string]bool{
		"noreply@b.example": false, "Do-Not-Reply <do-not-reply@b.example>": false, "owner-staff@b.example": false, "staff-request@b.example": false,
		"root@b.example": false, "bounces+x=y@b.example": false, "": false, "no body": false, "norepa@b.example": true,
	} {
		if got := read("From: " + from + "\n\nhi"); got.AutoReplyOK != ack || got.Kind != reading.Written {
			t.Errorf("from %s: %s, answer %v", from, got.Kind, got.AutoReplyOK)
		}
	}
	for header, want := range map[string]reading.Kind{
		"From: MAILER-DAEMON@mx\nSubject: x": reading.Bounce, "From: postmaster@mx\nSubject: Undeliverable: VPN": reading.Bounce,
		"From: postmaster@mx\nSubject: the new gateway": reading.Written,
	} {
		if got := read(header + "\n\nhi").Kind; got != want {
			t.Errorf("%q: %s", header, got)
		}
	}
	got := read("From: <>\n" + report).Undelivered
	if got == nil || got.MessageID != "<7@desk.example>" || len(got.Recipients) != 1 || got.Recipients[0] != (reading.Recipient{Address: "bo@b.example", Action: "failed", Status: "5.1.1"}) {
		t.Errorf("report: %+v", got)
	}
}

// Servers older than RFC 3464 print the mail that they return.
func TestOldReport(t *testing.T) {
	got := read("From: Mail Delivery System <Mailer-Daemon@mx.example>\nX-Failed-Recipients: bo@b.example, cy@c.example\nSubject: Mail delivery failed\n\n" +
		"No such user.\n\n------ This is a copy of the message ------\n\nReceived: from x\nMessage-Id: <7@desk.example>\nSubject: [42] VPN\n").Undelivered
	if got == nil || got.MessageID != "<7@desk.example>" || len(got.Recipients) != 2 || got.Recipients[1].Address != "cy@c.example" {
		t.Errorf("%+v", got)
	}
}

// qmail says which address failed in a paragraph of its own; what stands in the mail that it returns says nothing.
func TestReportInParagraphs(t *testing.T) {
	got := read("From: MAILER-DAEMON@mx.example\nSubject: failure notice\n\nHi. This is the qmail-send program.\n\n<bo@b.example>:\n" +
		"Sorry, no mailbox here by that name. (#5.1.1)\n\n<cy@c.example>:\nFull.\n\n--- Below this line is a copy of the message.\n\n" +
		"Message-ID: <7@desk.example>\n\n<no@d.example>:\nwrote\n").Undelivered
	want := []reading.Recipient{{Address: "bo@b.example", Action: "failed", Status: "5.1.1"}, {Address: "cy@c.example", Action: "failed"}}
	if got == nil || got.MessageID != "<7@desk.example>" || !slices.Equal(got.Recipients, want) {
		t.Errorf("%+v", got)
	}
}

func TestSender(t *testing.T) {
	for in, want := range map[string]string{
		"a@b.example":                                      "a@b.example",
		"Ann <a@b.example>":                                "a@b.example",
		`"Lee, Ann" <a@b.example>`:                         "a@b.example",
		"Lee, Ann <a@b.example>":                           "a@b.example",
		"a@b.example (Ann)":                                "a@b.example",
		`"boss@state.gov" <mallory@evil.example>`:          "mallory@evil.example",
		`boss@state.gov <mallory@evil.example>`:            "mallory@evil.example",
		`(boss@state.gov) mallory@evil.example`:            "mallory@evil.example",
		"=?utf-8?q?boss=40state=2Egov?= <m@evil.ex>":       "m@evil.ex",
		"=?utf-8?q?=3Cboss=40state=2Egov=3E?= <m@evil.ex>": "m@evil.ex",
		"Bob <bob@x> Bobby <bobby@x>":                      "bob@x",
		"<@relay.example:a@b.example>":                     "a@b.example",
		`"odd name"@b.example`:                             `"odd name"@b.example`,
		"a@[192.0.2.1]":                                    "a@[192.0.2.1]",
		"undisclosed-recipients:;":                         "",
		"Ann":                                              "",
		"Ann <a@b.example":                                 "a@b.example",
		"a@b.example, c@d.example":                         "a@b.example",
		"jöhn@bücher.example":                              "jöhn@bücher.example",
		"a@b\u202e.example":                                "",
	} {
		if got := read("From: " + in + "\n\nhi").From; got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

func TestThread(t *testing.T) {
	got := read("Message-ID: <1@a>\nIn-Reply-To: Your message of Tue <2@b> \"x\"\nReferences: <3@c>\n\t<2@b><2@b> junk <4\n @d>\n\nhi")
	if got.MessageID != "<1@a>" || strings.Join(got.InReplyTo, " ") != "<2@b>" || strings.Join(got.References, " ") != "<3@c> <2@b> <4@d>" {
		t.Errorf("%q %q %q", got.MessageID, got.InReplyTo, got.References)
	}
	if got := read("Message-ID: 1@a\n\nhi").MessageID; got != "<1@a>" {
		t.Errorf("without brackets: %q", got)
	}
	if got := read("Subject: =?utf-8?q?a=0D=0ABcc:_x@y?=\n\nhi"); got.Subject != "a Bcc: x@y" || len(got.Defects) == 0 {
		t.Errorf("injected: %q %q", got.Subject, got.Defects)
	}
}
