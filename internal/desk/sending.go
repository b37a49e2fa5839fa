package desk

import (
	"sync"

	"switchboard/internal/core/people"
	"switchboard/internal/fault"
)

// What is sent lies in memory until the desk has it, whole: so much of it at once, in bytes, on one node and of one person, which is
// one lot of the largest or many photographs.
const (
	maxSent   = 512 << 20
	maxSentOf = 64 << 20
)

// sending counts the bytes that are being sent.
type sending struct {
	mu  sync.Mutex
	all int64
	of  map[people.ID]int64
}

// Sending makes room for bytes that somebody begins to send, until done is called; done is never nil. A door asks before it reads what
// is more than a few words. Errors: TooMany where as much of theirs, or of everybody, is on its way already.
func (d *Desk) Sending(who people.ID, bytes int64) (done func(), err error) {
	s := &d.sending
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.of[who]+bytes > maxSentOf:
		return func() {}, fault.New(fault.TooMany, "files of yours are still on their way; send these when they have arrived")
	case s.all+bytes > maxSent:
		return func() {}, fault.New(fault.TooMany, "many people send files at this moment; send yours again in a minute")
	}
	if s.of == nil {
		s.of = map[people.ID]int64{}
	}
	s.all, s.of[who] = s.all+bytes, s.of[who]+bytes
	return sync.OnceFunc(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.all, s.of[who] = s.all-bytes, s.of[who]-bytes; s.of[who] == 0 {
			delete(s.of, who)
		}
	}), nil
}
