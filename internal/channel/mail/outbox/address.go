package outbox

import (
	"strings"

	"golang.org/x/net/idna"
)

// ascii writes the domain of an address as mail servers know it (RFC 5891); what cannot be written so stays.
func ascii(address string) string {
	i := strings.LastIndexByte(address, '@')
	domain, err := idna.Lookup.ToASCII(address[i+1:])
	if i < 0 || err != nil {
		return address
	}
	return address[:i+1] + domain
}

// international reports whether only a server that knows SMTPUTF8 can take the address (RFC 6531).
func international(address string) bool {
	return strings.ContainsFunc(address, func(r rune) bool { return r > '~' })
}
