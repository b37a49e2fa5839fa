package live_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"switchboard/internal/fault"
	"switchboard/internal/live"
)

// eyes are a subscription that counts how often it was woken.
type eyes struct {
	*live.Subscription
	times atomic.Int64
}

func subscribe(t testing.TB, h *live.Hub, owner string, topics ...string) *eyes {
	t.Helper()
	e := &eyes{}
	s, err := h.Subscribe(owner, h.Version(), func() { e.times.Add(1) }, topics...)
	if err != nil {
		t.Fatal(err)
	}
	e.Subscription = s
	return e
}

// woken reports whether it was woken once since the last time.
func (e *eyes) woken() bool { return e.times.Swap(0) == 1 }

// take is what has changed, as one text; "ended" once it has.
func (e *eyes) take() string {
	changed, open := e.Take()
	if !open {
		return "ended"
	}
	return strings.Join(changed, " ")
}

// Many changes are one "look again" for each topic, and only for those who look at it.
func TestCoalesce(t *testing.T) {
	var h live.Hub
	h.Publish("nobody looks")
	a, b := subscribe(t, &h, "ann", "ticket/1", "queue"), subscribe(t, &h, "bo", "ticket/2")
	for range 100 {
		h.Publish("ticket/1", "queue", "ticket/1")
	}
	if !a.woken() || b.times.Load() != 0 {
		t.Error("want a to be woken once and b never")
	}
	if first, second := a.take(), a.take(); first != "ticket/1 queue" || second != "" {
		t.Errorf("took %q, then %q", first, second)
	}
	h.Publish("ticket/2")
	if !b.woken() || b.take() != "ticket/2" {
		t.Error("b was not told")
	}
}

func TestClose(t *testing.T) {
	var h live.Hub
	a, b, c := subscribe(t, &h, "ann", "x"), subscribe(t, &h, "ann", "x"), subscribe(t, &h, "bo", "x")
	a.Close()
	a.Close()
	h.Publish("x")
	if a.take() != "ended" || !a.woken() || !b.woken() || !c.woken() {
		t.Error("a closed subscription took others with it, or was told")
	}
	if b.take() != "x" || c.take() != "x" {
		t.Error("want the others told")
	}
	h.Close()
	if c.take() != "ended" || !c.woken() {
		t.Error("the hub is closed, a stream is not")
	}
	if _, err := h.Subscribe("ann", 0, func() {}, "x"); !fault.Is(err, fault.Unavailable) {
		t.Errorf("subscribed to a closed hub: %v", err)
	}
}

func TestBounds(t *testing.T) {
	var h live.Hub
	if _, err := h.Subscribe("ann", 0, func() {}, make([]string, 81)...); !fault.Is(err, fault.TooLarge) {
		t.Errorf("81 topics: %v", err)
	}
	var last *eyes
	for range 20_000 {
		last = subscribe(t, &h, "ann", "x")
	}
	if _, err := h.Subscribe("ann", 0, func() {}, "x"); !fault.Is(err, fault.TooMany) {
		t.Errorf("one too many: %v", err)
	}
	last.Close()
	subscribe(t, &h, "ann", "x")
}

// Publishing, looking and closing at once, for the race detector; whoever is open at the end is told.
func TestTogether(t *testing.T) {
	var h live.Hub
	stays := subscribe(t, &h, "bo", "x")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				s := subscribe(t, &h, "ann", "x", "y")
				h.Publish("x")
				s.Take()
				s.Close()
			}
		})
	}
	wg.Wait()
	if stays.times.Load() != 1 || stays.take() != "x" {
		t.Error("bo was not told")
	}
}

func BenchmarkPublish(b *testing.B) {
	var h live.Hub
	for i := range 5_000 {
		subscribe(b, &h, "ann", fmt.Sprint("ticket/", i), "queue")
	}
	b.Run("one looks", func(b *testing.B) {
		for b.Loop() {
			h.Publish("ticket/77")
		}
	})
	b.Run("5000 look", func(b *testing.B) {
		for b.Loop() {
			h.Publish("queue")
		}
	})
}

// Several topics published at once are one waking.
func TestOneWakingForOnePublish(t *testing.T) {
	var h live.Hub
	topics := make([]string, 60)
	for i := range topics {
		topics[i] = fmt.Sprint("ticket/", i)
	}
	e := subscribe(t, &h, "ann", topics...)
	h.Publish(topics...)
	if got := e.take(); !e.woken() || got != strings.Join(topics, " ") {
		t.Fatalf("took %q", got)
	}
}

// Whoever looks is told, and nobody else, however many there are and in which order they come and leave.
func TestWhoLooksIsTold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var h live.Hub
		var open []*eyes
		looks := map[*eyes][]string{}
		topic := rapid.SampledFrom([]string{"a", "b", "c"})
		for range rapid.IntRange(1, 80).Draw(t, "steps") {
			if len(open) > 0 && rapid.IntRange(0, 3).Draw(t, "leaves") == 0 {
				i := rapid.IntRange(0, len(open)-1).Draw(t, "who")
				open[i].Close()
				open = slices.Delete(open, i, i+1)
				continue
			}
			topics := rapid.SliceOfN(topic, 0, 4).Draw(t, "topics")
			e := &eyes{}
			var err error
			if e.Subscription, err = h.Subscribe("ann", h.Version(), func() { e.times.Add(1) }, topics...); err != nil {
				t.Fatal(err)
			}
			open, looks[e] = append(open, e), topics
		}
		said := topic.Draw(t, "said")
		h.Publish(said)
		for e, topics := range looks {
			want := ""
			if slices.Contains(topics, said) {
				want = said
			}
			if !slices.Contains(open, e) {
				want = "ended"
			}
			if got := e.take(); got != want {
				t.Fatalf("eyes for %q take %q, want %q", topics, got, want)
			}
		}
	})
}

// Who looks is known while they look; who caused a change is not told of it; what is said later is said to whoever looks then.
func TestOwners(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var h live.Hub
		ann := subscribe(t, &h, "1", "ticket/7")
		again := subscribe(t, &h, "1", "ticket/7")
		bo := subscribe(t, &h, "2", "ticket/7", "tickets")
		if got := h.Owners("ticket/7"); !slices.Equal(got, []string{"1", "2"}) {
			t.Errorf("there look %v", got)
		}
		h.PublishBeside("1", "ticket/7")
		if ann.take() != "" || again.take() != "" || bo.take() != "ticket/7" {
			t.Error("those are told who caused it, or not those who did not")
		}
		h.PublishLater(time.Second, "2", "ticket/7")
		bo.Close()
		again.Close()
		time.Sleep(time.Second)
		synctest.Wait()
		if ann.take() != "ticket/7" {
			t.Error("a second later nobody was told")
		}
		h.PublishLater(time.Second, "", "ticket/7")
		h.Close()
		h.PublishLater(time.Second, "", "ticket/7")
		if got := h.Owners("ticket/7"); len(got) != 0 {
			t.Errorf("after the end there look %v", got)
		}
	})
}
