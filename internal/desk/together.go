package desk

import (
	"context"
	"errors"
	"sync"
	"time"
)

// readingMost bounds how long others wait for a reading that one of them does for all.
const readingMost = 10 * time.Second

var errNotRead = errors.New("desk: what was read for many was not read to its end")

// together reads once for all who ask at the same moment. Who comes while it is being read waits for the next reading, so that nobody
// is told what was true before they asked. The zero value is ready.
type together[T any] struct {
	mu        sync.Mutex
	now, next *glance[T]
}

type glance[T any] struct {
	done  chan struct{}
	value T
	err   error
}

// read gives what do finds, or what it found for others who came before it began. What is read must not be changed by anybody.
func (g *together[T]) read(ctx context.Context, do func(context.Context) (T, error)) (T, error) {
	mine, before, leads := g.join()
	if leads {
		if before != nil {
			<-before.done // the leader leaves only when the reading is over, for others may wait for it
		}
		g.lead(ctx, mine, do)
	}
	select {
	case <-mine.done:
		return mine.value, mine.err
	case <-ctx.Done():
		var nothing T
		return nothing, ctx.Err()
	}
}

// join answers the next reading to begin, the one before it, and whether the caller has to do it.
func (g *together[T]) join() (mine, before *glance[T], leads bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case g.now == nil:
		g.now = &glance[T]{done: make(chan struct{})}
		return g.now, nil, true
	case g.next == nil:
		g.next = &glance[T]{done: make(chan struct{})}
		return g.next, g.now, true
	}
	return g.next, nil, false
}

// lead reads for all who joined, also when the one who leads has gone meanwhile.
func (g *together[T]) lead(ctx context.Context, mine *glance[T], do func(context.Context) (T, error)) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), readingMost)
	defer cancel()
	mine.err = errNotRead // unless do comes back
	defer func() {
		g.mu.Lock()
		g.now, g.next = g.next, nil
		g.mu.Unlock()
		close(mine.done)
	}()
	mine.value, mine.err = do(ctx)
}

// togetherBy reads together what is asked for under the same key, of which maxKeys are known at once.
type togetherBy[K comparable, T any] struct {
	mu sync.Mutex
	by map[K]*together[T]
}

// maxKeys bounds them; when there are more, it begins anew, and some may read what others are reading.
const maxKeys = 1000

func (g *togetherBy[K, T]) of(key K) *together[T] {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.by == nil || len(g.by) >= maxKeys {
		g.by = map[K]*together[T]{}
	}
	if g.by[key] == nil {
		g.by[key] = &together[T]{}
	}
	return g.by[key]
}
