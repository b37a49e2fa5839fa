package demo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
)

// Password is that of all who can sign in to a demo.
const Password = "switchboard-demo"

const (
	customers = 200
	staff     = 25
)

// The people whom the sign-in page names.
var (
	dana  = people.Person{Email: "dana.whitfield@example.gov", Name: "Dana Whitfield", Role: people.Customer, Agency: "Transportation"}
	luis  = people.Person{Email: "luis.ortega@example.gov", Name: "Luis Ortega", Role: people.Analyst}
	marta = people.Person{Email: "marta.bell@example.gov", Name: "Marta Bell", Role: people.Lead}
	ann   = people.Person{Email: "ann.cho@example.gov", Name: "Ann Cho", Role: people.Manager}
	admin = people.Person{Email: "admin@example.gov", Name: "Robin Adair", Role: people.Administrator}
)

var agencies = []string{"Transportation", "Public Safety", "Health and Human Services", "Education", "Natural Resources", "Revenue",
	"Labor", "Corrections", "Agriculture", "Environmental Quality", "Veterans Affairs", "Motor Vehicles"}

var streets = []string{"Capitol Complex", "River Street 12", "Court House Annex", "Lakeside Campus", "Depot Road 3", "Old Mill Building",
	"Airport Office", "North District Office", "Harbor Office", "County Center"}

var firstNames = strings.Fields(`Aaliyah Aaron Abigail Alejandro Alice Amir Andrea Anthony Beatriz Benjamin Bianca Brandon Caleb Camila
	Carlos Carmen Cedric Chloe Clara Curtis Daniel Darius Deborah Denise Diego Elena Elijah Emily Esther Ethan Fatima Felix Frances Gabriel
	Gloria Grace Hannah Harold Hector Imani Irene Isaac Isabel Jamal Janet Jasmine Joel Jonah Joyce Julian Karen Kenji Lamar Laura Leah
	Leonard Lillian Lorenzo Lucia Malik Marcus Margaret Maya Mei Miguel Miriam Monica Nadia Naomi Nathan Nina Noah Olivia Omar Oscar
	Pamela Patrick Paula Priya Quentin Rachel Rafael Renee Ricardo Rosa Ruth Samir Sandra Selena Simon Sofia Stella Tamika Terrence
	Thomas Valerie Victor Violet Vivian Walter Wendy Xavier Yolanda Yusuf Zoe`)

var lastNames = strings.Fields(`Abbott Acevedo Alvarado Anders Baldwin Barnett Becker Benitez Blackwood Boyd Brennan Calderon Castillo Chandler
	Cheng Clayton Coleman Cordova Crawford Dalton Delgado Dixon Drake Duarte Eastman Ellison Escobar Farrell Finch Fletcher Fuentes Garner
	Gibbs Goodwin Guerrero Hale Hammond Harmon Hayashi Hobbs Holloway Ibarra Ingram Jacobs Jennings Kaplan Keller Khan Kimura Lambert
	Larsen Lawson Linden Lozano Maddox Maldonado Mercer Meyers Montoya Navarro Nguyen Novak Oakley Olson Ortiz Osborne Pacheco Patel
	Pearson Pineda Prescott Quinn Ramsey Rhodes Rivas Robles Rowland Salinas Sawyer Schroeder Sharma Sheldon Sloan Stafford Sutton Tanaka
	Thornton Tran Trujillo Underwood Valdez Vaughn Velez Wallace Warner Webster Whitaker Winslow Yates Zamora`)

// cast is everybody who plays.
type cast struct {
	customers []player
	teams     map[string][]player // staff by team, the lead first
	lead      player
	dana      player
}

// player is a person who acts.
type player struct {
	people.Person
	actor access.Actor
}

// hire adds everybody to the desk. The administrator comes last: who finds one knows that the demo is whole.
func hire(ctx context.Context, d *desk.Desk, rng *rand.Rand) (*cast, error) {
	c := &cast{teams: map[string][]player{}}
	names := newNames(rng)
	teams := teamIDs(d)
	all := append([]people.Person{}, dana)
	for i := range customers - 1 {
		p := names.next(people.Customer)
		p.Agency = agencies[i%len(agencies)]
		all = append(all, p)
	}
	first, lead := luis, marta
	first.Teams, lead.Teams = []string{d.Definition().DeskTeam()}, teams
	all = append(all, lead, first)
	for i := range staff - 2 {
		role := people.Analyst
		if i < len(teams) {
			role = people.Lead // every team has one
		}
		p := names.next(role)
		p.Teams = []string{teams[i%len(teams)]}
		all = append(all, p)
	}
	for i, p := range append(all, ann) {
		p.Proven = true
		if p.Role == people.Customer {
			p.Location = fmt.Sprintf("%s, room %d", streets[i%len(streets)], 100+rng.IntN(300))
		}
		p.Phone = fmt.Sprintf("555-%04d", 100+i) // 555-01xx and on: no such subscriber
		player, err := c.add(ctx, d, p)
		if err != nil {
			return nil, err
		}
		c.place(player)
	}
	return c, c.supervise(ctx, d)
}

func (c *cast) add(ctx context.Context, d *desk.Desk, p people.Person) (player, error) {
	password := ""
	switch p.Email {
	case dana.Email, luis.Email, marta.Email, ann.Email, admin.Email:
		password = Password
	}
	id, err := d.AddPerson(ctx, access.System, p, password)
	if err != nil {
		return player{}, fmt.Errorf("demo: %s: %w", p.Email, err)
	}
	p.ID = id
	return player{p, access.Actor{ID: id, Role: p.Role, Agency: p.Agency, Teams: p.Teams}}, nil
}

func (c *cast) place(p player) {
	switch {
	case p.Email == dana.Email:
		c.dana = p
		c.customers = append(c.customers, p)
	case p.Email == marta.Email:
		c.lead = p
	case p.Role == people.Customer:
		c.customers = append(c.customers, p)
	default:
		for _, t := range p.Teams {
			c.teams[t] = append(c.teams[t], p)
		}
	}
}

// of picks somebody of a team; a team that nobody works in is helped out by the lead.
func (c *cast) of(team string, rng *rand.Rand) player {
	if all := c.teams[team]; len(all) > 0 {
		return all[rng.IntN(len(all))]
	}
	return c.lead
}

func teamIDs(d *desk.Desk) []string {
	var out []string
	for _, t := range d.Definition().Teams {
		out = append(out, t.ID)
	}
	return out
}

// names deals names, none of them twice.
type names struct {
	rng  *rand.Rand
	seen map[string]bool
}

func newNames(rng *rand.Rand) *names {
	n := &names{rng, map[string]bool{}}
	for _, p := range []people.Person{dana, luis, marta, ann, admin} {
		n.seen[p.Name] = true
	}
	return n
}

func (n *names) next(role people.Role) people.Person {
	for {
		first, last := firstNames[n.rng.IntN(len(firstNames))], lastNames[n.rng.IntN(len(lastNames))]
		if name := first + " " + last; !n.seen[name] {
			n.seen[name] = true
			return people.Person{Name: name, Email: strings.ToLower(first + "." + last + "@example.gov"), Role: role}
		}
	}
}

// made tells whether an earlier run has finished. Errors: Conflict where the desk is neither empty nor a whole demo.
func made(ctx context.Context, d *desk.Desk) (bool, error) {
	all, err := d.Staff(ctx, access.System, "")
	if err != nil {
		return false, err
	}
	for _, p := range all {
		if p.Email == admin.Email {
			return true, nil
		}
	}
	if len(all) > 0 {
		return false, fault.New(fault.Conflict, "this desk is not empty, or its demo was stopped while it was made; --demo wants an empty folder")
	}
	return false, nil
}
