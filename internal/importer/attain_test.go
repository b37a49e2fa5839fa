package importer

import (
	"context"
	"strings"
	"testing"

	"switchboard/internal/core/sla"
)

func TestAttain(t *testing.T) {
	lines := []string{head, "cut"}
	for i := range 100 {
		number := "INC" + strings.Repeat("1", i+1)
		lines = append(lines, at(number, "New", 1, "G", "?"))
		resolved := at(number, "Resolved", 30, "G", "R") // within 6 business days
		if i%4 == 0 {
			resolved = strings.Replace(resolved, ",1/3/2016 08:30,", ",1/4/2016 08:30,", 1) // not
		}
		if i%10 == 0 {
			resolved = strings.Replace(resolved, ",true,", ",false,", 1)
		}
		lines = append(lines, resolved)
	}
	a, err := Attain(context.Background(), file(t, "log.csv", lines...), maine(t))
	if err != nil || a.Incidents != 100 || a.Rejected != 1 {
		t.Fatalf("%+v, %v", a, err)
	}
	want := []Promise{
		{Class: "medium", Metric: sla.FirstReply, Obligation: sla.Commitment, Met: 75, Missed: 25},
		{Class: "medium", Metric: sla.Resolve, Obligation: sla.Commitment, Met: 75, Missed: 25},
	}
	if len(a.Promises) != 2 || a.Promises[0] != want[0] || a.Promises[1] != want[1] {
		t.Errorf("promises %+v, want %+v", a.Promises, want)
	}
	if len(a.Priorities) != 1 || a.Priorities[0] != (Priority{Name: "3 - Moderate", Incidents: 100, Theirs: 90, Judged: 100, Ours: 75}) {
		t.Errorf("priorities %+v", a.Priorities)
	}
	var b strings.Builder
	if err := a.Print(&b); err != nil || !strings.Contains(b.String(), "75.0 %") || !strings.Contains(b.String(), "90.0 %") {
		t.Errorf("%v:\n%s", err, b.String())
	}
}
