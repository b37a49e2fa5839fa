package receive_test

import (
	"errors"
	"testing"
	"time"

	"switchboard/internal/channel/mail/mailtest"
	"switchboard/internal/channel/mail/receive"
)

// TestPostfixNextDoor: a real server brings its mail by LMTP, and again when it was put off.
func TestPostfixNextDoor(t *testing.T) {
	h := mailtest.Start(t)
	k, _, _ := serve(t, receive.LMTP, h.DeskLMTP)
	k.trouble = errors.New("the disk is full")
	h.Submit(t, "ana@example.com", mailtest.AtDesk, []byte(hello))
	again := time.NewTicker(30 * time.Millisecond)
	defer again.Stop()
	for deadline := time.After(20 * time.Second); len(k.stored(t)) == 0; {
		select {
		case <-again.C:
		case <-deadline:
			t.Fatalf("it never came\n%s", h.Log())
		}
	}
	if m := k.stored(t)[0]; m.Sender != "ana@example.com" || m.Recipient != mailtest.AtDesk || m.MessageID != "<1@example.com>" {
		t.Errorf("%+v", m)
	}
}
