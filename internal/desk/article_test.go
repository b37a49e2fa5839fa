package desk_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/kb"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// library is a desk with somebody who writes, somebody who approves and two who read.
type library struct {
	*desktest.House
	t                      testing.TB
	dana, theo, luis, mara access.Actor
}

func openLibrary(t testing.TB, db *sqldb.DB) library {
	h := desktest.Open(t, db, "colorado", time.Date(2026, 11, 20, 16, 0, 0, 0, time.UTC))
	return library{h, t, h.Person("dana", people.Customer, "Revenue"), h.Person("theo", people.Customer, "Transport"),
		h.Person("luis", people.Analyst, "", "desk"), h.Person("mara", people.Lead, "", "desk")}
}

// publish writes an article as luis and approves it as mara.
func (l library) publish(c kb.Content) int64 {
	l.t.Helper()
	ctx := context.Background()
	a, err := l.DraftArticle(ctx, l.luis, desk.Writing{Content: c})
	if err == nil {
		_, err = l.SubmitArticle(ctx, l.luis, a.ID)
	}
	if err == nil {
		_, err = l.PublishArticle(ctx, l.mara, a.ID)
	}
	if err != nil {
		l.t.Fatal(err)
	}
	return a.ID
}

func (l library) find(who access.Actor, question string) []int64 {
	l.t.Helper()
	found, err := l.FindArticles(context.Background(), who, question, 20)
	if err != nil {
		l.t.Fatalf("%q: %v", question, err)
	}
	var ids []int64
	for _, r := range found {
		ids = append(ids, r.Article.ID)
	}
	return ids
}

func page(title, body string, audience kb.Audience, agencies ...string) kb.Content {
	return kb.Content{Kind: kb.HowTo, Audience: audience, Agencies: agencies, Services: []string{"account"},
		Texts: map[string]kb.Text{"en": {Title: title, Body: body}}}
}

// CO-14, DESIGN 9.7: articles are found by words, their beginnings, their other names and their misspellings, the best
// first, and by nobody who may not read them.
func TestFindArticles(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		l := openLibrary(t, db)
		reset := page("Reset your password", "Open the account page and choose a new one. The printer is not part of it.", kb.Public)
		reset.Texts["es"] = kb.Text{Title: "Restablecer la contraseña", Body: "Abra la página de la cuenta.", Keywords: []string{"clave"}}
		password := l.publish(reset)
		printer := l.publish(page("The printer is offline", "Turn it off and on. A password is not needed.", kb.Public))
		revenue := l.publish(page("Password of the tax ledger", "Ask in room 4.", kb.Agencies, "Revenue"))
		secret := l.publish(page("Break-glass passwords", "They lie in the safe. Burglary.", kb.Staff))
		for _, c := range []struct {
			who      access.Actor
			question string
			want     []int64
		}{
			{l.theo, "password", []int64{password}},
			{l.dana, "password", []int64{password, revenue}},
			{l.luis, "password", []int64{password, revenue, secret}},
			{access.Actor{}, "passwords", []int64{password}},
			{l.theo, "my printer will not print", []int64{printer}},
			{l.theo, "pasword", []int64{password}},    // a letter missing
			{l.theo, "pritner ", []int64{printer}},    // two swapped
			{l.theo, "pass", []int64{password}},       // as somebody types
			{l.theo, "CONTRASEÑA", []int64{password}}, // with its mark
			{l.theo, "contrasena", []int64{password}}, // and without
			{l.theo, "la clave", []int64{password}},   // a keyword
			{l.theo, "impresora", []int64{printer}},   // another name, in the other language
			{l.theo, "forgot password", []int64{password}},
			{l.theo, "burglary", nil},
			{l.theo, "burglar", nil}, // nor by a beginning
			{l.theo, "burglery", nil},
			{l.theo, "ledger", nil},
			{l.dana, "ledger", []int64{revenue}},
			{l.theo, "the of and", nil},
			{l.theo, "", nil},
			{l.theo, `"' OR * ) NEAR( - %_`, nil},
		} {
			if got := l.find(c.who, c.question); !slices.Equal(got, c.want) {
				t.Errorf("%q of %d finds %v, want %v", c.question, c.who.ID, got, c.want)
			}
		}
		ctx := context.Background()
		if err := l.ChangeSynonyms(ctx, l.luis, "drucker, printer"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an analyst changes the list: %v", err)
		}
		if err := l.ChangeSynonyms(ctx, l.mara, "drucker, printer"); err != nil {
			t.Fatal(err)
		}
		if got := l.find(l.theo, "drucker"); !slices.Equal(got, []int64{printer}) {
			t.Errorf("by the desk's own word: %v", got)
		}
		if _, err := l.RetireArticle(ctx, l.mara, printer); err != nil {
			t.Fatal(err)
		}
		if got := l.find(l.luis, "printer"); !slices.Equal(got, []int64{password}) {
			t.Errorf("a retired article is found: %v", got)
		}
		if left := l.words(printer); left != 0 {
			t.Errorf("%d words of a retired article are left", left)
		}
	})
}

func (l library) words(article int64) int {
	n, err := sqldb.One(context.Background(), l.DB.Reader(), sqldb.Value[int], `SELECT count(*) FROM article_word WHERE article_id = $1`, article)
	if err != nil {
		l.t.Fatal(err)
	}
	return n
}

// CO-14, ME-72: readers see what another person has approved, any version can be read again, and whoever may not read an
// article is told that there is none.
func TestReadersSeeWhatWasApproved(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		l, ctx := openLibrary(t, db), context.Background()
		if _, err := l.DraftArticle(ctx, l.dana, desk.Writing{Content: page("x", "y", kb.Public)}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a customer writes: %v", err)
		}
		id := l.publish(page("Reset your password", "First words.", kb.Public))
		a, err := l.ChangeArticle(ctx, l.mara, id, 1, desk.Writing{Content: page("Reset your password", "Second words, with a zebra.", kb.Public), Why: "clearer"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := l.ChangeArticle(ctx, l.luis, id, 1, desk.Writing{Content: page("x", "y", kb.Public)}); !fault.Is(err, fault.Conflict) {
			t.Errorf("over a version that is not the latest: %v", err)
		}
		if r, err := l.ReadArticle(ctx, access.Actor{}, id); err != nil || r.Version != 1 || r.Content.Texts["en"].Body != "First words." {
			t.Errorf("readers see %+v, %v", r, err)
		}
		if got := l.find(l.luis, "zebra"); got != nil {
			t.Errorf("a draft is found: %v", got)
		}
		if _, err := l.SubmitArticle(ctx, l.mara, id); err != nil {
			t.Fatal(err)
		}
		if _, err := l.PublishArticle(ctx, l.mara, id); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the author approves: %v", err)
		}
		other := l.Person("olga", people.Manager, "")
		if a, err = l.PublishArticle(ctx, other, id); err != nil || a.Published != 2 {
			t.Fatalf("%+v, %v", a, err)
		}
		if got := l.find(l.theo, "zebra"); !slices.Equal(got, []int64{id}) {
			t.Errorf("what is published is found: %v", got)
		}
		f, err := l.ArticleFile(ctx, l.luis, id)
		if err != nil || len(f.Versions) != 2 || f.Versions[0].Why != "clearer" || f.Versions[1].Content.Texts["en"].Body != "First words." {
			t.Errorf("versions: %+v, %v", f.Versions, err)
		}
		secret := l.publish(page("Staff only", "b", kb.Staff))
		for _, who := range []access.Actor{{}, l.dana} {
			if _, err := l.ReadArticle(ctx, who, secret); !fault.Is(err, fault.NotFound) {
				t.Errorf("%d reads a staff-only article: %v", who.ID, err)
			}
			if err := l.RateArticle(ctx, who, "visit", secret, "solved"); !fault.Is(err, fault.NotFound) {
				t.Errorf("%d rates it: %v", who.ID, err)
			}
		}
	})
}

// CO-14: an opinion counts once per person or visit; "this solved it" is counted and told to the log.
func TestOpinions(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		l, ctx := openLibrary(t, db), context.Background()
		id := l.publish(page("Reset your password", "Words.", kb.Public))
		for _, o := range []struct {
			who   access.Actor
			visit string
			says  string
		}{{l.dana, "", "helpful"}, {l.dana, "", "helpful"}, {l.dana, "", "solved"}, {l.theo, "", "unhelpful"},
			{access.Actor{}, "one", "solved"}, {access.Actor{}, "one", "solved"}, {access.Actor{}, "two", "helpful"}} {
			if err := l.RateArticle(ctx, o.who, o.visit, id, o.says); err != nil {
				t.Fatal(err)
			}
		}
		r, err := l.ReadArticle(ctx, l.dana, id)
		if want := (kb.Counts{Helpful: 3, Unhelpful: 1, Solved: 2}); err != nil || r.Article.Counts != want {
			t.Errorf("counts %+v, %v; want %+v", r.Article.Counts, err, want)
		}
		n, err := sqldb.One(ctx, db.Reader(), sqldb.Value[int], `SELECT count(*) FROM fact WHERE kind = 'article.solved'`)
		if err != nil || n != 2 {
			t.Errorf("%d facts of what was solved, %v", n, err)
		}
		if err := l.RateArticle(ctx, access.Actor{}, "", id, "solved"); !fault.Is(err, fault.Invalid) {
			t.Errorf("a visit without a mark: %v", err)
		}
		if err := l.RateArticle(ctx, l.dana, "", id, "superb"); !fault.Is(err, fault.Invalid) {
			t.Errorf("a strange word: %v", err)
		}
	})
}

// CO-14, ME-71, ME-64: articles and tickets lead to each other.
func TestArticlesAndTickets(t *testing.T) {
	l, ctx := openLibrary(t, sqltest.SQLite(t, migrations.FS)), context.Background()
	o, err := l.Open(ctx, l.dana, desk.Request{Subject: "Locked out", Description: "Since Monday", Type: "incident", Service: "account"})
	if err != nil {
		t.Fatal(err)
	}
	on := desk.On{Ticket: o.Ticket.ID}
	if _, err := l.Resolve(ctx, l.luis, on, ticket.Resolved{Text: "Unlocked it on the account page", Method: ticket.Methods[0]}); err != nil {
		t.Fatal(err)
	}
	a, err := l.ArticleFromTicket(ctx, l.luis, o.Ticket.ID)
	if err != nil {
		t.Fatal(err)
	}
	f, err := l.ArticleFile(ctx, l.luis, a.ID)
	if err != nil || f.Title != "Locked out" || f.From != o.Ticket.ID || f.Audience != kb.Staff || !slices.Contains(f.Versions[0].Content.Services, "account") {
		t.Errorf("drafted %+v, %v", f, err)
	}
	if _, err := l.ArticleFromTicket(ctx, l.dana, o.Ticket.ID); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a customer drafts: %v", err)
	}
	id := l.publish(page("Unlock an account", "Words.", kb.Public))
	for range 2 {
		if _, err := l.LinkArticle(ctx, l.luis, on, id); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.LinkArticle(ctx, l.luis, on, a.ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("a draft is linked: %v", err)
	}
	r, err := l.ReadArticle(ctx, l.dana, id)
	if err != nil || r.Article.Counts.Linked != 1 {
		t.Errorf("re-use: %+v, %v", r.Article.Counts, err)
	}
	if s, err := l.Ticket(ctx, l.dana, o.Ticket.ID); err != nil || slices.ContainsFunc(s.Entries, func(e ticket.Entry) bool { return e.Event.Name() == "ticket.article_linked" }) {
		t.Errorf("the customer sees which article the desk used: %v", err)
	}
	reported, err := l.ReportArticle(ctx, l.dana, id, "/articles/1", "The link is dead")
	if err != nil || reported.Ticket.Assignee != l.luis.ID || reported.Ticket.Request.Requester != l.dana.ID { // ME-71
		t.Errorf("reported %+v, %v", reported.Ticket, err)
	}
	if _, err := l.ReportArticle(ctx, l.dana, id, "/articles/1", " "); !fault.Is(err, fault.Invalid) {
		t.Errorf("a report of nothing: %v", err)
	}
	ready, err := l.Readiness(ctx, l.luis)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range ready {
		if r.Service == "account" && (!r.Skill || r.Articles != 1 || r.Nothing()) || r.Service == "printing" && !r.Nothing() {
			t.Errorf("readiness %+v", r)
		}
	}
}

// An import by path is idempotent, and publishes.
func TestImportArticles(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		l, ctx := openLibrary(t, db), context.Background()
		in := desk.ImportedArticle{Path: "account/reset.md", Content: page("Reset your password", "One.", kb.Public)}
		for _, c := range []struct{ body, want string }{{"One.", "new"}, {"One.", "same"}, {"Two.", "changed"}} {
			in.Content = page("Reset your password", c.body, kb.Public)
			id, done, err := l.ImportArticle(ctx, access.System, in)
			if err != nil || done != c.want {
				t.Fatalf("%s: %q, %v", c.body, done, err)
			}
			if r, err := l.ReadArticle(ctx, access.Actor{}, id); err != nil || r.Content.Texts["en"].Body != c.body {
				t.Errorf("readers see %+v, %v", r.Content, err)
			}
		}
		if _, _, err := l.ImportArticle(ctx, l.mara, in); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a lead imports: %v", err)
		}
		in.Path, in.Draft = "draft.md", true
		id, _, err := l.ImportArticle(ctx, access.System, in)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := l.ReadArticle(ctx, l.luis, id); !fault.Is(err, fault.NotFound) {
			t.Errorf("a draft is read: %v", err)
		}
	})
}

// A known outage is told of without the words of whoever reported it, can be joined once, and its updates reach who has.
func TestJoinOutage(t *testing.T) {
	l, ctx := openLibrary(t, sqltest.SQLite(t, migrations.FS)), context.Background()
	o, err := l.Open(ctx, l.luis, desk.Request{Subject: "Ms Whitfield cannot log in to payroll", Type: "incident", Channel: "phone", Outage: true,
		Email: "dana@example.gov", Service: "application"})
	if err != nil {
		t.Fatal(err)
	}
	id := o.Ticket.ID
	if err := l.JoinOutage(ctx, access.Actor{}, id); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("a guest joins: %v", err)
	}
	for range 2 {
		if err := l.JoinOutage(ctx, l.theo, id); err != nil {
			t.Fatal(err)
		}
	}
	k, err := l.PublishUpdate(ctx, l.luis, desk.On{Ticket: id}, "Payroll is being restarted")
	if err != nil || !slices.Equal(k.Joined, []people.ID{l.theo.ID}) || !slices.Contains(ticket.Impacted(k), l.theo.ID) {
		t.Errorf("joined %v, %v", k.Joined, err)
	}
	if _, err := l.Ticket(ctx, l.theo, id); !fault.Is(err, fault.NotFound) {
		t.Errorf("who joins sees the ticket: %v", err)
	}
	a, err := l.Answers(ctx, l.theo, "payroll application")
	if err != nil || len(a.Outages) != 1 || !a.Outages[0].Joined || a.Outages[0].Update != "Payroll is being restarted" || len(a.Services) == 0 {
		t.Errorf("answers %+v, %v", a, err)
	}
	guest, err := l.KnownOutages(ctx, access.Actor{})
	if err != nil || len(guest) != 1 || guest[0].Update != "" || guest[0].Service != "application" {
		t.Errorf("a guest is told %+v, %v", guest, err)
	}
	own, err := l.Open(ctx, l.dana, desk.Request{Subject: "Mine", Type: "incident"})
	if err != nil {
		t.Fatal(err)
	}
	if err := l.JoinOutage(ctx, l.theo, own.Ticket.ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("a ticket of somebody else is joined: %v", err)
	}
	if _, err := l.Resolve(ctx, l.luis, desk.On{Ticket: id}, ticket.Resolved{Text: "Restarted", Method: ticket.Methods[0]}); err != nil {
		t.Fatal(err)
	}
	if left, err := l.KnownOutages(ctx, l.theo); err != nil || len(left) != 0 {
		t.Errorf("an outage that is over is told of: %+v, %v", left, err)
	}
}
