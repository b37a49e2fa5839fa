package asking

import (
	"net/http"
	"strings"

	"switchboard/internal/core/calendar"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/definition/render"
	"switchboard/internal/core/form"
	"switchboard/internal/core/ticket"
	"switchboard/internal/core/wording"
	"switchboard/internal/web/ui"
)

// Wants says by which date something is wanted, and that this is not guaranteed where it is not.
func Wants(words wording.Printer, w ticket.DateWanted) string {
	d, err := calendar.ParseDate(w.By)
	if err != nil {
		return words.T("asking.wants.none")
	}
	text := words.T("asking.wants", "date", render.DateWithin(words, d))
	if short := ShortNotice(words, w); short != "" {
		text += ". " + short
	}
	return text
}

// ShortNotice says that a date is not guaranteed, and why; empty where it is (ME-56, A20).
func ShortNotice(words wording.Printer, w ticket.DateWanted) string {
	if !w.Short {
		return ""
	}
	key := "asking.short.calendar"
	if w.Business {
		key = "asking.short.business"
	}
	return words.T(key, "given", words.Number(w.Given), "needed", words.Number(w.Needed))
}

// Missing are the labels of what has to be answered yet (CO-12).
func Missing(words wording.Printer, f definition.Form, given form.Answers, staff bool) []string {
	var labels []string
	for _, id := range f.Rules().Missing(given, staff) {
		x, _ := f.Field(id)
		labels = append(labels, strings.TrimRight(x.Label.In(string(words.Lang())), "?:."))
	}
	return labels
}

// Filled says which answers somebody changed, or which files came with no answer, and why; empty where this reader may see none
// of it.
func Filled(words wording.Printer, who string, f definition.Form, e ticket.FormFilled, staff bool) string {
	what := Changed(words, f, e.Answers, staff)
	if what == "" {
		what = named(e.Files)
	}
	if what == "" && !staff {
		return ""
	}
	key := "asking.filled"
	if e.Reason != "" {
		key += ".why"
	}
	return words.T(key, "who", who, "what", what, "reason", e.Reason)
}

// Reason is the field for why answers change, with what was written there.
func Reason(words wording.Printer, r *http.Request, problems []ui.Problem) ui.Field {
	return ui.Field{Name: "reason", Label: words.T("asking.reason"), Hint: words.T("asking.reason.hint"), Optional: true,
		MaxLength: ticket.MaxLine, Value: r.PostFormValue("reason"), Error: ui.ErrorFor(problems, "reason")}
}
