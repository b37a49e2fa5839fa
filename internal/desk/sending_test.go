package desk_test

import (
	"testing"

	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
)

// Nobody fills the memory of a node: neither one person who sends many lots at once, nor many people together. What has arrived
// makes room.
func TestSendingIsBounded(t *testing.T) {
	d := desk.New(nil)
	const lot = 40 << 20
	first, err := d.Sending(1, lot)
	need(t, err)
	if _, err := d.Sending(1, lot); !fault.Is(err, fault.TooMany) {
		t.Fatalf("a second lot of the same person: %v", err)
	}
	small, err := d.Sending(1, 1<<20)
	need(t, err)
	small()
	others := 0
	for id := people.ID(2); ; id++ {
		_, err := d.Sending(id, lot)
		if fault.Is(err, fault.TooMany) {
			break
		}
		need(t, err)
		if others++; others*lot > 1<<30 {
			t.Fatal("a node holds more than a gigabyte of what is sent")
		}
	}
	if others < 8 {
		t.Errorf("only %d other people can send at once", others)
	}
	first()
	first() // twice is once
	last, err := d.Sending(1, lot)
	need(t, err)
	if _, err := d.Sending(1, lot); !fault.Is(err, fault.TooMany) {
		t.Errorf("room was made twice: %v", err)
	}
	last()
}
