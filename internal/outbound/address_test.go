package outbound

import (
	"net/netip"
	"testing"

	"pgregory.net/rapid"
)

func TestTheInternetMayBeDialled(t *testing.T) {
	for _, address := range []string{"8.8.8.8", "172.32.0.1", "100.128.0.1", "169.253.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"} {
		if err := (Rules{}).allow(netip.MustParseAddr(address)); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	inside := Rules{Networks: []netip.Prefix{netip.MustParsePrefix("fd00:1::/32"), netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("fe80::/10")}}
	for _, address := range []string{"fd00:1::5", "10.1.2.3", "::ffff:10.1.2.3", "fe80::1%eth0"} {
		if err := inside.allow(netip.MustParseAddr(address)); err != nil {
			t.Errorf("%s, whose network is named: %v", address, err)
		}
	}
}

// TestClothesChangeNothing: whatever is said of an IPv4 address is said of it when it is written as one of IPv6.
func TestClothesChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.SliceOfN(rapid.Byte(), 4, 4).Draw(t, "address")
		ip := netip.AddrFrom4([4]byte(b))
		want := (Rules{}).allow(ip) == nil
		translated := [16]byte{0x00, 0x64, 0xff, 0x9b, 12: b[0], b[1], b[2], b[3]}
		relayed := [16]byte{0x20, 0x02, b[0], b[1], b[2], b[3], 15: 1}
		for _, other := range []netip.Addr{netip.AddrFrom16(ip.As16()), netip.AddrFrom16(translated), netip.AddrFrom16(relayed)} {
			if got := (Rules{}).allow(other) == nil; got != want {
				t.Fatalf("%s may be dialled: %v, but as %s: %v", ip, want, other, got)
			}
		}
	})
}
