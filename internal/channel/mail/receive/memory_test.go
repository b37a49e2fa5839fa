package receive

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

// TestMemoryIsShared: a message that finds no room is put off, what is taken is given back, and what was read is what
// came.
func TestMemoryIsShared(t *testing.T) {
	var m memory
	m.left.Store(1 << 20)
	_, done, err := m.read(strings.NewReader(strings.Repeat("x", 600<<10)))
	if err != nil {
		t.Fatal(err)
	}
	if _, again, err := m.read(strings.NewReader(strings.Repeat("y", 600<<10))); !errors.Is(err, errCrowded) {
		t.Errorf("two of them at once: %v", err)
	} else {
		again()
	}
	done()
	if left := m.left.Load(); left != 1<<20 {
		t.Errorf("%d left of %d", left, 1<<20)
	}
	if _, done, err := m.read(io.MultiReader(strings.NewReader("half"), iotest.ErrReader(io.ErrUnexpectedEOF))); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("half a message: %v", err)
	} else {
		done()
	}
}

func TestWhatIsReadIsWhatCame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var m memory
		m.left.Store(maxMemory)
		want := bytes.Repeat([]byte("some text\r\n"), rapid.IntRange(0, 20_000).Draw(t, "lines"))
		var r io.Reader = bytes.NewReader(want)
		switch rapid.IntRange(0, 2).Draw(t, "way") {
		case 1:
			r = iotest.DataErrReader(r)
		case 2:
			r = iotest.HalfReader(r)
		}
		got, done, err := m.read(r)
		if err != nil || !bytes.Equal(got, want) {
			t.Fatalf("%d bytes of %d, %v", len(got), len(want), err)
		}
		done()
		if m.left.Load() != maxMemory {
			t.Fatal("memory was lost")
		}
	})
}
