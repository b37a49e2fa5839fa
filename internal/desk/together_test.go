package desk

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// Whoever asks is told what was read after they asked, and nobody reads more often than that needs. The time is that of the bubble.
func TestTogetherTellsNothingOld(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		arrivals := rapid.SliceOfN(rapid.IntRange(0, 50), 1, 40).Draw(rt, "arrivals") // milliseconds from the beginning
		takes := time.Duration(rapid.IntRange(1, 20).Draw(rt, "takes")) * time.Millisecond
		synctest.Test(t, func(*testing.T) {
			var g together[time.Time]
			var readings atomic.Int64
			var all sync.WaitGroup
			for _, at := range arrivals {
				all.Go(func() {
					time.Sleep(time.Duration(at) * time.Millisecond)
					asked := time.Now()
					began, err := g.read(context.Background(), func(context.Context) (time.Time, error) {
						began := time.Now()
						readings.Add(1)
						time.Sleep(takes)
						return began, nil
					})
					if err != nil || began.Before(asked) {
						rt.Errorf("asked at %v, told what was read at %v: %v", asked, began, err)
					}
					if waited := time.Since(asked); waited > 2*takes {
						rt.Errorf("waited %v for a reading that takes %v", waited, takes)
					}
				})
			}
			all.Wait()
			if most := int64(70*time.Millisecond/takes) + 2; readings.Load() > most {
				rt.Errorf("%d readings, want at most %d", readings.Load(), most)
			}
		})
	})
}

// One who goes away while they read for others does not end it for these, and a reading that fails or panics is over.
func TestTogetherEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var g together[int]
		ctx, leave := context.WithCancel(t.Context())
		var all sync.WaitGroup
		first := make(chan struct{})
		all.Go(func() {
			n, err := g.read(ctx, func(ctx context.Context) (int, error) { close(first); time.Sleep(time.Second); return 1, ctx.Err() })
			if err != nil && !errors.Is(err, context.Canceled) || err == nil && n != 1 {
				t.Errorf("who left is told %d, %v", n, err)
			}
		})
		<-first
		for range 3 {
			all.Go(func() {
				n, err := g.read(t.Context(), func(ctx context.Context) (int, error) { return 2, nil })
				if n != 2 || err != nil {
					t.Errorf("who waited is told %d, %v", n, err)
				}
			})
		}
		leave()
		all.Wait()
		func() {
			defer func() { _ = recover() }()
			_, _ = g.read(t.Context(), func(context.Context) (int, error) { panic("a bug") })
		}()
		if n, err := g.read(t.Context(), func(context.Context) (int, error) { return 3, nil }); n != 3 || err != nil {
			t.Errorf("after a panic: %d, %v", n, err)
		}
	})
}

// What is kept of keys is bounded, and one key is read together.
func TestTogetherByKey(t *testing.T) {
	var g togetherBy[int, int]
	one := g.of(1)
	if g.of(1) != one {
		t.Error("the same key is read apart")
	}
	for key := range 5 * maxKeys {
		g.of(key)
	}
	if len(g.by) > maxKeys {
		t.Errorf("%d keys are kept", len(g.by))
	}
}
