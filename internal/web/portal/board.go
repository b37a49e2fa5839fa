package portal

import (
	"sync"
	"time"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/wording"
)

// notice is what the start page says to everybody: whether the desk is open, what to do when a system is down, and what each way to
// reach it means now.
type notice struct {
	Opening *opening
	Outage  *outage
	Reaches []reach
}

// board keeps the notice of this minute in each language, so that it is put together once and not for every visitor. Hours begin and
// end on whole minutes, so that what is said holds until the minute is over. Whoever reads must not write to it.
type board struct {
	mu     sync.Mutex
	by     *definition.Definition
	minute time.Time
	in     map[wording.Lang]notice // one for each language
}

func (b *board) read(v voice) notice {
	minute := v.now.Truncate(time.Minute)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.by != v.def || !b.minute.Equal(minute) {
		b.by, b.minute, b.in = v.def, minute, map[wording.Lang]notice{}
	}
	n, ok := b.in[v.Lang()]
	if !ok {
		n = v.notice()
		b.in[v.Lang()] = n
	}
	return n
}

func (v voice) notice() notice {
	n := notice{Reaches: v.reaches()}
	if o, ok := v.opening(); ok {
		n.Opening = &o
	}
	if o, ok := v.outage(); ok {
		n.Outage = &o
	}
	return n
}
