package portal_test

import (
	"testing"

	"switchboard/internal/desk"
	"switchboard/internal/webtest"
)

const fileDesk = "../../desk/testdata/forms.yaml"

type files map[string][]byte

// Questions that are answered by files, without script: what is missing or too large is said at its question, the file lies on
// the ticket beside the question, and other files take its place later.
func TestFilesThatAnswer(t *testing.T) {
	h := open(t, fileDesk, friday)
	b := h.browse("dana.whitfield").get("/ask?type=purchase")
	b.has("[id='f-answers.quote'][required][multiple]", 1)
	b.has("[id='f-answers.plan'][required], [id='f-answers.plan'][multiple][data-most='2']", 0)
	send := "form[action='/ask']"
	wanted := form("subject", "A plotter", "type", "purchase", "answers.cost", "500")
	b.attach(send, wanted, files{"answers.plan:plan.png": []byte("x")}).expect(422)
	b.has(".problems a[href='#f-answers.quote']", 1)
	b.says(".problems", "Attach a file here", "Choose the files again")
	b.has(".problems a[href='#f-answers.plan']", 0)
	b.attach(send, wanted, files{"answers.quote:film.mp4": make([]byte, desk.MaxFile+1), "answers.plan:plan.png": []byte("x")}).expect(422)
	b.says(".problems a[href='#f-answers.quote']", `"film.mp4" is larger than 20 MB`)
	b.has("[id='f-answers.quote'][aria-invalid=true]", 1)
	b.attach(send, wanted, files{"answers.quote:1.pdf": []byte("x"), "answers.plan:plan.png": []byte("x"), "note.txt": []byte("x")}).expect(200)
	if b.Path != at(100001) {
		t.Fatalf("sending ends at %s: %s", b.Path, b.Doc.Find(".problems").Text())
	}
	b.has("#told .files a[href^='/files/']", 2)
	b.says("#told", "1.pdf", "plan.png")

	b.get(at(100001)+"/form").has("input[type=checkbox][name='answers.quote'][value='1.pdf'][checked]", 1)
	b.attach("form[action$='/form']", form("reason", "A better one"), files{"answers.quote:2.pdf": []byte("x")}).expect(200)
	b.says("#told", "1.pdf", "2.pdf", "plan.png")
	b.get(at(100001) + "/form")
	b.Doc.Find("input[value='1.pdf']").RemoveAttr("checked")
	b.attach("form[action$='/form']", form("reason", "The first was wrong"), nil).expect(200)
	b.has("#told .files a", 2)
	b.says("main", "1.pdf", "A better one") // what was sent stays on the ticket
}

// With script the second file has its own input and list, on a phone as on a desk.
func TestFilesThatAnswerLook(t *testing.T) {
	for _, view := range []langView{{webtest.View{}, "en"}, {webtest.View{Width: 320, Dark: true}, "es"}} {
		h := open(t, fileDesk, friday)
		tab := webtest.Open(t, view.View)
		tab.Go(h.url + "/signin?back=/ask&lang=" + view.lang)
		tab.Fill("#f-email", "dana.whitfield@example.gov")
		tab.Fill("#f-password", password)
		tab.Follow("main form button")
		tab.Go(h.url + "/ask?type=purchase&lang=" + view.lang)
		give := func(field, name string) {
			t.Helper()
			webtest.Eval[bool](tab, `(() => { const i = document.querySelector("[name='`+field+`']"), d = new DataTransfer();
				d.items.add(new File(["x"], "`+name+`")); i.files = d.files; return i.dispatchEvent(new Event("change", {bubbles: true})) })()`)
		}
		give("files", "photo.png")
		give("answers.quote", "offer.pdf")
		tab.Fill("#f-subject", "A plotter")
		tab.Fill("[name='answers.cost']", "500")
		give("answers.plan", "plan.pdf")
		give("answers.quote", "wrong.pdf")
		tab.Click(".attach:has([id='f-answers.quote']) .chosen li:nth-child(2) button")
		if got := webtest.Eval[string](tab, `[...document.querySelectorAll("input[type=file]")].map(i => i.name + "=" + [...i.files].map(f => f.name)).join(" ")`); got != "files=photo.png answers.quote=offer.pdf answers.plan=plan.pdf" {
			t.Errorf("the inputs hold %s", got)
		}
		shoot(t, tab, view, "small", "ask-files")
		tab.Follow("main form .verbs .btn")
		tab.Expect("#told", "offer.pdf")
		shoot(t, tab, view, "small", "ticket-files")
		tab.Go(tab.Address() + "/form")
		shoot(t, tab, view, "small", "form-files")
	}
}
