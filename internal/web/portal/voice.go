package portal

import (
	"net/http"
	"time"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/definition/render"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/wording"
)

// voice is what pages speak with: the reader's language, the desk's own words and the desk's time of day.
type voice struct {
	wording.Printer
	def  *definition.Definition
	now  time.Time
	zone *time.Location
}

func (p portal) voice(r *http.Request) voice {
	def := p.desk.Definition()
	return voice{p.visits.Printer(r), def, p.desk.Now(), def.Zone()}
}

// text gives words of the definition in the reader's language.
func (v voice) text(t definition.Text) string { return t.In(string(v.Lang())) }

// reason says what the desk's own rules gave as a reason in the reader's language.
func (v voice) reason(said string) string { return render.Reason(v.def, v.Printer, said) }

func (v voice) moment(t time.Time) string { return v.Moment(t, v.now, v.zone) }
func (v voice) within(t time.Time) string { return v.MomentWithin(t, v.now, v.zone) }
func (v voice) by(t time.Time) string     { return v.By(t, v.now, v.zone) }
func (v voice) since(t time.Time) string  { return v.Since(t, v.now, v.zone) }
func (v voice) short(t time.Time) string  { return v.Short(t, v.now, v.zone) }

// team names a team; one that the definition no longer has keeps its id.
func (v voice) team(id string) string {
	if t, ok := v.def.Team(id); ok {
		return v.text(t.Name)
	}
	return definition.Label(id)
}

func (v voice) serviceName(id string) string {
	if s, ok := v.def.Service(id); ok {
		return v.text(s.Name)
	}
	return definition.Label(id)
}

// serviceOrNone is a service's name, empty where none is named.
func (v voice) serviceOrNone(id string) string {
	if id == "" {
		return ""
	}
	return v.serviceName(id)
}

func (v voice) class(id string) string {
	if c, ok := v.def.ClassInfo(id); ok {
		return v.text(c.Name)
	}
	return definition.Label(id)
}

func (v voice) channel(id string) string {
	if c, ok := v.def.Channel(id); ok {
		return v.text(c.Name)
	}
	return definition.Label(id)
}

// amount says how long a target allows, as the public page does: "4 hours", "14 business days".
func (v voice) amount(a sla.Amount) string { return render.Amount(v.Printer, a) }

// promise says what a target promises, as the public page does: "A team within 4 hours".
func (v voice) promise(t *sla.Target) string {
	key := "service.promise." + string(t.Metric)
	if t.Metric == sla.Update {
		key += "." + t.Audience
	}
	var by []string
	for _, role := range t.By {
		by = append(by, render.Role(v.Printer, role))
	}
	return v.T(key, "time", v.amount(t.Amount), "who", upper(v.list(by)))
}

// metric names what a target measures, without its amount: "Next word from us".
func (v voice) metric(m string) string { return v.T("portal.metric." + m) }
