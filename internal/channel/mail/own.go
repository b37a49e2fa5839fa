package mail

import "strings"

// Own are the desk's own addresses: where people write to, whichever way their mail comes.
type Own map[string]bool

// Own collects them.
func (c *Config) Own() Own {
	own := Own{strings.ToLower(c.Address): true}
	for _, m := range c.Mailboxes {
		own[strings.ToLower(m.Address)] = true
	}
	for _, a := range c.Accept {
		own[strings.ToLower(a)] = true
	}
	return own
}

// Has reports whether mail to this address is for the desk; what follows a plus in the local part is a tag (RFC 5233, 4).
func (o Own) Has(address string) bool {
	address = strings.ToLower(address)
	if o[address] {
		return true
	}
	local, domain, ok := cutAddress(address)
	bare, _, tagged := strings.Cut(local, "+")
	return ok && tagged && o[bare+"@"+domain]
}

// Takes reports whether mail to this address is taken: also what is written to the postmaster of the desk's domains (RFC
// 5321, 4.5.1).
func (o Own) Takes(address string) bool {
	local, domain, _ := cutAddress(address)
	if o.Has(address) {
		return true
	}
	if !strings.EqualFold(local, "postmaster") {
		return false
	}
	for own := range o {
		if _, of, _ := cutAddress(own); strings.EqualFold(of, domain) {
			return true
		}
	}
	return false
}

// Tagged reports whether the address says more than to whom: its local part has a tag.
func (o Own) Tagged(address string) bool { return !o[strings.ToLower(address)] && o.Has(address) }
