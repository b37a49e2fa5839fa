package desk_test

import (
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/compose"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/core/view"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// A draft is kept for its writer on any device, is nobody else's, and ends with the verb that used it, or not at all.
func TestDrafts(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := desktest.Open(t, db, "maine", time.Date(2026, 11, 16, 15, 0, 0, 0, time.UTC))
		dana, ann, bo := h.Person("dana", people.Customer, "Revenue"), h.Person("ann", people.Analyst, "", "desk"), h.Person("bo", people.Analyst, "", "network")
		made, err := h.Open(ctx, dana, desk.Request{Subject: "Printer", Type: "incident"})
		need(t, err)
		id := made.Ticket.ID
		type in = desk.Typing
		d, err := h.SaveDraft(ctx, ann, id, in{Verb: "reply", Field: "body", Text: "Hello"})
		need(t, err)
		if d, err = h.SaveDraft(ctx, ann, id, in{Verb: "reply", Field: "body", Text: "Hello Dana", Base: d.Version}); err != nil || d.Version != 2 {
			t.Errorf("%+v, %v", d, err)
		}
		d, err = h.SaveDraft(ctx, ann, id, in{Verb: "reply", Field: "body", Text: "From the train", Base: 1, Ago: time.Minute})
		if err != nil || d.Text != "Hello Dana" || d.Older != "From the train" {
			t.Errorf("what was typed before, elsewhere: %+v, %v", d, err)
		}
		_, err = h.SaveDraft(ctx, ann, id, in{Verb: "note", Field: "body", Text: "Ask Bo"})
		need(t, err)
		if all, err := h.Drafts(ctx, bo, id); err != nil || len(all) != 0 {
			t.Errorf("a colleague is given %+v, %v", all, err)
		}
		if who, err := h.Writers(ctx, bo, id); err != nil || len(who) != 1 || who[0].Person.ID != ann.ID {
			t.Errorf("a colleague is told of %+v, %v", who, err)
		}
		h.Pass(31 * time.Second)
		if who, _ := h.Writers(ctx, bo, id); len(who) != 0 {
			t.Errorf("half a minute later still %+v", who)
		}
		for name, refused := range map[string]struct {
			who  desk.Actor
			in   in
			want fault.Kind
		}{
			"a customer":      {dana, in{Verb: "reply", Field: "body"}, fault.Forbidden},
			"no such form":    {ann, in{Verb: "Reply!", Field: "body"}, fault.Invalid},
			"a text too long": {ann, in{Verb: "reply", Field: "body", Text: strings.Repeat("a", compose.MaxDraft+1)}, fault.TooLarge},
		} {
			if _, err := h.SaveDraft(ctx, refused.who, id, refused.in); !fault.Is(err, refused.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		// A verb that fails leaves the draft; one that is done takes its own and no other.
		if _, err := h.Note(ctx, ann, desk.On{Ticket: id, Draft: "note"}, ""); !fault.Is(err, fault.Invalid) {
			t.Errorf("an empty note: %v", err)
		}
		if mine, _ := h.MyDrafts(ctx, ann); len(mine) != 2 {
			t.Errorf("after a refusal %+v", mine)
		}
		_, err = h.Note(ctx, ann, desk.On{Ticket: id, Draft: "note"}, "Ask Bo")
		need(t, err)
		d, err = h.SaveDraft(ctx, ann, id, in{Verb: "note", Field: "body", Text: "Ask B", Base: 0}) // it was on its way
		if err != nil || d.Text != "" {
			t.Errorf("a late copy brought back %+v, %v", d, err)
		}
		if mine, _ := h.MyDrafts(ctx, ann); len(mine) != 1 || mine[0].Verb != "reply" || mine[0].Subject != "Printer" {
			t.Errorf("there wait %+v", mine)
		}
		need(t, h.DiscardDraft(ctx, ann, id, "reply"))
		if mine, _ := h.MyDrafts(ctx, ann); len(mine) != 0 {
			t.Errorf("discarded, there wait %+v", mine)
		}
	})
}

// Who is named in a note is told, if they may know of the ticket; who may not is not named (ME-57).
func TestMentions(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := desktest.Open(t, db, "maine", time.Date(2026, 11, 16, 15, 0, 0, 0, time.UTC))
		dana, ann := h.Person("dana", people.Customer, "Revenue"), h.Person("ann", people.Analyst, "", "desk")
		fay, bo := h.Person("fay", people.Analyst, "", "security"), h.Person("bo", people.Analyst, "", "network")
		made, err := h.Open(ctx, dana, desk.Request{Subject: "Printer", Type: "incident"})
		need(t, err)
		id := made.Ticket.ID
		noted, err := h.Note(ctx, ann, desk.On{Ticket: id}, "@bo and @fay, look; so do I, @ann")
		need(t, err)
		sheet, err := h.Ticket(ctx, bo, id)
		need(t, err)
		if n, ok := sheet.Entries[noted.Version-1].Event.(ticket.Noted); !ok || len(n.Mentions) != 2 {
			t.Errorf("the note names %+v", n)
		}
		for _, who := range []desk.Actor{bo, fay} {
			if n, err := h.UnreadMentions(ctx, who); n != 1 || err != nil {
				t.Errorf("%d unread, %v", n, err)
			}
		}
		if n, _ := h.UnreadMentions(ctx, ann); n != 0 {
			t.Error("who wrote the note is told of it")
		}
		need(t, h.SeenMentions(ctx, bo, id))
		if n, _ := h.UnreadMentions(ctx, bo); n != 0 {
			t.Errorf("after looking %d are unread", n)
		}
		all, by, err := h.Mentions(ctx, bo)
		if err != nil || len(all) != 1 || !all[0].Read || all[0].Entry != noted.Version || by[all[0].Author].Name != "ann" {
			t.Errorf("the list is %+v, %v", all, err)
		}

		sealed, err := h.Open(ctx, ann, desk.Request{Subject: "Payroll file", Type: "incident", Service: "security", Channel: "phone", Email: "dana@example.gov"})
		need(t, err)
		if !sealed.Ticket.Sealed {
			t.Fatalf("it is not sealed: team %s", sealed.Ticket.Team)
		}
		if _, err := h.Note(ctx, fay, desk.On{Ticket: sealed.Ticket.ID}, "@bo, look"); !fault.Is(err, fault.Invalid) {
			t.Errorf("naming somebody who may not know: %v", err)
		}
		if can, err := h.Mentionable(ctx, fay, sealed.Ticket.ID); err != nil || len(can) != 0 {
			t.Errorf("there can be named %+v, %v", can, err)
		}
		if _, err := h.Mentionable(ctx, bo, sealed.Ticket.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("who may not know of it asks who can be named: %v", err)
		}
	})
}

func TestSavedReplies(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := desktest.Open(t, db, "maine", time.Date(2026, 11, 16, 15, 0, 0, 0, time.UTC))
		dana, ann, lea := h.Person("dana", people.Customer, "Revenue"), h.Person("ann", people.Analyst, "", "desk"), h.Person("lea", people.Lead, "", "desk")
		own, err := h.KeepReply(ctx, ann, desk.SavedReply{Audience: view.Own, Name: "Mine", En: "Hello {{requester.name}}"})
		need(t, err)
		if _, err := h.KeepReply(ctx, ann, desk.SavedReply{Audience: view.Desk, Name: "All", En: "Hi"}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an analyst speaks for all: %v", err)
		}
		shared, err := h.KeepReply(ctx, lea, desk.SavedReply{Audience: view.Team, Team: "desk", Name: "Ours", En: "Hi", Es: "Hola"})
		need(t, err)
		if all, err := h.SavedReplies(ctx, ann); err != nil || len(all) != 2 {
			t.Errorf("an analyst is offered %+v, %v", all, err)
		}
		if _, _, _, err := h.SavedReply(ctx, lea, own); !fault.Is(err, fault.NotFound) {
			t.Errorf("a lead opens somebody's own: %v", err)
		}
		made, err := h.Open(ctx, dana, desk.Request{Subject: "Printer", Type: "incident"})
		need(t, err)
		for _, saved := range []int64{shared, own, 999} {
			_, err = h.Note(ctx, ann, desk.On{Ticket: made.Ticket.ID, Saved: saved}, "Hi")
			need(t, err)
		}
		need(t, h.ChangeReply(ctx, lea, desk.SavedReply{ID: shared, Audience: view.Team, Team: "desk", Name: "Ours", En: "Good day", Es: "Hola", Version: 1}))
		if err := h.ChangeReply(ctx, lea, desk.SavedReply{ID: shared, Audience: view.Team, Team: "desk", Name: "Ours", En: "Hey", Version: 1}); !fault.Is(err, fault.Conflict) {
			t.Errorf("over somebody's change: %v", err)
		}
		s, changes, by, err := h.SavedReply(ctx, ann, shared)
		if err != nil || s.Uses != 1 || s.En != "Good day" || len(changes) != 2 || changes[1].En != "Hi" || by[changes[0].By].Name != "lea" {
			t.Errorf("%+v %+v %v", s, changes, err)
		}
		s.Retired = true
		need(t, h.ChangeReply(ctx, lea, s))
		if all, _ := h.SavedReplies(ctx, ann); len(all) != 1 {
			t.Errorf("retired, it is still offered: %+v", all)
		}
	})
}
