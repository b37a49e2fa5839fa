package console_test

import (
	"context"
	"testing"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/webtest"
)

// guardedWork is an issue of the tax agency with a task of it, and one of an agency without guarded data.
func guardedWork(t *testing.T) (h *house, issue, task, plain int64) {
	h = open(t, "maine")
	tess := h.person("tess", "Tess Moor", people.Customer, "Maine Revenue Services")
	omar := h.person("omar", "Omar Diaz", people.Customer, "Labor")
	luis := h.person("luis", "Luis Ortega", people.Analyst, "", "desk")
	issue = h.ask(tess, desk.Request{Subject: "A printer at my desk", Service: "deskside", Type: "incident"})
	plain = h.ask(omar, desk.Request{Subject: "A keyboard", Service: "workstation", Type: "incident"})
	part, err := h.OpenTask(context.Background(), luis, desk.On{Ticket: issue}, ticket.Task{Team: "network", Step: "Look at the port"})
	if err != nil {
		t.Fatal(err)
	}
	return h, issue, part.ID, plain
}

// ME-70: whoever works on an issue reads there which data it may hold, what to heed, and the policies; on its tasks too.
func TestHeed(t *testing.T) {
	h, issue, task, plain := guardedWork(t)
	b := h.signIn("luis")
	for _, id := range []int64{issue, task} {
		p := b.get(ticketPath(id), 200)
		p.has(t, "#guarded .banner.warn", "Federal tax information (FTI). Put no tax data into the issue")
		p.has(t, `#guarded a[href="https://www.irs.gov/pub/irs-pdf/p1075.pdf"]`, "IRS Publication 1075")
		p.has(t, `#about a[href="https://www.maine.gov/oit/policies-standards"]`, "OIT policies and standards")
		if p.Find("#guarded .banner svg.icon").Length() != 1 {
			t.Errorf("%d: the banner is told by its colour alone", id)
		}
	}
	b.get(ticketPath(issue)+"?lang=es", 200).has(t, "#guarded", "Información tributaria federal (FTI). No escriba datos tributarios en el asunto")
	if p := b.get(ticketPath(plain), 200); p.Find("#guarded .banner").Length() != 0 || p.Find(`#about a[href^="https"]`).Length() != 0 {
		t.Error("an issue without guarded data warns of it")
	}
	s, err := h.Ticket(context.Background(), access.System, plain)
	if err != nil || len(s.Heed.Data)+len(s.Heed.Policies) != 0 {
		t.Errorf("%v, %v", s.Heed, err)
	}
}

// The banner holds WCAG 2.2 AA and its width, in both languages.
func TestHeedInTheBrowser(t *testing.T) {
	h, issue, _, _ := guardedWork(t)
	for _, view := range webtest.Views {
		tab := h.enter(view, "luis")
		for _, lang := range []string{"en", "es"} {
			tab.Go(h.url + ticketPath(issue) + "?lang=" + lang)
			tab.Wait("#guarded .banner")
			tab.Check()
			tab.Shot("console-guarded-" + lang)
		}
	}
}
