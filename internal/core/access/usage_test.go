package access_test

import (
	"reflect"
	"testing"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
)

// CO-41: the consultant and the manager of an agency see what it uses, as soon as it shows them numbers at all.
func TestUsageOf(t *testing.T) {
	got := access.UsageOf([]access.Charge{
		{As: access.AsConsultant, Agency: "Revenue", Shade: people.Whole},
		{As: access.AsManager, Agency: "Revenue", Shade: people.Counts},
		{As: access.AsManager, Agency: "Parks", Shade: people.Counts},
		{As: access.AsManager, Agency: "Courts", Shade: people.NoShade},
		{As: access.AsSupervisor, Agency: "Labor", Person: 7, Shade: people.Whole},
		{As: access.AsConsultant, Shade: people.Whole},
	})
	if want := []string{"Revenue", "Parks"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if access.UsageOf(nil) != nil {
		t.Error("whoever answers for nobody sees something")
	}
}
