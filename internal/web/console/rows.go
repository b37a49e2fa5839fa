package console

import (
	"bytes"
	"context"
	"net/http"
	"slices"

	"switchboard/internal/core/people"
	"switchboard/internal/core/view"
	"switchboard/internal/desk"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// showRows answers the rows of a list alone, for those who look again: one ticket has changed, and everybody who sees it asks in
// the same second. Who may see what is decided for each of them; what is the same for all is read and written once.
func (c *console) showRows(w http.ResponseWriter, r *http.Request) error {
	f := frame{who: visit.Actor(r), desk: c.desk.Definition(), q: queryOf(r)}
	f.Words, f.Now = c.visits.Printer(r), c.desk.Now()
	name, err := f.viewOf(r)
	if err != nil {
		return err
	}
	looking := desk.Looking{View: name, Filter: f.q}
	if name == found {
		looking.View = ""
	}
	filter, err := c.desk.FilterOf(r.Context(), f.who, looking)
	if err != nil {
		return err
	}
	sight, err := c.desk.Sight(r.Context(), f.who, filter)
	if err != nil {
		return err
	}
	key := sharedKey{sight: sight, lang: f.lang(), address: r.URL.RequestURI()}
	rows, err := c.shared.get(r.Context(), key, func(ctx context.Context) (sharedRows, error) {
		return c.shareRows(r.WithContext(ctx), f, name, looking)
	})
	if err != nil {
		return err
	}
	if !rows.has(f.who.ID) {
		rows.others.Send(w, r)
		return nil
	}
	return ui.RenderBrief(w, r, func(b *bytes.Buffer) { rows.write(b, f.who.ID) })
}

// shareRows reads a page of a list and writes each row as somebody sees it who has none of these tickets.
func (c *console) shareRows(r *http.Request, f frame, name string, looking desk.Looking) (sharedRows, error) {
	after, err := cursorOf(r.URL.Query().Get("after"))
	if err != nil {
		return sharedRows{}, err
	}
	shown := view.View{}
	if name != found {
		if shown, err = c.desk.View(r.Context(), f.who, name); err != nil {
			return sharedRows{}, err
		}
	}
	list, err := c.desk.Find(r.Context(), f.who, looking, desk.Page{After: after, Limit: pageRows})
	if err != nil {
		return sharedRows{}, err
	}
	out := sharedRows{rows: make([]sharedRow, len(list.Rows))}
	other := f
	other.who.ID = -1 // nobody, and not the zero of a ticket that nobody has
	for i, t := range list.Rows {
		mine := f
		mine.who.ID = t.Assignee
		for _, as := range []struct {
			f  frame
			to *[]byte
		}{{other, &out.rows[i].text}, {mine, &out.rows[i].mine}} {
			if t.Assignee == 0 && as.to == &out.rows[i].mine {
				continue
			}
			var b bytes.Buffer
			if err := rowItem(as.f, as.f.row(t, name, 0, r.URL.Query().Get("after"), shown.Shown()), "").Render(r.Context(), &b); err != nil {
				return sharedRows{}, err
			}
			*as.to = b.Bytes()
		}
		out.rows[i].assignee = t.Assignee
	}
	var b bytes.Buffer
	out.write(&b, other.who.ID)
	out.others = ui.NewBrief(b.Bytes())
	return out, nil
}

// sharedRows are the rows of a list for everybody, and the whole of it for those who have none of its tickets.
type sharedRows struct {
	rows   []sharedRow
	others ui.Brief
}

// sharedRow is a row as it is written for everybody, and for the one who has the ticket.
type sharedRow struct {
	text, mine []byte
	assignee   people.ID
}

// has reports whether one of the tickets is with somebody.
func (s sharedRows) has(who people.ID) bool {
	return slices.ContainsFunc(s.rows, func(row sharedRow) bool { return row.assignee == who && who != 0 })
}

// write puts the rows together as one person sees them.
func (s sharedRows) write(b *bytes.Buffer, who people.ID) {
	b.WriteString(`<!doctype html><ul id="rows">`)
	for _, row := range s.rows {
		if row.assignee != 0 && row.assignee == who {
			b.Write(row.mine)
		} else {
			b.Write(row.text)
		}
	}
	b.WriteString(`</ul>`)
}
