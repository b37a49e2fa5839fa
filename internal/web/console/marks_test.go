package console_test

import (
	"context"
	"testing"

	"switchboard/internal/core/people"
	"switchboard/internal/desk"
)

// What people write with marks is shown with them, and what looks like a tag is text (DESIGN 9.4).
func TestMarksOfAText(t *testing.T) {
	h := open(t, "colorado")
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	luis := h.person("luis", "Luis Ortega", people.Analyst, "", "service_desk")
	id := h.ask(dana, desk.Request{Subject: "Printer", Type: "incident", Description: "It says:\n\n- no paper\n- no ink\n\nat \\\\files\\print <script>x</script>"})
	if _, err := h.Reply(context.Background(), luis, desk.On{Ticket: id}, "See [the page](https://example.gov/print)"); err != nil {
		t.Fatal(err)
	}
	p := h.signIn("luis").get(ticketPath(id), 200)
	if n := p.Find(".time .from .rich li").Length(); n != 2 {
		t.Errorf("%d points of the list are shown, want 2", n)
	}
	p.has(t, ".time .from .rich", `at \\files\print <script>x</script>`)
	p.has(t, ".time .desk .rich", "the page (https://example.gov/print)")
	if rel := p.Find(".time .desk a").AttrOr("rel", ""); rel != "nofollow noreferrer noopener" {
		t.Errorf("the link has rel=%q", rel)
	}
}
