package people_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/fault"
)

func TestSpan(t *testing.T) {
	from, until := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		span people.Span
		at   time.Time
		want bool
	}{
		{people.Span{}, from, true},
		{people.Span{From: from}, from, true},
		{people.Span{From: from}, from.Add(-1), false},
		{people.Span{Until: until}, until.Add(-1), true},
		{people.Span{Until: until}, until, false}, // the first instant after it
	} {
		if got := test.span.Holds(test.at); got != test.want {
			t.Errorf("%+v at %s: %v", test.span, test.at, got)
		}
	}
}

func TestChecksNameTheField(t *testing.T) {
	day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		field string
		check func() error
	}{
		{"key", func() error { _, err := people.CheckAgency(people.Agency{Key: " \t"}); return err }},
		{"name", func() error {
			_, err := people.CheckAgency(people.Agency{Key: "x", Name: strings.Repeat("n", 251)})
			return err
		}},
		{"notes", func() error {
			_, err := people.CheckAgency(people.Agency{Key: "x", Notes: strings.Repeat("n", 17<<10)})
			return err
		}},
		{"supported_until", func() error {
			_, err := people.CheckAgency(people.Agency{Key: "x", Support: people.Span{From: day, Until: day}})
			return err
		}},
		{"supervisors_see", func() error {
			_, err := people.CheckAgency(people.Agency{Key: "x", Shades: people.Shades{Supervisor: "all"}})
			return err
		}},
		{"tag", func() error { _, err := people.CheckDevice(people.Device{Owner: people.OwnedByState}); return err }},
		{"owner", func() error { _, err := people.CheckDevice(people.Device{Tag: "A1", Owner: "mine"}); return err }},
		{"owner", func() error { _, err := people.CheckDevice(people.Device{Tag: "A1"}); return err }}, // ME-03: it must be said
		{"ref", func() error {
			_, err := people.CheckArrangement(people.Arrangement{What: "x", Agency: "y"})
			return err
		}},
		{"what", func() error { _, err := people.CheckArrangement(people.Arrangement{Ref: "x", Agency: "y"}); return err }},
		{"agency", func() error { _, err := people.CheckArrangement(people.Arrangement{Ref: "x", What: "y"}); return err }},
		{"agency", func() error {
			_, err := people.CheckArrangement(people.Arrangement{Ref: "x", What: "y", Agency: "z", Person: 1})
			return err
		}},
		{"language", func() error {
			_, err := people.CheckContact(people.Contact{Details: people.Details{Language: "fr"}})
			return err
		}},
		{"prefers", func() error {
			_, err := people.CheckContact(people.Contact{Details: people.Details{Prefers: people.ByPhone}})
			return err
		}},
		{"alternate", func() error {
			_, err := people.CheckContact(people.Contact{Details: people.Details{Alternate: "\xff"}})
			return err
		}},
	} {
		var f *fault.Error
		if err := test.check(); !fault.Is(err, fault.Invalid) || !errors.As(err, &f) || f.Field != test.field {
			t.Errorf("got %v, want Invalid at %s", err, test.field)
		}
	}
}

// Where an agency says nothing, only its consultants see anything; who sees more sees all of the less.
func TestShades(t *testing.T) {
	a, err := people.CheckAgency(people.Agency{Key: " Revenue ", Branch: "Executive", NameEs: "Hacienda"})
	if err != nil || a.Shades != people.UsualShades || a.Key != "Revenue" || a.Branch != "executive" {
		t.Fatalf("got %+v, %v", a, err)
	}
	if a.In("es") != "Hacienda" || a.In("en") != "Revenue" {
		t.Errorf("called %s and %s", a.In("es"), a.In("en"))
	}
	for i, more := range people.AllShades {
		for j, less := range people.AllShades {
			if more.AtLeast(less) != (i >= j) {
				t.Errorf("%s at least %s: %v", more, less, more.AtLeast(less))
			}
		}
	}
	if people.Shade("").AtLeast(people.NoShade) {
		t.Error("an unknown shade shows something")
	}
}
