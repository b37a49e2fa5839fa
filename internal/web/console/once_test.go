package console_test

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/access"
)

// A form that is sent again, since its answer was lost, is done once: a reply that waits, one that is out, a note, a task. What
// comes again with other words is something else. ASKS 17
func TestFormSentAgain(t *testing.T) {
	h, id := writers(t)
	b := h.signIn("ann")
	for _, wait := range []int{10, 0} {
		if err := h.ChooseUndo(context.Background(), h.people["ann"], wait); err != nil {
			t.Fatal(err)
		}
		for verb, words := range map[string]url.Values{
			"reply": {"body": {"Restart it, " + strconv.Itoa(wait)}},
			"note":  {"body": {"Seen, " + strconv.Itoa(wait)}},
			"task":  {"team": {"network"}, "step": {"Measure, " + strconv.Itoa(wait)}},
		} {
			form := b.get(ticketPath(id)+"?do="+verb, 200)
			if again := b.send(form, formOf(id, verb), words, 200); strings.Contains(again.text(".notice"), "before") {
				t.Errorf("the first %s is taken for a second", verb)
			}
			b.send(form, formOf(id, verb), words, 200).has(t, ".notice", "This was sent before. It was done once.")
		}
	}
	form := b.get(ticketPath(id)+"?do=note", 200)
	b.send(form, formOf(id, "note"), url.Values{"body": {"One"}}, 200)
	b.send(form, formOf(id, "note"), url.Values{"body": {"Two"}}, 200)
	h.Pass(10 * time.Second)
	h.publish("ann")
	sheet, err := h.Ticket(context.Background(), access.System, id)
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, e := range sheet.Entries {
		count[e.Event.Name()]++
	}
	if count["ticket.replied"] != 2 || count["ticket.noted"] != 4 || count["ticket.task_opened"] != 2 {
		t.Errorf("the ticket has %v", count)
	}
}
