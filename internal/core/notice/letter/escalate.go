package letter

import (
	"strings"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/notice"
	"switchboard/internal/core/ticket"
)

// escalated asks the level for its answer, or says to the customer who is asked and until when (OK-11, ME-48).
func (w *writer) escalated(e ticket.Escalated) {
	who := definition.Label(e.Who)
	if w.Kind == notice.AnswerWanted {
		w.lead("mail.lead.answer_wanted", "who", who, "moment", w.exact(e.AnswerBy))
		if e.By != ticket.ByRule {
			w.quote(e.Reason)
		}
		return
	}
	names := make([]string, len(e.To))
	for i, id := range e.To {
		names[i] = w.name(id)
	}
	w.lead("mail.lead.escalated", "level", w.Number(e.Level), "who", who, "names", strings.Join(names, ", "), "moment", w.exact(e.AnswerBy))
}

// answerHere opens the ticket where the reader works: the desk's people in the console, others on their own page.
func (w *writer) answerHere() {
	if w.To.Role.Staff() {
		w.link(w.Base+"/console/tickets/"+w.number(), w.T("mail.open.console"))
		return
	}
	w.link(w.Base+"/tickets/"+w.number(), w.T("mail.open"))
}
