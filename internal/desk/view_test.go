package desk_test

import (
	"slices"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/filter"
	"switchboard/internal/core/people"
	"switchboard/internal/core/view"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// Each sees their own views, those of their teams and those of the desk, and changes what is theirs to change.
func TestSavedViews(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := desktest.Open(t, db, "maine", time.Date(2026, 11, 16, 15, 0, 0, 0, time.UTC))
		add := func(name string, role people.Role, teams ...string) access.Actor {
			id, err := h.AddPerson(ctx, access.System, people.Person{Email: name + "@example.gov", Role: role, Teams: teams}, "")
			if err != nil {
				t.Fatal(err)
			}
			return access.Actor{ID: id, Role: role, Teams: teams}
		}
		team := h.Definition().Teams[1].ID
		luis, marta, theo := add("luis", people.Analyst, team), add("marta", people.Lead), add("theo", people.Analyst)
		dana := add("dana", people.Customer)
		f, err := filter.Parse("is:open due<2h", h.Vocabulary())
		if err != nil {
			t.Fatal(err)
		}
		save := func(who access.Actor, a view.Audience, team string) (view.View, error) {
			return h.CreateView(ctx, who, view.View{Audience: a, Team: team, Name: "Late", Filter: f, Columns: []string{"due"}})
		}
		own, err := save(luis, view.Own, "")
		if err != nil {
			t.Fatal(err)
		}
		ours, err := save(luis, view.Team, team)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := save(luis, view.Desk, ""); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an analyst shares with all: %v", err)
		}
		if _, err := save(theo, view.Team, team); !fault.Is(err, fault.Forbidden) {
			t.Errorf("somebody of another team: %v", err)
		}
		if _, err := save(dana, view.Own, ""); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a customer: %v", err)
		}
		if _, err := save(marta, view.Team, "nobody"); !fault.Is(err, fault.Invalid) {
			t.Errorf("a team that is not there: %v", err)
		}
		all, err := save(marta, view.Desk, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			who  access.Actor
			want []int64
		}{{luis, []int64{own.ID, ours.ID, all.ID}}, {marta, []int64{all.ID}}, {theo, []int64{all.ID}}} {
			views, err := h.Views(ctx, c.who)
			if err != nil {
				t.Fatal(err)
			}
			var got []int64
			for _, v := range views {
				got = append(got, v.ID)
				if v.Filter.String() != "is:open due<2h" || v.Density != view.Comfortable || !slices.Equal(v.Columns, []string{"due"}) {
					t.Errorf("read as %+v", v)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%d sees %v, want %v", c.who.ID, got, c.want)
			}
		}
		if _, err := h.Views(ctx, dana); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a customer asks for views: %v", err)
		}
		// OK-12, DESIGN 9.6: a view of others is as if it were not there.
		if _, err := h.List(ctx, theo, desk.ViewName(own.ID), desk.Page{Limit: 5}); !fault.Is(err, fault.NotFound) {
			t.Errorf("theo lists luis's view: %v", err)
		}
		if err := h.DeleteView(ctx, marta, own.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("marta deletes luis's view: %v", err)
		}
		if err := h.DeleteView(ctx, theo, all.ID); !fault.Is(err, fault.Forbidden) {
			t.Errorf("theo deletes the desk's view: %v", err)
		}
		if n, err := h.Counts(ctx, luis, desk.ViewName(own.ID), "mine"); err != nil || len(n) != 2 {
			t.Errorf("counts: %v, %v", n, err)
		}
		own.Name, own.Density = "Later", view.Compact
		if err := h.ChangeView(ctx, luis, own); err != nil {
			t.Fatal(err)
		}
		if err := h.ChangeView(ctx, luis, own); !fault.Is(err, fault.Conflict) {
			t.Errorf("a change over another's: %v", err)
		}
		if v, err := h.View(ctx, luis, desk.ViewName(own.ID)); err != nil || v.Name != "Later" || v.Version != 2 {
			t.Errorf("changed to %+v, %v", v, err)
		}
		for n := 1; ; n++ {
			if _, err := save(luis, view.Own, ""); err != nil {
				if !fault.Is(err, fault.Conflict) || n != view.MaxOwn {
					t.Errorf("view %d: %v", n+1, err)
				}
				break
			}
		}
		if err := h.DeleteView(ctx, luis, own.ID); err != nil {
			t.Fatal(err)
		}
	})
}
