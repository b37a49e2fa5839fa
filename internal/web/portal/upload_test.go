package portal_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
)

// attach posts a form as a browser does that sends files with it; "answers.quote:a.pdf" answers a question by one.
func (b *browser) attach(form string, values url.Values, files map[string][]byte) *browser {
	b.h.t.Helper()
	f := b.Doc.Find(form).First()
	if f.AttrOr("enctype", "") != "multipart/form-data" {
		b.h.t.Fatalf("the form %s takes no files", form)
	}
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, v := range b.filled(f, values) {
		b.h.must(w.WriteField(name, v[0]))
	}
	for name, content := range files {
		field, file, asked := strings.Cut(name, ":")
		if !asked {
			field, file = "files", name
		}
		if f.Find(`input[type=file][name="`+field+`"]`).Length() != 1 {
			b.h.t.Fatalf("the form %s takes no files as %s", form, field)
		}
		part, err := w.CreateFormFile(field, file)
		b.h.must(err)
		part.Write(content)
	}
	b.h.must(w.Close())
	req, err := http.NewRequest(http.MethodPost, b.h.url+f.AttrOr("action", ""), &body)
	b.h.must(err)
	req.Header.Set("Content-Type", w.FormDataContentType())
	return b.take(b.client.Do(req))
}

// Whoever asks sends files with the request, with a message and with an answer; files alone are a message too.
func TestFilesOfTheCustomer(t *testing.T) {
	h := open(t, "colorado", friday)
	b := h.browse("dana.whitfield").get("/ask")
	b.attach("form[action='/ask']", form("subject", "The screen is blue", "type", "incident"), map[string][]byte{"screen.png": []byte("\x89PNG\r\n\x1a\n")})
	b.expect(200)
	b.attach("form[action$='/write']", form("text", ""), map[string][]byte{"log.txt": []byte("x")})
	b.says(".notice", "Your message has arrived.")
	h.accepts(100001)
	h.asks(100001)
	b.get(at(100001)).attach("form[action$='/answer']", form("text", "This one"), map[string][]byte{"plate.jpg": []byte("x")})
	b.says(".notice", "Your answer has arrived.")
	sheet, err := h.Ticket(t.Context(), h.dana, 100001)
	h.must(err)
	var names []string
	for _, e := range sheet.Entries {
		for _, f := range ticket.FilesOf(e.Event) {
			names = append(names, f.Name)
		}
	}
	if len(names) != 3 || names[0] != "screen.png" || names[1] != "log.txt" || names[2] != "plate.jpg" {
		t.Errorf("the ticket has the files %q", names)
	}
}

// A file that is too large is named, the text stays, and nothing is opened.
func TestTooLargeFileOfTheCustomer(t *testing.T) {
	h := open(t, "colorado", friday)
	b := h.browse("dana.whitfield").get("/ask")
	b.attach("form[action='/ask']", form("subject", "The screen is blue", "type", "incident", "description", "It took me an hour to write this."),
		map[string][]byte{"film.mp4": make([]byte, desk.MaxFile+1)}).expect(422)
	b.says(".problems", `"film.mp4" is larger than 20 MB`)
	b.says("#f-description", "It took me an hour to write this.")
	b.get("/tickets").has(".list li", 0)
}

// Of somebody who is not signed in no file is kept, and the text is carried through signing in.
func TestFilesOfNobody(t *testing.T) {
	h := open(t, "colorado", friday)
	b := h.browse("dana.whitfield").get("/ask")
	b.client.Jar = nil
	b.attach("form[action='/ask']", form("subject", "The screen is blue"), map[string][]byte{"a.txt": []byte("a")})
	if !strings.HasPrefix(b.Path, "/signin?back=%2Fask%3F") || !strings.Contains(b.Path, "screen") {
		t.Errorf("it ends at %s", b.Path)
	}
}

// While as much of somebody's is on its way as may be, the page says so at the files and keeps the words; no more is read.
func TestFilesWaitTheirTurn(t *testing.T) {
	h := open(t, "colorado", friday)
	done, err := h.Sending(h.dana.ID, 64<<20)
	h.must(err)
	b := h.browse("dana.whitfield").get("/ask")
	send := func() *browser {
		return b.attach("form[action='/ask']", form("subject", "The screen is blue", "type", "incident"), files{"screen.png": make([]byte, 1<<20)})
	}
	send().expect(422)
	b.says(".problems a[href='#f-files']", "still on their way")
	if got, _ := b.Doc.Find("#f-subject").Attr("value"); got != "The screen is blue" {
		t.Errorf("the subject is %q", got)
	}
	done()
	for range 80 { // each makes room again
		send().expect(200)
		b.get("/ask")
	}
}
