package portal

import (
	"switchboard/internal/web/message"
	"switchboard/internal/web/ui"
)

// mails says how the last mail to the reader about this ticket went (ME-55); nothing where there was none.
func (r reader) mails() []ui.Fact {
	if len(r.letters) == 0 {
		return nil
	}
	last := r.letters[len(r.letters)-1]
	when := ""
	if !last.Settled.IsZero() {
		when = r.within(last.Settled)
	}
	return []ui.Fact{{Term: r.T("portal.fact.mails"), Text: message.Deliver(r.Printer, last, when).Text}}
}

// lost says that mail to the reader does not arrive, and what to do; empty while it does.
func (r reader) lost() string {
	if all := message.Undelivered(r.letters); len(all) > 0 {
		return r.T("portal.lost", "address", all[0].Address, "detail", message.Sentence(r.Recorded(all[0].Detail)))
	}
	return ""
}
