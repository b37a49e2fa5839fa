package console

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"switchboard/internal/core/compose"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
)

// bench is what a ticket's page knows of what is being written on it: by its reader, whose drafts and replies that wait are
// theirs alone, and that others write, never what.
type bench struct {
	Waiting desk.WaitingReply  // the reader's own reply that can be taken back; none without an id
	Files   []desk.WaitingFile // that wait with it, or came back with its text
	Older   []olderText        // texts that newer ones have taken the place of
	Used    int64              // the saved reply that the open form begins with
	Saved   []desk.SavedReply  // to choose from, where the open form is one to write in
	Present string             // who else is here, in a sentence
}

// olderText is a text beside the one that stands in a field.
type olderText struct{ Label, Text string }

// compose puts into the open form what its writer has begun, and looks who else is here.
func (c *console) compose(r *http.Request, x *item) error {
	id := x.Sheet.Ticket.ID
	var err error
	if x.Waiting, x.Files, err = c.desk.MyWaiting(r.Context(), x.who, id); err != nil {
		return err
	}
	if err := c.useDrafts(r, x); err != nil {
		return err
	}
	if err := c.useSaved(r, x); err != nil {
		return err
	}
	if err := c.desk.SeenMentions(r.Context(), x.who, id); err != nil {
		return err
	}
	x.Present, err = c.present(r, x)
	return err
}

// useDrafts fills the fields with the reader's own drafts. What the form begins with (an article) comes after them.
func (c *console) useDrafts(r *http.Request, x *item) error {
	all, err := c.desk.Drafts(r.Context(), x.who, x.Sheet.Ticket.ID)
	if err != nil {
		return err
	}
	for i := range x.Controls {
		in := &x.Controls[i]
		if in.Draft == "" {
			continue
		}
		base := int64(0)
		for _, d := range all {
			if d.Verb != x.Do.name || d.Field != in.Name {
				continue
			}
			if base = d.Version; d.Sent {
				continue
			}
			in.Value = after(d.Text, in.Value)
			if d.Older != "" {
				x.Older = append(x.Older, olderText{in.Label, d.Older})
			}
		}
		in.Attrs = map[string]any{"data-draft-base": strconv.FormatInt(base, 10), "data-draft-save": x.draftPath(in.Name),
			"maxlength": strconv.Itoa(compose.MaxDraft)}
		if in.Name == mainFields[x.Do.name] {
			in.Attrs["data-compose"] = x.wordsPath()
		}
	}
	return nil
}

// after puts a text behind another one.
func after(text, more string) string {
	switch {
	case strings.TrimSpace(text) == "" || more == "":
		return text + more
	case strings.Contains(text, more):
		return text
	}
	return strings.TrimRight(text, "\n ") + "\n\n" + more
}

func (x *item) draftPath(field string) string {
	path := x.actPath(verb{name: "draft"}) + "?do=" + x.Do.name
	if field != "" {
		path += "&field=" + field
	}
	return path
}

func (x *item) wordsPath() string { return x.actPath(verb{name: "words"}) + "?do=" + x.Do.name }

// saveDraft keeps what somebody has begun. A page with script sends one field and hears how it stands; the button without it
// sends the form, and leads back to it.
func (c *console) saveDraft(w http.ResponseWriter, r *http.Request) error {
	id, err := number(r)
	if err != nil {
		return err
	}
	f, do := c.frame(r, ""), r.URL.Query().Get("do")
	if field := r.URL.Query().Get("field"); field != "" {
		return c.saveField(w, r, f, id, do, field)
	}
	for _, name := range textFields {
		if !r.PostForm.Has(name) {
			continue
		}
		if _, err := c.desk.SaveDraft(r.Context(), f.who, id, desk.Typing{Verb: do, Field: name, Text: r.PostForm.Get(name), Base: number64(r, "base-"+name)}); err != nil {
			return err
		}
	}
	c.looks(f.who.ID, id)
	target := f.ticketPath(r.PostFormValue("view"), id)
	query := "do=" + do
	if saved := number64(r, "insert"); saved != 0 {
		query = c.savedQuery(r, f, do, saved)
	} else {
		c.visits.Say(r, f.Words.T("console.draft.saved"))
	}
	sep := "?"
	if strings.Contains(target, "?") {
		sep = "&"
	}
	http.Redirect(w, r, target+sep+query, http.StatusSeeOther)
	return nil
}

// savedQuery asks for the form that a saved reply is for, begun with it; for the open one where it is for any, or is nobody's
// any more.
func (c *console) savedQuery(r *http.Request, f frame, do string, id int64) string {
	if s, _, _, err := c.desk.SavedReply(r.Context(), f.who, id); err == nil && s.Verb != "" {
		do = s.Verb
	}
	return "do=" + do + "&saved=" + strconv.FormatInt(id, 10)
}

// saveField answers how a draft stands: its version, and the text where it is another one than was sent.
func (c *console) saveField(w http.ResponseWriter, r *http.Request, f frame, id int64, do, field string) error {
	text := r.PostFormValue("text")
	d, err := c.desk.SaveDraft(r.Context(), f.who, id, desk.Typing{Verb: do, Field: field, Text: text,
		Base: number64(r, "base"), Ago: time.Duration(number64(r, "ago")) * time.Millisecond})
	if err != nil {
		return err
	}
	if do == "reply" {
		c.looks(f.who.ID, id)
	}
	return answer(w, map[string]any{"version": d.Version, "other": d.Text != text})
}

// number64 reads a number that a page of ours has put into a form; what is none is zero.
func number64(r *http.Request, name string) int64 {
	n, err := strconv.ParseInt(r.PostFormValue(name), 10, 64)
	if err != nil || n < 0 || n > 1<<53 {
		return 0
	}
	return n
}

// undoReply takes a reply back into the form.
func (c *console) undoReply(w http.ResponseWriter, r *http.Request) error {
	id, err := number(r)
	if err != nil {
		return err
	}
	f := c.frame(r, "")
	err = c.desk.UndoReply(r.Context(), f.who, id, r.PostFormValue("reply"))
	return c.settled(w, r, f, id, err, "console.outgoing.undone", "?do=reply")
}

// sendReply lets a reply go out now.
func (c *console) sendReply(w http.ResponseWriter, r *http.Request) error {
	id, err := number(r)
	if err != nil {
		return err
	}
	f := c.frame(r, "")
	_, err = c.desk.SendReply(r.Context(), f.who, desk.On{Ticket: id, Seen: number64(r, "seen")}, r.PostFormValue("reply"))
	return c.settled(w, r, f, id, err, "console.done.reply", "")
}

// settled leads back to the ticket, and says what was done, or that it was too late.
func (c *console) settled(w http.ResponseWriter, r *http.Request, f frame, id int64, err error, done, then string) error {
	switch {
	case fault.Is(err, fault.NotFound) || fault.Is(err, fault.Conflict):
		c.visits.Say(r, f.Words.Fault(err))
		then = ""
	case err != nil:
		return err
	default:
		c.visits.Say(r, f.Words.T(done))
	}
	c.looks(f.who.ID, id)
	http.Redirect(w, r, home+"/tickets/"+strconv.FormatInt(id, 10)+then, http.StatusSeeOther)
	return nil
}

// keepsFiles are the files that came back with a reply that was taken back.
func (x *item) keepsFiles() []desk.WaitingFile {
	if x.Do.name != "reply" || x.Waiting.ID != "" {
		return nil
	}
	return x.Files
}

// outgoing says when the reply goes out.
func (x *item) outgoing() string {
	left := max(x.Waiting.Due.Sub(x.Now).Round(time.Second), 0)
	return x.Words.T("console.outgoing", "n", x.Words.Number(int(left/time.Second)))
}

// looks tells those who have a ticket open that somebody is at work on it, and again when they must be taken to have stopped.
func (c *console) looks(who people.ID, id int64) {
	owner := personValue(who)
	c.hub.PublishBeside(owner, topicHere(id))
	c.hub.PublishLater(stopped, owner, topicHere(id))
}

// canDraft reports whether the open form keeps what is begun.
func (x *item) canDraft() bool {
	for _, in := range x.Controls {
		if in.Draft != "" {
			return true
		}
	}
	return false
}

func (x *item) discardPath() string { return x.actPath(verb{name: "discard"}) + "?do=" + x.Do.name }
