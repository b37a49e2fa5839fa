package console

import (
	"net/http"
	"strconv"

	"switchboard/internal/desk"
	"switchboard/internal/web/ui"
)

const mentionsPath = home + "/mentions"

// mentionsPage lists where its reader was named.
type mentionsPage struct {
	frame
	Rows []mentionRow
}

type mentionRow struct {
	Number, Subject, Href, Text string
	Unread                      bool
}

func (c *console) showMentions(w http.ResponseWriter, r *http.Request) error {
	f := c.frame(r, c.visits.Printer(r).T("console.mentions"))
	all, by, err := c.desk.Mentions(r.Context(), f.who)
	if err != nil {
		return err
	}
	p := mentionsPage{frame: f}
	for _, m := range all {
		number := strconv.FormatInt(m.Ticket, 10)
		p.Rows = append(p.Rows, mentionRow{Number: number, Subject: m.Subject, Unread: !m.Read,
			Href: home + "/tickets/" + number + "#e-" + strconv.FormatInt(m.Entry, 10),
			Text: f.Words.T("console.mentions.by", "name", by[m.Author].NameOrAddress(), "when", f.when(m.At))})
	}
	return ui.Render(w, r, http.StatusOK, mentionsList(p))
}

// mentionsLink leads to where the reader was named, with how much of it they have not seen; none where there is nothing new
// and they are elsewhere.
func (c *console) mentionsLink(r *http.Request, f frame) (ui.Link, bool) {
	n, err := c.desk.UnreadMentions(r.Context(), f.who)
	here := r.URL.Path == mentionsPath
	if err != nil || n == 0 && !here { // a page without this count is a page all the same
		return ui.Link{}, false
	}
	link := ui.Link{Text: f.Words.T("console.mentions"), Href: mentionsPath, Current: here, Below: true}
	if n > 0 {
		link.Count = f.Words.Number(n)
	}
	if n >= desk.MaxMentionsListed {
		link.Count += "+"
	}
	return link, true
}
