package portal_test

import (
	"net/http"
	"net/url"
	"testing"

	answers "switchboard/internal/core/form"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
)

// Nobody approves what they have not read: where who asks answers something else while the page is open, it is shown anew with what was
// written, by the link as signed in.
func TestApprovalOfWhatWasRead(t *testing.T) {
	h, _, id := wantsUser(t)
	byLink, signed := h.browse(""), h.browse("sue.allard")
	byLink.get("/approve?pass=" + h.link(id))
	signed.get("/approvals").get(firstApproval(signed))
	_, err := h.FillForm(t.Context(), h.dana, desk.On{Ticket: id}, desk.Filled{Answers: answers.Answers{"person": {"Somebody Else"}}, Reason: "Another one"})
	h.must(err)
	yes := url.Values{"decision": {"yes"}, "text": {"Welcome, Rosa"}}
	for name, b := range map[string]*browser{"by the link": byLink, "signed in": signed} {
		b.post("main form", yes).expect(http.StatusConflict)
		b.says("main", "Somebody Else", "has been changed since you opened it")
		if got := b.Doc.Find("main form textarea").Text(); got != "Welcome, Rosa" {
			t.Errorf("%s: what was written is %q", name, got)
		}
		if got := h.state(id); got != ticket.StateWaiting {
			t.Fatalf("%s: what nobody has read is %s", name, got)
		}
	}
	_, err = h.Note(t.Context(), h.luis, desk.On{Ticket: id}, "Ready when they are.")
	h.must(err)
	byLink.post("main form", yes).expect(http.StatusOK)
	if got := h.state(id); got != ticket.StateApproved {
		t.Errorf("with what they have read it is %s", got)
	}
}

func firstApproval(b *browser) string {
	return b.Doc.Find("main a[href^='/approvals/']").AttrOr("href", "")
}
