package desk_test

import (
	"testing"
	"time"

	"switchboard/internal/core/form"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// The name of a file is an answer: a file of the same name that says for no question what it is does not take its place in silence.
func TestFileThatAnswersStays(t *testing.T) {
	h := desktest.Open(t, sqltest.SQLite(t, migrations.FS), "testdata/forms.yaml", time.Date(2026, 11, 16, 16, 0, 0, 0, time.UTC))
	dana := h.Person("dana", people.Customer, "Revenue")
	made, err := h.Open(ctx, dana, desk.Request{Subject: "A plotter", Type: "purchase", Answers: form.Answers{"cost": {"200"}},
		Files: []desk.Upload{{Name: "offer.txt", Bytes: []byte("for 200"), Question: "quote"}}})
	need(t, err)
	offer := func() ticket.File {
		s, err := h.Ticket(ctx, dana, made.Ticket.ID)
		need(t, err)
		f, _ := ticket.AnswerFile(s.Entries, "quote", "offer.txt")
		return f
	}
	sent := offer()
	_, err = h.FillForm(ctx, dana, desk.On{Ticket: made.Ticket.ID}, desk.Filled{Answers: form.Answers{"why": {"Maps"}},
		Files: []desk.Upload{{Name: "offer.txt", Bytes: []byte("for 900")}}})
	need(t, err)
	if got := offer(); got != sent || sent.ID == "" {
		t.Errorf("the offer is %+v, where no answer to its question has changed; it was %+v", got, sent)
	}
}
