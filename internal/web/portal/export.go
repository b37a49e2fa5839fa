package portal

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/sheet"
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

// pages asks for one page after the other of what the reader looks for among their own, so that no export holds more than a
// page in memory; begin runs before the first, when nothing can fail any more that a page of ours would say better.
func (p portal) pages(r *http.Request, begin func(), each func(desk.Row) error) (more bool, err error) {
	who, find := visit.Actor(r), readSought(r.URL.Query())
	if err := access.May(who, access.ViewTicket); err != nil {
		return false, err
	}
	page, seen := desk.Page{Limit: desk.MaxPage}, 0
	for {
		list, err := p.desk.Find(r.Context(), who, desk.Looking{Filter: find.filter()}, page)
		if err != nil {
			if seen > 0 {
				p.visits.Log.WarnContext(r.Context(), "export cut short", "person", who.ID, "err", err)
				panic(http.ErrAbortHandler) // so that nobody takes the part for the whole
			}
			return false, err
		}
		if seen == 0 {
			begin()
		}
		for _, row := range list.Rows {
			if err := each(row); err != nil {
				panic(http.ErrAbortHandler)
			}
		}
		seen += len(list.Rows)
		if !list.Next.Set || seen >= maxExport {
			return list.Next.Set || list.More, nil
		}
		page.After = list.Next
	}
}

// exportCSV writes the reader's own tickets as a sheet (RFC 4180), in their language. No cell of it is a formula (DESIGN 9.4).
func (p portal) exportCSV(w http.ResponseWriter, r *http.Request) error {
	v := p.voice(r)
	out := csv.NewWriter(w)
	out.UseCRLF = true
	begin := func() {
		download(w, "text/csv; charset=utf-8", "tickets.csv")
		head := []string{}
		for _, name := range []string{"number", "subject", "status", "type", "class", "service", "team", "received", "changed", "resolved", "due", "url"} {
			head = append(head, v.T("portal.export."+name))
		}
		_ = out.Write(sheet.Row(head...)) // what cannot be written is said by Flush
	}
	_, err := p.pages(r, begin, func(row desk.Row) error {
		t := p.exported(r, v, row)
		_ = out.Write(sheet.Row(strconv.FormatInt(t.Number, 10), t.Subject, v.statusChip(row).Text, v.typeName(t.Type), v.class(t.Class), v.serviceOrNone(t.Service),
			v.team(t.Team), t.Received, t.Changed, t.Resolved, t.Due, t.URL))
		return out.Error()
	})
	out.Flush()
	return err
}

// exportJSON writes them for programs; more says that there are others than fit.
func (p portal) exportJSON(w http.ResponseWriter, r *http.Request) error {
	v, comma := p.voice(r), ""
	begin := func() {
		download(w, "application/json", "tickets.json")
		_, _ = w.Write([]byte(`{"tickets":[`))
	}
	more, err := p.pages(r, begin, func(row desk.Row) error {
		text, err := json.Marshal(p.exported(r, v, row))
		if err == nil {
			_, err = w.Write(append([]byte(comma+"\n"), text...))
		}
		comma = ","
		return err
	})
	if err != nil {
		return err
	}
	_, _ = w.Write([]byte("\n],\"more\":" + strconv.FormatBool(more) + "}\n")) // a reader who has gone needs no word about it
	return nil
}

func download(w http.ResponseWriter, kind, name string) {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	h.Set("Cache-Control", "no-store")
}
