package demo

import (
	"context"
	"fmt"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/roster"
	"switchboard/internal/desk"
)

// notes are what the desk knows of two agencies.
var notes = map[string]string{
	"Transportation": "Applications: permits, bridge inspection, plow tracking. Field offices are on cellular links.\nLocal contact: the front desk of the Capitol Complex.",
	"Public Safety":  "Dispatch runs day and night; ask before anything is restarted.\nVehicle terminals are the vendor's.",
}

// enrol fills the directory as an agency would: by lists.
func (c *cast) enrol(ctx context.Context, d *desk.Desk) error {
	for _, list := range []struct {
		kind roster.Kind
		text string
	}{{roster.Agencies, c.agencyList(d)}, {roster.People, c.reportList()}, {roster.Devices, c.deviceList()}, {roster.Arrangements, arrangementList}} {
		r, err := d.ImportRoster(ctx, access.System, desk.Roster{Kind: list.kind, Data: []byte(list.text)})
		if err == nil && r.Refused > 0 {
			err = r.Refusals[0].Why
		}
		if err != nil {
			return fmt.Errorf("demo: %s: %w", list.kind, err)
		}
	}
	return nil
}

const arrangementList = "ref,agency,what\nMOU-2026-14,Transportation,Plow crews are supported at night while it snows\n"

func (c *cast) agencyList(d *desk.Desk) string {
	var services []string
	for _, s := range d.Definition().Services {
		services = append(services, s.ID)
	}
	var b strings.Builder
	b.WriteString("key,branch,supported_from,services,supervisors_see,fte,notes\n")
	for i, a := range agencies {
		shade := []string{"whole", "lines", "counts", "none"}[i%4]
		fmt.Fprintf(&b, "%s,executive,2020-01-01,%s,%s,%d.5,\"%s\"\n", a, strings.Join(services, " "), shade, 120+i*i*75, notes[a])
	}
	return b.String()
}

// reportList has everybody report to the first one of their agency: in Dana's, to her.
func (c *cast) reportList() string {
	var b strings.Builder
	b.WriteString("email,supervisor,alternate,department\n")
	heads := map[string]string{}
	for i, p := range c.customers {
		head := heads[p.Agency]
		if head == "" {
			heads[p.Agency] = p.Email
		}
		fmt.Fprintf(&b, "%s,%s,%s,%s\n", p.Email, head, "", []string{"Field services", "Finance", "Front office"}[i%3])
	}
	return b.String()
}

func (c *cast) deviceList() string {
	var b strings.Builder
	b.WriteString("tag,kind,model,owner,person,agency,supported\n")
	for i, p := range c.customers {
		fmt.Fprintf(&b, "ST-%05d,laptop,Latitude 5450,state,%s,%s,yes\n", 10100+i, p.Email, p.Agency)
		if i%3 == 0 {
			fmt.Fprintf(&b, "PR-%05d,phone,Pixel 9,private,%s,%s,no\n", 20100+i, p.Email, p.Agency)
		}
	}
	return b.String()
}
