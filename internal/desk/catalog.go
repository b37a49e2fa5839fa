package desk

import (
	"context"
	"fmt"
	"strings"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
)

// Published is an edition of the definition that everybody may read: it is in force, or was.
type Published struct {
	Version    int
	From       time.Time
	Definition *definition.Definition
}

// Published lists the editions in force up to now, the latest first: what was promised stays to be read (ME-72). What
// begins only later is not public.
func (d *Desk) Published() []Published {
	now := d.Now()
	b := d.book.Load()
	in := b.at(now)
	var out []Published
	for i := len(b.definitions) - 1; i >= 0; i-- {
		if e := b.definitions[i]; e.version <= in.version {
			out = append(out, Published{e.version, e.from, e.Definition})
		}
	}
	return out
}

// ReportPage tells the desk that something on a page is wrong: it is a ticket (ME-71). The page has a name, and an address
// for whoever reads the ticket. Errors: Invalid with the field "text".
func (d *Desk) ReportPage(ctx context.Context, who access.Actor, name, address, text string) (Opened, error) {
	if err := access.May(who, access.OpenTicket); err != nil {
		return Opened{}, err
	}
	if strings.TrimSpace(text) == "" {
		return Opened{}, fault.Field("text", "write something here first")
	}
	return d.Open(ctx, who, Request{Subject: wrongOn(name), Description: text + "\n\n" + address})
}

// wrongOn is the subject of a report about a page.
func wrongOn(name string) string {
	return sqldb.Clip(fmt.Sprintf("Error on a page: %s", name), ticket.MaxLine)
}
