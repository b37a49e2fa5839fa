package server_test

// twoAtOnce: both open one ticket and write; the second is asked before their reply goes over a newer one.
func twoAtOnce(a *analyst, c *call) {
	other := a.staff[ann]
	other.finds(c)
	a.finds(c)
	other.begins("r", "reply")
	theirs := a.tells("Is it the cable?", c)
	other.fills("body", theirs)
	a.reads("#present", "Ann Cho is writing")
	a.begins("r", "reply")
	mine := a.tells("Please try another input.", c)
	a.fills("body", mine)
	other.sends()
	other.sendsNow()
	a.reads("#time", theirs)
	if status := a.tab.Turn(func() { a.tab.Ctrl('\r') }); status != 409 {
		a.t.Errorf("a reply over a newer one is answered %d, want a question", status)
	}
	a.tab.Expect("#act", theirs)
	if got := a.holds("#act #f-body"); got != mine {
		a.t.Errorf("after the question the form holds %q, want %q", got, mine)
	}
	a.tab.Check()
	a.tab.Click("#act #f-body")
	a.sends()
	a.sendsNow()
}

// lineLost: the connection goes in the middle of a reply, and comes back.
func lineLost(a *analyst, c *call) {
	a.finds(c)
	a.begins("r", "reply")
	a.tab.Press("Have you tried ")
	a.tab.Offline(true)
	a.tab.Press(a.tells("another charger?", c))
	text := a.holds("#act #f-body")
	a.reads("[data-draft-says]", "no connection")
	a.tab.Ctrl('\r')
	if got := a.holds("#act #f-body"); got != text {
		a.t.Errorf("sent into nothing, the form holds %q, want %q", got, text)
	}
	a.tab.Offline(false)
	a.reads("[data-draft-says]", "Draft saved")
	a.sends()
	a.sendsNow()
}

// answerLost: the desk takes a note and a reply, and the line breaks before it can say so. The analyst sends them again.
func answerLost(a *analyst, c *call) {
	a.finds(c)
	for _, form := range []struct{ key, verb, text string }{
		{"n", "note", a.says("Third of this kind today.", c)},
		{"r", "reply", a.tells("We bring you another reader.", c)},
	} {
		a.begins(form.key, form.verb)
		a.fills("body", form.text)
		a.tab.Lose(a.line, func() { a.tab.Ctrl('\r') })
		a.tab.Again()
		a.tab.Expect(".notice", "It was done once.")
	}
}

// deskKilled: the desk dies while a reply waits and a draft is open, and is started again.
func deskKilled(what string) play {
	return func(a *analyst, c *call) {
		waits, other := a.left[what][0], a.staff[luis]
		other.finds(waits)
		reply := other.replies(waits, "Please open the left door.")
		other.tab.Wait("#outgoing [data-goes]")
		a.finds(c)
		a.begins("n", "note")
		draft := a.says("says Bo: the one of the catalog,", c)
		a.fills("body", draft)
		a.reads("[data-draft-says]", "Draft saved")
		a.kill()
		a.tab.Press(" not")
		a.reads("[data-draft-says]", "no connection")
		a.open()
		a.reads("[data-draft-says]", "Draft saved")
		if got := a.holds("#act #f-body"); got != draft+" not" {
			a.t.Errorf("the draft is %q, want %q", got, draft+" not")
		}
		other.reads("#time", reply)
		other.tab.Until("!document.querySelector('#outgoing [data-goes]')")
		a.letterWith(reply)
	}
}
