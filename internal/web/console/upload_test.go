package console_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
)

// attach posts a form as a browser does that sends files with it; "answers.quote:a.pdf" answers a question by one.
func (b *browser) attach(p page, form string, values url.Values, files map[string][]byte, want int) page {
	b.h.t.Helper()
	f := p.Find(form).First()
	if f.AttrOr("enctype", "") != "multipart/form-data" {
		b.h.t.Fatalf("%s: the form %s takes no files", p.path, form)
	}
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, name := range []string{"csrf", "seen", "view", "key"} {
		if in := f.Find(`[name="` + name + `"]`); in.Length() > 0 {
			_ = w.WriteField(name, in.AttrOr("value", ""))
		}
	}
	for name := range values {
		for _, v := range values[name] {
			_ = w.WriteField(name, v)
		}
	}
	for name, content := range files {
		field, file, asked := strings.Cut(name, ":")
		if !asked {
			field, file = "files", name
		}
		if f.Find(`input[type=file][name="`+field+`"]`).Length() != 1 {
			b.h.t.Fatalf("%s: the form %s takes no files as %s", p.path, form, field)
		}
		part, err := w.CreateFormFile(field, file)
		if err != nil {
			b.h.t.Fatal(err)
		}
		part.Write(content)
	}
	w.Close()
	req, err := http.NewRequest("POST", b.h.url+f.AttrOr("action", ""), &body)
	if err != nil {
		b.h.t.Fatal(err)
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	answer, err := b.client.Do(req)
	return b.read(answer, err, want)
}

// A reply and a note bring files; what is too large is named, and the text that came with it stays.
func TestFilesOfAReply(t *testing.T) {
	h := open(t, "colorado")
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	h.person("luis", "Luis Ortega", people.Analyst, "", "service_desk")
	id := h.ask(dana, desk.Request{Subject: "Printer", Type: "incident"})
	b := h.signIn("luis")
	p := b.get(ticketPath(id)+"?do=reply", 200)
	b.attach(p, formOf(id, "reply"), url.Values{"body": {"Print with this"}}, map[string][]byte{"driver.zip": []byte("PK")}, 200)
	b.attach(b.get(ticketPath(id)+"?do=note", 200), formOf(id, "note"), url.Values{"body": {""}}, map[string][]byte{"print.log": []byte("x")}, 200)
	sheet, err := h.Ticket(context.Background(), dana, id)
	if err != nil {
		t.Fatal(err)
	}
	last := sheet.Entries[len(sheet.Entries)-1].Event
	if files := ticket.FilesOf(last); len(files) != 1 || files[0].Name != "driver.zip" || files[0].Size != 2 {
		t.Errorf("the customer sees %+v", last)
	}
	p = b.attach(b.get(ticketPath(id)+"?do=reply", 200), formOf(id, "reply"), url.Values{"body": {"A long text that took an hour"}},
		map[string][]byte{"disk.iso": make([]byte, desk.MaxFile+1)}, 422)
	p.has(t, ".problems", `"disk.iso" is larger than 20 MB`)
	p.has(t, "#act textarea", "A long text that took an hour")
	if href := p.Find(".problems a").AttrOr("href", ""); href != "#f-files" {
		t.Errorf("the problem leads to %q", href)
	}
}

// The form for a call takes files too; without words in the subject nothing is opened, and the files are asked for again.
func TestFilesOfACall(t *testing.T) {
	h := open(t, "colorado")
	h.person("luis", "Luis Ortega", people.Analyst, "", "service_desk")
	b := h.signIn("luis")
	form := `form[action="/console/new"]`
	call := url.Values{"email": {"dana@example.gov"}, "type": {"incident"}, "channel": {"phone"}}
	p := b.attach(b.get("/console/new", 200), form, call, map[string][]byte{"a.txt": []byte("a")}, 422)
	p.has(t, ".problems", "Choose the files again")
	call.Set("subject", "Printer")
	p = b.attach(p, form, call, map[string][]byte{"a.txt": []byte("a")}, 200)
	if !strings.HasPrefix(p.path, "/console/tickets/") {
		t.Errorf("it leads to %s", p.path)
	}
}
