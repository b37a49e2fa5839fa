package console_test

import (
	"context"
	"encoding/csv"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"switchboard/desks"
	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/webtest"
)

// watched is a desk on which people used rights that few have, and one tried what is not theirs.
func watched(t *testing.T) (h *house, sealed int64) {
	h = open(t, "maine")
	ctx := context.Background()
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Labor")
	h.person("luis", "Luis Ortega", people.Analyst, "", "desk")
	sam := h.person("sam", "Sam Lund", people.Lead, "", "security")
	ann := h.person("ann", "=Ann Cho", people.Manager, "")
	admin := h.person("admin", "Ada Min", people.Administrator, "")
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	sealed = h.ask(dana, desk.Request{Subject: "Quiet words", Service: "security", Type: "incident"})
	plain := h.ask(dana, desk.Request{Subject: "A keyboard", Service: "workstation", Type: "incident"})
	_, err := h.Admit(ctx, sam, desk.On{Ticket: sealed}, ann.ID, "confidential reason")
	must(err)
	if _, err := h.Reply(ctx, dana, desk.On{Ticket: plain}, "Not mine to say"); err == nil {
		t.Fatal("a customer replies for the desk")
	}
	_, _, err = h.MakeToken(ctx, admin, "luis@example.gov")
	must(err)
	must(h.SetConsultant(ctx, ann, desk.Consultant{Person: ann.ID, Agency: "Labor"}))
	must(h.SetSupervisor(ctx, ann, dana.ID, ann.ID))
	loaded, err := desks.Load("maine")
	must(err)
	must(h.Publish(ctx, ann, "maine", loaded.Source, h.Now().Add(1)))
	_, err = h.AddPerson(ctx, admin, people.Person{Email: "new@example.gov", Name: "Nia New", Role: people.Lead}, "")
	must(err)
	return h, sealed
}

// ME-70: an administrator reads in one place who used a right that few have and who tried without it; nobody else does.
func TestAudit(t *testing.T) {
	h, sealed := watched(t)
	b := h.signIn("admin")
	p := b.get("/console/audit", 200)
	rows := p.Find("tbody tr")
	for i, want := range []string{
		"Ada Min Gave the role: Lead Nia New",
		"=Ann Cho Published edition 2 of the definition",
		"=Ann Cho Said whom somebody reports to Dana Whitfield",
		"=Ann Cho Said who speaks for Labor =Ann Cho",
		"Ada Min Made a token for the API Luis Ortega",
		"Dana Whitfield Tried, and may not: reply 100002",
		"Sam Lund Let somebody know of a sealed issue 100001, =Ann Cho",
	} {
		if got := cells(rows.Eq(i)); !strings.Contains(got, want) {
			t.Errorf("row %d says %q, want %q", i, got, want)
		}
	}
	if text := p.text("main"); strings.Contains(text, "confidential") || strings.Contains(text, "Quiet words") {
		t.Error("the log tells what only those may read who know of the sealed issue")
	}
	if _, err := h.Ticket(context.Background(), h.people["admin"], sealed); err == nil {
		t.Error("the log opens the seal")
	}
	p.has(t, "tbody tr:last-child", "Gave the role: Technician")
	p.has(t, "tbody tr:last-child", "The desk itself, or its operator")

	p = b.get("/console/audit?person=dana%40example.gov", 200)
	if n := p.Find("tbody tr").Length(); n != 1 {
		t.Errorf("%d acts of dana, want the one that was refused", n)
	}
	b.get("/console/audit?person=nobody%40example.gov", http.StatusUnprocessableEntity).has(t, ".problems", "There is no person with the address")
	sheet, err := csv.NewReader(strings.NewReader(b.get("/console/audit.csv?person=ann%40example.gov", 200).Text())).ReadAll()
	if err != nil || len(sheet) != 4 || sheet[1][1] != "'=Ann Cho" || sheet[1][4] != "definition.published" {
		t.Errorf("the sheet is %q, %v", sheet, err)
	}
	b.get("/console/mine", 200).has(t, `a[href="/console/audit"]`, "Privileged acts")
	for _, name := range []string{"ann", "luis"} {
		other := h.signIn(name)
		other.get("/console/audit", http.StatusForbidden)
		other.get("/console/audit.csv", http.StatusForbidden)
		if other.get("/console/mine", 200).Find(`a[href="/console/audit"]`).Length() != 0 {
			t.Errorf("%s is led to a page that is not theirs", name)
		}
	}
}

// cells are what a row says, spaces folded.
func cells(row *goquery.Selection) string {
	return strings.Join(row.Find("th,td").Map(func(_ int, cell *goquery.Selection) string { return strings.Join(strings.Fields(cell.Text()), " ") }), " ")
}

// The log goes on page by page, and each act stands on one page.
func TestAuditPages(t *testing.T) {
	h := open(t, "colorado")
	ctx := context.Background()
	admin := h.person("admin", "Ada Min", people.Administrator, "")
	for range 120 {
		if _, _, err := h.MakeToken(ctx, admin, "admin@example.gov"); err != nil {
			t.Fatal(err)
		}
	}
	b := h.signIn("admin")
	seen := 0
	for path := "/console/audit"; path != ""; {
		p := b.get(path, 200)
		seen += p.Find("tbody tr").Length()
		path = p.Find(`nav.pages a[rel="next"]`).AttrOr("href", "")
	}
	all, err := h.Audit(ctx, access.System, "", 0, desk.MaxPage)
	if err != nil || seen != 121 || len(all.Acts) != 121 { // with the role
		t.Errorf("%d acts on the pages, %d at once, %v", seen, len(all.Acts), err)
	}
}

// The log holds WCAG 2.2 AA and its width, in both languages.
func TestAuditInTheBrowser(t *testing.T) {
	h, _ := watched(t)
	for _, view := range webtest.Views {
		tab := h.enter(view, "admin")
		for _, lang := range []string{"en", "es"} {
			tab.Go(h.url + "/console/audit?lang=" + lang)
			tab.Check()
			tab.Shot("console-audit-" + lang)
			if text := tab.Text("main"); strings.Contains(text, "audit.") {
				t.Errorf("a message is missing: %s", text)
			}
		}
	}
}
