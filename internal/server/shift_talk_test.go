package server_test

import "switchboard/internal/webtest"

// solvedOnThePhone is a call that is logged and resolved on one screen, from the first key to the last.
func solvedOnThePhone(a *analyst, c *call) {
	a.logs(c, a.tells("Done together; it works.", c))
	a.first++
}

// solved is a short request that the first reader can answer.
func solved(a *analyst, c *call) {
	a.finds(c)
	a.resolves(c, "It is in the drawer.")
	a.first++
}

// leftFor leaves a contact for something that comes later.
func leftFor(what string) play {
	return func(a *analyst, c *call) { a.left[what] = append(a.left[what], c) }
}

// savedReplyAndMention: a text that is kept is put in at the caret, and a colleague is named in a note.
func savedReplyAndMention(a *analyst, c *call) {
	a.finds(c)
	a.begins("r", "reply")
	a.tab.Press("/Restart")
	a.tab.Wait("#offers [aria-selected=true]")
	a.tab.Press("\r " + a.tells("Then call me.", c))
	a.sends()
	a.begins("n", "note")
	a.tab.Press("@Ann")
	a.tab.Wait("#offers [aria-selected=true]")
	a.tab.Press("\r " + a.says("please look at the ribbon.", c))
	a.sends()
	a.resolves(c, "A new ribbon is in.")
	a.first++
}

// questionAndAnswer: the answer comes into the open page by itself.
func questionAndAnswer(a *analyst, c *call) {
	a.finds(c)
	a.does("q", "ask", "question", a.tells("In which room?", c))
	answer := a.says("Only in the office.", c)
	a.posts(c.who, path(c, "answers"), map[string]any{"body": answer})
	a.reads("#time", answer)
	a.resolves(c, "The access point was replaced.")
}

// articleSent: what helps stands beside the ticket and goes with the reply.
func articleSent(a *analyst, c *call) {
	a.finds(c)
	a.begins("r", "reply")
	a.fills("body", a.tells("All of it is on this page.", c))
	a.tab.Click("#about a[data-insert]")
	a.tab.Until("document.querySelector('#act #f-body').value.includes('/articles/')")
	a.sends()
	a.sendsNow()
	a.reads("#time", "/articles/")
}

// replyTakenBack: a reply is taken back in time, written to its end and sent.
func replyTakenBack(a *analyst, c *call) {
	a.finds(c)
	half := a.replies(c, "Please clean the")
	a.tab.Wait("#outgoing [data-goes]")
	a.ready()
	a.tab.Turn(func() { a.tab.Press("Z") })
	if got := a.holds("#act #f-body"); got != half {
		a.t.Errorf("taken back, the reply is %q, want %q", got, half)
	}
	a.fills("body", "The glass first. "+half)
	a.sends()
	a.sendsNow()
	a.tab.Expect("#time", "The glass first. "+half)
}

// answerByMail: the customer answers the letter, and not the page.
func answerByMail(a *analyst, c *call) {
	a.finds(c)
	question := a.tells("What does it ask for?", c)
	a.does("q", "ask", "question", question)
	answer := a.says("For a code, twice.", c)
	to, raw := a.letterWith(question).answer("<shift1@example.gov>", c.who.Email, answer)
	a.bring(c.who.Email, to, raw)
	a.reads("#time", answer)
	planned(a, c)
	a.does("n", "note", "body", a.says("The gateway says nothing.", c))
}

// planned is a ticket with a next step.
func planned(a *analyst, c *call) {
	a.finds(c)
	a.does("p", "plan", "step", a.says("Look at it at noon.", c))
}

// mailPutOn: a mail of somebody else about an earlier ticket waits until it is put there.
func mailPutOn(about string) play {
	return func(a *analyst, c *call) {
		on := a.of(about)
		text := a.says("It is about my sister, who starts then.", on)
		a.writesMail("sister@county.example", shiftMail, c.about+" ticket "+number(on), "", text)
		a.opensMail(c.about)
		a.tab.Turn(func() { a.tab.Press("t") })
		a.tab.Expect("#time", text)
	}
}

// mailOpened: a mail whose sender nobody vouches for becomes a ticket by an analyst's word.
func mailOpened(a *analyst, c *call) {
	a.writesMail(c.who.Email, shiftMail, c.about, "Authentication-Results: mx.desk.example.gov; dmarc=fail header.from=example.gov\r\n", a.says("My phone number has changed.", c))
	a.opensMail(c.about)
	a.tab.Turn(func() { a.tab.Press("o") })
	c.id = a.here()
}

// opensMail opens a mail that waits, once the desk has read it.
func (a *analyst) opensMail(subject string) {
	a.t.Helper()
	link := webtest.Eval[string](a.tab, `new Promise(async done => {
		for (let n = 0; n < 600; n++) {
			const page = new DOMParser().parseFromString(await (await fetch("/console/mail")).text(), "text/html");
			const row = [...page.querySelectorAll("[data-rows] a")].find(a => a.textContent.includes("`+subject+`"));
			if (row) return done(row.getAttribute("href"));
			await new Promise(again => setTimeout(again, 50));
		}
		done("");
	})`)
	if link == "" {
		a.t.Fatalf("no mail waits about %q", subject)
	}
	a.tab.Go(a.base() + link)
	a.ready()
}
