// Package people knows who somebody is to the desk: customer or staff, of which agency, in which teams. It refuses to
// know passwords, sessions and what a person may do (access decides that).
package people

import (
	"net/mail"
	"strings"

	"switchboard/internal/fault"
)

// ID names a person for ever; zero is nobody, which in the history means the desk's own rules.
type ID int64

// Role is what a person is at the desk. A higher role may do all that a lower one may.
type Role string

// The roles, lowest first.
const (
	Customer      Role = "customer"
	Analyst       Role = "analyst"
	Lead          Role = "lead"
	Manager       Role = "manager"
	Administrator Role = "administrator"
)

var ranks = map[Role]int{Customer: 1, Analyst: 2, Lead: 3, Manager: 4, Administrator: 5}

// AtLeast reports whether r may do what other may. A role that is not known is below all and reached by none.
func (r Role) AtLeast(other Role) bool { return r.Known() && other.Known() && ranks[r] >= ranks[other] }

// Staff reports whether the person works at the desk or in a team behind it.
func (r Role) Staff() bool { return r.AtLeast(Analyst) }

// Known reports whether r is one of the roles.
func (r Role) Known() bool { return ranks[r] > 0 }

// Person is a row of the directory.
type Person struct {
	ID       ID
	Email    string // folded by Address
	Name     string
	Role     Role
	Agency   string
	Phone    string
	Location string
	Teams    []string // teams of the definition, by key; staff only
	Proven   bool     // the address is known to be theirs; what is only written in a ticket is a claim
	Details
	Supervisor ID // whom they escalate through (ME-48); zero: nobody is known
}

// maxAddress is the longest path that mail can carry (RFC 5321, 4.5.3.1.3).
const maxAddress = 254

// Address folds a mail address to the form that is stored and compared. Errors: Invalid.
func Address(s string) (string, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", fault.New(fault.Invalid, "an e-mail address is needed")
	}
	if len(s) > maxAddress {
		return "", fault.New(fault.Invalid, "an e-mail address has at most %d characters", maxAddress)
	}
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s {
		return "", fault.New(fault.Invalid, "%q is not an e-mail address; write it like name@agency.gov", clip(s, 60))
	}
	return strings.ToLower(a.Address), nil
}

// NameOrAddress is what to call a person of whom only an address may be known.
func (p Person) NameOrAddress() string {
	if p.Name != "" {
		return p.Name
	}
	return p.Email
}

func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}
