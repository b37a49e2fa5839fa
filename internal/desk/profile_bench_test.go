package desk_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/roster"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// BenchmarkProfile is the price of the requester beside a ticket, of somebody with 300 tickets in a directory of 10,000.
func BenchmarkProfile(b *testing.B) {
	ctx := context.Background()
	h := desktest.Open(b, sqltest.SQLite(b, migrations.FS), "maine", time.Date(2026, 11, 20, 17, 0, 0, 0, time.UTC))
	luis := h.Person("luis", people.Analyst, "", "desk")
	list := bytes.NewBufferString("email,agency,supervisor\n")
	for i := range 10_000 {
		fmt.Fprintf(list, "p%d@example.gov,Agency %d,p%d@example.gov\n", i, i%40, (i+1)%10_000)
	}
	if _, err := h.ImportRoster(ctx, access.System, desk.Roster{Kind: roster.People, Data: list.Bytes()}); err != nil {
		b.Fatal(err)
	}
	var id people.ID
	for range 300 {
		o, err := h.Desk.Open(ctx, luis, desk.Request{Subject: "Again", Email: "p7@example.gov", Channel: "phone"})
		if err != nil {
			b.Fatal(err)
		}
		id = o.Ticket.Request.Requester
	}
	for b.Loop() {
		p, err := h.Profile(ctx, luis, id)
		if err != nil || p.Open.N != 300 {
			b.Fatal(err, p.Open)
		}
	}
}
