package console_test

import (
	"context"
	"net/http"
	"net/url"
	"testing"

	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Whoever takes a call writes a name: the one whose it is asks; of several, or of one that is misspelt, they choose. The
// directory finds a misspelt name too (CO-10).
func TestACallerByName(t *testing.T) {
	h := open(t, "maine")
	for name, full := range map[string]string{"rosa": "Rosa Martín", "rose": "Rose Marsden", "ray": "Ray Marsden"} {
		h.person(name, full, people.Customer, "Revenue")
	}
	luis := h.person("luis", "Luis Ortega", people.Analyst, "", "desk")
	if err := h.DB.Write(context.Background(), func(tx *sqldb.Tx) error { _, err := store.LearnPeople(context.Background(), tx); return err }); err != nil {
		t.Fatal(err)
	}
	b := h.signIn("luis")
	call := func(who string, want int) page {
		return b.send(b.get("/console/new", 200), `form[action="/console/new"]`, url.Values{"email": {who}, "subject": {"Locked out"}}, want)
	}
	call("Rose Marsden", 200).has(t, "main", "Rose Marsden")
	several := call("Marsden", http.StatusUnprocessableEntity)
	several.has(t, ".problems", "everal people are called that")
	if n := several.Find("select[name=email] option").Length(); n != 2 {
		t.Errorf("%d can be chosen", n)
	}
	near := call("rosa martni", http.StatusUnprocessableEntity)
	near.has(t, ".problems", "choose one of those who nearly are")
	near.has(t, "select[name=email] option", "Rosa Martín, rosa@example.gov, Revenue")
	b.send(near, `form[action="/console/new"]`, url.Values{"email": {"rosa@example.gov"}}, 200).has(t, "main", "Rosa Martín")
	call("Zebulon", http.StatusUnprocessableEntity).has(t, ".problems", "obody is called that; write")

	if found, err := h.FindPeople(context.Background(), luis, "Labor", "rosa martni", 0, 5); err != nil || len(found.People) != 0 {
		t.Errorf("at another agency are %+v, %v", found, err)
	}
	list := b.get("/console/people?name=martni", 200)
	list.has(t, "main", "Nobody is called that. These are nearly so.")
	list.has(t, "tbody", "Rosa Martín")
	b.get("/console/people?name=marsden", 200).has(t, "tbody", "Rose Marsden")
	if _, err := h.FindPeople(context.Background(), desk.Actor{ID: 999, Role: people.Customer}, "", "rosa", 0, 5); err == nil {
		t.Error("a customer finds people")
	}
}
