package live_test

import (
	"slices"
	"testing"

	"switchboard/internal/live"
)

// What happens after a page was made and before it listens is told as soon as it listens: of its own topics, and not what its
// owner has done. What is too long ago, or was counted by another process, is told as everything.
func TestNothingIsMissedBeforeListening(t *testing.T) {
	for name, c := range map[string]struct {
		since int64
		then  func(*live.Hub)
		want  []string
	}{
		"nothing":         {1, func(*live.Hub) {}, nil},
		"before the page": {0, func(*live.Hub) {}, []string{"a"}},
		"one topic":       {1, func(h *live.Hub) { h.Publish("b", "other"); h.Publish("b") }, []string{"b"}},
		"another's":       {1, func(h *live.Hub) { h.Publish("other") }, nil},
		"the owner's own": {1, func(h *live.Hub) { h.PublishBeside("ann", "a"); h.PublishBeside("bob", "b") }, []string{"b"}},
		"long ago": {1, func(h *live.Hub) {
			for range 513 {
				h.Publish("other")
			}
		}, []string{"a", "b"}},
		"another process": {7, func(*live.Hub) {}, []string{"a", "b"}},
	} {
		t.Run(name, func(t *testing.T) {
			h := &live.Hub{}
			h.Publish("a")
			c.then(h)
			woken := 0
			s, err := h.Subscribe("ann", c.since, func() { woken++ }, "a", "b")
			if err != nil {
				t.Fatal(err)
			}
			got, _ := s.Take()
			if !slices.Equal(got, c.want) || woken != min(1, len(c.want)) {
				t.Errorf("told of %v by %d calls, want %v", got, woken, c.want)
			}
		})
	}
}
