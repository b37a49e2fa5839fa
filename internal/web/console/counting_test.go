package console

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"switchboard/internal/desk"
)

// Figures that take long are counted once for all who ask, shown when they are there, and counted anew after a while, with the old
// ones shown meanwhile; those that take no time are counted each time.
func TestCounting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := counting{now: time.Now}
		times := 0
		takes := time.Minute
		var fails error
		ask := func() (int, bool) {
			t.Helper()
			got, err := c.of(t.Context(), spell{days: 30}, func(context.Context) (desk.Handling, error) {
				times++
				sum := desk.Handling{Solved: times}
				time.Sleep(takes)
				return sum, fails
			})
			if err != nil {
				return -1, true
			}
			if got == nil {
				return 0, false
			}
			return got.sum.Solved, true
		}
		step := func(wait time.Duration, want int, there bool, why string) {
			t.Helper()
			time.Sleep(wait)
			synctest.Wait()
			if got, ok := ask(); got != want || ok != there {
				t.Errorf("%s: got %d, %v, want %d, %v", why, got, ok, want, there)
			}
		}
		step(0, 0, false, "there are none yet")
		step(0, 0, false, "they are under way")
		step(time.Minute, 1, true, "they are there")
		step(9*time.Minute, 1, true, "they are good enough")
		step(2*time.Minute, 1, true, "the old ones are shown while new ones are counted")
		step(time.Minute, 2, true, "the new ones are there")
		takes = 0
		step(time.Hour, 3, true, "they take no time")
		step(0, 4, true, "and are counted each time")
		fails = errors.New("the disk is full")
		step(0, -1, true, "an error is an answer")
		fails = nil
		step(0, 6, true, "and is not kept")
	})
}
