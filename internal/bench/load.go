package main

import (
	"context"
	"sync"
	"time"
)

// load lets some clients do the same work over and over for a while, each after a short warming, and tells how long
// each time took. The first error ends it.
func load(ctx context.Context, clients int, each time.Duration, work func(ctx context.Context, client, n int) error) (sample, error) {
	ctx, stop := context.WithTimeoutCause(ctx, each+time.Minute, context.DeadlineExceeded)
	defer stop()
	var s sample
	var mu sync.Mutex
	var first error
	var all sync.WaitGroup
	began := time.Now()
	warm := began.Add(each / 5)
	end := warm.Add(each)
	for c := range clients {
		all.Go(func() {
			var mine []time.Duration
			for n := 0; ; n++ {
				start := time.Now()
				if start.After(end) {
					break
				}
				err := work(ctx, c, n)
				if err != nil {
					mu.Lock()
					if first == nil {
						first = err
					}
					mu.Unlock()
					stop()
					break
				}
				if start.After(warm) {
					mine = append(mine, time.Since(start))
				}
			}
			mu.Lock()
			s.all = append(s.all, mine...)
			mu.Unlock()
		})
	}
	all.Wait()
	s.wall = time.Since(warm)
	return s, first
}
