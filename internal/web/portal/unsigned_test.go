package portal_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"switchboard/internal/core/access"
	"switchboard/internal/core/notice"
	"switchboard/internal/core/notice/letter"
	"switchboard/internal/core/wording"
	"switchboard/internal/eventlog"
	"switchboard/internal/follow/notify"
	"switchboard/internal/store"
)

// Whoever is locked out asks without signing in: once however often it is sent, as a claim that shows them nothing, and that
// writes nobody a letter with words of theirs (DESIGN 9.2).
// CO-13
func TestAskUnsigned(t *testing.T) {
	h := open(t, "maine", friday)
	b := h.browse("").get("/")
	b.says("main", "Cannot sign in? Ask without")
	b.get("/ask/unsigned").expect(200)
	words := url.Values{"subject": {"My password is not taken"}, "name": {"Dana W."}, "email": {"dana.whitfield@example.gov"}, "phone": {"207 555 0100"}}
	for _, missing := range []string{"subject", "name", "email"} {
		some := url.Values{}
		for k, v := range words {
			some[k] = v
		}
		some.Set(missing, " ")
		h.browse("").get("/ask/unsigned").post("form[action='/ask/unsigned']", some).expect(422)
	}
	b = h.browse("").get("/ask/unsigned")
	form := b.filled(b.Doc.Find("form[action='/ask/unsigned']"), words)
	b.send("/ask/unsigned", form).expect(200)
	number := strings.TrimSuffix(strings.Fields(b.text("main .lead"))[5], ".")
	b.says("main", "We write to dana.whitfield@example.gov")
	if b.send("/ask/unsigned", form); !strings.Contains(b.text("main .lead"), number) {
		t.Errorf("sent again it is %s", b.text("main .lead"))
	}
	b.get("/tickets/" + number)
	if !strings.HasPrefix(b.Path, "/signin") {
		t.Errorf("who asked sees %s", b.Path)
	}
	var id int64
	_, err := fmt.Sscan(number, &id)
	h.must(err)
	sheet, err := h.Ticket(t.Context(), access.System, id)
	h.must(err)
	if in := sheet.Ticket.Request; !in.Claimed || in.Requester != h.dana.ID || in.Phone != "207 555 0100" || sheet.People[h.dana.ID].Name != "Dana Whitfield" {
		t.Errorf("it is %+v", in)
	}
	h.must(eventlog.Drain(t.Context(), h.DB, notify.Follower(notify.Config{Domain: "desk.example.gov", DeskTeam: func() string { return "desk" }})))
	letters, err := store.LettersOf(t.Context(), h.DB.Reader(), id)
	h.must(err)
	post, err := h.Post(t.Context(), access.System, letters[0].ID)
	h.must(err)
	catalogue, err := wording.Load()
	h.must(err)
	l := letter.Write(catalogue.Printer(wording.English, catalogue.Vocabulary(h.Definition().Words.Roles())), post.Facts)
	if letters[0].Kind != string(notice.Acknowledged) || strings.Contains(l.Subject+l.Text, "password") {
		t.Errorf("the %s says %s\n%s", letters[0].Kind, l.Subject, l.Text)
	}
}

// A form that anybody can send is bounded.
func TestAskUnsignedIsBounded(t *testing.T) {
	h := open(t, "maine", friday)
	b := h.browse("")
	for i := range 4 {
		b.get("/ask/unsigned").post("form[action='/ask/unsigned']", url.Values{"subject": {fmt.Sprint("Help ", i)}, "name": {"X"}, "email": {[]string{"x@example.com", "X@example.com", " x@EXAMPLE.com", "x@Example.com"}[i]}})
		if want := map[bool]int{true: 200, false: 429}[i < 3]; b.Status != want {
			t.Fatalf("the %d. answers %d: %s", i+1, b.Status, b.text("main"))
		}
	}
	b.get("/ask/unsigned").post("form[action='/ask/unsigned']", url.Values{"subject": {"Help"}, "name": {"Y"}, "email": {"y@example.com"}}).expect(200)
}
