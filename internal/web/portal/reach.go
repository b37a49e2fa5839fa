package portal

import (
	"strings"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/definition/render"
)

// reach is a way to reach the desk, and what it means now.
type reach struct {
	Name, Text, Href string // Text is the number or address; Href leads there
	Now              string // "Answered until 5 p.m. today"
}

// reaches lists the ways that exist: a number, an address, this portal. A channel that the definition knows and that
// has neither is no promise of this page.
func (v voice) reaches() []reach {
	var out []reach
	for _, c := range v.def.Channels {
		way := reach{Name: v.text(c.Name)}
		switch {
		case !c.Intake:
			continue
		case c.ID == channelID:
			way.Text, way.Href, way.Now = v.T("portal.reach.form"), "/ask", v.T("portal.reach.any")
		case c.Address != "":
			way.Text, way.Href = c.Address, "mailto:"+c.Address
			way.Now = v.readNow(c)
		case c.Number != "" || c.Shown != "":
			way.Text, way.Href = shown(c), telephone(c)
			way.Now = v.answeredNow(c)
		case c.Hours != "" && c.Rank == 1 && c.ID == "phone": // a desk that prints no number still answers
			way.Text, way.Now = v.T("portal.reach.none"), v.answeredNow(c)
		default:
			continue
		}
		out = append(out, way)
	}
	return out
}

func shown(c definition.Channel) string {
	if c.Shown != "" {
		return c.Shown
	}
	return c.Number
}

func telephone(c definition.Channel) string {
	if c.Number == "" {
		return ""
	}
	return "tel:" + strings.Map(func(r rune) rune {
		if r == '+' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, c.Number)
}

// answeredNow says what a channel on which people answer means now.
func (v voice) answeredNow(c definition.Channel) string {
	cal := v.def.Calendar(c.Hours)
	if cal == nil {
		return v.T("portal.reach.any")
	}
	now, err := cal.At(v.now)
	if err != nil || now.Until.IsZero() && !now.Open {
		return ""
	}
	if now.Open {
		return v.T("portal.reach.answered", "until", lower(v.until(now, cal)))
	}
	if c.AfterHours != "" && len(c.AfterFor) > 0 {
		after := v.def.Calendar(c.AfterHours)
		if open, err := after.Open(v.now); err == nil && open {
			return v.T("portal.reach.after", "class", lower(v.class(c.AfterFor[0])), "moment", v.within(now.Until))
		}
	}
	return v.until(now, cal)
}

// readNow says when mail is read.
func (v voice) readNow(c definition.Channel) string {
	cal := v.def.Calendar(c.Read)
	if cal == nil || cal.Always() {
		return v.T("portal.reach.any")
	}
	now, err := cal.At(v.now)
	switch {
	case err != nil || now.Until.IsZero():
		return ""
	case now.Open:
		return v.T("portal.reach.read", "until", lower(v.until(now, cal)))
	}
	return v.T("portal.reach.again", "moment", v.within(now.Until))
}

// outage is what the start page says to somebody for whom a system is down.
type outage struct {
	Number, Href string
	When         string // "Day and night."
	NotByForm    bool
	Promises     []string
}

// outage tells how an outage is reported; false where the desk has no phone.
func (v voice) outage() (outage, bool) {
	phone, ok := v.def.Channel("phone")
	if !ok {
		return outage{}, false
	}
	class := v.worst()
	o := outage{Number: shown(phone), Href: telephone(phone), NotByForm: v.callFirst(class)}
	if after := v.def.Calendar(phone.AfterHours); after != nil && after.Always() {
		o.When = v.T("portal.outage.always")
	} else if phone.Hours != "" {
		o.When = v.answeredNow(phone)
	}
	for _, level := range render.Levels(v.def, v.Printer) {
		if level.Class != class {
			continue
		}
		for _, promise := range level.Promises {
			o.Promises = append(o.Promises, promise.Text)
		}
	}
	return o, true
}

// worst is the class of the gravest tickets: that of an outage, else the last of the matrix.
func (v voice) worst() string {
	if c := v.def.MajorClass(); c != "" {
		return c
	}
	if n := len(v.def.Matrix); n > 0 {
		return v.def.Matrix[n-1].Class
	}
	return ""
}

// callFirst reports whether tickets of a class are not taken by this door (CO-22).
func (v voice) callFirst(class string) bool {
	if info, ok := v.def.ClassInfo(class); ok && len(info.ReportedBy) > 0 && !contains(info.ReportedBy, channelID) {
		return true
	}
	c, ok := v.def.Channel(channelID)
	return ok && contains(c.NotFor, class)
}
