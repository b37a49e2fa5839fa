package definition_test

import (
	"testing"

	"pgregory.net/rapid"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/people"
)

// ME-02, ME-65, A30, CO-03, CO-04: the first line that fits is the reason. Nothing is asked of an agency before it is served.
func TestEntitle(t *testing.T) {
	for _, test := range []struct {
		desk string
		who  people.Standing
		want people.Entitled
	}{
		{"maine", people.Standing{Agency: "Revenue", Known: true, Branch: "executive", Uses: []string{"email"}, Arrangement: "MOU-1"},
			people.Entitled{Known: true, Yes: true, By: "All Executive Branch employees", Line: 1, Ref: "ME-02, ME-65"}},
		{"maine", people.Standing{Agency: "Courts", Known: true, Branch: "judicial", Uses: []string{"printing", "email"}, Arrangement: "MOU-1"},
			people.Entitled{Known: true, Yes: true, By: "All users of Enterprise services and facilities", Line: 2, Ref: "ME-65"}},
		{"maine", people.Standing{Agency: "Courts", Known: true, Branch: "judicial", Uses: []string{"application"}, Arrangement: "MOU-1"},
			people.Entitled{Known: true, Yes: true, By: "Others by special arrangement", Line: 3, Ref: "ME-65", Under: "MOU-1"}},
		{"maine", people.Standing{Arrangement: "MOU-2"}, // of one person, of no agency
			people.Entitled{Known: true, Yes: true, By: "Others by special arrangement", Line: 3, Ref: "ME-65", Under: "MOU-2"}},
		{"maine", people.Standing{Agency: "Courts", Known: true, Branch: "judicial"}, people.Entitled{Known: true}}, // "all state employees" does not hold
		{"maine", people.Standing{Agency: "Some Town"}, people.Entitled{}},
		{"maine", people.Standing{}, people.Entitled{}},
		{"colorado", people.Standing{Agency: "Revenue", Known: true, Supported: true},
			people.Entitled{Known: true, Yes: true, By: "All agency staff supported by OIT. Agencies do not need to request it", Line: 1, Ref: "CO-03, CO-04"}},
		{"colorado", people.Standing{Agency: "Revenue", Known: true}, people.Entitled{Known: true}},
		{"oklahoma", people.Standing{Agency: "Tourism", Known: true, Supported: true},
			people.Entitled{Known: true, Yes: true, By: "Staff of the agencies that OMES serves", Line: 1, Ref: "A30"}},
	} {
		d := parse(t, test.desk)
		if got := d.Entitle(test.who); got != test.want {
			t.Errorf("%s, %+v:\n got %+v\nwant %+v", test.desk, test.who, got, test.want)
		}
	}
}

// A line without conditions is met by whoever's agency is known, however little of it.
func TestEntitleWithoutConditions(t *testing.T) {
	d := harbor(t)
	if got := d.Entitle(people.Standing{Agency: "Port"}); !got.Yes || got.By != "port staff" {
		t.Errorf("got %+v", got)
	}
	if got := d.Entitle(people.Standing{}); got.Yes || got.Known {
		t.Errorf("nobody's agency: got %+v", got)
	}
	bare, _ := definition.Parse("minimal.yaml", read(t, "testdata/minimal.yaml"))
	if got := bare.Entitle(people.Standing{}); !got.Yes {
		t.Errorf("a desk that names nobody serves everybody; got %+v", got)
	}
}

// To know more of somebody's rights never takes any away, and nobody is entitled by no line.
func TestEntitleIsMonotone(t *testing.T) {
	d := parse(t, "maine")
	rapid.Check(t, func(t *rapid.T) {
		less := people.Standing{Agency: rapid.SampledFrom([]string{"", "Courts"}).Draw(t, "agency"), Known: rapid.Bool().Draw(t, "known"),
			Branch: rapid.SampledFrom([]string{"", "judicial", "executive"}).Draw(t, "branch")}
		more := less
		more.Uses, more.Arrangement = []string{rapid.SampledFrom([]string{"email", "application"}).Draw(t, "uses")}, rapid.SampledFrom([]string{"", "MOU"}).Draw(t, "under")
		a, b := d.Entitle(less), d.Entitle(more)
		if a.Yes && !b.Yes || b.Yes && (b.Line == 0 || !b.Known) || (b.Under != "") != (b.Line == 3) {
			t.Fatalf("%+v gives %+v, %+v gives %+v", less, a, more, b)
		}
	})
}
