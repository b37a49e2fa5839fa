package sheet_test

import (
	"testing"

	"switchboard/internal/core/sheet"
)

// DESIGN 9.4: what begins like a formula is text, and everything else stays as it is.
func TestCell(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "Printer": "Printer", "100123": "100123", "2026-11-20T17:00:00-05:00": "2026-11-20T17:00:00-05:00", "a=b": "a=b", "'x": "'x",
		"=1+1": "'=1+1", "+1 207": "'+1 207", "-2": "'-2", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\r=1": "'\r=1", "\n=1": "'\n=1", "＝1": "'＝1",
	} {
		if got := sheet.Cell(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

func FuzzCell(f *testing.F) {
	f.Add("=cmd")
	f.Fuzz(func(t *testing.T, s string) {
		got := sheet.Cell(s)
		if got != s && got != "'"+s {
			t.Fatalf("%q becomes %q", s, got)
		}
		for _, bad := range "=+-@\t\r\n" {
			if len(got) > 0 && rune(got[0]) == bad {
				t.Fatalf("%q still begins with %q", got, bad)
			}
		}
	})
}
