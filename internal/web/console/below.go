package console

import (
	"github.com/a-h/templ"

	"switchboard/internal/core/access"
	"switchboard/internal/core/notice"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/web/message"
	"switchboard/internal/web/ui"
)

// letters are those to customers, by the fact that they tell of.
type letters map[int64][]desk.Letter

// lettersOf sorts the letters of a ticket by what they tell of. A letter that answers a mail tells of no fact.
func lettersOf(s desk.Sheet, all []desk.Letter) letters {
	out := letters{}
	for _, e := range s.Entries {
		out[e.Seq] = nil
	}
	for _, l := range all {
		if _, ours := out[l.Cause]; ours && message.ToCustomer(l) && !answers(l) {
			out[l.Cause] = append(out[l.Cause], l)
		}
	}
	return out
}

// answers reports whether a letter answers a mail by itself: its cause is that mail.
func answers(l desk.Letter) bool {
	return l.Kind == string(notice.Status) || l.Kind == string(notice.WrongChannel)
}

// told reports whether how a letter went stands below the entry that it tells of, and needs no line of its own.
func (all letters) told(d ticket.DeliveryReported) bool {
	for _, l := range all[d.Of] {
		if l.ID == d.Letter {
			return true
		}
	}
	return false
}

// below is what stands below an entry: its files, the mail that brought it, to whom it was sent and how that went.
func (f frame) below(e ticket.Entry, all letters) message.Below {
	b := message.Below{Words: f.Words, Files: ticket.FilesOf(e.Event)}
	if id := ticket.MailOf(e.Event); id != 0 && access.May(f.who, access.HandleMail) == nil {
		b.Mail = message.OriginalPath(home, id)
	}
	if rule, is := e.Event.(ticket.RuleApplied); is {
		if now, known := f.desk.Rule(rule.Rule); known {
			b.Ways = []ui.Link{{Text: f.Words.T("console.rules.way", "rule", now.Name.In(f.lang())), Href: rulesPath + "/" + rule.Rule}}
		}
	}
	for _, l := range all[e.Seq] {
		when := ""
		if !l.Settled.IsZero() {
			when = f.when(l.Settled)
		}
		b.Sent = append(b.Sent, message.Deliver(f.Words, l, when))
	}
	return b
}

// together is what stands below several entries that are one line of a timeline.
func together(all []message.Below) templ.Component {
	sum := all[0]
	for _, b := range all[1:] {
		sum.Files, sum.Sent = append(sum.Files, b.Files...), append(sum.Sent, b.Sent...)
		sum.Ways = append(sum.Ways, b.Ways...)
	}
	return sum.Shown()
}

// lost are who has not received what was sent to them last, in words.
func (x *item) lost() []string {
	var out []string
	for _, l := range message.Undelivered(x.Letters) {
		name := l.Address
		if p, ok := x.Sheet.People[l.Person]; ok && p.Name != "" {
			name = p.Name
		}
		phone := first(x.Sheet.Ticket.Request.Phone, x.requester().Phone)
		key := "console.lost.do"
		if phone != "" {
			key = "console.lost.call"
		}
		out = append(out, x.Words.T("console.lost", "name", name, "address", l.Address, "detail", message.Sentence(x.Words.Recorded(l.Detail)))+" "+x.Words.T(key, "phone", phone))
	}
	return out
}
