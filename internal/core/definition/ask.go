package definition

import (
	"slices"
	"strings"
	"time"

	"switchboard/internal/core/sla"
	"switchboard/internal/fault"
)

// DeskTeam is the team that gets what no rule and no service sends elsewhere, and what another team returns (CO-11).
func (d *Definition) DeskTeam() string { return d.Fallback }

// Receiving lists the teams to which a ticket can be sent by a rule: the desk, those of "routing" and those of the
// services (CO-21).
func (d *Definition) Receiving() []string {
	out := []string{d.Fallback}
	add := func(team string) {
		if team != "" && !slices.Contains(out, team) {
			out = append(out, team)
		}
	}
	for _, line := range d.Routing {
		add(line.Team)
	}
	for _, s := range d.Services {
		add(s.Team)
		add(s.Then)
	}
	return out
}

// ClassNames lists the ids of the classes.
func (d *Definition) ClassNames() []string {
	return ids(d.Classes, func(c Class) string { return c.ID })
}

// MajorClass is the class that an outage is given, empty when the desk has none (CO-23).
func (d *Definition) MajorClass() string {
	c, _ := find(d.Classes, func(c Class) bool { return c.When == "outage" })
	return c.ID
}

// TypeOfClass is the type that a ticket has whose class was chosen outright: the one that leads to it, else the first.
// Nobody is taken to ask for what needs an approval.
func (d *Definition) TypeOfClass(class string) string {
	for _, t := range d.Types {
		if t.Class == class && t.Approval == nil {
			return t.ID
		}
	}
	if t, ok := find(d.Types, func(t Type) bool { return t.Class == "" }); ok {
		return t.ID
	}
	return d.Types[0].ID
}

// DutyNames lists the ids of the duties of the customer while which are unmet a clock may stand still.
func (d *Definition) DutyNames() []string {
	var out []string
	for _, duty := range d.Duties {
		if duty.Pauses {
			out = append(out, duty.ID)
		}
	}
	return out
}

// HandUp lists what has to be known of a ticket of a type before the desk hands it up to a team behind it (CO-12): the
// service, impact and urgency where they decide the class, and what a duty of the customer gives on every ticket (ME-53).
func (d *Definition) HandUp(typ string) []string {
	out := []string{"type", "service"}
	if t, _ := d.Type(typ); t.Class == "" && len(d.Matrix) > 0 {
		out = append(out, "impact", "urgency")
	}
	for _, duty := range d.Duties {
		if strings.HasPrefix(duty.On, "every ") || duty.On == typ {
			out = append(out, duty.Give...)
		}
	}
	return out
}

// CheckTeam, CheckChannel and CheckService refuse ids that the definition does not have. Errors: fault.Invalid with
// the field. No channel and no service at all may stand for "not known".
func (d *Definition) CheckTeam(id string) error {
	return checkID("team", id, ids(d.Teams, func(t Team) string { return t.ID }), false)
}

// CheckChannel also refuses a channel by which nothing is taken in (CO-42).
func (d *Definition) CheckChannel(id string) error {
	if c, ok := d.Channel(id); ok && !c.Intake {
		return fault.Field("channel", "nothing is taken in by this channel: %s", c.Name)
	}
	return checkID("channel", id, ids(d.Channels, func(c Channel) string { return c.ID }), true)
}

// CheckService refuses a service that the desk does not have.
func (d *Definition) CheckService(id string) error {
	return checkID("service", id, ids(d.Services, func(s Service) string { return s.ID }), true)
}

func checkID(what, id string, known []string, mayBeEmpty bool) error {
	if id == "" && mayBeEmpty {
		return nil
	}
	for _, k := range known {
		if k == id {
			return nil
		}
	}
	return noneSuch(what, id, known)
}

// noneSuch refuses an id that is none of the known ones.
func noneSuch(field, id string, known []string) error {
	if best := nearest(id, known); best != "" {
		return fault.Field(field, "there is no %q here; do you mean %q?", id, best)
	}
	return fault.Field(field, "there is no %q here; there are: %s", id, strings.Join(known, ", "))
}

// ConfirmUntil is the end of the window in which a reopening resumes the same clock (CLOCKS, rule 8).
func (d *Definition) ConfirmUntil(resolved time.Time) time.Time {
	return d.after(resolved, d.Reopen.Amount)
}

// after is the end of an amount of time on the calendar of reopenings, which is that of the desk.
func (d *Definition) after(from time.Time, a sla.Amount) time.Time {
	return addAmount(d.compiled[d.Reopen.Clock], from, a)
}

// AnswerBy is when a level of a ladder that gives no time of its own has to have answered: at the close of the next
// business day of the desk.
func (d *Definition) AnswerBy(asked time.Time) time.Time { return d.businessDays(asked, 1) }

// FiveDays is how long after a resolution another ticket about the same thing shows that it was none (A14).
func (d *Definition) FiveDays(resolved time.Time) time.Time { return d.businessDays(resolved, 5) }

// businessDays is the close of the n-th business day of the desk; beyond the years of its calendar, n dates later.
func (d *Definition) businessDays(from time.Time, n int) time.Time {
	if c := d.compiled[d.Reopen.Clock]; c != nil {
		if until, err := c.EndOfDay(from, n); err == nil {
			return until
		}
	}
	return from.AddDate(0, 0, n)
}

// MailChannel is the channel by which mail comes: the one called so, else the first that has an address. The zero channel
// takes nothing in.
func (d *Definition) MailChannel() Channel {
	for _, id := range []string{"mail", "email", "e-mail"} {
		if c, ok := d.Channel(id); ok {
			return c
		}
	}
	c, _ := find(d.Channels, func(c Channel) bool { return c.Address != "" })
	return c
}

// GravestNames are what the desk calls, in its languages, the classes that are never taken by a channel, and those that are
// the gravest there are: an outage, and what has the greatest impact and urgency.
func (d *Definition) GravestNames(c Channel) []string {
	grave := slices.Clone(c.NotFor)
	if n := len(d.Matrix); n > 0 {
		grave = append(grave, d.Matrix[n-1].Class)
	}
	if major := d.MajorClass(); major != "" {
		grave = append(grave, major)
	}
	var out []string
	for _, id := range grave {
		if class, ok := d.ClassInfo(id); ok {
			out = append(out, class.Name.En, class.Name.Es)
		}
	}
	return out
}
