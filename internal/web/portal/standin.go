package portal

import (
	"net/http"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// standIn is who decides in the reader's place, and the form that says it.
type standIn struct {
	Now      string // in words; empty where nobody does
	Address  ui.Field
	From     ui.Field
	Until    ui.Field
	Problems []ui.Problem
}

// day is how a form writes a date (HTML, date state).
const day = "2006-01-02"

func (p portal) standIn(r *http.Request, v voice, problems []ui.Problem) (standIn, error) {
	s, who, err := p.desk.MySubstitute(r.Context(), visit.Actor(r))
	if err != nil {
		return standIn{}, err
	}
	out := standIn{Problems: problems}
	if s.By != 0 && (s.Until.IsZero() || v.now.Before(s.Until)) {
		out.Now = v.standInNow(s, who.NameOrAddress())
	}
	field := func(name, kind, value string) ui.Field {
		if typed := r.PostFormValue(name); typed != "" {
			value = typed
		}
		return ui.Field{Name: name, Label: v.T("portal.standin." + name), Type: kind, Value: value, MaxLength: 254, Error: ui.ErrorFor(problems, name)}
	}
	out.Address = field("address", "email", "")
	out.Address.Hint = v.T("portal.standin.address.hint")
	out.From = field("from", "date", v.now.In(v.zone).Format(day))
	out.Until = field("until", "date", "")
	return out, nil
}

func (v voice) standInNow(s desk.Substitute, name string) string {
	if s.Until.IsZero() {
		return v.T("portal.standin.open", "name", name, "from", v.within(s.From))
	}
	return v.T("portal.standin.now", "name", name, "from", v.within(s.From), "until", v.within(s.Until.Add(-time.Minute)))
}

// setStandIn names who decides in the reader's place, from the first day to the end of the last, or nobody.
func (p portal) setStandIn(w http.ResponseWriter, r *http.Request) error {
	if err := access.May(visit.Actor(r), access.NameSubstitute); err != nil {
		return err
	}
	if err := p.only(r, "address", "from", "until", "nobody"); err != nil {
		return err
	}
	v := p.voice(r)
	address, s, err := r.PostFormValue("address"), desk.Substitute{}, error(nil)
	switch {
	case r.PostFormValue("nobody") != "":
		address = ""
	case address == "":
		err = fault.Field("address", "an e-mail address is needed")
	default:
		s, err = v.away(r.PostFormValue("from"), r.PostFormValue("until"))
	}
	if err == nil {
		err = p.desk.SetSubstitute(r.Context(), visit.Actor(r), address, s)
	}
	if problem, ok := ui.ProblemOf(v.Printer, err); ok && fault.Is(err, fault.Invalid) {
		return p.showApprovals(w, r, http.StatusUnprocessableEntity, []ui.Problem{problem})
	}
	if err != nil {
		return err
	}
	p.visits.Say(r, v.T("portal.standin.done"))
	http.Redirect(w, r, "/approvals", http.StatusSeeOther)
	return nil
}

// away reads the days of a form.
func (v voice) away(from, until string) (s desk.Substitute, err error) {
	if s.From, err = time.ParseInLocation(day, from, v.zone); err != nil {
		return s, fault.Field("from", "choose a day")
	}
	if until == "" {
		return s, nil
	}
	last, err := time.ParseInLocation(day, until, v.zone)
	if err != nil {
		return s, fault.Field("until", "choose a day")
	}
	s.Until = last.AddDate(0, 0, 1)
	return s, nil
}
