package store_test

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/filter"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store"
	"switchboard/internal/store/migrations"
)

// known is a ticket as the oracle knows it.
type known struct {
	ticket.Ticket
	due  time.Time
	text string // subject and description, in small letters
}

var (
	noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	dana = people.ID(1)
	ana  = people.ID(2)
)

// oracle evaluates a term the slow way. It knows nothing of columns, NULL and SQL.
func (k known) has(t filter.Term) bool {
	is := func(v string) bool {
		switch t.Field {
		case "":
			return strings.Contains(" "+k.text+" ", " "+v+" ")
		case "subject":
			return strings.Contains(" "+strings.ToLower(k.Request.Subject)+" ", " "+v+" ")
		case "is":
			open := k.Status.Open()
			switch v {
			case "open":
				return open
			case "mine":
				return open && k.Assignee == ana
			case "unassigned":
				return open && k.Assignee == 0
			case "waiting":
				return k.Status == ticket.StatusPending
			case "overdue":
				return open && !k.due.IsZero() && k.due.Before(noon)
			case "unanswered":
				return open && !k.UnansweredAt.IsZero()
			case "reopened":
				return k.Reopenings > 0
			case "short_notice":
				return k.Wanted.Short
			case "nonstandard":
				return k.Nonstandard != nil
			}
		case "status":
			return v == "open" && k.Status.Open() || string(k.Status) == v
		case "team":
			return k.Team == v || v == "mine" && (k.Team == "desk" || k.Team == "network")
		case "class":
			return k.Class == v
		case "agency":
			return k.Request.Agency == v || v == "none" && k.Request.Agency == ""
		case "channel":
			return k.Request.Channel == v
		case "assignee":
			return k.Assignee == who(v) || v == "any" && k.Assignee != 0
		case "requester":
			return k.Request.Requester == who(v)
		case "customer":
			return k.Request.Customer == who(v)
		case "person":
			return k.Request.Requester == who(v) || k.Request.Customer == who(v)
		case "number":
			return fmt.Sprint(k.ID) == v
		case "due":
			return k.due.IsZero() == (v == "none")
		case "unanswered":
			return k.UnansweredAt.IsZero() == (v == "none")
		}
		panic(t.Field + ":" + v)
	}
	if t.Span.Op == "" {
		return slices.ContainsFunc(t.Values, is) != t.Not
	}
	at := map[string]time.Time{"due": k.due, "received": k.ReceivedAt, "changed": k.ChangedAt, "unanswered": k.UnansweredAt}[t.Field]
	first, last := t.Span.Bounds(noon, time.UTC)
	return (!at.IsZero() && first <= at.UnixMilli() && at.UnixMilli() <= last) != t.Not
}

func who(v string) people.ID {
	if v == "nobody@example.gov" || v == "any" {
		return -1
	}
	return map[string]people.ID{"me": ana, "none": 0, "dana@example.gov": dana, "ana@example.gov": ana, "ana": ana}[v]
}

func (k known) key(o filter.Sort, words []filter.Term) int64 {
	switch o.By {
	case "due":
		if k.due.IsZero() {
			return 9_000_000_000_000_000
		}
		return k.due.UnixMilli()
	case "received":
		return k.ReceivedAt.UnixMilli()
	case "changed":
		return k.ChangedAt.UnixMilli()
	case "rank":
		for _, w := range words {
			if w.Field = "subject"; !w.Not && !k.has(w) {
				return 0
			}
		}
		return 1
	}
	return k.ID
}

// some writes tickets of every sort.
func some(t *testing.T, db *sqldb.DB, n int) []known {
	t.Helper()
	ctx, rng := context.Background(), rand.New(rand.NewPCG(1, 2))
	pick := func(all ...string) string { return all[rng.IntN(len(all))] }
	var all []known
	err := db.Write(ctx, func(tx *sqldb.Tx) error {
		for i, p := range []people.Person{{Email: "dana@example.gov", Role: people.Customer}, {Email: "ana@example.gov", Name: "Ana", Role: people.Analyst}} {
			if id, err := store.AddPerson(ctx, tx, p, ""); err != nil || id != people.ID(i+1) {
				return fmt.Errorf("person %d: %v", id, err)
			}
		}
		for range n {
			var k known
			k.Version, k.Status = 1, ticket.Status(pick("new", "assigned", "in_progress", "pending", "resolved", "closed"))
			k.Request = ticket.Opened{Subject: pick("Printer jams", "Badge printer", "VPN down"), Description: pick("since monday", "on monday the badge", ""),
				Requester: people.ID(1 + rng.IntN(2)), Customer: people.ID(rng.IntN(3)), Agency: pick("", "DOT", "Parks"), Channel: pick("mail", "phone")}
			k.Team, k.Class, k.Assignee = pick("desk", "network", "voice"), pick("high", "low", "urgent"), people.ID(2*rng.IntN(2))
			k.ReceivedAt = noon.Add(-time.Duration(rng.IntN(40)) * 6 * time.Hour)
			k.ChangedAt = k.ReceivedAt.Add(time.Duration(rng.IntN(10)) * time.Hour)
			if k.Status.Open() && rng.IntN(5) > 0 {
				k.due = noon.Add(time.Duration(rng.IntN(20)-5) * time.Hour)
			}
			if rng.IntN(3) == 0 {
				k.UnansweredAt = k.ChangedAt
			}
			k.Reopenings = max(0, rng.IntN(6)-4)
			k.Sealed, k.Wanted.Short = rng.IntN(4) == 0, rng.IntN(5) == 0
			if rng.IntN(5) == 0 {
				k.Nonstandard = &ticket.Nonstandard{Reason: "Another keyboard"}
			}
			id, err := store.InsertTicket(ctx, tx, k.Ticket, ticket.Timing{Due: k.due})
			if err != nil {
				return err
			}
			k.ID = id
			k.text = strings.ToLower(k.Request.Subject + " " + k.Request.Description)
			words := store.WordsOf(id, []ticket.Entry{{Event: k.Request}})
			if err := store.Index(ctx, tx, words); err != nil {
				return err
			}
			all = append(all, k)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func look(t *testing.T, text string, scope access.Scope) store.Look {
	t.Helper()
	f, err := filter.Parse(text, filter.Vocabulary{})
	if err != nil {
		t.Fatal(err)
	}
	return store.Look{Filter: f, Who: ana, Teams: []string{"desk", "network"}, Now: noon, Zone: time.UTC, Scope: scope,
		People: map[string][]people.ID{"dana@example.gov": {dana}, "ana": {ana}}}
}

var terms = []string{"is:open", "is:mine", "is:unassigned", "is:waiting", "is:overdue", "is:unanswered", "is:reopened", "is:waiting,unassigned", "is:overdue,reopened", "is:short_notice", "is:nonstandard", "is:short_notice,open",
	"status:open", "status:pending", "status:new,closed", "status:resolved", "team:network", "team:desk,voice", "team:mine", "team:mine,network", "class:urgent", "class:high,low",
	"agency:none", "agency:DOT,Parks", "agency:Nowhere", "channel:mail", "assignee:me", "assignee:none", "assignee:me,none", "assignee:ana", "assignee:nobody@example.gov", "requester:dana@example.gov",
	"requester:me,dana@example.gov", "customer:none", "customer:me", "person:me", "person:dana@example.gov,me", "number:100005,100017,7", "due<2h", "due>=-1h", "due:none", "due:any", "assignee:any", "unanswered:any", "due:today",
	"received>=-3d", "received:-6d..-2d", "changed<2026-11-15", "unanswered<-1d", "unanswered:none"}

// Page after page, of any length and in every order, a filter answers each ticket once that the slow way finds, and its count.
func TestFiltersFindWhatTheySay(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		all := some(t, db, 300)
		rng := rand.New(rand.NewPCG(3, 4))
		sorts := []string{"", "sort:due", "sort:-due", "sort:received", "sort:-changed", "sort:number", "sort:-number"}
		for round := range 150 {
			var parts []string
			words := []string{"", "printer", "monday", `"badge printer"`, "printer -badge", "subject:badge", "printer monday"}[rng.IntN(7)]
			if round%3 > 0 {
				words = ""
			}
			parts = append(parts, words)
			for range rng.IntN(4) {
				parts = append(parts, []string{"", "-"}[max(0, rng.IntN(3)-1)]+terms[rng.IntN(len(terms))])
			}
			parts = append(parts, sorts[rng.IntN(len(sorts))])
			scope := []access.Scope{{All: true, Sealed: true}, {All: true, Sealed: words != ""}, {All: true, Only: ana, Teams: []string{"network"}, Sealed: words != ""}, {Only: dana}, {}, {Only: dana, Agencies: []string{"Parks", "DOT"}},
				{Only: dana, Agencies: []string{"Parks"}, People: []people.ID{dana + 1, dana + 2}}, {Agencies: []string{"DOT"}, People: []people.ID{dana}}}[rng.IntN(8)]
			agree(t, db, all, look(t, strings.Join(parts, " "), scope), 9+rng.IntN(80))
			if t.Failed() {
				return
			}
		}
	})
}

func agree(t *testing.T, db *sqldb.DB, all []known, l store.Look, limit int) {
	t.Helper()
	order := l.Filter.Order()
	type place struct{ key, id int64 }
	var want []place
	for _, k := range all {
		mine := l.Scope.Only != 0 && (k.Request.Requester == l.Scope.Only || k.Request.Customer == l.Scope.Only)
		charged := slices.Contains(l.Scope.Agencies, k.Request.Agency) || slices.Contains(l.Scope.People, k.Request.Requester) || slices.Contains(l.Scope.People, k.Request.Customer)
		if charged && len(l.Filter.Words()) == 0 && !k.Sealed && k.Request.Parent == 0 {
			mine = true // words are looked for among one's own alone
		}
		knows := l.Scope.All && (!k.Sealed || l.Scope.Sealed || slices.Contains(l.Scope.Teams, k.Team)) // words know by themselves what is sealed
		if (knows || mine) && !slices.ContainsFunc(l.Filter.Terms, func(t filter.Term) bool { return !k.has(t) }) {
			want = append(want, place{k.key(order, l.Filter.Words()), k.ID})
		}
	}
	slices.SortFunc(want, func(a, b place) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.id, b.id)) })
	if order.Down || order.By == filter.ByRank {
		slices.Reverse(want)
	}
	var got []place
	for page := (store.Page{Limit: limit}); ; {
		found, err := store.Find(context.Background(), db.Reader(), l, page)
		if err != nil {
			t.Fatalf("%s: %v", l.Filter, err)
		}
		if found.More {
			t.Errorf("%s: %d tickets are too many to look at", l.Filter, len(all))
		}
		for _, r := range found.Rows {
			page.After = r.Cursor()
			got = append(got, place{page.After.Key, r.ID})
		}
		if len(found.Rows) < limit {
			break
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s of %+v by %d: found %v, want %v", l.Filter, l.Scope, limit, got, want)
	}
	counts, err := store.Counts(context.Background(), db.Reader(), []store.Look{look(t, "is:open", access.Scope{All: true}), l})
	if err != nil {
		t.Fatalf("count %s: %v", l.Filter, err)
	}
	if c := counts[1]; len(l.Filter.Words()) == 0 && (c.N != len(want) || c.More) {
		t.Errorf("%s of %+v: counted %+v, want %d", l.Filter, l.Scope, c, len(want))
	}
}
