package console_test

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/view"
	"switchboard/internal/desk"
)

// desks with two analysts whose replies wait ten seconds, and one who asks.
func writers(t *testing.T) (h *house, id int64) {
	t.Helper()
	h = open(t, "colorado")
	dana := h.person("dana", "Dana *Whitfield*", people.Customer, "Revenue")
	for name, full := range map[string]string{"ann": "Ann Cho", "luis": "Luis Ortega"} {
		who := h.person(name, full, people.Analyst, "", "service_desk")
		if err := h.ChooseUndo(context.Background(), who, 10); err != nil {
			t.Fatal(err)
		}
	}
	return h, h.ask(dana, desk.Request{Subject: "Outlook asks for my password", Type: "incident"})
}

// publish lets what is due go out, as the job does.
func (h *house) publish(name string) {
	h.t.Helper()
	all, err := h.WaitingReplies(context.Background(), h.people[name])
	if err != nil {
		h.t.Fatal(err)
	}
	for _, w := range all {
		if err := h.PublishReply(context.Background(), access.System, w.ID); err != nil {
			h.t.Fatal(err)
		}
	}
}

// Without script a reply is sent, taken back into the form, sent again, held over news, and sent after all. ASKS 17
func TestUndoWithoutScript(t *testing.T) {
	h, id := writers(t)
	b := h.signIn("ann")
	p := b.do(id, "reply", url.Values{"body": {"I see an old password."}}, 200)
	p.has(t, "#outgoing", "Your reply goes out in 10 s")
	if p.text("#time .desk") != "" {
		t.Error("before its time it is in the history")
	}
	h.signIn("luis").get(ticketPath(id), 200).has(t, "#present", "Ann Cho has just sent a reply.")
	undo := `form[action="` + ticketPath(id) + `/undo"]`
	elsewhere := b.get(ticketPath(id), 200) // the same in another tab
	back := b.send(p, undo, nil, 200)
	back.has(t, ".notice", "Taken back")
	if got := back.text("#f-body"); got != "I see an old password." {
		t.Errorf("the form holds %q", got)
	}
	b.send(p, undo, nil, 200).has(t, ".notice", "Taken back")
	b.send(elsewhere, undo, nil, 200).has(t, ".notice", "has gone out, or was taken back")

	b.do(id, "reply", url.Values{"body": {"Clear the saved password."}}, 200)
	if _, err := h.Write(context.Background(), h.people["dana"], desk.On{Ticket: id}, "It works now!"); err != nil {
		t.Fatal(err)
	}
	h.Pass(10 * time.Second)
	h.publish("ann")
	held := b.get(ticketPath(id), 200)
	held.has(t, "#outgoing .banner", "there is news above")
	b.get("/console/texts", 200).has(t, "main", "waits for your word")
	sent := b.send(held, `form[action="`+ticketPath(id)+`/send"]`, nil, 200)
	sent.has(t, "#time .desk .said", "Clear the saved password.")
	// The page that was open while it went out is no page over news: nothing but one's own reply has come.
	h.Pass(time.Minute)
	open := b.get(ticketPath(id)+"?do=plan", 200)
	b.do(id, "reply", url.Values{"body": {"One more."}}, 200)
	h.Pass(10 * time.Second)
	h.publish("ann")
	b.send(open, formOf(id, "plan"), url.Values{"step": {"Look again"}}, 200).has(t, ".about", "Look again")
}

// Without script a draft is saved by its button, comes back on any device, and ends with its verb.
func TestDraftWithoutScript(t *testing.T) {
	h, id := writers(t)
	b := h.signIn("ann")
	save := func(verb, path string, values url.Values) page {
		p := b.get(ticketPath(id)+"?do="+verb, 200)
		values.Set("csrf", p.Find(formOf(id, verb)+" [name=csrf]").AttrOr("value", ""))
		answer, err := b.client.PostForm(h.url+ticketPath(id)+path+"?do="+verb, values)
		return b.read(answer, err, 200)
	}
	save("note", "/draft", url.Values{"body": {"Ask the network people"}}).has(t, ".notice", "Your draft is saved")
	other := h.signIn("ann")
	other.get("/console/texts", 200).has(t, "main", "Ask the network people")
	if got := other.get(ticketPath(id)+"?do=note", 200).text("#f-body"); got != "Ask the network people" {
		t.Errorf("on another device the form holds %q", got)
	}
	if got := h.signIn("luis").get(ticketPath(id)+"?do=note", 200).text("#f-body"); got != "" {
		t.Errorf("a colleague reads %q", got)
	}
	other.do(id, "note", url.Values{"body": {"Ask the network people"}}, 200)
	if got := b.get(ticketPath(id)+"?do=note", 200).text("#f-body"); got != "" {
		t.Errorf("after the note the form holds %q", got)
	}
	save("reply", "/draft", url.Values{"body": {"Never mind"}})
	save("reply", "/discard", url.Values{"body": {"Never mind"}}).has(t, ".notice", "Your draft is gone")
	if got := b.get(ticketPath(id), 200).text("#f-body"); got != "" {
		t.Errorf("discarded, the form holds %q", got)
	}
}

// A saved reply is kept, refused with a list where it names what there is not, put into the form with what the ticket says, and
// its use counts when it is sent. A customer's name in it is text.
func TestSavedReplies(t *testing.T) {
	h, id := writers(t)
	lea := h.person("lea", "Lea Lind", people.Lead, "", "service_desk")
	b := h.signIn("lea")
	form := b.get("/console/texts/new", 200)
	b.send(form, `#text`, url.Values{"name": {"Password"}, "audience": {"own"}, "en": {"Hello {{requester.nmae}}"}}, 422).has(t, ".problems", "requester.name")
	b.send(form, `#text`, url.Values{"name": {"Password"}, "audience": {"desk"}, "en": {"Hello {{requester.name}}, {{ticket.number}} is with {{team}}.\n{{plan.step}}"}}, 200).
		has(t, "main", "Password")
	saved, err := h.SavedReplies(context.Background(), lea)
	if err != nil || len(saved) != 1 || saved[0].Audience != view.Desk {
		t.Fatalf("%+v, %v", saved, err)
	}
	ann := h.signIn("ann")
	p := ann.get(ticketPath(id)+"?do=reply&saved="+strconv.FormatInt(saved[0].ID, 10), 200)
	body := p.Find("#f-body").Text()
	if plain := strings.ReplaceAll(body, "\u2060", ""); plain != "Hello Dana *Whitfield*, "+strconv.FormatInt(id, 10)+" is with Service Desk.\n[?]" {
		t.Errorf("the form holds %q", body)
	}
	ann.send(p, formOf(id, "reply"), url.Values{"body": {strings.ReplaceAll(body, "[?]", "Soon.")}}, 200)
	h.Pass(10 * time.Second)
	h.publish("ann")
	shown := ann.get(ticketPath(id), 200)
	if shown.Find("#time .desk em").Length() != 0 {
		t.Error("a customer's name has marks")
	}
	ann.get("/console/texts", 200).has(t, "main", "used 1 time")
	own := ann.get("/console/texts/"+strconv.FormatInt(saved[0].ID, 10), 200)
	own.has(t, "main", "Lea Lind")
	if own.Find("#text").Length() != 0 {
		t.Error("an analyst can change what the desk says")
	}
	words := ann.get(ticketPath(id)+"/words?do=note", 200)
	words.has(t, "body", `"@Luis Ortega"`)
}

// A saved reply for another form leads on to it: its text and fields stand in it, in one step, and what was written stays a
// draft of the form that it was written in.
func TestASavedReplyLeadsOn(t *testing.T) {
	h, id := writers(t)
	lea := h.person("lea", "Lea Lind", people.Lead, "", "service_desk")
	kept, err := h.KeepReply(context.Background(), lea, desk.SavedReply{Audience: view.Desk, Name: "Password is new", En: "The password of {{ticket.number}} is new.",
		Verb: "resolve", Method: "remote", Code: "password"})
	if err != nil {
		t.Fatal(err)
	}
	ann := h.signIn("ann")
	p := ann.get(ticketPath(id), 200)
	p.has(t, formOf(id, "reply")+" [name=insert]", "Resolve: Password is new")
	ann.get(ticketPath(id)+"/words?do=reply", 200).has(t, "body", `"o":true`)
	p.has(t, formOf(id, "reply")+" [name=insert]", "Choose one")
	values := url.Values{"csrf": {p.Find(formOf(id, "reply")+" [name=csrf]").AttrOr("value", "")}, "body": {"Half a sentence"}, "insert": {strconv.FormatInt(kept, 10)}}
	answer, err := ann.client.PostForm(h.url+ticketPath(id)+"/draft?do=reply", values)
	form := ann.read(answer, err, 200)
	if got := form.text("#f-text"); got != "The password of "+strconv.FormatInt(id, 10)+" is new." {
		t.Errorf("the form says %q", got)
	}
	form.has(t, "#f-method option[selected]", "remotely")
	if got := form.Find("#f-code").AttrOr("value", ""); got != "password" {
		t.Errorf("the code is %q", got)
	}
	if got := ann.get(ticketPath(id)+"?do=reply", 200).text("#f-body"); got != "Half a sentence" {
		t.Errorf("the reply that was begun is %q", got)
	}
	ann.send(form, formOf(id, "resolve"), nil, 200)
	ann.get("/console/texts", 200).has(t, "main", "used 1 time")
	if offered := ann.get(ticketPath(id)+"?do=note", 200).text("[name=insert]"); strings.Contains(offered, "Password is new") {
		t.Errorf("what is resolved is offered to be resolved: %q", offered)
	}
}

// A mention leads to the note; the count goes when one has looked. Nobody is named in a reply.
func TestMentions(t *testing.T) {
	h, id := writers(t)
	h.signIn("ann").do(id, "note", url.Values{"body": {"@Luis Ortega, was it change 2291?"}}, 200)
	luis := h.signIn("luis")
	luis.get("/console/open", 200).has(t, ".bar", "Mentions of me 1")
	list := luis.get("/console/mentions", 200)
	list.has(t, "main", "by Ann Cho")
	list.has(t, "main .chip", "New")
	luis.get(ticketPath(id), 200)
	if got := luis.get("/console/mentions", 200).text("main .chip"); got != "" {
		t.Errorf("after looking it says %q", got)
	}
	if got := h.signIn("ann").get(ticketPath(id)+"/words?do=reply", 200).text("body"); strings.Contains(got, "@Luis") {
		t.Errorf("a reply offers %s", got)
	}
}

// The preview is the very letter, with who gets it; the words are shown as on the page.
func TestPreview(t *testing.T) {
	h, id := writers(t)
	b := h.signIn("ann")
	p := b.get(ticketPath(id), 200)
	values := url.Values{"csrf": {p.Find(formOf(id, "reply")+" [name=csrf]").AttrOr("value", "")}, "body": {"Clear the *saved* password."}}
	answer, err := b.client.PostForm(h.url+ticketPath(id)+"/preview", values)
	shown := b.read(answer, err, 200)
	shown.has(t, "#preview", "Mail to Dana *Whitfield* <dana@example.gov>")
	shown.has(t, "#preview .rich em", "saved")
	shown.has(t, "#preview pre", "Clear the *saved* password.")
	shown.has(t, "#preview pre", h.url+"/tickets/"+strconv.FormatInt(id, 10))
	shown.has(t, "#preview .letter .letter-words", "Clear the *saved* password.")
	shown.has(t, "#preview [lang=en] b", "[#"+strconv.FormatInt(id, 10)+"] ")
	if link := shown.Find("#preview .letter a.letter-button").AttrOr("href", ""); link != h.url+"/tickets/"+strconv.FormatInt(id, 10) {
		t.Errorf("the letter leads to %q", link)
	}
	if own := shown.Find("#preview [style]").Length(); own != 0 {
		t.Errorf("%d parts bring a style of their own", own)
	}
	if err := h.SetDetails(context.Background(), h.people["dana"], people.Contact{Details: people.Details{Language: "es"}}); err != nil {
		t.Fatal(err)
	}
	answer, err = b.client.PostForm(h.url+ticketPath(id)+"/preview", values)
	b.read(answer, err, 200).has(t, "#preview .letter[lang=es]", "Número")
	values.Set("body", " ")
	answer, err = b.client.PostForm(h.url+ticketPath(id)+"/preview", values)
	b.read(answer, err, 200).has(t, "#preview .banner.wrong", "rite something")
	if sheet, err := h.Ticket(context.Background(), h.people["ann"], id); err != nil || int64(len(sheet.Entries)) != sheet.Ticket.Version {
		t.Errorf("%v", err)
	}
	if got := b.get(ticketPath(id), 200).text("#time .desk"); got != "" {
		t.Errorf("a preview has written %q", got)
	}
}
