package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// AddPerson adds somebody to the directory; an empty password means that they cannot sign in with one.
func (d *Desk) AddPerson(ctx context.Context, who access.Actor, p people.Person, password string) (people.ID, error) {
	if err := access.May(who, access.ManagePeople); err != nil {
		return 0, err
	}
	var err error
	if p.Email, err = people.Address(p.Email); err != nil {
		return 0, fault.At("email", err)
	}
	if !p.Role.Known() {
		return 0, fault.Field("role", "there is no role %q; there are customer, analyst, lead, manager, administrator", p.Role)
	}
	stored := ""
	if password != "" {
		if stored, err = hashPassword(password); err != nil {
			return 0, err
		}
	}
	var id people.ID
	err = d.db.Write(ctx, func(tx *sqldb.Tx) error {
		if id, err = store.AddPerson(ctx, tx, p, stored); err != nil {
			return err
		}
		p.ID = id
		return gaveRole(ctx, tx, who, "", p)
	})
	return id, err
}

// SignIn checks an address and a password. The answer and the time it takes are the same whether the address or
// the password is wrong.
func (d *Desk) SignIn(ctx context.Context, email, password string) (access.Actor, error) {
	wrong := fault.New(fault.Unauthenticated, "this address and password do not go together")
	if len(password) > maxPassword {
		return access.Actor{}, wrong
	}
	folded, err := people.Address(email)
	if err != nil {
		return access.Actor{}, wrong
	}
	stored := ""
	p, err := store.PersonByEmail(ctx, d.db.Reader(), folded)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return access.Actor{}, err
	}
	if err == nil {
		if stored, err = store.Password(ctx, d.db.Reader(), p.ID); err != nil {
			return access.Actor{}, err
		}
	}
	if !samePassword(stored, password) {
		return access.Actor{}, wrong
	}
	return actorOf(p), nil
}

// Visitor is who acts under a person's number, with the role and teams that they have now, and the person.
func (d *Desk) Visitor(ctx context.Context, id people.ID) (access.Actor, people.Person, error) {
	return d.visitor(ctx, d.db.Reader(), id)
}

func (d *Desk) visitor(ctx context.Context, q sqldb.Q, id people.ID) (access.Actor, people.Person, error) {
	v, err := store.VisitorOf(ctx, q, id, d.Now())
	return acting(v), v.Person, err
}

// acting adds to a person what they joined, for whom they sign, and what they may read as whoever answers for an agency or for
// people; staff see the tickets of these anyway.
func acting(v store.Visitor) access.Actor {
	who := actorOf(v.Person)
	who.Joined = v.Joined
	charged := access.Charged(who, v.Charges)
	if who.Role.Staff() {
		who.Authorized = charged.Authorized
		return who
	}
	return charged
}

func actorOf(p people.Person) access.Actor {
	return access.Actor{ID: p.ID, Role: p.Role, Agency: p.Agency, Teams: p.Teams}
}

// Person shows a person to staff, and everybody to themselves.
func (d *Desk) Person(ctx context.Context, who access.Actor, id people.ID) (people.Person, error) {
	if who.ID != id {
		if err := access.May(who, access.UseConsole); err != nil {
			return people.Person{}, err
		}
	}
	return store.Person(ctx, d.db.Reader(), id)
}

// Staff lists the people of a team, or all of the desk where team is empty.
func (d *Desk) Staff(ctx context.Context, who access.Actor, team string) ([]people.Person, error) {
	if err := access.May(who, access.UseConsole); err != nil {
		return nil, err
	}
	return store.Staff(ctx, d.db.Reader(), team)
}

// Unstaffed lists the teams to which tickets are sent and in which nobody works: a promise day and night cannot be kept
// by nobody (CO-21, CO-26).
func (d *Desk) Unstaffed(ctx context.Context, who access.Actor) ([]string, error) {
	if err := access.May(who, access.UseConsole); err != nil {
		return nil, err
	}
	staffed, err := store.StaffedTeams(ctx, d.db.Reader())
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(d.Definition().Receiving(), func(team string) bool { return slices.Contains(staffed, team) }), nil
}

// MakeToken makes an API token for the person with this address and answers it; only its digest is kept. A person
// who is not there yet is added: the first one of a new desk as its administrator, any later one as a customer.
func (d *Desk) MakeToken(ctx context.Context, who access.Actor, email string) (token string, p people.Person, err error) {
	if err := access.May(who, access.MakeToken); err != nil {
		return "", p, err
	}
	folded, err := people.Address(email)
	if err != nil {
		return "", p, fault.At("as", err)
	}
	token = "sb_" + rand.Text()
	err = d.db.Write(ctx, func(tx *sqldb.Tx) error {
		p, err = store.PersonByEmail(ctx, tx, folded)
		if fault.Is(err, fault.NotFound) {
			p, err = addBare(ctx, tx, folded)
		}
		if err != nil {
			return err
		}
		if err := store.AddToken(ctx, tx, tokenDigest(token), p.ID); err != nil {
			return err
		}
		return store.RecordAct(ctx, tx, Act{Kind: store.TokenMadeFact, By: who.ID, Person: p.ID})
	})
	return token, p, err
}

func addBare(ctx context.Context, tx *sqldb.Tx, email string) (people.Person, error) {
	p := people.Person{Email: email, Role: people.Customer}
	staffed, err := store.AnyStaff(ctx, tx)
	if err != nil {
		return p, err
	}
	if !staffed {
		p.Role = people.Administrator
	}
	if p.ID, err = store.AddPerson(ctx, tx, p, ""); err != nil {
		return p, err
	}
	return p, gaveRole(ctx, tx, access.System, "", p)
}

// ActorOfToken tells who acts with an API token.
func (d *Desk) ActorOfToken(ctx context.Context, token string) (access.Actor, error) {
	id, err := store.PersonOfToken(ctx, d.db.Reader(), tokenDigest(token))
	if fault.Is(err, fault.NotFound) {
		return access.Actor{}, fault.New(fault.Unauthenticated, "this token is not valid")
	}
	if err != nil {
		return access.Actor{}, err
	}
	who, _, err := d.Visitor(ctx, id)
	return who, err
}

func tokenDigest(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// clean bounds a name that somebody wrote.
func clean(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	name = strings.Join(strings.Fields(name), " ")
	if r := []rune(name); len(r) > 100 {
		name = string(r[:100])
	}
	return name
}
