package outbound

import (
	"errors"
	"fmt"
	"net/netip"
)

// ErrAddress says that an address is one of the house or of no house, and that nobody allowed it.
var ErrAddress = errors.New("this address may not be dialled; name its network if it should be")

// special are the networks that are nobody's on the internet, beyond those that netip knows (IANA's special-purpose
// registries: RFC 6890 and what came after).
var special = prefixes(
	"0.0.0.0/8",       // this network
	"100.64.0.0/10",   // behind a carrier's translation
	"192.0.0.0/24",    // protocol assignments
	"192.0.2.0/24",    // examples
	"192.88.99.0/24",  // relays of 6to4
	"198.18.0.0/15",   // benchmarks
	"198.51.100.0/24", // examples
	"203.0.113.0/24",  // examples
	"240.0.0.0/4",     // reserved, and broadcast
	"::/96",           // IPv4 in its oldest clothes
	"64:ff9b:1::/48",  // translation inside a house
	"100::/64",        // discarded
	"2001::/23",       // protocol assignments, Teredo
	"2001:db8::/32",   // examples
	"3fff::/20",       // examples
	"5f00::/16",       // segment routing
	"fec0::/10",       // the former site-local
)

func prefixes(texts ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		out[i] = netip.MustParsePrefix(text)
	}
	return out
}

// allow decides about one address.
func (r Rules) allow(ip netip.Addr) error {
	for _, ip := range faces(ip) {
		if !within(r.Networks, ip) && !public(ip) {
			return fmt.Errorf("%w: %s", ErrAddress, ip)
		}
	}
	return nil
}

// Networks of IPv6 in whose addresses one of IPv4 is written.
var (
	translated = netip.MustParsePrefix("64:ff9b::/96") // RFC 6052, 2.1
	sixToFour  = netip.MustParsePrefix("2002::/16")    // RFC 3056, 2
)

// faces are the addresses that one stands for: an IPv6 address may be an IPv4 address in other clothes, and packets to
// it end there.
func faces(ip netip.Addr) []netip.Addr {
	ip = ip.Unmap().WithZone("")
	if ip.Is4() {
		return []netip.Addr{ip}
	}
	b := ip.As16()
	switch {
	case translated.Contains(ip):
		return []netip.Addr{netip.AddrFrom4([4]byte(b[12:16]))}
	case sixToFour.Contains(ip):
		return []netip.Addr{ip, netip.AddrFrom4([4]byte(b[2:6]))}
	}
	return []netip.Addr{ip}
}

func public(ip netip.Addr) bool {
	return ip.IsGlobalUnicast() && !ip.IsPrivate() && !within(special, ip)
}

func within(networks []netip.Prefix, ip netip.Addr) bool {
	for _, n := range networks {
		if n.Contains(ip) {
			return true
		}
	}
	return false
}
