package main

import (
	"bytes"
	"fmt"
	"io"
	"testing"
	"time"

	"switchboard/desks"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/sla/replay"
)

const replayed = 20_000

// pure measures what needs no database: a due date fourteen business days on, and verdicts on histories.
func (t *table) pure() error {
	loaded, err := desks.Load("colorado")
	if err != nil {
		return err
	}
	cal := loaded.Definition.Calendar("business")
	if cal == nil {
		return fmt.Errorf("colorado has no business calendar")
	}
	from := time.Date(2026, 11, 20, 16, 31, 7, 0, time.UTC)
	res := testing.Benchmark(func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := cal.EndOfDay(from, 14); err != nil {
				b.Fatal(err)
			}
		}
	})
	t.add("a due date 14 business days on", "-", fmt.Sprintf("%d ns, %d allocations", res.NsPerOp(), res.AllocsPerOp()), "", "200 ns, 0 allocations")

	var in bytes.Buffer
	for i := range replayed {
		fmt.Fprintf(&in, `{"ticket":"t%d","class":"self_service","channel":"portal","agency":"","team":"","as_of":"2026-12-01T00:00:00Z","events":[`+
			`{"at":"2026-11-0%dT16:%02d:00Z","type":"received"},{"at":"2026-11-09T17:00:00Z","type":"assigned_team","team":"desk"},`+
			`{"at":"2026-11-09T17:05:00Z","type":"accepted"},{"at":"2026-11-09T17:20:00Z","type":"public_reply"},`+
			`{"at":"2026-11-10T15:00:00Z","type":"question_opened"},{"at":"2026-11-12T18:00:00Z","type":"question_answered"},`+
			`{"at":"2026-11-13T20:00:00Z","type":"resolved"},{"at":"2026-11-20T20:00:00Z","type":"closed"}]}`+"\n", i, 1+i%9, i%60)
	}
	began := time.Now()
	bad, err := replay.Replay(&in, io.Discard, []sla.Edition{{Policy: loaded.Definition.Policy()}})
	if err != nil || bad > 0 {
		return fmt.Errorf("replay: %d bad lines, %v", bad, err)
	}
	t.add("replay, histories of 8 events", "-", fmt.Sprintf("%.0f /s", replayed/time.Since(began).Seconds()), "", "20000 /s on one core")
	return nil
}
