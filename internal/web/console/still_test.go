package console_test

import (
	"strconv"
	"testing"

	"switchboard/internal/webtest"
)

// A page that comes in pieces does not move as it grows: while only the beginning of a ticket is there, the notice above it
// has its own height, and what is left over belongs to the ticket. On a slow line the timeline moved by 0.2 else.
func TestNoticeTakesNoMoreThanItNeeds(t *testing.T) {
	h, waiting := busy(t)
	tab := h.enter(webtest.View{Width: 320}, "luis")
	tab.Go(h.url + "/console/tickets/" + strconv.FormatInt(waiting, 10) + "?do=note")
	tab.Fill("#act textarea", "Called, no answer.")
	tab.Follow("#act form .verbs button.btn")
	tab.Wait(".notice")
	spare := webtest.Eval[float64](tab, `(() => {
		for (const part of document.querySelectorAll("#item .body > :not(.notice), #about")) part.hidden = true;
		return document.querySelector(".notice").offsetHeight - document.querySelector(".notice .banner").offsetHeight;
	})()`)
	if spare > 1 {
		t.Errorf("the notice has %.0f px to spare, which the ticket takes from it as it comes", spare)
	}
}
