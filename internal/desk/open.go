package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/form"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Request is what a person asks of the desk, by whichever door.
type Request struct {
	Subject     string
	Description string
	Type        string // of the definition: incident, request, question, ...; empty for the desk's default
	Impact      string
	Urgency     string
	Service     string
	Class       string // asked for outright; the desk's people only
	Channel     string
	Outage      bool   // the requester says that others are affected too
	Email       string // of the requester; empty for the actor
	Name        string
	Customer    string // address of the person for whom it is asked, if another
	Agency      string
	Location    string
	Phone       string
	Alternate   string
	WantPerson  string
	WantTeam    string
	Emptied     ticket.Emptied `json:",omitzero"` // of these what the requester has taken out: the directory does not fill it in again (ME-53)
	FollowUpOf  int64
	splitFrom   int64
	Key         string       // the same key and request again is the same ticket (RFC draft Idempotency-Key)
	Files       []Upload     `json:",omitempty"`
	Answers     form.Answers `json:",omitempty"` // to the form of the type and the service

	brought brought // by a mail
	claimed bool    // asked by somebody who is not signed in
	urging  string  // why it seems to claim that it is urgent, in words
}

// Opened is a ticket with its promises as they stand.
type Opened struct {
	Ticket ticket.Ticket
	Clocks []Clock
	Again  bool // made by an earlier request with the same key
}

// Open opens a ticket: classifies it, routes it to a team by the service map, starts its clocks. Errors: Invalid
// with the field, Forbidden, ErrKeyTaken.
func (d *Desk) Open(ctx context.Context, who access.Actor, in Request) (Opened, error) {
	if err := access.May(who, access.OpenTicket); err != nil {
		return Opened{}, err
	}
	if err := CheckKey(in.Key); err != nil {
		return Opened{}, err
	}
	if in.Key != "" {
		ctx = Once(ctx, Word{Key: in.Key, Digest: func() string { return digest(in) }})
	}
	var err error
	if in.brought.files, err = kept(in.Files, true); err != nil {
		return Opened{}, err
	}
	return d.opening(ctx, who, func(tx *sqldb.Tx) (out Opened, err error) {
		m, events, err := d.decideOpen(ctx, tx, who, in)
		if err != nil {
			return out, err
		}
		out.Ticket, out.Clocks, err = d.insert(ctx, tx, m, events)
		return out, err
	})
}

// opening is the transaction of an act that opens a ticket. One that is sent again answers the ticket of the first, as it stands.
func (d *Desk) opening(ctx context.Context, who access.Actor, do func(*sqldb.Tx) (Opened, error)) (out Opened, err error) {
	var id int64
	again, err := d.once(ctx, who, &id, func(tx *sqldb.Tx) (err error) {
		out, err = do(tx)
		id = out.Ticket.ID
		return err
	})
	if err != nil || !again {
		return out, err
	}
	m, err := d.load(ctx, d.db.Reader(), id, who, d.Now())
	if err != nil {
		return Opened{}, err
	}
	out = Opened{Ticket: m.ticket, Again: true}
	out.Clocks, err = m.clocks()
	return out, err
}

func digest(in Request) string {
	b, _ := json.Marshal(in) // a struct of strings cannot fail
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// decideOpen finds the people, asks the definition for class and team, and lets the rules decide.
func (d *Desk) decideOpen(ctx context.Context, tx *sqldb.Tx, who access.Actor, in Request) (moment, []ticket.Event, error) {
	m := moment{book: d.book.Load(), now: tx.Now, who: who, brought: in.brought}
	def := m.book.at(tx.Now)
	if in.Channel == "" {
		in.Channel = defaultChannel(def.Definition)
	}
	requester, err := d.requester(ctx, tx, who, in)
	if err != nil {
		return m, nil, err
	}
	opened := ticket.Opened{
		Subject: in.Subject, Description: in.Description, Channel: in.Channel, Requester: requester.ID,
		Agency: agencyOf(who, in, requester), Service: in.Service, WantPerson: in.WantPerson, WantTeam: in.WantTeam,
		FollowUpOf: in.FollowUpOf, SplitFrom: in.splitFrom, Definition: def.version,
		Mail: in.brought.mail, Quiet: in.brought.quiet, Claimed: in.claimed,
	}
	in.reached(&opened, requester)
	if who.Role.Staff() && len(who.Teams) > 0 && !access.InTeam(who, def.DeskTeam()) {
		opened.Direct = who.Teams[0]
	}
	if opened.Entitled, err = entitled(ctx, tx, def.Definition, requester); err != nil {
		return m, nil, err
	}
	if in.Customer != "" {
		if opened.Customer, err = d.claim(ctx, tx, "customer", in.Customer, ""); err != nil {
			return m, nil, err
		}
	}
	if in.FollowUpOf != 0 {
		former, err := d.load(ctx, tx, in.FollowUpOf, who, tx.Now)
		if err != nil {
			return m, nil, err
		}
		if err := access.Can(who, access.ViewTicket, former.ticket); err != nil {
			return m, nil, err
		}
	}
	place, err := placement(def.Definition, who, in, opened.Agency)
	if err != nil {
		return m, nil, err
	}
	if opened.Answers, m.brought, err = m.answered(def.Definition, in, place.Type); err != nil {
		return m, nil, err
	}
	opened.Files = m.brought.shown()
	events, err := ticket.Open(opened, place)
	events = append(events, m.dated(ticket.Ticket{Type: place.Type, Request: opened})...)
	if err == nil && opened.Entitled.Known && !opened.Entitled.Yes {
		events = append(events, ticket.Flagged{Flag: ticket.NotEntitled, Why: "no line of who may ask fits"})
	}
	if err == nil && in.urging != "" {
		events = append(events, ticket.Flagged{Flag: ticket.ClaimsUrgency, Why: in.urging})
	}
	if err == nil {
		events = m.scopedAnew(events)
	}
	return m, events, err
}

// reached says where and how the requester is reached: as they wrote, or else as the directory has it, unless they emptied that.
func (in Request) reached(o *ticket.Opened, requester people.Person) {
	o.Location, o.Phone, o.Alternate = in.Location, in.Phone, in.Alternate
	if !in.Emptied.Location {
		o.Location = first(in.Location, requester.Location)
	}
	if !in.Emptied.Phone {
		o.Phone = first(in.Phone, requester.Phone)
	}
	if !in.Emptied.Alternate {
		o.Alternate = first(in.Alternate, requester.Alternate)
	}
}

// agencyOf is for which agency somebody asks: the one that the directory has for them, and none where it has none, since it decides
// who approves, who pays and who reads. Only the desk's people say another.
func agencyOf(who access.Actor, in Request, requester people.Person) string {
	if who.System || who.Role.Staff() {
		return first(in.Agency, requester.Agency)
	}
	return requester.Agency
}

// SaysChannel refuses the word of a customer's program that a request came by another way, where that gives it another class: what
// only a person takes who has spoken with them wakes people (CO-22, ME-46). Errors: Invalid.
func (d *Desk) SaysChannel(who access.Actor, in Request) error {
	if in.Channel == "" || access.May(who, access.OpenForOthers) == nil {
		return nil
	}
	def := d.Definition()
	q := definition.ClassQuery{Type: first(in.Type, def.TypeOf(in.Service)), Impact: in.Impact, Urgency: in.Urgency, Channel: in.Channel, Service: in.Service}
	said, _, err := def.Class(q)
	if q.Channel = defaultChannel(def); err != nil {
		return nil // what is wrong is said by the verb
	}
	if own, _, err := def.Class(q); err != nil || own == said {
		return nil
	}
	return fault.Field("channel", "only the desk's people say that a request came by another way; leave this out")
}

// defaultChannel is how a request came that does not say so: by the portal, where the desk has one.
func defaultChannel(def *definition.Definition) string {
	if c, ok := def.Channel("portal"); ok && c.Intake {
		return c.ID
	}
	for _, c := range def.Channels {
		if c.Intake {
			return c.ID
		}
	}
	return ""
}

// requester is the actor, unless the desk's people write for somebody else.
func (d *Desk) requester(ctx context.Context, tx *sqldb.Tx, who access.Actor, in Request) (people.Person, error) {
	if in.Email == "" {
		if who.ID == 0 {
			return people.Person{}, fault.Field("requester.email", "say who asks")
		}
		return store.Person(ctx, tx, who.ID)
	}
	email, err := people.Address(in.Email)
	if err != nil {
		return people.Person{}, fault.At("requester.email", err)
	}
	p, err := store.ClaimPerson(ctx, tx, email, clean(in.Name))
	if err != nil || p.ID == who.ID {
		return p, err
	}
	return p, access.May(who, access.OpenForOthers)
}

func (d *Desk) claim(ctx context.Context, tx *sqldb.Tx, field, address, name string) (people.ID, error) {
	email, err := people.Address(address)
	if err != nil {
		return 0, fault.At(field, err)
	}
	p, err := store.ClaimPerson(ctx, tx, email, clean(name))
	return p.ID, err
}

// placement asks the definition for class and team. A class asked for outright is the desk's to decide, never a
// customer's (OK-12, CO-22).
func placement(def *definition.Definition, who access.Actor, in Request, agency string) (ticket.Placement, error) {
	if in.Type == "" && in.Class == "" {
		in.Type = def.TypeOf(in.Service)
	}
	p := ticket.Placement{Type: in.Type, Impact: in.Impact, Urgency: in.Urgency}
	var err error
	if in.Class != "" {
		if err := access.May(who, access.Classify); err != nil {
			return p, fault.Field("class", "the desk decides the class; say in the description what is broken and for whom")
		}
		p.Class, p.Why = in.Class, "asked for"
		if !slices.Contains(def.ClassNames(), in.Class) {
			return p, fault.Field("class", "there is no %q here; there are: %s", in.Class, strings.Join(def.ClassNames(), ", "))
		}
	} else {
		q := definition.ClassQuery{Type: in.Type, Impact: in.Impact, Urgency: in.Urgency, Channel: in.Channel, Service: in.Service, Outage: in.Outage,
			Urging: in.urging != ""}
		if p.Class, p.Why, err = def.Class(q); err != nil {
			return p, err
		}
	}
	if err := def.CheckChannel(in.Channel); err != nil {
		return p, err
	}
	if err := def.CheckService(in.Service); err != nil {
		return p, err
	}
	if p.Type == "" {
		p.Type = def.TypeOfClass(p.Class)
	}
	p.Wakes = wakes(def, p.Class)
	p.Team, p.Rule = def.Route(definition.RouteQuery{Service: in.Service, Class: p.Class, Agency: agency, Channel: in.Channel})
	return p, nil
}

// insert writes a new ticket: its row first, since that gives the number, the facts last.
func (d *Desk) insert(ctx context.Context, tx *sqldb.Tx, m moment, events []ticket.Event) (ticket.Ticket, []Clock, error) {
	events, err := m.follow(ctx, tx, events)
	if err != nil {
		return m.ticket, nil, err
	}
	m.entries = m.stamp(events)
	m.ticket = ticket.Fold(0, m.entries)
	clocks, err := m.clocks()
	if err != nil {
		return m.ticket, nil, err
	}
	timing := m.timing(clocks)
	if m.ticket.ID, err = store.InsertTicket(ctx, tx, m.ticket, timing); err != nil {
		return m.ticket, nil, err
	}
	wakeAt(tx, timing)
	if err := store.AddFiles(ctx, tx, m.ticket.ID, m.brought.files); err != nil {
		return m.ticket, nil, err
	}
	if err := store.SaveApprovers(ctx, tx, m.ticket, m.entries); err != nil {
		return m.ticket, nil, err
	}
	return m.ticket, clocks, store.Record(ctx, tx, m.ticket.ID, m.entries)
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
