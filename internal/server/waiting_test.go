package server_test

import (
	"context"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"switchboard/desks"
	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/server"
)

// A reply that waits and a draft outlive the process: the next one publishes the reply, once, when its time is over.
func TestReplyOutlivesTheProcess(t *testing.T) {
	loaded, err := desks.Load("colorado")
	if err != nil {
		t.Fatal(err)
	}
	var now atomic.Int64
	now.Store(time.Date(2026, 11, 16, 17, 0, 0, 0, time.UTC).UnixMilli())
	folder := t.TempDir()
	run := func() *server.Server {
		s, err := server.Start(t.Context(), server.Config{Data: folder, DeskName: "colorado", Desk: loaded.Source, Listen: "127.0.0.1:0", Version: "test",
			Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return time.UnixMilli(now.Load()).UTC() }})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	ctx := context.Background()
	s := run()
	add := func(email string, role people.Role) access.Actor {
		id, err := s.Desk.AddPerson(ctx, access.System, people.Person{Email: email, Role: role}, "")
		if err != nil {
			t.Fatal(err)
		}
		return access.Actor{ID: id, Role: role}
	}
	dana, ann := add("dana@example.gov", people.Customer), add("ann@example.gov", people.Analyst)
	made, err := s.Desk.Open(ctx, dana, desk.Request{Subject: "Printer"})
	if err != nil {
		t.Fatal(err)
	}
	id := made.Ticket.ID
	if _, err := s.Desk.SaveDraft(ctx, ann, id, desk.Typing{Verb: "note", Field: "body", Text: "Ask Bo"}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Desk.ReplySoon(ctx, ann, desk.On{Ticket: id}, desk.Written{Body: "On it"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	now.Add(10_000)
	s = run()
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	wait, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for tick := time.NewTicker(20 * time.Millisecond); ; {
		sheet, err := s.Desk.Ticket(wait, dana, id)
		if err != nil {
			t.Fatal(err)
		}
		if r, ok := sheet.Entries[len(sheet.Entries)-1].Event.(ticket.Replied); ok && r.Body == "On it" {
			if at := sheet.Entries[len(sheet.Entries)-1].At; at.UnixMilli() != now.Load() {
				t.Errorf("it was published at %v", at)
			}
			break
		}
		<-tick.C
	}
	if drafts, err := s.Desk.MyDrafts(ctx, ann); err != nil || len(drafts) != 1 || drafts[0].Text != "Ask Bo" {
		t.Errorf("the drafts are %+v, %v", drafts, err)
	}
}
