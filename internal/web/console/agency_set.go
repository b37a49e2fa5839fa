package console

import (
	"net/http"
	"strings"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
)

// setAgency changes one thing of an agency: what is known of it, who represents it or signs for it, what was arranged with it.
func (c *console) setAgency(w http.ResponseWriter, r *http.Request) error {
	f, key := c.frame(r, ""), r.URL.Query().Get("key")
	form := r.PostFormValue("do")
	err := c.agencyDeed(r, f, key, form)
	if problem, ok := ui.ProblemOf(f.Words, err); ok {
		return c.renderAgency(w, r, http.StatusUnprocessableEntity, form, []ui.Problem{problem})
	}
	if err != nil {
		return err
	}
	c.visits.Say(r, f.say("saved"))
	http.Redirect(w, r, agencyPath(key), http.StatusSeeOther)
	return nil
}

func (c *console) agencyDeed(r *http.Request, f frame, key, form string) error {
	days := map[string]time.Time{}
	for _, name := range []string{"supported_from", "supported_until", "since", "until"} {
		var err error
		if days[name], err = f.dayIn(r, name, strings.HasSuffix(name, "until")); err != nil {
			return err
		}
	}
	value := r.PostFormValue
	switch form {
	case "agency":
		fte, err := people.ParseFTE(value("fte"))
		if err != nil {
			return fault.At("fte", err)
		}
		a := people.Agency{Key: key, FTE: fte, Name: value("name"), NameEs: value("name_es"), Branch: value("branch"), Services: strings.Fields(value("services")),
			Notes: value("notes"), Support: people.Span{From: days["supported_from"], Until: days["supported_until"]},
			Shades: people.Shades{Supervisor: people.Shade(value("supervisors_see")), Consultant: people.Shade(value("consultants_see")),
				Manager: people.Shade(value("managers_see"))}}
		return c.desk.SaveAgency(r.Context(), f.who, a)
	case "consultant":
		return c.desk.ConsultantAt(r.Context(), f.who, desk.Consultant{Agency: key, Deputy: value("deputy") != "", From: days["since"], Until: days["until"]}, value("person"))
	case "manager":
		return c.desk.ManagerAt(r.Context(), f.who, desk.AgencyManager{Agency: key, From: days["since"], Until: days["until"]}, value("person"))
	case "arrangement":
		a := people.Arrangement{Ref: value("ref"), Agency: key, What: value("what"), Span: people.Span{From: days["since"], Until: days["until"]}}
		return c.desk.SaveArrangement(r.Context(), f.who, a, "")
	}
	return fault.New(fault.NotFound, "")
}

// dayIn reads a day of a form: its first instant, or of a last day the first one after it.
func (f frame) dayIn(r *http.Request, name string, last bool) (time.Time, error) {
	text := r.PostFormValue(name)
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.ParseInLocation(time.DateOnly, text, f.desk.Zone())
	if err != nil {
		return t, fault.Field(name, "%q is no day; write it like 2026-12-31", clip(text))
	}
	if last {
		t = t.AddDate(0, 0, 1)
	}
	return t, nil
}
