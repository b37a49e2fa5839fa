package live_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"switchboard/internal/fault"
	"switchboard/internal/live"
)

func subscribe(t testing.TB, h *live.Hub, owner string, topics ...string) *live.Subscription {
	t.Helper()
	s, err := h.Subscribe(owner, topics...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// woken reports whether a token is there, and takes it.
func woken(s *live.Subscription) bool {
	select {
	case _, open := <-s.Woken():
		return open
	default:
		return false
	}
}

func ended(s *live.Subscription) bool {
	select {
	case _, open := <-s.Woken():
		return !open
	default:
		return false
	}
}

// Many changes are one "look again" for each topic, and only for those who look at it.
func TestCoalesce(t *testing.T) {
	var h live.Hub
	h.Publish("nobody looks")
	a, b := subscribe(t, &h, "ann", "ticket/1", "queue"), subscribe(t, &h, "bo", "ticket/2")
	for range 100 {
		h.Publish("ticket/1", "queue", "ticket/1")
	}
	if !woken(a) || woken(a) || woken(b) {
		t.Error("want one token for a and none for b")
	}
	if got := fmt.Sprint(a.Take(), a.Take()); got != "[ticket/1 queue] []" {
		t.Errorf("took %s", got)
	}
	h.Publish("ticket/2")
	if !woken(b) || fmt.Sprint(b.Take()) != "[ticket/2]" {
		t.Error("b was not told")
	}
}

func TestClose(t *testing.T) {
	var h live.Hub
	a, b, c := subscribe(t, &h, "ann", "x"), subscribe(t, &h, "ann", "x"), subscribe(t, &h, "bo", "x")
	a.Close()
	a.Close()
	h.Publish("x")
	if !ended(a) || !woken(b) || !woken(c) {
		t.Error("a closed subscription took others with it, or was told")
	}
	h.DropOwner("ann")
	if !ended(b) || ended(c) {
		t.Error("want ann's streams ended, and bo's not")
	}
	h.Close()
	if !ended(c) {
		t.Error("the hub is closed, a stream is not")
	}
	if _, err := h.Subscribe("ann", "x"); !fault.Is(err, fault.Unavailable) {
		t.Errorf("subscribed to a closed hub: %v", err)
	}
}

func TestBounds(t *testing.T) {
	var h live.Hub
	if _, err := h.Subscribe("ann", make([]string, 81)...); !fault.Is(err, fault.TooLarge) {
		t.Errorf("81 topics: %v", err)
	}
	for range 20_000 {
		subscribe(t, &h, "ann", "x")
	}
	if _, err := h.Subscribe("ann", "x"); !fault.Is(err, fault.TooMany) {
		t.Errorf("one too many: %v", err)
	}
	h.DropOwner("ann")
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
				h.DropOwner("ann")
				s.Close()
			}
		})
	}
	wg.Wait()
	if !woken(stays) || fmt.Sprint(stays.Take()) != "[x]" {
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

// Several topics published at once are one waking, also for who wakes in the middle of it.
func TestOneWakingForOnePublish(t *testing.T) {
	var h live.Hub
	topics := make([]string, 60)
	for i := range topics {
		topics[i] = fmt.Sprint("ticket/", i)
	}
	s := subscribe(t, &h, "ann", topics...)
	for range 200 {
		done := make(chan []string)
		go func() {
			<-s.Woken()
			done <- s.Take()
		}()
		h.Publish(topics...)
		if got := <-done; len(got) != len(topics) || woken(s) {
			t.Fatalf("took %d of %d topics, and was woken again", len(got), len(topics))
		}
	}
}

// Who looks is known while they look; who caused a change is not told of it; what is said later is said to whoever looks then.
func TestOwners(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var h live.Hub
		ann, _ := h.Subscribe("1", "ticket/7")
		again, _ := h.Subscribe("1", "ticket/7")
		bo, _ := h.Subscribe("2", "ticket/7", "tickets")
		if got := h.Owners("ticket/7"); !slices.Equal(got, []string{"1", "2"}) {
			t.Errorf("there look %v", got)
		}
		h.PublishBeside("1", "ticket/7")
		if len(ann.Take()) != 0 || len(again.Take()) != 0 || len(bo.Take()) != 1 {
			t.Error("those are told who caused it, or not those who did not")
		}
		h.PublishLater(time.Second, "2", "ticket/7")
		bo.Close()
		again.Close()
		time.Sleep(time.Second)
		synctest.Wait()
		if len(ann.Take()) != 1 {
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
