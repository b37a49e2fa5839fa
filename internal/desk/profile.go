package desk

import (
	"context"
	"slices"

	"switchboard/internal/core/access"
	"switchboard/internal/core/filter"
	"switchboard/internal/core/people"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Profile is a person as those who help them see them: who they are, to whom they belong, what they use, what they asked for
// (CO-10, ME-10).
type Profile struct {
	people.Person
	Supervisor   people.Person // zero where nobody is known
	Agency       people.Agency // as it was written down, or by its name alone
	Consultants  []people.Person
	Arrangements []people.Arrangement // in force now, theirs and their agency's
	Devices      []people.Device
	Open, Past   Count // of their tickets that the reader may see
	Tickets      []Row // the newest of them
	Outages      []Outage
}

// Bounds of a profile.
const (
	profileDevices = 10
	profileTickets = 20
)

// Profile shows a person beside what they ask. Its tickets and counts are those that the reader may see. Errors: NotFound.
func (d *Desk) Profile(ctx context.Context, who access.Actor, id people.ID) (Profile, error) {
	var p Profile
	if err := access.May(who, access.SeeDirectory); err != nil {
		return p, err
	}
	err := d.db.Read(ctx, func(q sqldb.Q) (err error) {
		p = Profile{}
		if p.Person, err = store.Person(ctx, q, id); err != nil {
			return err
		}
		if p.Person.Supervisor != 0 {
			if p.Supervisor, err = store.Person(ctx, q, p.Person.Supervisor); err != nil {
				return err
			}
		}
		if p.Devices, err = store.DevicesOf(ctx, q, id, profileDevices); err != nil {
			return err
		}
		if err := d.profileAgency(ctx, q, &p); err != nil {
			return err
		}
		return d.profileTickets(ctx, q, who, &p)
	})
	if err != nil {
		return p, err
	}
	p.Outages, err = d.outagesFor(ctx, who, p.Agency)
	return p, err
}

func (d *Desk) profileAgency(ctx context.Context, q sqldb.Q, p *Profile) error {
	own, err := store.ArrangementsOf(ctx, q, "", p.ID)
	if err != nil {
		return err
	}
	p.Arrangements = own
	if key := p.Person.Agency; key != "" {
		if p.Agency, err = agencyOrName(ctx, q, key); err != nil {
			return err
		}
		if p.Consultants, err = store.ConsultantsAt(ctx, q, key, d.Now()); err != nil {
			return err
		}
		theirs, err := store.ArrangementsOf(ctx, q, key, 0)
		if err != nil {
			return err
		}
		p.Arrangements = append(p.Arrangements, theirs...)
	}
	p.Arrangements = slices.DeleteFunc(p.Arrangements, func(a people.Arrangement) bool { return !a.Span.Holds(d.Now()) })
	return nil
}

// agencyOrName finds an agency; one that nobody wrote down is its name, with what usually holds.
func agencyOrName(ctx context.Context, q sqldb.Q, key string) (people.Agency, error) {
	found, err := store.AgenciesByKey(ctx, q, []string{key})
	if err != nil || len(found) == 0 {
		return people.Agency{Key: key, Shades: people.UsualShades}, err
	}
	return found[0], nil
}

// The filters of a person's tickets; whose they are is who looks.
var (
	theirsOpen = must("person:me is:open sort:-number")
	theirsPast = must("person:me -is:open sort:-number")
)

func (d *Desk) profileTickets(ctx context.Context, q sqldb.Q, who access.Actor, p *Profile) error {
	scope := access.ScopeOf(who)
	look := func(f filter.Filter) store.Look {
		return store.Look{Filter: f, Who: p.ID, Now: d.Now(), Zone: d.Definition().Zone(), Scope: scope}
	}
	counts, err := store.Counts(ctx, q, []store.Look{look(theirsOpen), look(theirsPast)})
	if err != nil {
		return err
	}
	p.Open, p.Past = counts[0], counts[1]
	if p.Open.N+p.Past.N == 0 {
		return nil
	}
	found, err := store.Find(ctx, q, look(builtIn["requested"]), Page{Limit: profileTickets})
	p.Tickets = found.Rows
	return err
}

// outagesFor are the known outages that may have reached the people of an agency: of a service that it uses, or of one that
// is not known. Of an agency whose services nobody wrote down all are told.
func (d *Desk) outagesFor(ctx context.Context, who access.Actor, a people.Agency) ([]Outage, error) {
	all, err := d.KnownOutages(ctx, who)
	return slices.DeleteFunc(all, func(o Outage) bool {
		return o.Service != "" && len(a.Services) > 0 && !slices.Contains(a.Services, o.Service)
	}), err
}

// PeoplePage is a page of the directory, and the last person of it where there is a next.
type PeoplePage struct {
	People []people.Person
	Next   people.ID
	Near   bool // nobody has the words; these are called nearly so
}

// FindPeople pages through the directory by name: those of an agency where one is given, and of these those whose name or
// address has the words; where nobody's has, a few who are called nearly so. After is the last person of the page before.
func (d *Desk) FindPeople(ctx context.Context, who access.Actor, agency, words string, after people.ID, limit int) (PeoplePage, error) {
	var out PeoplePage
	if err := access.May(who, access.SeeDirectory); err != nil {
		return out, err
	}
	limit = min(max(limit, 1), MaxPage)
	err := d.db.Read(ctx, func(q sqldb.Q) (err error) {
		var last people.Person
		if after != 0 {
			if last, err = store.Person(ctx, q, after); err != nil {
				return err
			}
		}
		agency, words := clean(agency), clean(words)
		if out.People, err = store.PeoplePage(ctx, q, agency, words, last, limit+1); err != nil {
			return err
		}
		if out.Next = 0; len(out.People) > limit {
			out.People = out.People[:limit]
			out.Next = out.People[limit-1].ID
		}
		if len(out.People) > 0 || words == "" || after != 0 {
			return nil
		}
		if out.People, err = nearPeople(ctx, q, words); err != nil {
			return err
		}
		out.People = slices.DeleteFunc(out.People, func(p people.Person) bool { return agency != "" && p.Agency != agency })
		out.People = out.People[:min(len(out.People), limit)]
		out.Near = len(out.People) > 0
		return nil
	})
	return out, err
}

// SetDetails is what somebody says of themselves: where and how they are reached, in which language they read. Their name, their
// agency and what they may do are not theirs to say. Errors: Invalid with the field.
func (d *Desk) SetDetails(ctx context.Context, who access.Actor, c people.Contact) error {
	if err := access.May(who, access.ChangeDetails); err != nil {
		return err
	}
	c, err := people.CheckContact(c)
	if err != nil {
		return err
	}
	return d.db.Write(ctx, func(tx *sqldb.Tx) error { return store.SetContact(ctx, tx, who.ID, c) })
}
