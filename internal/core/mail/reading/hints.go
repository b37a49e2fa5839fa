package reading

import (
	"strings"

	"github.com/emersion/go-msgauth/authres"

	"switchboard/internal/core/mail/entity"
)

// Hints are what a header says beside the words. Like all of it they are claims, but for what a trusted server wrote.
type Hints struct {
	Name       string // beside the address in From; "" where it reads as an address itself
	Recipients string // the fields that may name an address of the desk, as they are, a line each
	Urgent     bool   // the sender's program marks it as urgent
	Senders    int    // how many fields say from whom it is; more than one is no mail of a person
	OtherDesk  bool   // another desk of this kind sent it
	Machine    bool   // a header says that no person wrote it
	DMARC      string // what the trusted server found of the domain in From: "pass", "fail", ...; "" where it says nothing
}

// maxHint bounds what is kept of recipients, in bytes: an address of the desk stands among the first, or in a field of its own.
const maxHint = 64 << 10

func hintsOf(root *entity.Part, own Marks) Hints {
	h := root.Header
	out := Hints{Name: senderName(root), Senders: h.Count("From"), Urgent: urgent(headers{h})}
	var to strings.Builder
	for _, name := range []string{"Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc"} {
		if v := h.Raw(name); v != "" && to.Len()+len(v) <= maxHint {
			to.WriteString(v + "\n")
		}
	}
	out.Recipients = to.String()
	out.OtherDesk = own.Header != "" && h.Has(own.Header) && !own.mine(h)
	out.Machine = headers{h}.machine()
	if own.Trust != "" {
		out.DMARC = dmarc(h, own.Trust)
	}
	return out
}

// maxSenderName is longer than any name of a person, in bytes.
const maxSenderName = 200

// senderName is what From calls the sender. A name that reads as an address would be taken for one, so it is none.
func senderName(root *entity.Part) string {
	var none entity.Defects
	name, _, found := strings.Cut(entity.Words(root.Header.Raw("From"), root.Charset, &none), "<")
	name, _ = entity.Clean(name)
	name = strings.Join(strings.Fields(strings.NewReplacer(`\"`, `"`, `"`, " ").Replace(name)), " ")
	if !found || strings.Contains(name, "@") || len(name) > maxSenderName {
		return ""
	}
	return name
}

// urgent reports whether a mail program says so: X-Priority, Importance (RFC 4021), Priority (RFC 2156).
func urgent(h headers) bool {
	if p := h.first("X-Priority"); p == "1" || p == "2" || strings.HasPrefix(p, "1 ") || strings.HasPrefix(p, "2 ") {
		return true
	}
	return h.first("Importance") == "high" || h.first("X-MSMail-Priority") == "high" || h.first("Priority") == "urgent"
}

// maxResults is how many results of servers are looked at.
const maxResults = 50

// dmarc is what the trusted server found (RFC 7489, RFC 8601). It writes above what was there when the mail reached it, so the
// topmost field under its name counts, and those of other names are anybody's.
func dmarc(h entity.Header, trust string) string {
	seen := 0
	for _, f := range h {
		if !strings.EqualFold(f.Name, "Authentication-Results") || seen == maxResults {
			continue
		}
		seen++
		one := entity.Header{f}
		server, results, err := authres.Parse(one.Raw("Authentication-Results"))
		if err != nil || !strings.EqualFold(server, trust) {
			continue
		}
		for _, r := range results {
			if d, ok := r.(*authres.DMARCResult); ok {
				return strings.ToLower(string(d.Value))
			}
		}
		return ""
	}
	return ""
}
