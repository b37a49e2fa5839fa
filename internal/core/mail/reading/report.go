package reading

import (
	"bytes"
	"regexp"
	"strings"

	"switchboard/internal/core/mail/entity"
)

const maxRecipients = 200 // of one report; a desk's mail has few

// A Report is what a bounce says about the mail that it answers (RFC 3464).
type Report struct {
	MessageID  string      `json:"message_id"` // of that mail, "" when the report does not hold it
	Recipients []Recipient `json:"recipients"`
}

// A Recipient is one address and what became of the mail to it.
type Recipient struct {
	Address string `json:"address"`
	Action  string `json:"action"` // failed, delayed, delivered, relayed, expanded
	Status  string `json:"status"` // RFC 3463, as in "5.1.1"
}

// undelivered is how servers name a mail about a mail. It counts only from a server.
var undelivered = regexp.MustCompile(`(?i)undeliver|delivery (status|fail|report|has failed|problem|incomplete)|return(ed|ing)? (mail|message|to sender)|` +
	`mail (system error|delivery|delay)|failure notice|could ?n[o']t (be )?(deliver|send)|not delivered|non[- ]delivery|delayed|warning: (could|message)|` +
	`unzustellbar|nicht zustellbar|non remis|échec|no se (ha podido|pudo) entregar|devuelto|mancata consegna|não (foi )?entreg|onbestelbaar|недоставлен|niedoręcz`)

// report reports whether a message is a bounce, and takes from it what it says.
func (m *Message) report(root *entity.Part, h headers, noWayBack bool) bool {
	local, _, _ := strings.Cut(strings.ToLower(m.From), "@")
	server := local == "mailer-daemon" || local == "postmaster" || local == "mail-daemon" || local == "mailerdaemon"
	kind := strings.ToLower(root.Params["report-type"])
	status := parts(root, "message/delivery-status", "message/global-delivery-status")
	switch {
	case root.Type == "multipart/report" && (kind == "delivery-status" || kind == "" && (len(status) > 0 || server)):
	case len(status) > 0 && (server || noWayBack):
	case h.Has("X-Failed-Recipients"):
	case local == "mailer-daemon",
		server && (noWayBack || undelivered.MatchString(m.Subject)):
	default:
		return false
	}
	r := &Report{Recipients: []Recipient{}}
	for _, p := range status {
		r.read(p)
	}
	if r.MessageID = originalID(root); r.MessageID == "" {
		r.MessageID = quotedID(m.Text)
	}
	if len(r.Recipients) == 0 { // Exim's way of saying it
		for address := range strings.SplitSeq(h.Raw("X-Failed-Recipients"), ",") {
			if a := bareAddress(address); a != "" && len(r.Recipients) < maxRecipients {
				r.Recipients = append(r.Recipients, Recipient{Address: a, Action: "failed"})
			}
		}
	}
	if len(r.Recipients) == 0 {
		r.paragraphs(m.Text)
	}
	if r.MessageID != "" || len(r.Recipients) > 0 {
		m.Undelivered = r
	}
	return true
}

// paragraph is how qmail says which address failed, and why, in a paragraph of its own.
var paragraph = regexp.MustCompile(`(?m)^<([^<>\s]{3,254})>:[ \t]*\n((?:[^\n]+\n?){1,10})`)

// code is a status within words (RFC 3463), "#5.1.1".
var code = regexp.MustCompile(`#([245]\.\d{1,3}\.\d{1,3})`)

// paragraphs takes recipients from the report of a qmail, which stand before the mail that it returns.
func (r *Report) paragraphs(text string) {
	text, _, _ = strings.Cut(text, "\n--- ")
	for _, m := range paragraph.FindAllStringSubmatch(text, maxRecipients) {
		to := Recipient{Address: m[1], Action: "failed"}
		if c := code.FindStringSubmatch(m[2]); c != nil {
			to.Status = c[1]
		}
		r.Recipients = append(r.Recipients, to)
	}
}

// parts finds the parts of these types that are not inside a file.
func parts(root *entity.Part, types ...string) []*entity.Part {
	var found []*entity.Part
	root.All(func(p *entity.Part) {
		for _, t := range types {
			if p.Type == t {
				found = append(found, p)
			}
		}
	})
	return found
}

// read takes the recipients from groups of fields with empty lines between them.
func (r *Report) read(p *entity.Part) {
	raw, _ := p.Decoded(256 << 10)
	raw = bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
	var none entity.Defects
	for group := range bytes.SplitSeq(raw, []byte("\n\n")) {
		h := entity.Parse(append(bytes.TrimLeft(group, "\n"), '\n'), &none).Header
		to := h.Raw("Final-Recipient")
		if to == "" {
			to = h.Raw("Original-Recipient")
		}
		if to == "" || len(r.Recipients) >= maxRecipients {
			continue
		}
		if _, address, ok := strings.Cut(to, ";"); ok { // "rfc822; a@b"
			to = address
		}
		if a := bareAddress(to); a != "" {
			to = a
		}
		to, _ = entity.Clean(to)
		status, _, _ := strings.Cut(h.Raw("Status"), " ")
		r.Recipients = append(r.Recipients, Recipient{to, strings.ToLower(headers{h}.first("Action")), status})
	}
}

// originalID is the Message-ID of the mail that a report answers: it hangs on it, whole or as its header.
func originalID(root *entity.Part) string {
	var none entity.Defects
	for _, p := range parts(root, "message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global", "message/global-headers") {
		raw, _ := p.Decoded(256 << 10)
		if id := ids(entity.Parse(raw, &none).Header.Raw("Message-ID")); len(id) > 0 {
			return id[0]
		}
	}
	return ""
}

var printedID = regexp.MustCompile(`(?im)^[ >]{0,4}Message-ID:\s*(<[^<>\s]{3,900}>)`)

// quotedID is the same in a report of an old server, which prints the mail below its own words.
func quotedID(text string) string {
	if m := printedID.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}
