package console

import (
	"context"
	"sync"
	"time"
)

// maxShared bounds the lists that are kept: each is some ten thousand bytes.
const maxShared = 200

// sharedFor is how long rows are good although nothing has changed: they say how much time is left.
const sharedFor = 5 * time.Second

// sharedKey names what is the same for all: a sight of a list at an address, in a language.
type sharedKey struct{ sight, lang, address string }

// shared keeps the rows of lists for those who look at the same in the same moment. What it keeps is as old as the last change
// that this node has told of, and no older.
type shared struct {
	version func() int64
	now     func() time.Time
	mu      sync.Mutex
	by      map[sharedKey]*sharedList
}

type sharedList struct {
	version int64
	made    time.Time
	once    sync.Once
	rows    sharedRows
	err     error
}

// get answers what is kept, or makes it; those who ask meanwhile wait for the same.
func (s *shared) get(ctx context.Context, key sharedKey, make func(context.Context) (sharedRows, error)) (sharedRows, error) {
	list := s.list(key)
	// Whoever happens to be first may go away; the others still wait.
	list.once.Do(func() {
		if list.rows, list.err = make(context.WithoutCancel(ctx)); list.err != nil {
			s.forget(key, list)
		}
	})
	return list.rows, list.err
}

func (s *shared) forget(key sharedKey, list *sharedList) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.by[key] == list {
		delete(s.by, key)
	}
}

func (s *shared) list(key sharedKey) *sharedList {
	version, now := s.version(), s.now() // before it is read: what is told meanwhile makes it old
	s.mu.Lock()
	defer s.mu.Unlock()
	if kept := s.by[key]; kept != nil && kept.version == version && now.Sub(kept.made) < sharedFor {
		return kept
	}
	if s.by == nil {
		s.by = map[sharedKey]*sharedList{}
	}
	if len(s.by) >= maxShared {
		clear(s.by) // most are old; what is not is made again
	}
	s.by[key] = &sharedList{version: version, made: now}
	return s.by[key]
}
