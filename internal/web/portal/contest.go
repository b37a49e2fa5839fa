package portal

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// mayContest reports whether the reader can object to a pause or to the class now (A26).
func (r reader) mayContest() bool {
	t := r.sheet.Ticket
	return r.mine() && t.MergedInto == 0 && t.Status != ticket.StatusClosed && !t.Contest.Open
}

// contested says where the reader's objection stands; empty where there never was one.
func (r reader) contested() string {
	c := r.sheet.Ticket.Contest
	switch {
	case c.Count == 0:
		return ""
	case c.Lapsed && c.Open:
		return r.T("portal.contest.lapsed")
	case c.Open:
		return r.T("portal.contest.open", "by", r.by(c.Last.AnswerBy))
	case c.Answer.Upheld:
		return r.T("portal.contest.upheld."+c.Last.What) + " " + c.Answer.Reason
	}
	return r.T("portal.contest.kept") + " " + c.Answer.Reason
}

// contestable are the things that can be objected to: each pause that held a promise, and the class.
func (r reader) contestable() []ui.Option {
	var out []ui.Option
	pauses := ticket.Pauses(r.sheet.Entries)
	for i := len(pauses) - 1; i >= 0; i-- { // the latest is the one that people have in mind
		out = append(out, ui.Option{Value: pauseValue(pauses[i]), Text: r.pauseText(pauses[i])})
	}
	return append(out, ui.Option{Value: ticket.ContestClass, Text: r.T("portal.contest.class", "class", r.class(r.sheet.Ticket.Class))})
}

func (r reader) pauseText(p ticket.Pause) string {
	why := r.pauseWhy(p.Cause, p.Duty)
	if p.Until.IsZero() {
		return r.T("portal.contest.pause.now", "since", r.since(p.Since), "why", why)
	}
	return r.T("portal.contest.pause", "from", r.within(p.Since), "to", r.within(p.Until), "why", why)
}

func (r reader) pauseWhy(cause, duty string) string {
	if duty != "" {
		return r.duty(duty)
	}
	return r.T("portal.contest." + cause)
}

// pauseValue names a pause in a form; readPause reads it.
func pauseValue(p ticket.Pause) string {
	return strings.Join([]string{ticket.ContestPause, p.Cause, p.Duty, strconv.FormatInt(p.Since.UnixMilli(), 10)}, "|")
}

func readContest(value string) (ticket.Contested, error) {
	if value == ticket.ContestClass {
		return ticket.Contested{What: ticket.ContestClass}, nil
	}
	parts := strings.Split(value, "|")
	if len(parts) != 4 || parts[0] != ticket.ContestPause {
		return ticket.Contested{}, fault.Field("what", "say what you object to: a pause or the class")
	}
	at, err := strconv.ParseInt(parts[3], 10, 64)
	if err != nil {
		return ticket.Contested{}, fault.Field("what", "say what you object to: a pause or the class")
	}
	return ticket.Contested{What: ticket.ContestPause, Cause: parts[1], Duty: parts[2], Since: time.UnixMilli(at).UTC()}, nil
}

// contest takes an objection.
func (p portal) contest(w http.ResponseWriter, r *http.Request) error {
	if err := p.only(r, "what", "text"); err != nil {
		return err
	}
	s, err := p.find(r)
	if err != nil {
		return err
	}
	in, err := readContest(r.PostFormValue("what"))
	if err == nil {
		in.Text = r.PostFormValue("text")
		_, err = p.desk.Contest(r.Context(), visit.Actor(r), desk.On{Ticket: s.Ticket.ID}, in)
	}
	return p.finish(w, r, s, "contest", err)
}

func (p ticketPage) contestWhat() ui.Field {
	f := ui.Field{Name: "what", Suffix: "contest", Label: p.T("portal.contest.what"), Options: p.contestable(), Required: true,
		Value: p.Typed.form("contest").Get("what"), Error: ui.ErrorFor(p.Typed.of("contest"), "what")}
	if f.Value == "" {
		f.Value = f.Options[0].Value // the class at least
	}
	return f
}

func (p ticketPage) contestText() ui.Field {
	return ui.Field{Name: "text", Suffix: "contest", Label: p.T("portal.contest.why"), Rows: 3, MaxLength: ticket.MaxText, Required: true,
		Value: p.Typed.form("contest").Get("text"), Error: ui.ErrorFor(p.Typed.of("contest"), "text")}
}

// objection says what somebody objects to, with their words below.
func (r reader) objection(c ticket.Contested) string {
	what := r.T("portal.contest.class", "class", r.class(c.Class))
	if c.What == ticket.ContestPause {
		what = r.T("portal.contest.pause.from", "from", r.within(c.Since), "why", r.pauseWhy(c.Cause, c.Duty))
	}
	return r.T("portal.story.contested", "what", what) + "\n\n" + c.Text
}
