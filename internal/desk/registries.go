package desk

import (
	"context"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/people"
	"switchboard/internal/core/roster"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

func serviceIDs(def *definition.Definition) []string {
	out := make([]string, len(def.Services))
	for i, s := range def.Services {
		out[i] = s.ID
	}
	return out
}

// peopleDesk takes people in for an actor. Whom a person reports to may come later in the file, and is written last.
type peopleDesk struct{ who access.Actor }

func (p peopleDesk) desk() registry[roster.Person] {
	return registry[roster.Person]{
		find: func(ctx context.Context, q sqldb.Q, keys []string) (map[string]roster.Person, error) {
			found, err := store.PeopleByEmail(ctx, q, keys)
			if err != nil {
				return nil, err
			}
			return withSupervisors(ctx, q, found)
		},
		save: func(ctx context.Context, tx *sqldb.Tx, now roster.Person, new bool) error {
			return p.save(ctx, tx, now.Person, new)
		},
		names: func(v roster.Person) string { return v.Under },
		self:  true,
		mind: func(now, was roster.Person, new bool, has func(string) bool) error {
			return noRights(p.who, now.Person, was.Person, new, has)
		},
		then: superviseAll,
		keys: func(ctx context.Context, q sqldb.Q, after string, limit int) ([]string, error) {
			return keysOf(store.EverybodyBehind(ctx, q, after, limit))(func(p people.Person) string { return p.Email })
		},
	}
}

// save writes somebody down, and the role that they get by it; who may give none is spared the look at what they were.
func (p peopleDesk) save(ctx context.Context, tx *sqldb.Tx, now people.Person, new bool) (err error) {
	var was people.Person
	switch {
	case new:
		now.ID, err = store.AddPerson(ctx, tx, now, "")
	case access.May(p.who, access.ManagePeople) != nil:
		return store.SavePerson(ctx, tx, now)
	default:
		if was, err = store.Person(ctx, tx, now.ID); err == nil {
			err = store.SavePerson(ctx, tx, now)
		}
	}
	if err != nil {
		return err
	}
	return gaveRole(ctx, tx, p.who, was.Role, now)
}

// withSupervisors adds the addresses of those whom people report to.
func withSupervisors(ctx context.Context, q sqldb.Q, found map[string]people.Person) (map[string]roster.Person, error) {
	var ids []people.ID
	for _, p := range found {
		if p.Supervisor != 0 {
			ids = append(ids, p.Supervisor)
		}
	}
	above, err := store.People(ctx, q, ids)
	if err != nil {
		return nil, err
	}
	out := make(map[string]roster.Person, len(found))
	for email, p := range found {
		out[email] = roster.Person{Person: p, Under: above[p.Supervisor].Email}
	}
	return out, nil
}

// superviseAll writes whom people report to, where that is not so already.
func superviseAll(ctx context.Context, tx *sqldb.Tx, all []roster.Person) error {
	var emails []string
	for _, p := range all {
		emails = append(emails, p.Email)
		if p.Under != "" {
			emails = append(emails, p.Under)
		}
	}
	found, err := store.PeopleByEmail(ctx, tx, emails)
	if err != nil {
		return err
	}
	for _, p := range all {
		// A supervisor whose own line was refused is not there: nobody is known then.
		if is, above := found[p.Email], found[p.Under]; is.Supervisor != above.ID {
			if err := store.SetSupervisor(ctx, tx, is.ID, above.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

var agencyDesk = registry[people.Agency]{
	find: func(ctx context.Context, q sqldb.Q, keys []string) (map[string]people.Agency, error) {
		return byKey(store.AgenciesByKey(ctx, q, keys))(func(a people.Agency) string { return a.Key })
	},
	save: func(ctx context.Context, tx *sqldb.Tx, now people.Agency, _ bool) error {
		return store.SaveAgency(ctx, tx, now)
	},
	keys: func(ctx context.Context, q sqldb.Q, after string, limit int) ([]string, error) {
		return keysOf(store.AgenciesBehind(ctx, q, after, limit))(func(a people.Agency) string { return a.Key })
	},
}

var deviceDesk = registry[roster.Device]{
	find: func(ctx context.Context, q sqldb.Q, keys []string) (map[string]roster.Device, error) {
		found, err := store.DevicesByTag(ctx, q, keys)
		return held(ctx, q, found, err, func(d people.Device) people.ID { return d.Person }, func(d people.Device, email string) (string, roster.Device) {
			return d.Tag, roster.Device{Device: d, Holder: email}
		})
	},
	save: func(ctx context.Context, tx *sqldb.Tx, now roster.Device, _ bool) (err error) {
		if now.Device.Person, err = idOf(ctx, tx, now.Holder); err != nil {
			return err
		}
		return store.SaveDevice(ctx, tx, now.Device)
	},
	names: func(v roster.Device) string { return v.Holder },
	keys: func(ctx context.Context, q sqldb.Q, after string, limit int) ([]string, error) {
		return keysOf(store.DevicesBehind(ctx, q, after, limit))(func(d people.Device) string { return d.Tag })
	},
}

var arrangementDesk = registry[roster.Arrangement]{
	find: func(ctx context.Context, q sqldb.Q, keys []string) (map[string]roster.Arrangement, error) {
		found, err := store.ArrangementsByRef(ctx, q, keys)
		return held(ctx, q, found, err, func(a people.Arrangement) people.ID { return a.Person }, func(a people.Arrangement, email string) (string, roster.Arrangement) {
			return a.Ref, roster.Arrangement{Arrangement: a, Holder: email}
		})
	},
	save: func(ctx context.Context, tx *sqldb.Tx, now roster.Arrangement, _ bool) (err error) {
		if now.Arrangement.Person, err = idOf(ctx, tx, now.Holder); err != nil {
			return err
		}
		return store.SaveArrangement(ctx, tx, now.Arrangement)
	},
	names: func(v roster.Arrangement) string { return v.Holder },
	keys: func(ctx context.Context, q sqldb.Q, after string, limit int) ([]string, error) {
		return keysOf(store.ArrangementsBehind(ctx, q, after, limit))(func(a people.Arrangement) string { return a.Ref })
	},
}

// consultantDesk and managerDesk take in who sits where for an agency.
var (
	consultantDesk = seatDesk(store.ConsultantsByAgency, store.ConsultantsBehind, store.SetConsultant)
	managerDesk    = seatDesk(
		func(ctx context.Context, q sqldb.Q, agencies []string) ([]Consultant, error) {
			return asConsultants(store.ManagersByAgency(ctx, q, agencies))
		},
		managersBehind,
		func(ctx context.Context, tx *sqldb.Tx, c Consultant) error {
			return store.SetAgencyManager(ctx, tx, AgencyManager{Agency: c.Agency, Person: c.Person, From: c.From, Until: c.Until})
		})
)

func managersBehind(ctx context.Context, q sqldb.Q, after Consultant, limit int) ([]Consultant, error) {
	return asConsultants(store.ManagersBehind(ctx, q, AgencyManager{Agency: after.Agency, Person: after.Person}, limit))
}

// asConsultants are managers in the form of consultants, so that one code serves both lists.
func asConsultants(all []AgencyManager, err error) ([]Consultant, error) {
	out := make([]Consultant, len(all))
	for i, m := range all {
		out[i] = Consultant{Agency: m.Agency, Person: m.Person, From: m.From, Until: m.Until}
	}
	return out, err
}

func seatDesk(byAgency func(context.Context, sqldb.Q, []string) ([]Consultant, error), behind func(context.Context, sqldb.Q, Consultant, int) ([]Consultant, error),
	set func(context.Context, *sqldb.Tx, Consultant) error) registry[roster.Seat] {
	return registry[roster.Seat]{
		find: func(ctx context.Context, q sqldb.Q, keys []string) (map[string]roster.Seat, error) {
			agencies := make([]string, len(keys))
			for i, k := range keys {
				agencies[i], _, _ = strings.Cut(k, "\n")
			}
			found, err := byAgency(ctx, q, agencies)
			return held(ctx, q, found, err, func(c Consultant) people.ID { return c.Person }, func(c Consultant, email string) (string, roster.Seat) {
				return seatKey(c.Agency, email), seatOf(c, email)
			})
		},
		save: func(ctx context.Context, tx *sqldb.Tx, now roster.Seat, _ bool) error {
			id, err := idOf(ctx, tx, now.Email)
			if err != nil {
				return err
			}
			return set(ctx, tx, Consultant{Agency: now.Agency, Person: id, Deputy: now.Deputy, From: now.Span.From, Until: now.Span.Until})
		},
		names: func(v roster.Seat) string { return v.Email },
		keys:  seatKeys(behind),
	}
}

func seatOf(c Consultant, email string) roster.Seat {
	return roster.Seat{Agency: c.Agency, Email: email, Deputy: c.Deputy, Span: people.Span{From: c.From, Until: c.Until}}
}

func seatKey(agency, email string) string { return agency + "\n" + email }

// seatKeys walks by agency and person; a key holds the address, so the person is looked up again.
func seatKeys(behind func(context.Context, sqldb.Q, Consultant, int) ([]Consultant, error)) func(context.Context, sqldb.Q, string, int) ([]string, error) {
	return func(ctx context.Context, q sqldb.Q, after string, limit int) ([]string, error) {
		agency, email, _ := strings.Cut(after, "\n")
		last := Consultant{Agency: agency}
		var err error
		if last.Person, err = idOf(ctx, q, email); err != nil {
			return nil, err
		}
		found, err := behind(ctx, q, last, limit)
		if err != nil {
			return nil, err
		}
		return addressed(func(c Consultant) people.ID { return c.Person }, func(c Consultant, email string) string { return seatKey(c.Agency, email) })(ctx, q, found)
	}
}

// held adds the address of who has something, and puts all under their keys.
func held[R, T any](ctx context.Context, q sqldb.Q, rows []R, err error, holder func(R) people.ID, with func(R, string) (string, T)) (map[string]T, error) {
	if err != nil {
		return nil, err
	}
	ids := make([]people.ID, len(rows))
	for i, r := range rows {
		ids[i] = holder(r)
	}
	who, err := store.People(ctx, q, ids)
	out := make(map[string]T, len(rows))
	for _, r := range rows {
		key, v := with(r, who[holder(r)].Email)
		out[key] = v
	}
	return out, err
}

// idOf finds a person by their address; zero for no address.
func idOf(ctx context.Context, q sqldb.Q, email string) (people.ID, error) {
	if email == "" {
		return 0, nil
	}
	p, err := store.PersonByEmail(ctx, q, email)
	return p.ID, err
}

func byKey[T any](all []T, err error) func(func(T) string) (map[string]T, error) {
	return func(key func(T) string) (map[string]T, error) {
		out := make(map[string]T, len(all))
		for _, v := range all {
			out[key(v)] = v
		}
		return out, err
	}
}

func keysOf[T any](all []T, err error) func(func(T) string) ([]string, error) {
	return func(key func(T) string) ([]string, error) {
		out := make([]string, len(all))
		for i, v := range all {
			out[i] = key(v)
		}
		return out, err
	}
}
