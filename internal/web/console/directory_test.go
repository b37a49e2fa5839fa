package console_test

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/roster"
	"switchboard/internal/desk"
	"switchboard/internal/webtest"
)

// list takes a list of the directory in.
func (h *house) list(kind roster.Kind, text string) {
	h.t.Helper()
	r, err := h.ImportRoster(context.Background(), access.System, desk.Roster{Kind: kind, Data: []byte(text)})
	if err != nil || r.Refused > 0 {
		h.t.Fatal(err, r.Refusals)
	}
}

// directory is a desk whose directory knows something.
func directory(t *testing.T) (*house, int64) {
	h := open(t, "colorado")
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	h.person("sue", "Sue Ames", people.Customer, "Revenue")
	h.person("tess", "Tess Park", people.Customer, "Technology")
	h.person("luis", "Luis Ortega", people.Analyst, "", "desk")
	h.person("mona", "Mona Reyes", people.Manager, "", "desk")
	h.list(roster.Agencies, "key,name,name_es,branch,supported_from,services,notes\nRevenue,Department of Revenue,Departamento de Hacienda,executive,2020-01-01,email network,\"Tax ledger runs on the mainframe.\nCall room 4 first.\"\n")
	h.list(roster.People, "email,supervisor,second_phone,prefers,alternate,department,language\ndana@example.gov,sue@example.gov,303-555-0199,second,Sam next door,Collections,es\n")
	h.list(roster.Devices, "tag,kind,model,owner,person,agency,supported\nST-1,laptop,Latitude,state,dana@example.gov,Revenue,yes\nPR-9,phone,Pixel,private,dana@example.gov,Revenue,no\n")
	h.list(roster.Arrangements, "ref,agency,what,until\nMOU-14,Revenue,Support on Saturdays,2026-12-31\nMOU-01,Revenue,Old one,2025-12-31\n")
	h.list(roster.Consultants, "agency,person,deputy\nRevenue,tess@example.gov,no\n")
	h.ask(dana, desk.Request{Subject: "Scanner is slow", Service: "computer"})
	return h, h.ask(dana, desk.Request{Subject: "Mail does not arrive", Service: "email"})
}

// CO-10, ME-10: beside the ticket stands who asks, how to reach them, their agency with who speaks for it and its notes, their
// devices and whose they are (ME-03), what else they asked for, and by which line they may ask (CO-03).
func TestRequesterBeside(t *testing.T) {
	h, id := directory(t)
	p := h.signIn("luis").get(ticketPath(id), 200)
	for _, want := range []string{"Dana Whitfield", "the second phone", "303-555-0199", "Sam next door", "Collections", "Sue Ames", "Spanish",
		"Department of Revenue", "Tess Park", "MOU-14", "Support on Saturdays", "Tax ledger runs on the mainframe.", "2 devices", "ST-1, laptop, Latitude",
		"the state's", "private, not supported", "Tickets: 2 open, 0 past", "Scanner is slow", "All agency staff supported by OIT"} {
		p.has(t, "#about", want)
	}
	if strings.Contains(p.text("#about"), "CO-03") {
		t.Error("a reference that only the definition's authors can follow is shown")
	}
	if strings.Contains(p.text("#about"), "MOU-01") {
		t.Error("an arrangement that is over is shown")
	}
	stranger := h.person("stan", "Stan Moss", people.Customer, "Some Town")
	other := h.ask(stranger, desk.Request{Subject: "Can you help?", Service: "email"})
	h.signIn("luis").get(ticketPath(other), 200).has(t, "#about", "Not known; the directory cannot tell")
}

// The pages of the directory: who may look looks, who may change changes, and what is wrong is said at its field.
func TestDirectoryPages(t *testing.T) {
	h, _ := directory(t)
	luis, mona := h.signIn("luis"), h.signIn("mona")
	luis.get("/console/people?name=WHIT", 200).has(t, "main table", "Dana Whitfield")
	if p := luis.get("/console/people?name=%25", 200); strings.Contains(p.text("main"), "Dana") {
		t.Error("a wildcard was taken for one")
	}
	luis.get("/console/people?agency=Technology", 200).has(t, "main table", "Tess Park")
	person := "/console/people/" + strconv.FormatInt(int64(h.people["dana"].ID), 10)
	luis.get(person, 200).has(t, "main", "Collections")
	luis.get("/console/agencies", 200).has(t, "main table", "Department of Revenue")
	agency := luis.get("/console/agency?key=Revenue", 200)
	agency.has(t, "main", "Call room 4 first.")
	agency.has(t, "main", "until Thursday, December 31")
	if agency.Find("main form").Length()+luis.get(person, 200).Find("main form").Length() > 0 {
		t.Error("an analyst is offered to change the directory")
	}
	luis.get("/console/directory", http.StatusForbidden)
	luis.get("/console/directory/people.csv", http.StatusForbidden)
	h.signIn("dana").get("/console/people", http.StatusForbidden)
	luis.get("/console/people/99999", http.StatusNotFound)
	luis.get("/console/agency", http.StatusNotFound)

	form := `form:has(button[value=agency])`
	wrong := mona.send(mona.get("/console/agency?key=Revenue", 200), form, url.Values{"services": {"fax"}, "do": {"agency"}}, http.StatusUnprocessableEntity)
	wrong.has(t, ".problems", "fax")
	mona.send(mona.get("/console/agency?key=Revenue", 200), form, url.Values{"supported_until": {"2026-12-31"}, "managers_see": {"lines"}, "do": {"agency"}}, 200).
		has(t, "main", "to Thursday, December 31")
	mona.send(mona.get("/console/agency?key=Revenue", 200), `form:has(button[value=consultant])`,
		url.Values{"person": {"sue@example.gov"}, "deputy": {"yes"}, "do": {"consultant"}}, 200).has(t, "main table", "Sue Ames")
	mona.send(mona.get("/console/agency?key=Revenue", 200), `form:has(button[value=consultant])`,
		url.Values{"person": {"who@example.gov"}, "do": {"consultant"}}, http.StatusUnprocessableEntity).has(t, ".problems", "here is no person with the address who@example.gov")
	if form := mona.get("/console/agency?key=Revenue&lang=es", 200); strings.Contains(form.text("main"), "{") {
		t.Errorf("a word lacks what fills it: %.2000s", form.text("main"))
	}
	mona.get("/console/agency?key=Revenue&lang=en", 200)
	mona.send(mona.get("/console/agency?key=Courts", 200), `form:has(button[value=arrangement])`,
		url.Values{"ref": {"MOU-2"}, "what": {"VPN"}, "do": {"arrangement"}}, 200).has(t, "main", "MOU-2")
	mona.send(mona.get(person, 200), `form[action="`+person+`"]`, url.Values{"supervisor": {"tess@example.gov"}}, 200).has(t, "main", "Tess Park")
	mona.send(mona.get(person, 200), `form[action="`+person+`"]`, url.Values{"supervisor": {"dana@example.gov"}}, http.StatusUnprocessableEntity).
		has(t, ".problems", "obody is their own supervisor")
}

// upload sends the form of lists with a file.
func (b *browser) upload(kind, do, file string, want int) page {
	b.h.t.Helper()
	token := b.get("/console/directory", 200).Find(`form[action="/console/directory"] input[name=csrf], form[action="/console/directory"] input[type=hidden]`).First()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, value := range map[string]string{token.AttrOr("name", ""): token.AttrOr("value", ""), "kind": kind, "do": do} {
		if err := w.WriteField(name, value); err != nil {
			b.h.t.Fatal(err)
		}
	}
	part, err := w.CreateFormFile("files", kind+".csv")
	if err == nil {
		_, err = io.WriteString(part, file)
	}
	if err != nil || w.Close() != nil {
		b.h.t.Fatal(err)
	}
	answer, err := b.client.Post(b.h.url+"/console/directory", w.FormDataContentType(), &body)
	return b.read(answer, err, want)
}

// A list is checked before it is taken in, and says what is wrong with which line; what goes out is text for every spreadsheet.
func TestLists(t *testing.T) {
	h, _ := directory(t)
	mona := h.signIn("mona")
	file := "email,name,role\nned@example.gov,=1+1,\nann@example.gov,Ann,lead\nnot,,\n"
	checked := mona.upload("people", "check", file, 200)
	checked.has(t, "#report", "Would be: 1 added, 0 changed, 0 left as they are, 2 refused")
	checked.has(t, "main table", "nly an administrator gives or takes a role")
	if p := mona.get("/console/people?name=ned", 200); strings.Contains(p.text("main"), "ned@example.gov") {
		t.Error("a check changed something")
	}
	taken := mona.send(checked, `form[action="/console/directory"]`, url.Values{"do": {"take"}}, 200) // its text was carried
	taken.has(t, "#report", "1 added, 0 changed, 0 left as they are, 2 refused")
	mona.upload("people", "take", file, 200).has(t, "#report", "0 added, 0 changed, 1 left as they are")
	mona.upload("wizards", "take", file, http.StatusUnprocessableEntity).has(t, ".problems", "wizards")
	mona.upload("people", "take", "", http.StatusUnprocessableEntity).has(t, ".problems", "he first line names the columns")
	answer, err := mona.client.Get(h.url + "/console/directory/people.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	out, err := io.ReadAll(answer.Body)
	if err != nil || !strings.Contains(string(out), "ned@example.gov,'=1+1,") || answer.Header.Get("Content-Disposition") != `attachment; filename="people.csv"` {
		t.Errorf("%v, %q: %s", err, answer.Header, out)
	}
	mona.upload("people", "check", string(out), 200).has(t, "#report", "0 added, 0 changed")
	mona.get("/console/directory/wizards.csv", http.StatusNotFound)
}

// Every page of the directory is sound in a browser, at every width, in both languages.
func TestDirectoryInABrowser(t *testing.T) {
	h, id := directory(t)
	person := "/console/people/" + strconv.FormatInt(int64(h.people["dana"].ID), 10)
	for _, view := range webtest.Views {
		tab := h.enter(view, "mona")
		for _, path := range []string{"/console/people", person, "/console/agencies", "/console/agency?key=Revenue", "/console/directory", ticketPath(id)} {
			for _, lang := range []string{"en", "es"} {
				at := path + "?lang=" + lang
				if strings.Contains(path, "?") {
					at = path + "&lang=" + lang
				}
				tab.Go(h.url + at)
				tab.Check()
				tab.Shot("directory-" + strings.NewReplacer("/", "-", "?", "-", "=", "-").Replace(path) + "-" + lang)
			}
		}
	}
}
