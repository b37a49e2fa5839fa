package desk_test

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/kb"
	"switchboard/internal/core/people"
	"switchboard/internal/core/roster"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// ME-70: what changes the desk itself leaves a fact that names who did it; what is refused, tried out or changes nothing leaves none.
func TestActsAreWrittenDown(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx := context.Background()
		h := desktest.Open(t, db, "maine", time.Date(2026, 11, 16, 16, 0, 0, 0, time.UTC))
		admin, ann := h.Person("admin", people.Administrator, ""), h.Person("ann", people.Manager, "")
		before, err := h.Audit(ctx, admin, "", 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		take := func(who access.Actor, text string, dry bool) error {
			_, err := h.ImportRoster(ctx, who, desk.Roster{Kind: roster.People, Data: []byte(text), Dry: dry})
			return err
		}
		const list = "email,name,role\nkim@example.gov,Kim Roe,lead\nlee@example.gov,Lee Poe,customer\n"
		for range 2 { // the same file again changes nothing
			if err := take(admin, list, true); err != nil {
				t.Fatal(err)
			}
			if err := take(admin, list, false); err != nil {
				t.Fatal(err)
			}
		}
		if err := take(admin, "email,role\nkim@example.gov,analyst\n", false); err != nil {
			t.Fatal(err)
		}
		if err := h.SaveAgency(ctx, ann, people.Agency{Key: "Labor"}); err != nil {
			t.Fatal(err)
		}
		if err := h.SaveAgency(ctx, ann, people.Agency{Key: "Labor", Services: []string{"nothing"}}); !fault.Is(err, fault.Invalid) {
			t.Errorf("an agency uses what is no service: %v", err)
		}
		if _, err := h.Audit(ctx, ann, "", 0, 100); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a manager reads the log: %v", err)
		}
		after, err := h.Audit(ctx, admin, "", 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		fresh := after.Acts[:len(after.Acts)-len(before.Acts)]
		var got []string
		for _, a := range fresh {
			got = append(got, strings.Join([]string{after.People[a.By].Email, a.Kind, a.What, after.People[a.Person].Email, strconv.Itoa(a.Count)}, " "))
		}
		want := []string{
			"ann@example.gov agency.changed Labor  0",
			"admin@example.gov directory.imported people  1",
			"admin@example.gov person.role analyst kim@example.gov 0",
			"admin@example.gov directory.imported people  2",
			"admin@example.gov person.role lead kim@example.gov 0",
		}
		if !slices.Equal(got, want) {
			t.Errorf("acts\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	})
}

// ME-70: so do articles that readers see or no longer do, synonyms, what is taken in from elsewhere, and the original of a mail that
// somebody of the desk reads; a list that was taken in before, and reading one's own mail, do not.
func TestMoreActsAreWrittenDown(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx := context.Background()
		h := desktest.Open(t, db, "maine", time.Date(2026, 11, 16, 16, 0, 0, 0, time.UTC))
		admin, zoe := h.Person("admin", people.Administrator, ""), h.Person("zoe", people.Lead, "", "desk")
		luis, dana := h.Person("luis", people.Analyst, "", "desk"), h.Person("dana", people.Customer, "Revenue")
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		before, err := h.Audit(ctx, admin, "", 0, 100)
		must(err)
		content := page("The printer blinks", "Open the lid.", kb.Public)
		content.Services = []string{"workstation"}
		a, err := h.DraftArticle(ctx, luis, desk.Writing{Content: content})
		must(err)
		_, err = h.SubmitArticle(ctx, luis, a.ID)
		must(err)
		_, err = h.PublishArticle(ctx, zoe, a.ID)
		must(err)
		must(h.ChangeSynonyms(ctx, zoe, "pc, computer"))
		if err := h.ChangeSynonyms(ctx, luis, "pc, computer"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an analyst changes the synonyms: %v", err)
		}
		_, err = h.ImportPeople(ctx, admin, []people.Person{{Email: "kim@example.gov"}, {Email: "lee@example.gov"}})
		must(err)
		mail, _, err := h.StoreMail(ctx, access.System, desk.ArrivedMail{Mailbox: "desk", Recipient: "help@desk.example.gov", Arrived: h.Now(),
			Raw: []byte("Message-ID: <1@mail.example.gov>\r\nFrom: dana@example.gov\r\nTo: help@desk.example.gov\r\nSubject: Toner\r\n\r\nIt is out.\r\n")})
		must(err)
		must(h.ReadMail(ctx, access.System, mail))
		for _, who := range []access.Actor{dana, luis, access.System} {
			_, _, err = h.OriginalMail(ctx, who, mail)
			must(err)
		}
		after, err := h.Audit(ctx, admin, "", 0, 100)
		must(err)
		var got []string
		for _, a := range after.Acts[:len(after.Acts)-len(before.Acts)] {
			got = append(got, strings.Join([]string{after.People[a.By].Email, a.Kind, a.What, strconv.Itoa(a.Count)}, " "))
		}
		want := []string{
			"luis@example.gov mail.original_read " + strconv.FormatInt(mail, 10) + " 0",
			"zoe@example.gov synonyms.changed  0",
			"zoe@example.gov article.published " + strconv.FormatInt(a.ID, 10) + " 0",
		}
		if !slices.Equal(got, want) {
			t.Errorf("acts\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	})
}
