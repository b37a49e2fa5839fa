package desk_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"switchboard/internal/core/access"
	"switchboard/internal/core/kb"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// What a node has kept is never told in place of what is so: whatever happens to the articles, on this node or another, an answer is
// what a node finds that has just been started.
func TestAnswersAreOfNow(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		l := openLibrary(t, db)
		ctx := context.Background()
		other := desk.New(db)
		if err := other.Reload(ctx); err != nil {
			t.Fatal(err)
		}
		words := []string{"printer", "badge"}
		var articles []int64
		for range 2 * len(words) { // more than an answer shows
			for _, w := range words {
				articles = append(articles, l.publish(page("The "+w, w, kb.Public)))
			}
		}
		rapid.Check(t, func(t *rapid.T) {
			word := rapid.SampledFrom(words)
			node := rapid.SampledFrom([]*desk.Desk{l.Desk, other})
			content := func() kb.Content {
				audience, agencies := rapid.SampledFrom([]kb.Audience{kb.Public, kb.Agencies, kb.Staff}).Draw(t, "audience"), []string(nil)
				if audience == kb.Agencies {
					agencies = []string{"Revenue"}
				}
				return page("The "+word.Draw(t, "title"), word.Draw(t, "body")+" and "+word.Draw(t, "body"), audience, agencies...)
			}
			var err error
			switch rapid.IntRange(0, 3).Draw(t, "then") {
			case 0:
				var id int64
				id, _, err = node.Draw(t, "node").ImportArticle(ctx, access.System, desk.ImportedArticle{Path: fmt.Sprint("page ", len(articles)), Content: content()})
				articles = append(articles, id)
			case 1:
				_, _, err = node.Draw(t, "node").ImportArticle(ctx, access.System, desk.ImportedArticle{Path: "again", Content: content()})
			case 2:
				_, err = node.Draw(t, "node").RetireArticle(ctx, l.mara, rapid.SampledFrom(articles).Draw(t, "which"))
			case 3:
				err = node.Draw(t, "node").ChangeSynonyms(ctx, l.mara, word.Draw(t, "one")+", "+word.Draw(t, "other"))
			}
			if err != nil && !fault.Is(err, fault.Conflict) { // it is retired already
				t.Fatal(err)
			}
			fresh := desk.New(db)
			if err := fresh.Reload(ctx); err != nil {
				t.Fatal(err)
			}
			who := rapid.SampledFrom([]access.Actor{l.dana, l.luis, {}}).Draw(t, "who")
			for _, question := range []string{words[0], words[1][:4]} {
				want := answered(t, fresh, who, question)
				for _, d := range []*desk.Desk{l.Desk, other} {
					if got := answered(t, d, who, question); !slices.Equal(got, want) {
						t.Fatalf("%q of %d finds %v, and it is %v", question, who.ID, got, want)
					}
				}
			}
		})
	})
}

func answered(t *rapid.T, d *desk.Desk, who access.Actor, question string) []string {
	a, err := d.Answers(context.Background(), who, question)
	if err != nil {
		t.Fatalf("%q: %v", question, err)
	}
	var out []string
	for _, r := range a.Articles {
		out = append(out, fmt.Sprint(r.Article.ID, " ", r.Version))
	}
	return out
}

// However many questions are asked, a bounded number is kept.
func TestAnswersKeptAreBounded(t *testing.T) {
	l := openLibrary(t, sqltest.SQLite(t, migrations.FS))
	most := 0
	for n := range desk.MaxFound + 20 {
		if _, err := l.Answers(t.Context(), l.dana, fmt.Sprintf("case%d ", n)); err != nil {
			t.Fatal(err)
		}
		most = max(most, l.Found())
	}
	if most != desk.MaxFound || l.Found() > 20 {
		t.Errorf("at most %d were kept and %d in the end, want %d and those since it began anew", most, l.Found(), desk.MaxFound)
	}
}
