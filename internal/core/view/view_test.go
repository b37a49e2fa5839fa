package view_test

import (
	"strings"
	"testing"

	"switchboard/internal/core/view"
	"switchboard/internal/fault"
)

func TestCheck(t *testing.T) {
	good := view.View{Audience: view.Own, Name: "  Late \n printers ", Columns: []string{"due", "number"}}
	got, err := view.Check(good)
	if err != nil || got.Name != "Late printers" || got.Density != view.Comfortable {
		t.Errorf("got %+v, %v", got, err)
	}
	if shown := strings.Join(got.Shown(), " "); shown != "due number" {
		t.Errorf("it shows %s", shown)
	}
	got.Columns = nil
	if len(got.Shown()) != len(view.Usual) {
		t.Error("without a choice it shows the usual columns")
	}
	for field, spoil := range map[string]func(*view.View){
		"name":     func(v *view.View) { v.Name = " \t" },
		"audience": func(v *view.View) { v.Audience = "world" },
		"team":     func(v *view.View) { v.Audience = view.Team },
		"density":  func(v *view.View) { v.Density = "tight" },
		"columns":  func(v *view.View) { v.Columns = []string{"due", "due"} },
	} {
		v := good
		spoil(&v)
		if _, err := view.Check(v); !fault.Is(err, fault.Invalid) || !strings.HasPrefix(err.Error(), field+": ") {
			t.Errorf("%s: %v", field, err)
		}
	}
	for _, name := range []string{"\xff", strings.Repeat("ñ", view.MaxName+1)} {
		if _, err := view.Check(view.View{Audience: view.Own, Name: name}); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", name, err)
		}
	}
}
