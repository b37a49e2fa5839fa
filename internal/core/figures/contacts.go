package figures

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// Contact is one ticket as first-contact resolution counts it. Tasks and duplicates are none.
type Contact struct {
	Ticket                   int64
	Month                    string // of its receipt, see Month
	Channel, Agency, Service string
	Asker                    int64
	Received                 time.Time
	Resolved                 time.Time // at the first contact; zero where it was not
}

// Share is how many of some tickets were resolved at the first contact.
type Share struct {
	Name         string
	First, Of    int
	Live, LiveOf int // of those by phone and chat alone (A14)
}

// FirstContacts is first-contact resolution over a period (CO-09): of all, and per channel, agency and service, each with
// the most tickets first.
type FirstContacts struct {
	All                          Share
	Channels, Agencies, Services []Share
	Months                       []Part  // of all, by the month of receipt (ME-11)
	First, Others                []int64 // which tickets these are, the earliest first
}

// live are the channels in which somebody is there while it is resolved.
var live = map[string]bool{"phone": true, "chat": true}

// SumContacts counts the contacts that were received before until; those later only say who came back. Window is until
// when another ticket of the same asker about the same service shows that the first was not resolved.
func SumContacts(all []Contact, until time.Time, window func(resolved time.Time) time.Time) FirstContacts {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b Contact) int { return a.Received.Compare(b.Received) })
	type matter struct {
		asker   int64
		service string
	}
	again := map[matter][]time.Time{}
	for _, c := range all {
		again[matter{c.Asker, c.Service}] = append(again[matter{c.Asker, c.Service}], c.Received)
	}
	var out FirstContacts
	channels, agencies, services := shares{}, shares{}, shares{}
	months := Trend{}
	for _, c := range all {
		if !c.Received.Before(until) {
			break
		}
		first := !c.Resolved.IsZero() && !cameBack(again[matter{c.Asker, c.Service}], c.Resolved, window)
		out.All.add(first, live[c.Channel])
		months.Add(c.Month, first)
		if first {
			out.First = append(out.First, c.Ticket)
		} else {
			out.Others = append(out.Others, c.Ticket)
		}
		channels.add(c.Channel, first, live[c.Channel])
		agencies.add(c.Agency, first, live[c.Channel])
		services.add(c.Service, first, live[c.Channel])
	}
	out.Channels, out.Agencies, out.Services = channels.sorted(), agencies.sorted(), services.sorted()
	out.Months = months.Months()
	return out
}

// cameBack reports whether one of the instants, which are in order, lies after a resolution and within its window.
func cameBack(received []time.Time, resolved time.Time, window func(time.Time) time.Time) bool {
	i, _ := slices.BinarySearchFunc(received, resolved, func(a, b time.Time) int { return cmp.Or(a.Compare(b), -1) })
	return i < len(received) && !received[i].After(window(resolved))
}

func (s *Share) add(first, live bool) {
	s.Of++
	if first {
		s.First++
	}
	if live {
		s.LiveOf++
	}
	if live && first {
		s.Live++
	}
}

type shares map[string]*Share

func (m shares) add(name string, first, live bool) {
	if m[name] == nil {
		m[name] = &Share{Name: name}
	}
	m[name].add(first, live)
}

func (m shares) sorted() []Share {
	var out []Share
	for _, name := range slices.Sorted(maps.Keys(m)) {
		out = append(out, *m[name])
	}
	slices.SortStableFunc(out, func(a, b Share) int { return cmp.Compare(b.Of, a.Of) })
	return out
}
