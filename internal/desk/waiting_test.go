package desk_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard/internal/core/access"
	"switchboard/internal/core/compose"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// said counts the replies of a ticket by their words.
func said(t require, h *desktest.House, who access.Actor, id int64) map[string]int {
	sheet, err := h.Ticket(ctx, who, id)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, e := range sheet.Entries {
		if r, ok := e.Event.(ticket.Replied); ok {
			out[r.Body]++
		}
	}
	return out
}

type require interface {
	Fatal(...any)
	Fatalf(string, ...any)
}

func need(t require, err error) {
	if err != nil {
		t.Fatal(err)
	}
}

// A reply waits, nobody sees it, and it is a fact at the instant at which it goes out: the clock that it stops is judged by
// that. Taken back it is a draft again, with its files, and never was anything else.
func TestReplyWaits(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := desktest.Open(t, db, "colorado", time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC))
		dana, ann := h.Person("dana", people.Customer, "Revenue"), h.Person("ann", people.Analyst, "", "service_desk")
		made, err := h.Open(ctx, dana, desk.Request{Subject: "Printer"})
		need(t, err)
		id := made.Ticket.ID
		on := desk.On{Ticket: id, Draft: "reply"}
		_, err = h.SaveDraft(ctx, ann, id, desk.Typing{Verb: "reply", Field: "body", Text: "On it"})
		need(t, err)
		out, _, err := h.ReplySoon(ctx, ann, on, desk.Written{Body: "On it", Files: []desk.Upload{{Name: "how.txt", Bytes: []byte("so")}}})
		need(t, err)
		if out.State != compose.Waiting || !out.Due.Equal(h.Now().Add(10*time.Second)) {
			t.Errorf("it stands %+v", out)
		}
		if got := said(t, h, ann, id); len(got) != 0 {
			t.Errorf("before its time the ticket says %v", got)
		}
		if drafts, _ := h.MyDrafts(ctx, ann); len(drafts) != 0 {
			t.Errorf("its draft still waits: %+v", drafts)
		}
		h.Pass(10 * time.Second)
		need(t, h.PublishReply(ctx, access.System, out.ID))
		need(t, h.PublishReply(ctx, access.System, out.ID)) // a job may run twice
		sheet, err := h.Ticket(ctx, dana, id)
		need(t, err)
		i := slices.IndexFunc(sheet.Entries, func(e ticket.Entry) bool { _, ok := e.Event.(ticket.Replied); return ok })
		if i < 0 || said(t, h, dana, id)["On it"] != 1 || !sheet.Entries[i].At.Equal(h.Now()) || sheet.Entries[i].By != ann.ID {
			t.Fatalf("the customer reads %+v", sheet.Entries)
		}
		if files := ticket.FilesOf(sheet.Entries[i].Event); len(files) != 1 || files[0].Name != "how.txt" {
			t.Errorf("its files are %+v", files)
		}

		out, _, err = h.ReplySoon(ctx, ann, on, desk.Written{Body: "Wrong ticket", Files: []desk.Upload{{Name: "wrong.txt", Bytes: []byte("no")}}})
		need(t, err)
		need(t, h.UndoReply(ctx, ann, id, out.ID))
		need(t, h.PublishReply(ctx, access.System, out.ID))
		if err := h.UndoReply(ctx, ann, id, out.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("taking it back twice: %v", err)
		}
		w, files, err := h.MyWaiting(ctx, ann, id)
		if err != nil || w.ID != "" || len(files) != 1 || files[0].Name != "wrong.txt" {
			t.Errorf("after undo %+v %+v %v", w, files, err)
		}
		if drafts, _ := h.MyDrafts(ctx, ann); len(drafts) != 1 || drafts[0].Text != "Wrong ticket" {
			t.Errorf("the draft is %+v", drafts)
		}
		need(t, h.ChooseUndo(ctx, ann, 0))
		out, _, err = h.ReplySoon(ctx, ann, on, desk.Written{Body: "Right", Keep: []string{files[0].ID}})
		need(t, err)
		if out.State != compose.Published || said(t, h, dana, id)["Right"] != 1 || said(t, h, dana, id)["Wrong ticket"] != 0 {
			t.Errorf("with no time to take it back it stands %+v", out)
		}
	})
}

// Who writes over news is asked, at the moment of going out too; and what somebody does next comes after their reply.
func TestReplyMeetsNews(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := desktest.Open(t, db, "colorado", time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC))
		dana, ann := h.Person("dana", people.Customer, "Revenue"), h.Person("ann", people.Analyst, "", "service_desk")
		made, err := h.Open(ctx, dana, desk.Request{Subject: "Printer"})
		need(t, err)
		id := made.Ticket.ID
		out, _, err := h.ReplySoon(ctx, ann, desk.On{Ticket: id}, desk.Written{Body: "Try again"})
		need(t, err)
		_, err = h.Write(ctx, dana, desk.On{Ticket: id}, "It works now!")
		need(t, err)
		if _, err := h.Resolve(ctx, ann, desk.On{Ticket: id}, ticket.Resolved{Text: "Done", Method: "remote"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("an act over a reply that met news: %v", err)
		}
		h.Pass(10 * time.Second)
		need(t, h.PublishReply(ctx, access.System, out.ID))
		w, _, err := h.MyWaiting(ctx, ann, id)
		if err != nil || w.State != compose.Held || w.Why != compose.HeldNews || len(said(t, h, ann, id)) != 0 {
			t.Fatalf("over news it stands %+v, %v", w, err)
		}
		if _, _, err := h.ReplySoon(ctx, ann, desk.On{Ticket: id}, desk.Written{Body: "Another"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second reply over a held one: %v", err)
		}
		_, err = h.SendReply(ctx, ann, desk.On{Ticket: id}, w.ID)
		need(t, err)
		if said(t, h, dana, id)["Try again"] != 1 {
			t.Error("sent anyway, it did not go out")
		}

		_, _, err = h.ReplySoon(ctx, ann, desk.On{Ticket: id}, desk.Written{Body: "First"})
		need(t, err)
		_, err = h.Resolve(ctx, ann, desk.On{Ticket: id}, ticket.Resolved{Text: "Done", Method: "remote"})
		need(t, err)
		sheet, err := h.Ticket(ctx, ann, id)
		need(t, err)
		var order []string
		for _, e := range sheet.Entries {
			order = append(order, e.Event.Name())
		}
		if i, j := slices.Index(order, "ticket.resolved"), len(order)-1-slices.Index(reversed(order), "ticket.replied"); j > i {
			t.Errorf("in order %v", order)
		}
	})
}

func reversed(s []string) []string {
	s = slices.Clone(s)
	slices.Reverse(s)
	return s
}

// A job on one node and an undo on another at the same moment: exactly one of them has its way.
func TestUndoRacesPublication(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h, other := nodes(t, db)
		dana, ann := h.Person("dana", people.Customer, "Revenue"), h.Person("ann", people.Analyst, "", "service_desk")
		made, err := h.Open(ctx, dana, desk.Request{Subject: "Printer"})
		need(t, err)
		id := made.Ticket.ID
		for i := range 20 {
			body := fmt.Sprint("reply ", i)
			out, _, err := h.ReplySoon(ctx, ann, desk.On{Ticket: id, Draft: "reply"}, desk.Written{Body: body})
			need(t, err)
			h.Pass(10 * time.Second)
			var wg sync.WaitGroup
			var undone error
			wg.Go(func() { undone = other.UndoReply(ctx, ann, id, out.ID) })
			for range 2 {
				wg.Go(func() {
					if err := h.PublishReply(ctx, access.System, out.ID); err != nil && !fault.Is(err, fault.Conflict) {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			need(t, h.PublishReply(ctx, access.System, out.ID))
			want := 1
			if undone == nil {
				want = 0
			}
			if got := said(t, h, ann, id)[body]; got != want {
				t.Fatalf("%s stands there %d times, undone: %v", body, got, undone)
			}
		}
	})
}

// Whatever happens in whatever order, a reply that was accepted is in one place: it waits, it was published once, or its text
// is in its writer's draft.
func TestReplyIsInOnePlace(t *testing.T) {
	h := desktest.Open(t, sqltest.SQLite(t, migrations.FS), "colorado", time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC))
	dana := h.Person("dana", people.Customer, "Revenue")
	writers := []access.Actor{h.Person("ann", people.Analyst, "", "service_desk"), h.Person("bo", people.Analyst, "", "service_desk")}
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		made, err := h.Open(ctx, dana, desk.Request{Subject: "Printer"})
		need(t, err)
		id := made.Ticket.ID
		type accepted struct {
			by     int
			id     string
			undone bool
		}
		all := map[string]*accepted{}
		var bodies []string
		draw := func(name string) int { return rapid.IntRange(0, 1).Draw(t, name) }
		some := func() *accepted { return all[rapid.SampledFrom(bodies).Draw(t, "which")] }
		for range rapid.IntRange(1, 15).Draw(t, "steps") {
			switch what := rapid.SampledFrom([]string{"reply", "undo", "publish", "send", "write", "note", "plan", "pass"}).Draw(t, "what"); {
			case what == "reply":
				n++
				by, body := draw("by"), fmt.Sprint("reply ", n)
				out, _, err := h.ReplySoon(ctx, writers[by], desk.On{Ticket: id, Draft: "reply"}, desk.Written{Body: body})
				if err == nil {
					all[body] = &accepted{by: by, id: out.ID}
					bodies = append(bodies, body)
				}
			case what == "write":
				_, err = h.Write(ctx, dana, desk.On{Ticket: id}, "And?")
				need(t, err)
			case what == "note":
				_, err = h.Note(ctx, writers[draw("by")], desk.On{Ticket: id}, "Hm.")
				need(t, err)
			case what == "plan":
				_, err = h.Plan(ctx, writers[draw("by")], desk.On{Ticket: id}, ticket.Planned{Step: "Look", Owner: writers[0].ID, Due: h.Now().Add(time.Hour)})
				if err != nil && !fault.Is(err, fault.Conflict) {
					t.Fatal(err)
				}
			case what == "pass":
				h.Pass(5 * time.Second)
			case len(bodies) == 0:
			case what == "undo":
				one := some()
				if h.UndoReply(ctx, writers[one.by], id, one.id) == nil {
					if one.undone {
						t.Fatal("taken back twice")
					}
					one.undone = true
				}
			case what == "send":
				one := some()
				_, _ = h.SendReply(ctx, writers[one.by], desk.On{Ticket: id}, one.id)
			case what == "publish":
				need(t, h.PublishReply(ctx, access.System, some().id))
			}
			public := said(t, h, dana, id)
			for body, one := range all {
				places := public[body]
				if w, _, err := h.MyWaiting(ctx, writers[one.by], id); err == nil && w.ID == one.id && w.ID != "" {
					places++
				}
				if one.undone {
					places++
				}
				if places != 1 {
					t.Fatalf("%s is in %d places; the ticket says %v", body, places, public)
				}
			}
		}
	})
}
