package figures_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/figures"
)

// served makes n tickets of an agency, of which some missed a promise; each waited and took the same.
func served(agency string, n, missed int, waited time.Duration, minutes int) []figures.Served {
	out := make([]figures.Served, n)
	for i := range out {
		out[i] = figures.Served{Agency: agency, Kept: i >= missed, Replied: waited > 0, Waited: waited, Minutes: minutes}
	}
	return out
}

// ME-62: who is served otherwise than the others stands out by the published rule, and nobody does for having few tickets.
func TestSumEquity(t *testing.T) {
	const hour = time.Hour
	usual := [][]figures.Served{served("A", 100, 10, 10*hour, 10), served("B", 100, 12, 12*hour, 12), served("C", 100, 16, 16*hour, 16), served("D", 100, 18, 18*hour, 18)}
	for _, test := range []struct {
		name string
		more []figures.Served
		want string // who stands out in what
	}{
		{"nobody, two of them by just two deviations", served("E", 100, 14, 14*hour, 14), ""},
		{"just within two deviations", served("E", 100, 24, 24*hour, 24), ""},
		{"promises", served("E", 100, 25, 14*hour, 14), "E:kept"},
		{"better than the others is unequal too", served("E", 100, 3, 14*hour, 14), "E:kept"},
		{"replies", served("E", 100, 14, 24*hour+time.Minute, 14), "E:reply"},
		{"effort", served("E", 100, 14, 14*hour, 25), "E:minutes"},
		{"too few to say", served("E", 19, 19, 90*hour, 900), ""},
		{"enough to say", served("E", 20, 20, 14*hour, 14), "E:kept"},
		{"never answered has no median to compare", served("E", 100, 14, 0, 14), ""},
		{"of no agency", served("", 50, 50, 90*hour, 900), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			all := test.more
			for _, u := range usual {
				all = append(all, u...)
			}
			var out []string
			for _, s := range figures.SumEquity(all, nil) {
				for name, is := range map[string]bool{"kept": s.KeptOut, "reply": s.ReplyOut, "minutes": s.MinutesOut} {
					if is {
						out = append(out, s.Agency+":"+name)
					}
				}
			}
			if got := strings.Join(out, " "); got != test.want {
				t.Errorf("%q stand out, want %q", got, test.want)
			}
		})
	}
}

func TestStanding(t *testing.T) {
	all := append(served("B", 3, 1, time.Hour, 10), served("A", 1, 0, 0, 0)...)
	got := figures.SumEquity(append(all, served("B", 1, 0, 3*time.Hour, 2)...), map[string]int{"B": 1250})
	if len(got) != 2 || got[0] != (figures.Standing{Agency: "A", Tickets: 1, Kept: 1}) ||
		got[1] != (figures.Standing{Agency: "B", Tickets: 4, Kept: 3, Replied: 4, Reply: time.Hour, Minutes: 32, FTE: 1250}) {
		t.Fatalf("got %+v", got)
	}
	if text := fmt.Sprint(got[1].Share(), got[1].PerTicket(), got[1].PerFTE(), got[0].PerFTE()); text != "0.75 8 2.56 0" {
		t.Errorf("got %s", text)
	}
	if figures.SumEquity(nil, nil) != nil {
		t.Error("of nothing comes something")
	}
}

// ME-62: effort is compared by how many people work at an agency, and only where that is known.
func TestEffortPerFTE(t *testing.T) {
	var all []figures.Served
	fte := map[string]int{}
	for _, name := range []string{"A", "B", "C", "D", "E"} {
		all = append(all, served(name, 20, 0, time.Hour, 10)...)
		fte[name] = 10000 // a hundred people each
	}
	fte["E"] = 1000 // ten: the same effort for a tenth of the people
	for _, s := range figures.SumEquity(append(all, served("F", 20, 0, time.Hour, 10)...), fte) {
		if want := s.Agency == "E"; s.FTEOut != want {
			t.Errorf("%s stands out by its people: %v", s.Agency, s.FTEOut)
		}
		if s.Agency == "F" && (s.FTEOut || s.PerFTE() != 0) {
			t.Errorf("of F it is not known how many work there, and it is compared: %+v", s)
		}
	}
}
