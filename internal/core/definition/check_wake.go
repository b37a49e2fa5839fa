package definition

import "slices"

// claims looks for ways on which what a customer writes wakes people, before anybody has heard them (CO-22, ME-46): by a choice
// of impact and urgency, of a type, or by saying that others are affected too.
func (l *linter) claims() {
	d := l.d
	for _, channel := range d.Channels {
		if !channel.Intake || channel.heard() {
			continue
		}
		for _, class := range d.Classes {
			if class.Wakes && !slices.Contains(channel.NotFor, class.ID) && d.claimed(class, channel.ID) {
				l.say(Warning, "channels."+channel.ID, "ME-46",
					"a %s's word alone makes it %s here, and that wakes people at any hour; write \"not for: %s\", and with \"instead:\" the class that it has until somebody has spoken with them",
					d.Words.Requester.One.En, class.ID, class.ID)
			}
		}
	}
}

// heard reports whether a person answers on a channel while the customer is there.
func (c Channel) heard() bool { return c.Hours != "" || c.ID == "phone" }

// claimed reports whether a class follows from nothing but what a customer says on a channel.
func (d *Definition) claimed(c Class, channel string) bool {
	if c.When == "outage" && (len(c.ReportedBy) == 0 || slices.Contains(c.ReportedBy, channel)) {
		return true
	}
	return slices.ContainsFunc(d.Types, func(t Type) bool {
		return t.Class == c.ID || t.Class == "" && slices.ContainsFunc(d.Matrix, func(m Cell) bool { return m.Class == c.ID })
	})
}
