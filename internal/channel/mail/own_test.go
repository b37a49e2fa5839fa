package mail_test

import (
	"testing"

	"switchboard/internal/channel/mail"
)

func TestOwn(t *testing.T) {
	c := mail.Config{Address: "Desk@Example.gov", Accept: []string{"help@example.gov", "vip+line@example.gov"},
		Mailboxes: []mail.Mailbox{{Address: "network@example.gov"}}}
	for address, want := range map[string]struct{ own, tagged bool }{
		"desk@example.gov":             {true, false},
		"DESK@EXAMPLE.GOV":             {true, false},
		"desk+100001.abc@example.gov":  {true, true},
		"desk+@example.gov":            {true, true},
		"network+1@example.gov":        {true, true},
		"help@example.gov":             {true, false},
		"vip+line@example.gov":         {true, false},
		"vip@example.gov":              {},
		"vip+lines@example.gov":        {},
		"desks@example.gov":            {},
		"desk@example.com":             {},
		"desk@sub.example.gov":         {},
		"desk%example.com@example.gov": {},
		"desk":                         {},
		"+@example.gov":                {},
		"@example.gov":                 {},
		"":                             {},
	} {
		if own := c.Own(); own.Has(address) != want.own || own.Tagged(address) != want.tagged {
			t.Errorf("%q: own %v, tagged %v; want %+v", address, own.Has(address), own.Tagged(address), want)
		}
	}
}

// RFC 5321, 4.5.1: the postmaster of each of the desk's domains, and of no other.
func TestPostmasterIsTaken(t *testing.T) {
	c := mail.Config{Address: "desk@example.gov", Accept: []string{"help@other.example.gov"}}
	for address, want := range map[string]bool{
		"postmaster@example.gov": true, "PostMaster@Example.gov": true, "postmaster@other.example.gov": true, "desk+1@example.gov": true,
		"postmaster@example.com": false, "postmaster@sub.example.gov": false, "postmaster": false, "postmaster@": false, "postmasters@example.gov": false,
	} {
		if own := c.Own(); own.Takes(address) != want {
			t.Errorf("%q: %v", address, !want)
		}
	}
}
