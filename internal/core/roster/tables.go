package roster

import (
	"slices"
	"strings"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/fault"
)

// text is a column that holds what it says.
func text[T any](name string, field func(*T) *string) column[T] {
	return column[T]{name, func(v *T, s string) error { *field(v) = s; return nil }, func(v T) string { return *field(&v) }}
}

// word is a column of one of a few words.
func word[T any, S ~string](name string, field func(*T) *S) column[T] {
	return column[T]{name, func(v *T, s string) error { *field(v) = S(strings.ToLower(s)); return nil }, func(v T) string { return string(*field(&v)) }}
}

func flag[T any](name string, field func(*T) *bool) column[T] {
	return column[T]{name, func(v *T, s string) (err error) { *field(v), err = yes(s); return err }, func(v T) string { return sayYes(*field(&v)) }}
}

// filled is a column of which an empty cell says nothing: nobody loses a right because somebody left it out.
func filled[T any](c column[T]) column[T] {
	set := c.set
	c.set = func(v *T, s string) error {
		if s == "" {
			return nil
		}
		return set(v, s)
	}
	return c
}

func mail[T any](name string, field func(*T) *string) column[T] {
	return column[T]{name, func(v *T, s string) (err error) { *field(v), err = address(s); return err }, func(v T) string { return *field(&v) }}
}

func span[T any](from, until string, zone *time.Location, field func(*T) *people.Span) []column[T] {
	return []column[T]{
		{from, func(v *T, s string) (err error) { field(v).From, err = firstDay(s, zone); return err }, func(v T) string { return sayFirst(field(&v).From, zone) }},
		{until, func(v *T, s string) (err error) { field(v).Until, err = lastDay(s, zone); return err }, func(v T) string { return sayLast(field(&v).Until, zone) }},
	}
}

func peopleTable() table[Person] {
	return table[Person]{
		columns: []column[Person]{
			mail("email", func(p *Person) *string { return &p.Email }),
			text("name", func(p *Person) *string { return &p.Name }),
			text("agency", func(p *Person) *string { return &p.Agency }),
			text("department", func(p *Person) *string { return &p.Department }),
			mail("supervisor", func(p *Person) *string { return &p.Under }),
			text("phone", func(p *Person) *string { return &p.Phone }),
			text("second_phone", func(p *Person) *string { return &p.SecondLine }),
			text("location", func(p *Person) *string { return &p.Location }),
			text("alternate", func(p *Person) *string { return &p.Alternate }),
			word("prefers", func(p *Person) *people.Way { return &p.Prefers }),
			word("language", func(p *Person) *string { return &p.Language }),
			filled(word("role", func(p *Person) *people.Role { return &p.Role })),
			filled(flag("proven", func(p *Person) *bool { return &p.Proven })),
		},
		key: func(p Person) string { return p.Email }, needs: []string{"email"}, check: checkPerson,
	}
}

func checkPerson(p Person) (Person, error) {
	if p.Email == "" {
		return p, fault.At("email", fault.New(fault.Invalid, "an e-mail address is needed"))
	}
	if p.Role == "" {
		p.Role = people.Customer
	}
	if !p.Role.Known() {
		return p, fault.Field("role", "there is no role %q; there are customer, analyst, lead, manager, administrator", short(string(p.Role)))
	}
	if p.Under == p.Email {
		return p, fault.Field("supervisor", "nobody is their own supervisor")
	}
	c, err := people.CheckContact(people.Contact{Phone: p.Phone, Location: p.Location, Details: p.Details})
	if err != nil {
		return p, err
	}
	p.Phone, p.Location, p.Details = c.Phone, c.Location, c.Details
	if p.Name, err = people.Line("name", p.Name); err != nil {
		return p, err
	}
	p.Agency, err = people.Line("agency", p.Agency)
	return p, err
}

func agencyTable(zone *time.Location, services []string) table[people.Agency] {
	type A = people.Agency
	cols := []column[A]{
		text("key", func(a *A) *string { return &a.Key }),
		text("name", func(a *A) *string { return &a.Name }),
		text("name_es", func(a *A) *string { return &a.NameEs }),
		word("branch", func(a *A) *string { return &a.Branch }),
	}
	cols = append(cols, span("supported_from", "supported_until", zone, func(a *A) *people.Span { return &a.Support })...)
	return table[A]{
		columns: append(cols,
			column[A]{"services", func(a *A, s string) (err error) { a.Services, err = list(s, services); return err },
				func(a A) string { return strings.Join(a.Services, " ") }},
			column[A]{"fte", func(a *A, s string) (err error) { a.FTE, err = people.ParseFTE(s); return err }, func(a A) string { return a.FTE.String() }},
			text("notes", func(a *A) *string { return &a.Notes }),
			word("supervisors_see", func(a *A) *people.Shade { return &a.Shades.Supervisor }),
			word("consultants_see", func(a *A) *people.Shade { return &a.Shades.Consultant }),
			word("managers_see", func(a *A) *people.Shade { return &a.Shades.Manager })),
		key: func(a A) string { return a.Key }, needs: []string{"key"}, check: people.CheckAgency,
	}
}

// list reads the services that an agency uses, apart by blanks.
func list(s string, known []string) ([]string, error) {
	var out []string
	for _, one := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" ,;\t\n", r) }) {
		if !slices.Contains(known, one) {
			return nil, fault.New(fault.Invalid, "there is no %q here; there are: %s", short(one), strings.Join(known, ", "))
		}
		if !slices.Contains(out, one) {
			out = append(out, one)
		}
	}
	slices.Sort(out)
	return out, nil
}

func deviceTable() table[Device] {
	return table[Device]{
		columns: []column[Device]{
			text("tag", func(d *Device) *string { return &d.Tag }),
			text("kind", func(d *Device) *string { return &d.Kind }),
			text("model", func(d *Device) *string { return &d.Model }),
			word("owner", func(d *Device) *people.Owner { return &d.Owner }),
			mail("person", func(d *Device) *string { return &d.Holder }),
			text("agency", func(d *Device) *string { return &d.Agency }),
			text("location", func(d *Device) *string { return &d.Location }),
			flag("supported", func(d *Device) *bool { return &d.Supported }),
		},
		key: func(d Device) string { return d.Tag }, needs: []string{"tag"},
		check: func(d Device) (_ Device, err error) { d.Device, err = people.CheckDevice(d.Device); return d, err },
	}
}

func arrangementTable(zone *time.Location) table[Arrangement] {
	type A = Arrangement
	return table[A]{
		columns: append([]column[A]{
			text("ref", func(a *A) *string { return &a.Ref }),
			text("agency", func(a *A) *string { return &a.Agency }),
			mail("person", func(a *A) *string { return &a.Holder }),
			text("what", func(a *A) *string { return &a.What }),
		}, span("since", "until", zone, func(a *A) *people.Span { return &a.Span })...),
		key: func(a A) string { return a.Ref }, needs: []string{"ref"}, check: checkArrangement,
	}
}

// checkArrangement checks one of which the person is known by their address alone.
func checkArrangement(a Arrangement) (Arrangement, error) {
	whole := a.Arrangement
	if whole.Person = 0; a.Holder != "" {
		whole.Person = 1 // somebody
	}
	whole, err := people.CheckArrangement(whole)
	whole.Person = a.Person
	a.Arrangement = whole
	return a, err
}

// seatTable is that of consultants, or without their deputies that of managers.
func seatTable(zone *time.Location, deputies bool) table[Seat] {
	columns := []column[Seat]{
		text("agency", func(c *Seat) *string { return &c.Agency }),
		mail("person", func(c *Seat) *string { return &c.Email }),
	}
	if deputies {
		columns = append(columns, flag("deputy", func(c *Seat) *bool { return &c.Deputy }))
	}
	return table[Seat]{
		columns: append(columns, span("since", "until", zone, func(c *Seat) *people.Span { return &c.Span })...),
		key:     func(c Seat) string { return c.Agency + "\n" + c.Email }, needs: []string{"agency", "person"}, check: checkSeat,
	}
}

func checkSeat(c Seat) (Seat, error) {
	var err error
	if c.Agency, err = people.Line("agency", c.Agency); err != nil {
		return c, err
	}
	switch {
	case c.Agency == "":
		return c, fault.Field("agency", "name the agency")
	case c.Email == "":
		return c, fault.Field("person", "name a person")
	case !c.Span.Until.IsZero() && !c.Span.From.Before(c.Span.Until):
		return c, fault.Field("until", "the end comes after the beginning")
	}
	return c, nil
}
