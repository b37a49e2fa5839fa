package portal

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/desk"
	"switchboard/internal/web/visit"
)

// maxExport bounds how many tickets one export holds; whoever has more narrows it by date.
const maxExport = 20_000

// exportedTicket is a ticket as it leaves the house (CO-16): instants as ISO 8601 with the offset of the desk's zone.
type exportedTicket struct {
	Number   int64  `json:"number"`
	Subject  string `json:"subject"`
	Status   string `json:"status"`
	Type     string `json:"type"`
	Class    string `json:"class"`
	Service  string `json:"service,omitempty"`
	Team     string `json:"team"`
	Received string `json:"received"`
	Changed  string `json:"changed"`
	Resolved string `json:"resolved,omitempty"`
	Due      string `json:"due,omitempty"`
	URL      string `json:"url"`
}

func (p portal) exported(r *http.Request, v voice, row desk.Row) exportedTicket {
	at := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.In(v.zone).Format(time.RFC3339)
	}
	return exportedTicket{Number: row.ID, Subject: row.Subject, Status: string(row.Status), Type: row.Type, Class: row.Class, Service: row.Service,
		Team: row.Team, Received: at(row.Received), Changed: at(row.Changed), Resolved: at(row.Resolved), Due: at(row.Due),
		URL: p.visits.Address(r, address(row.ID))}
}

// pages asks for one page after the other of what the reader looks for among their own; more says that there are others than fit.
func (p portal) pages(r *http.Request, each func(desk.Row) error) (more bool, err error) {
	who, find := visit.Actor(r), readSought(r.URL.Query())
	if err := access.May(who, access.ViewTicket); err != nil {
		return false, err
	}
	page := desk.Page{Limit: desk.MaxPage}
	for seen := 0; ; {
		list, err := p.desk.Find(r.Context(), who, desk.Looking{Filter: find.filter()}, page)
		if err != nil {
			return false, err
		}
		for _, row := range list.Rows {
			if err := each(row); err != nil {
				return false, err
			}
		}
		if seen += len(list.Rows); !list.Next.Set || seen >= maxExport {
			return list.Next.Set || list.More, nil
		}
		page.After = list.Next
	}
}

// exportCSV writes the reader's own tickets as a sheet, in their language.
func (p portal) exportCSV(w http.ResponseWriter, r *http.Request) error {
	v := p.voice(r)
	out := p.visits.Sheet(w, r, "tickets.csv", "portal.export.number", "portal.export.subject", "portal.export.status", "portal.export.type", "portal.export.class",
		"portal.export.service", "portal.export.team", "portal.export.received", "portal.export.changed", "portal.export.resolved", "portal.export.due", "portal.export.url")
	_, err := p.pages(r, func(row desk.Row) error {
		t := p.exported(r, v, row)
		out.Row(strconv.FormatInt(t.Number, 10), t.Subject, v.statusChip(row).Text, v.typeName(t.Type), v.class(t.Class), v.serviceOrNone(t.Service),
			v.team(t.Team), t.Received, t.Changed, t.Resolved, t.Due, t.URL)
		return nil
	})
	return out.End(err)
}

// exportJSON writes them for programs.
func (p portal) exportJSON(w http.ResponseWriter, r *http.Request) error {
	v, before := p.voice(r), `{"tickets":[`
	out := p.visits.File(w, r, "application/json", "tickets.json")
	more, err := p.pages(r, func(row desk.Row) error {
		text, err := json.Marshal(p.exported(r, v, row))
		if err == nil {
			_, err = fmt.Fprintf(out, "%s\n%s", before, text)
		}
		before = ","
		return err
	})
	if err == nil {
		_, err = fmt.Fprintf(out, "%s\n],\"more\":%t}\n", strings.TrimPrefix(before, ","), more)
	}
	return out.End(err)
}
