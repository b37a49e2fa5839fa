package notice

import (
	"time"

	"switchboard/internal/core/people"
)

// Group is what a person chooses about at once. The stored words never change.
type Group string

// The groups. Promised is what the desk owes its reader: that a request has arrived, a question to answer, an approval to
// give, what came of it (CO-18). Its letters cannot be switched off and wait for nobody's morning; only its pushes can.
const (
	Promised Group = "promised"
	Progress Group = "progress" // where a request is on its way: other hands, begun, the plan
	Work     Group = "work"     // to the desk's own people, of what they have in hand
	Clocks   Group = "clocks"   // a target came near, or was missed
	Reviews  Group = "reviews"  // somebody above is to look at a ticket
	Pages    Group = "pages"    // what cannot wait
	Machines Group = "machines" // a part of the desk is sick
	Mentions Group = "mentions" // a colleague named them
)

// Groups lists those that concern a reader: the desk's own people are customers as well.
func Groups(staff bool) []Group {
	if staff {
		return []Group{Pages, Work, Mentions, Clocks, Reviews, Machines, Promised, Progress}
	}
	return []Group{Promised, Progress}
}

// Group is what a kind belongs to.
func (k Kind) Group() Group {
	switch k {
	case Routed, Started, Plan:
		return Progress
	case Warned, Missed:
		return Clocks
	case ReviewDue:
		return Reviews
	case Alarm:
		return Machines
	case Paged:
		return Pages
	case Mentioned:
		return Mentions
	}
	if k.Staff() {
		return Work
	}
	return Promised
}

// Switchable reports whether its letters can be switched off. In the page everything is told, always.
func (g Group) Switchable() bool { return g != Promised }

// Choice is by which ways besides the page somebody is told of a group.
type Choice struct{ Mail, Push bool }

// Usual is the choice of who has chosen nothing: nobody gets a push whose device was not signed up by themselves.
var Usual = Choice{Mail: true, Push: true}

// Reader is somebody who is told, as far as it decides by which ways.
type Reader struct {
	ID      people.ID
	Choices map[Group]Choice // Usual for what is not in it
	Quiet   Quiet
	Devices int // that take pushes
}

// Chosen is what the reader wants of a group.
func (r Reader) Chosen(g Group) Choice {
	c, made := r.Choices[g]
	if !made {
		c = Usual
	}
	c.Mail = c.Mail || !g.Switchable()
	return c
}

// Way is what becomes of telling somebody by one way: not at all, for a reason, or at an instant.
type Way struct {
	Off string // why it is not used; empty where it is
	At  time.Time
}

// Why a way is not used.
const (
	SwitchedOff = "switched off by the reader"
	NoDevice    = "no device takes pushes"
)

// Told is how one person is told. In the page that is at once, whatever else.
type Told struct {
	Reader     people.ID
	Mail, Push Way
	Insists    bool // against their choice or in their quiet hours, as nobody else would have heard
}

// now reports whether somebody notices it without looking.
func (t Told) now(at time.Time) bool {
	soon := func(w Way) bool { return w.Off == "" && !w.At.After(at) }
	return soon(t.Mail) || soon(t.Push)
}

// Tell decides by which ways the readers of a notice are told, the first of them being who answers for it. What their
// quiet hours hold back is told when these end: late, never lost. What is grave reaches at least one of them at once:
// where all are quiet or have switched it off, the first (CLOCKS, rule 9).
func Tell(k Kind, grave bool, readers []Reader, at time.Time) []Told {
	out := make([]Told, len(readers))
	heard := false
	for i, r := range readers {
		out[i] = r.told(k, at)
		heard = heard || out[i].now(at)
	}
	if grave && !heard && len(out) > 0 {
		out[0].Insists = true
		out[0].Mail = Way{At: at}
		if readers[0].Devices > 0 {
			out[0].Push = Way{At: at}
		}
	}
	return out
}

func (r Reader) told(k Kind, at time.Time) Told {
	chosen, later := r.Chosen(k.Group()), r.Quiet.End(at)
	t := Told{Reader: r.ID, Mail: Way{At: at}, Push: Way{At: later}}
	if k.Group().Switchable() {
		t.Mail.At = later
	}
	if !chosen.Mail {
		t.Mail = Way{Off: SwitchedOff}
	}
	switch {
	case r.Devices == 0:
		t.Push = Way{Off: NoDevice}
	case !chosen.Push:
		t.Push = Way{Off: SwitchedOff}
	}
	return t
}

// Rings reports whether a notice of this kind stands in the page: all but what answers somebody's own act or mail.
func (k Kind) Rings() bool { return k != Acknowledged && k.OfFact() || k == Alarm }
