package desk_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/bulk"
	"switchboard/internal/core/kb"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/core/view"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// keyed gives an act a word, with a digest of what is asked.
func keyed(key, asked string) context.Context {
	return desk.Once(ctx, desk.Word{Key: key, Digest: func() string { return asked }})
}

// atOnce does an act twice at the same moment, and tells what each has learned.
func atOnce(t *testing.T, act func() (int64, error)) [2]int64 {
	t.Helper()
	var out [2]int64
	var errs [2]error
	var both sync.WaitGroup
	for i := range out {
		both.Go(func() { out[i], errs[i] = act() })
	}
	both.Wait()
	need(t, errors.Join(errs[:]...))
	return out
}

// An act that is sent again with its word is done once, one after the other or at the same moment, by every way in which a
// ticket changes, and all who sent it learn of the same ticket: the new one, where it makes one. Another person's word, or another
// word, is another act; another act with the same key is refused. ASKS 17
func TestActSentAgain(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := desktest.Open(t, db, "colorado", time.Date(2026, 11, 16, 16, 0, 0, 0, time.UTC))
		dana := h.Person("dana", people.Customer, "Revenue")
		luis, ann := h.Person("luis", people.Analyst, "", "desk"), h.Person("ann", people.Analyst, "", "desk")
		open := func() int64 {
			made, err := h.Open(ctx, dana, desk.Request{Subject: "Laptop", Description: "It is slow.", Type: "incident", Channel: "portal"})
			need(t, err)
			return made.Ticket.ID
		}
		id, other := open(), open()
		history := func(of int64) int {
			sheet, err := h.Ticket(ctx, access.System, of)
			need(t, err)
			return len(sheet.Entries)
		}
		sheet, err := h.Ticket(ctx, luis, id)
		need(t, err)
		need(t, h.ChooseUndo(ctx, luis, 0))
		for name, act := range map[string]func(context.Context, access.Actor, desk.On) (ticket.Ticket, error){
			"reply": func(ctx context.Context, who access.Actor, on desk.On) (ticket.Ticket, error) {
				_, after, err := h.ReplySoon(ctx, who, on, desk.Written{Body: "Restart it."})
				return after, err
			},
			"note": func(ctx context.Context, who access.Actor, on desk.On) (ticket.Ticket, error) {
				return h.Note(ctx, who, on, "Seen.")
			},
			"task": func(ctx context.Context, who access.Actor, on desk.On) (ticket.Ticket, error) {
				return h.OpenTask(ctx, who, on, ticket.Task{Team: "network", Step: "Measure"})
			},
			"split": func(ctx context.Context, who access.Actor, on desk.On) (ticket.Ticket, error) {
				return h.Split(ctx, who, on, desk.Part{Entry: 1, Subject: "The mouse"})
			},
			"link": func(ctx context.Context, who access.Actor, on desk.On) (ticket.Ticket, error) {
				return h.Link(ctx, who, on, other)
			},
		} {
			before := history(id)
			did, err := h.Did(keyed("key of "+name, name), luis)
			if err != nil || did {
				t.Errorf("%s: done before it was: %v", name, err)
			}
			on := desk.On{Ticket: id}
			again := func() (int64, error) {
				after, err := act(keyed("key of "+name, name), luis, on)
				return after.ID, err
			}
			learned := atOnce(t, again)
			on.Seen = sheet.Ticket.Version // as the form had it
			third, err := again()
			need(t, err)
			if makes := name == "task" || name == "split"; learned[0] != learned[1] || learned[0] != third || makes == (third == id) {
				t.Errorf("%s: those who sent it learned of %v and %d", name, learned, third)
			}
			adds := map[string]int{"reply": 2}[name] // that it was read, too
			if got := history(id); got != before+max(adds, 1) {
				t.Errorf("%s: sent three times it adds %d entries", name, got-before)
			}
			if did, err := h.Did(keyed("key of "+name, name), luis); err != nil || !did {
				t.Errorf("%s: it is not known to be done: %v", name, err)
			}
			if _, err := act(keyed("key of "+name, "something else"), luis, desk.On{Ticket: id}); !errors.Is(err, desk.ErrKeyTaken) {
				t.Errorf("%s: another act with the same key: %v", name, err)
			}
		}
		before := history(id)
		for _, key := range []string{"key of note", "another key"} {
			_, err := h.Note(keyed(key, "note"), ann, desk.On{Ticket: id}, "Seen.")
			need(t, err)
		}
		if got := history(id); got != before+2 {
			t.Errorf("two acts of somebody else add %d entries", got-before)
		}
	})
}

// What is made is made once, by all that makes something: those who ask twice at the same moment learn the same number.
func TestMadeOnce(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := desktest.Open(t, db, "colorado", time.Date(2026, 11, 16, 16, 0, 0, 0, time.UTC))
		dana := h.Person("dana", people.Customer, "Revenue")
		lena := h.Person("lena", people.Lead, "", "desk")
		first, err := h.Open(ctx, dana, desk.Request{Subject: "Laptop", Type: "incident"})
		need(t, err)
		restart := kb.Content{Kind: kb.HowTo, Audience: kb.Staff, Texts: map[string]kb.Text{"en": {Title: "Restart", Body: "Off and on."}}}
		page, _, err := h.ImportArticle(ctx, access.System, desk.ImportedArticle{Path: "restart.md", Content: restart})
		need(t, err)
		for name, act := range map[string]func(context.Context) (int64, error){
			"ticket": func(ctx context.Context) (int64, error) {
				out, err := h.Open(ctx, dana, desk.Request{Subject: "Printer", Type: "incident"})
				return out.Ticket.ID, err
			},
			"ticket by the key of a form": func(context.Context) (int64, error) {
				out, err := h.Open(ctx, dana, desk.Request{Subject: "Scanner", Type: "incident", Key: "of a form"})
				return out.Ticket.ID, err
			},
			"report": func(ctx context.Context) (int64, error) {
				out, err := h.ReportPage(ctx, dana, "E-mail", "/services/email", "The number is old.")
				return out.Ticket.ID, err
			},
			"report of an article": func(ctx context.Context) (int64, error) {
				out, err := h.ReportArticle(ctx, lena, page, "/articles/1", "It is off.")
				return out.Ticket.ID, err
			},
			"article": func(ctx context.Context) (int64, error) {
				out, err := h.DraftArticle(ctx, lena, desk.Writing{Content: restart})
				return out.ID, err
			},
			"work on many": func(ctx context.Context) (int64, error) {
				return h.StartBulk(ctx, lena, desk.Chosen{Tickets: []int64{first.Ticket.ID}}, bulk.Deed{Verb: "note", Text: "Seen."})
			},
			"saved reply": func(ctx context.Context) (int64, error) {
				return h.KeepReply(ctx, lena, desk.SavedReply{Name: "Restart", En: "Off and on.", Audience: view.Own})
			},
		} {
			asked := func() (int64, error) { return act(keyed("key of "+name, name)) }
			if got := atOnce(t, asked); got[0] != got[1] || got[0] == 0 {
				t.Errorf("%s: asked twice at once they learned %v", name, got)
			}
		}
	})
}

// A form that is sent with other words, and with the first ones again, is sent three times: what it said first holds no more.
func TestFormSentWithOtherWords(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := desktest.Open(t, db, "colorado", time.Date(2026, 11, 16, 16, 0, 0, 0, time.UTC))
		dana := h.Person("dana", people.Customer, "Revenue")
		for _, phone := range []string{"303-555-0101", "303-555-0102", "303-555-0101"} {
			atOnce(t, func() (int64, error) {
				form := desk.Once(ctx, desk.Word{Key: "a form", Digest: func() string { return phone }, Anew: true})
				return 0, h.SetDetails(form, dana, people.Contact{Phone: phone})
			})
			_, p, err := h.Visitor(ctx, dana.ID)
			if err != nil || p.Phone != phone {
				t.Errorf("after %s the directory has %s, %v", phone, p.Phone, err)
			}
		}
	})
}

// A word is for one act: another one in the same request is done as well, and not taken for the first.
func TestWordIsForOneAct(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := desktest.Open(t, db, "colorado", time.Date(2026, 11, 16, 16, 0, 0, 0, time.UTC))
		dana, luis := h.Person("dana", people.Customer, "Revenue"), h.Person("luis", people.Analyst, "", "desk")
		made, err := h.Open(ctx, dana, desk.Request{Subject: "Laptop", Type: "incident"})
		need(t, err)
		request, on := keyed("one", "two notes"), desk.On{Ticket: made.Ticket.ID}
		first, err := h.Note(request, luis, on, "One.")
		need(t, err)
		second, err := h.Note(request, luis, on, "Two.")
		need(t, err)
		if second.Version != first.Version+1 {
			t.Errorf("after the second note the ticket is at %d, after the first at %d", second.Version, first.Version)
		}
	})
}
