package visit

import (
	"strings"
	"sync"
	"time"

	"switchboard/internal/fault"
)

// Bounds on guessing: so many failures per address in a window, so many addresses kept.
const (
	maxTries  = 10
	maxLinks  = 100 // of one place on the network: many sit behind one address
	tryWindow = 15 * time.Minute
	maxKept   = 10_000
)

// tries counts failed sign-ins per address, in memory of this node.
type tries struct {
	most int
	now  func() time.Time
	mu   sync.Mutex
	by   map[string]tried
}

type tried struct {
	count int
	since time.Time
}

func newTries(most int, now func() time.Time) *tries {
	return &tries{most: most, now: now, by: map[string]tried{}}
}

// allow refuses an address that has failed too often.
func (t *tries) allow(email string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if e := t.by[fold(email)]; e.count >= t.most && t.now().Sub(e.since) < tryWindow {
		return fault.New(fault.TooMany, "too many tries with this address; try again in %d minutes", int(tryWindow/time.Minute))
	}
	return nil
}

// room refuses what was counted under a key most times already in this window.
func (t *tries) room(key string, most int) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if e := t.by[fold(key)]; e.count >= most && t.now().Sub(e.since) < tryWindow {
		return fault.New(fault.TooMany, "too many have asked without signing in; call us, or try again in %d minutes", int(tryWindow/time.Minute))
	}
	return nil
}

func (t *tries) failed(email string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.by) >= maxKept { // a flood of made-up addresses must not eat the memory
		clear(t.by)
	}
	e := t.by[fold(email)]
	if t.now().Sub(e.since) >= tryWindow {
		e = tried{since: t.now()}
	}
	e.count++
	t.by[fold(email)] = e
}

func (t *tries) forget(email string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.by, fold(email))
}

func fold(email string) string {
	email = strings.ToLower(strings.TrimSpace(email))
	return email[:min(len(email), 254)]
}
