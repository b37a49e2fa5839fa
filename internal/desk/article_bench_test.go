package desk_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"switchboard/internal/core/access"
	"switchboard/internal/core/kb"
	"switchboard/internal/desk"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// BenchmarkAnswers is what the answers to a question cost, to somebody who may read what all may and what their agency may.
func BenchmarkAnswers(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *sqldb.DB{
		"sqlite":   func(tb testing.TB) *sqldb.DB { return sqltest.SQLite(tb, migrations.FS) },
		"postgres": func(tb testing.TB) *sqldb.DB { return sqltest.Postgres(tb, migrations.FS) },
	} {
		b.Run(name, func(b *testing.B) {
			l := openLibrary(b, open(b))
			rng := rand.New(rand.NewPCG(1, 2))
			for i := range 2000 {
				text := kb.Text{Title: fmt.Sprintf("The %s of case %d", common[rng.IntN(len(common))], i)}
				for range 24 {
					text.Body += common[rng.IntN(len(common))] + " "
				}
				c := kb.Content{Kind: kb.HowTo, Audience: kb.Public, Texts: map[string]kb.Text{"en": text}}
				if _, _, err := l.ImportArticle(b.Context(), access.System, desk.ImportedArticle{Path: fmt.Sprint(i), Content: c}); err != nil {
					b.Fatal(err)
				}
			}
			for _, q := range []string{"screen", "the report of the meeting does not open", "archi", "pritner badge", "case 471", "nothing like it"} {
				b.Run(q, func(b *testing.B) {
					for b.Loop() {
						if _, err := l.Answers(b.Context(), l.dana, q); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		})
	}
}

var common = []string{"screen", "window", "paper", "cable", "office", "button", "folder", "bridge", "ledger", "permit", "voice", "camera",
	"signal", "monday", "report", "counter", "driver", "badge", "meeting", "archive", "printer"}
