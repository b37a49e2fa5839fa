package main

import "testing"

func TestOver(t *testing.T) {
	for _, c := range []struct {
		ours, bare, budget string
		want               bool
	}{
		{"16.02 ms", "", "30 ms", false},
		{"32.60 ms", "", "30 ms", true},
		{"0.40 ms", "0.10 ms", "1 s", false},
		{"1204.00 ms", "", "1 s", true},
		{"157ms", "", "250 ms", false},
		{"1.204s", "", "250 ms", true},
		{"57 MB", "", "60 MB", false},
		{"61 MB", "", "60 MB", true},
		{"1200 /s", "2000 /s", "1000 /s, half of bare", false},
		{"900 /s", "1000 /s", "1000 /s, half of bare", true},
		{"1200 /s", "3000 /s", "1000 /s, half of bare", true},
		{"24000 /s of 4210 bytes", "", "500 /s on one core", false},
		{"150 ns, 0 allocations", "", "200 ns, 0 allocations", false},
		{"150 ns, 2 allocations", "", "200 ns, 0 allocations", true},
		{"24.1 KB, paint 48 ms, shift 0.0000", "", "60 KB, 200 ms, 0.02", false},
		{"64.1 KB, paint 48 ms, shift 0.0000", "", "60 KB, 200 ms, 0.02", true},
		{"24.1 KB, paint 248 ms, shift 0.0000", "", "60 KB, 200 ms, 0.02", true},
		{"24.1 KB, paint 48 ms, shift 0.0310", "", "60 KB, 200 ms, 0.02", true},
		{"no answer in half a minute", "", "100 KB, 200 ms, 0.02", true},
		{"skipped: no corpus at ../shared/mail2", "", "500 /s on one core", false},
		{"-", "", "30 ms", false},
		{"99.00 ms", "", "", false},
		{"3 ms", "", "seconds", false},
	} {
		if got := over(c.ours, c.bare, c.budget); got != c.want {
			t.Errorf("%q of %q, beside %q: %v, want %v", c.ours, c.budget, c.bare, got, c.want)
		}
	}
}
