package automate

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"switchboard/internal/core/filter"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/ticket"
)

// Holds reports whether a filter finds a ticket: what the store asks of rows, asked of one ticket by itself. Words are looked
// for as they are written, in the subject and the description. A filter that speaks of a person by name holds for nobody; no
// rule has one.
func Holds(f filter.Filter, s State, now time.Time, zone *time.Location) bool {
	for _, t := range f.Terms {
		if holds(t, s, now, zone) == t.Not {
			return false
		}
	}
	return true
}

func holds(t filter.Term, s State, now time.Time, zone *time.Location) bool {
	if t.Words() {
		return said(t, s.Ticket)
	}
	if field, _ := filter.FieldOf(t.Field); field.Kind == filter.Time {
		return inSpan(t, instant(t.Field, s), now, zone)
	}
	return slices.ContainsFunc(t.Values, func(v string) bool {
		switch t.Field {
		case filter.Is:
			return shortcut(v, s, now)
		case filter.Status:
			return v == "open" && s.Ticket.Status.Open() || v == string(s.Ticket.Status)
		}
		return same(v, value(t.Field, s))
	})
}

// same compares a value with what stands on the ticket.
func same(want, have string) bool {
	switch want {
	case filter.None:
		return have == ""
	case filter.Any:
		return have != ""
	}
	return want == have
}

func shortcut(name string, s State, now time.Time) bool {
	t := s.Ticket
	switch {
	case name == filter.IsReopened:
		return t.Reopenings > 0
	case name == filter.IsContested:
		return t.Contest.Open
	case name == filter.IsShortNotice:
		return t.ShortNotice()
	case name == filter.IsNonstandard:
		return t.Deviates()
	case !t.Status.Open():
		return false
	}
	switch name {
	case filter.IsOpen:
		return true
	case filter.IsUnassigned:
		return t.Assignee == 0
	case filter.IsWaiting:
		return t.Status == ticket.StatusPending
	case filter.IsPaused:
		return s.Timing.State == sla.Paused
	case filter.IsOverdue:
		return !s.Timing.Due.IsZero() && s.Timing.Due.Before(now)
	case filter.IsUnanswered:
		return !t.UnansweredAt.IsZero()
	case filter.IsEscalated:
		return t.Escalation.Open
	case filter.IsReview:
		return !t.Review.Due.IsZero()
	}
	return false
}

// value is what stands on a ticket, as filters compare it; a person is a number.
func value(field string, s State) string {
	t := s.Ticket
	id := func(n int64) string {
		if n == 0 {
			return ""
		}
		return strconv.FormatInt(n, 10)
	}
	switch field {
	case filter.Team:
		return t.Team
	case filter.Assignee:
		return id(int64(t.Assignee))
	case "customer":
		return id(int64(t.Request.Customer))
	case "requester":
		return id(int64(t.Request.Requester))
	case "class":
		return t.Class
	case "type":
		return t.Type
	case "impact":
		return t.Impact
	case "urgency":
		return t.Urgency
	case "service":
		return t.Request.Service
	case "agency":
		return t.Request.Agency
	case "channel":
		return t.Request.Channel
	case "promise":
		return string(s.Timing.Metric)
	case "number":
		return id(t.ID)
	}
	return ""
}

func instant(field string, s State) time.Time {
	switch field {
	case "due":
		return s.Timing.Due
	case "received":
		return s.Ticket.ReceivedAt
	case "changed":
		return s.Ticket.ChangedAt
	case "resolved":
		return s.Ticket.ResolvedAt
	case "unanswered":
		return s.Ticket.UnansweredAt
	}
	return time.Time{}
}

func inSpan(t filter.Term, at, now time.Time, zone *time.Location) bool {
	if t.Span.Op == "" {
		return slices.Contains(t.Values, filter.None) == at.IsZero()
	}
	if at.IsZero() {
		return false
	}
	first, last := t.Span.Bounds(now, zone)
	return at.UnixMilli() >= first && at.UnixMilli() <= last
}

// said reports whether words follow each other in the text, whole, in any case.
func said(term filter.Term, t ticket.Ticket) bool {
	text := t.Request.Subject
	if term.Field == "" {
		text += "\n" + t.Request.Description
	}
	have, want := words(text), words(strings.Join(term.Values, " "))
	if len(want) == 0 {
		return false
	}
	for i := range len(have) - len(want) + 1 {
		if slices.Equal(have[i:i+len(want)], want) {
			return true
		}
	}
	return false
}
