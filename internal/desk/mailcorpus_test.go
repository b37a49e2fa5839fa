package desk_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"switchboard/internal/core/access"
	"switchboard/internal/desk"
	"switchboard/internal/store"
)

// Every real mail becomes something, with a reason where it is no ticket, and every file on a ticket can be fetched (ME-05).
func TestRealMail(t *testing.T) {
	corpus := filepath.Join("..", "..", "..", "shared", "corpus", "mail")
	raw, err := os.ReadFile(filepath.Join(corpus, "manifest.json"))
	if err != nil {
		t.Skip("the corpus of real mails is not here: ", err)
	}
	var manifest struct {
		Mails []struct {
			File  string
			Facts struct {
				MustNotOpen bool `json:"must_not_open_ticket"`
			}
		}
	}
	if err := json.Unmarshal(raw, &manifest); err != nil {
		t.Fatal(err)
	}
	eachPost(t, "maine", func(t *testing.T, p post) {
		got := map[store.MailState]int{}
		for _, one := range manifest.Mails {
			raw, err := os.ReadFile(filepath.Join(corpus, one.File))
			if err != nil {
				t.Fatal(err)
			}
			p.Pass(7 * 60 * 1e9) // so that no sender writes too often
			id, _, err := p.StoreMail(ctx, access.System, desk.ArrivedMail{Mailbox: "desk", Raw: raw})
			if err != nil {
				t.Fatal(err)
			}
			m := p.reads(id)
			got[m.State]++
			if m.State == store.MailStored || m.State != store.MailOpened && m.Reason == "" {
				t.Errorf("%s was %s: %q", one.File, m.State, m.Reason)
			}
			if m.State != store.MailOpened {
				continue
			}
			if one.Facts.MustNotOpen || m.Reason != "" {
				t.Errorf("%s opened a ticket: %s", one.File, m.Reason)
			}
			for _, f := range p.ticket(m.Ticket).Ticket.Request.Files {
				if body, err := p.File(ctx, access.System, f.ID); err != nil || int64(len(body.Bytes)) != f.Size || f.Name == "" {
					t.Errorf("%s: file %+v of %d bytes, %v", one.File, f, len(body.Bytes), err)
				}
			}
		}
		t.Logf("of %d mails: %v", len(manifest.Mails), got)
	})
}
